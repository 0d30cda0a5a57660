// How alerting itself is: late when alerts are due for long and nobody has changed them.
import type { Clock } from '../core/clock.ts';
import { findNextWake } from '../store/alert-writes.ts';
import type { Store } from '../store/store.ts';

const longestLateMs = 30_000;

/** Why alerts are late; undefined when they are not. */
export async function findLateness({
  store,
  clock,
}: {
  readonly store: Pick<Store, 'q'>;
  readonly clock: Clock;
}): Promise<string | undefined> {
  const next = await findNextWake(store.q);
  const lateMs = next === undefined ? 0 : clock.now().getTime() - next.getTime();
  if (lateMs <= longestLateMs) return undefined;
  return `alerts that are due since ${Math.round(lateMs / 1000)} s have not changed; the log says why`;
}
