// Exponential back-off with full jitter, so that many retriers do not meet again at one moment.
import type { Random } from './random.ts';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The delay in milliseconds before retry number `attempt` (counted from 0): between half of and
 * the whole of `firstMs * 2^attempt`, at most `maxMs`.
 */
export function backoffMs(attempt: number, options: BackoffOptions, random: Random): number {
  const ceiling = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt, 30));
  return ceiling / 2 + (ceiling / 2) * random.fraction();
}
