// The machine's clock, except that its time of day is wrong.
import { createClock, createSystemClock, type Clock } from '../../src/core/clock.ts';

/** A clock that is so many milliseconds ahead; behind where that is negative. */
export function createSkewedClock(aheadMs: number): Clock {
  const system = createSystemClock();
  return createClock({ ...system, now: () => new Date(system.now().getTime() + aheadMs) });
}
