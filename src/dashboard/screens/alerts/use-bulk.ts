// Acknowledges, resolves, assigns and silences many alerts, and says in one message what became of them.
import { useCallback, useMemo, useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { useToasts } from '../../parts/toasts.tsx';
import { portions, tellOutcomes, undoneOf, type Outcome } from './bulk.ts';
import { acknowledgeMany, assignMany, resolveMany, silenceMany } from './operations.ts';

/** What the API takes at a time. */
const mostAlerts = 200;
const mostSilences = 100;

export interface Done {
  /** Those that it was not done with. */
  readonly undone: readonly string[];
  /** False: some were not asked for, as there was a failure. */
  readonly isAsked: boolean;
}

export interface Bulk {
  readonly isBusy: boolean;
  /** Why what a dialog asked for failed last; of acknowledging a message is shown. */
  readonly failures: Readonly<Record<'resolve' | 'assign' | 'silence', string | undefined>>;
  acknowledge(ids: readonly string[]): Promise<Done>;
  resolve(ids: readonly string[], comment: string): Promise<Done>;
  assign(ids: readonly string[], assignee: string): Promise<Done>;
  silence(ids: readonly string[], minutes: number, comment: string): Promise<Done>;
}

interface Answer {
  readonly __typename?: string;
  readonly outcomes?: readonly Outcome[];
}

/** The deeds; each says what was not done. */
export function useBulk(): Bulk {
  const toasts = useToasts();
  const { run: acknowledge } = useAction(acknowledgeMany);
  const { run: resolve, failure: unresolved } = useAction(resolveMany, undefined, inDialog);
  const { run: assign, failure: unassigned } = useAction(assignMany, undefined, inDialog);
  const { run: silence, failure: unsilenced } = useAction(silenceMany, undefined, inDialog);
  const [isBusy, setBusy] = useState(false);

  /** Asks portion by portion; the first one that is refused as a whole ends it. */
  const each = useCallback(
    async (
      parts: readonly (readonly string[])[],
      deed: string,
      ask: (ids: string[]) => Promise<Answer | undefined>,
    ): Promise<Done> => {
      setBusy(true);
      const outcomes: Outcome[] = [];
      let isAsked = true;
      try {
        for (const ids of parts) {
          const answer = await ask([...ids]);
          if (answer === undefined) {
            isAsked = false;
            break;
          }
          outcomes.push(...(answer.outcomes ?? ids.map((alertId) => ({ alertId }))));
        }
        if (outcomes.length > 0) toasts.add(tellOutcomes(outcomes, deed));
        return { undone: undoneOf(parts.flat(), outcomes), isAsked };
      } finally {
        setBusy(false);
      }
    },
    [toasts],
  );

  return useMemo(
    () => ({
      isBusy,
      failures: { resolve: unresolved, assign: unassigned, silence: unsilenced },
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
    [isBusy, each, acknowledge, resolve, assign, silence, unresolved, unassigned, unsilenced],
  );
}
