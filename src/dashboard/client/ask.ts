// One question to the service and its answer, as the readers of this folder see them.
import type { CombinedError } from 'urql';

import type { Ending } from './renewal.ts';

export interface Asked {
  /** Undefined where a field that must have a value failed, or nothing came at all. */
  readonly data: unknown;
  readonly error: CombinedError | undefined;
}

/** Asks the service; an aborted question has no answer any more. Never throws. */
export type Ask = (query: string, variables: object, signal: AbortSignal) => Promise<Asked>;

/** Whether it is worth asking again: a failure of the way there, or of the service for a while. */
export function endingOf(error: CombinedError | undefined): Ending {
  const isAway =
    error !== undefined &&
    (error.networkError !== undefined ||
      error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAVAILABLE'));
  return isAway ? 'away' : 'read';
}
