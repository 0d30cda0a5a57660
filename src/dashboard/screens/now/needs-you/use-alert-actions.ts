// What can be done with an alert in place; one that something is done with cannot be acted on again.
import { useCallback, useState } from 'react';

import { useAction } from '../../../client/use-action.ts';
import { acknowledgeMutation, silenceMutation } from './operations.ts';

export interface AlertActions {
  acknowledge(id: string): Promise<void>;
  /** For an hour. */
  silence(id: string): Promise<void>;
  isBusy(id: string): boolean;
}

/** The actions; `onDone` is called after each. */
export function useAlertActions(onDone: () => void): AlertActions {
  const acknowledging = useAction(acknowledgeMutation, 'Acknowledged: it is yours now.');
  const silencing = useAction(silenceMutation, 'Silenced for an hour.');
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const during = useCallback(
    async (id: string, act: () => Promise<unknown>): Promise<void> => {
      setBusy((ids) => new Set(ids).add(id));
      await act();
      setBusy((ids) => new Set([...ids].filter((other) => other !== id)));
      onDone();
    },
    [onDone],
  );
  return {
    acknowledge: (id) => during(id, () => acknowledging.run({ id })),
    silence: (id) => during(id, () => silencing.run({ id })),
    isBusy: (id) => busy.has(id),
  };
}
