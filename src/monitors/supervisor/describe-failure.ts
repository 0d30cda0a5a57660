// Why a monitor failed, in words that everybody may read: one line, no credentials, and nothing of what
// drivers put into their errors.
import { coerceError } from '../../core/errors.ts';
import { isStoreAway } from '../../store/connection.ts';

const longestReason = 300;

export function describeFailure(thrown: unknown): string {
  const error = coerceError(thrown);
  // Statements and parameters.
  if ('query' in error) {
    return isStoreAway(error) ? "hawkwatch's own store could not be reached" : 'a query failed';
  }
  const [line = ''] = error.message.split('\n');
  const shown = line.replaceAll(/(:\/\/)[^\s/@]*@/g, '$1***@').trim();
  return shown === '' ? 'it failed without saying why' : shown.slice(0, longestReason);
}

/** A duration in words. */
export function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
