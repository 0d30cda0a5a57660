// Acknowledges, resolves, assigns and silences many alerts, and says in one message what became of them.
import { useCallback, useMemo, useState } from 'react';

import { useAction } from '../../client/use-action.ts';
import { useToasts } from '../../parts/toasts.tsx';
import { portions, tellOutcomes, type Outcome } from './bulk.ts';
import { acknowledgeMany, assignMany, resolveMany, silenceMany } from './operations.ts';

/** What the API takes at a time. */
const mostAlerts = 200;
const mostSilences = 100;

export interface Bulk {
  readonly isBusy: boolean;
  acknowledge(ids: readonly string[]): Promise<void>;
  resolve(ids: readonly string[], comment: string): Promise<void>;
  assign(ids: readonly string[], assignee: string): Promise<void>;
  silence(ids: readonly string[], minutes: number, comment: string): Promise<void>;
}

interface Answer {
  readonly __typename?: string;
  readonly outcomes?: readonly Outcome[];
}

/** The deeds; each resolves when all alerts have been asked for. */
export function useBulk(): Bulk {
  const toasts = useToasts();
  const { run: acknowledge } = useAction(acknowledgeMany);
  const { run: resolve } = useAction(resolveMany);
  const { run: assign } = useAction(assignMany);
  const { run: silence } = useAction(silenceMany);
  const [isBusy, setBusy] = useState(false);

  /** Asks portion by portion; the first one that is refused as a whole ends it, and was told. */
  const each = useCallback(
    async (
      parts: readonly (readonly string[])[],
      deed: string,
      ask: (ids: string[]) => Promise<Answer | undefined>,
    ): Promise<void> => {
      setBusy(true);
      const outcomes: Outcome[] = [];
      try {
        for (const ids of parts) {
          const answer = await ask([...ids]);
          if (answer === undefined) break;
          outcomes.push(...(answer.outcomes ?? ids.map((alertId) => ({ alertId }))));
        }
        if (outcomes.length > 0) toasts.add(tellOutcomes(outcomes, deed));
      } finally {
        setBusy(false);
      }
    },
    [toasts],
  );

  return useMemo(
    () => ({
      isBusy,
      acknowledge: (ids) =>
        each(portions(ids, mostAlerts), 'acknowledged', async (some) => {
          const answer = await acknowledge({ ids: some });
          return answer?.acknowledgeAlerts;
        }),
      resolve: (ids, comment) =>
        each(portions(ids, mostAlerts), 'resolved', async (some) => {
          const answer = await resolve({ ids: some, comment: comment === '' ? null : comment });
          return answer?.resolveAlerts;
        }),
      assign: (ids, assignee) =>
        each(portions(ids, mostAlerts), 'assigned', async (some) => {
          const answer = await assign({ ids: some, assignee: assignee === '' ? null : assignee });
          return answer?.assignAlerts;
        }),
      silence: (ids, minutes, comment) =>
        each(portions(ids, mostSilences), 'silenced', async (some) => {
          const answer = await silence({ ids: some, comment, minutes });
          return answer?.silenceAlerts;
        }),
    }),
    [isBusy, each, acknowledge, resolve, assign, silence],
  );
}
