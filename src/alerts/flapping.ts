// Flapping: an alert that fires and is resolved again and again is shown as one. Pure. A flip is a change
// between firing and resolved; while an alert flaps, so is each end and return of its condition.

export const flapping = {
  /** So many flips … */
  flips: 5,
  /** … within so long begin it; so long without any ends it. */
  windowMs: 30 * 60_000,
  mostKept: 20,
} as const;

/** The flips that count at a moment, with one more then. */
export function addFlip(flips: readonly string[], at: Date): readonly string[] {
  return [...recentFlips(flips, at), at.toISOString()].slice(-flapping.mostKept);
}

/** Those within the window before a moment; oldest first. */
export function recentFlips(flips: readonly string[], at: Date): readonly string[] {
  const after = at.getTime() - flapping.windowMs;
  return flips.filter((flip) => new Date(flip).getTime() > after);
}

/** True when there are enough of them; `flips` are those that count. */
export function isFlapping(flips: readonly string[]): boolean {
  return flips.length >= flapping.flips;
}

/** When it is steady again, if nothing happens; in milliseconds. */
export function steadyAtMs(flips: readonly string[]): number {
  const last = flips.at(-1);
  return last === undefined ? 0 : new Date(last).getTime() + flapping.windowMs;
}
