// When a delivery that failed is tried again. Pure.
import type { DeliveryState } from '../../core/notifications.ts';
import type { AttemptResult } from './attempt.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long to wait after the first attempt, the second …; after the last of them it is given up. */
export const retryDelaysMs: readonly number[] = [
  0,
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
];

/** A receiver may ask to wait for so long at most. */
export const maxRetryAfterMs = hour;

export interface Verdict {
  readonly state: Extract<DeliveryState, 'DELIVERED' | 'DEAD' | 'WAITING' | 'SPLIT'>;
  readonly nextAt: Date | null;
}

/** What becomes of a delivery after an attempt; `fraction` (0 to 1) makes many not come back at once. */
export function decideNext(
  { attempt, result }: { readonly attempt: number; readonly result: AttemptResult },
  now: Date,
  fraction: number,
): Verdict {
  if (result.ok) return { state: 'DELIVERED', nextAt: null };
  // It did not fail. Its next process or another replica tries again, also after the last attempt.
  if (result.isInterrupted) return { state: 'WAITING', nextAt: now };
  const plain = retryDelaysMs[attempt - 1];
  if (result.permanent || plain === undefined) return { state: 'DEAD', nextAt: null };
  const delayMs = plain * (0.9 + 0.2 * fraction);
  const askedMs = Math.min(Math.max(result.retryAfterMs ?? 0, 0), maxRetryAfterMs);
  return { state: 'WAITING', nextAt: new Date(now.getTime() + Math.max(delayMs, askedMs)) };
}
