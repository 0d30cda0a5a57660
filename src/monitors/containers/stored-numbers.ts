// Numbers of a daemon's as the store's columns hold them: a daemon gives up to 64 bits, and one number too
// large must not keep everything else of a batch from being stored.

const most = 2_147_483_647;

/** As signed 32 bits: Windows tells its codes unsigned. Null for what is no exit code. */
export function exitCodeOf(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isInteger(value)) return null;
  return value < -most - 1 || value > 4_294_967_295 ? null : value | 0;
}

/** A number of times or seconds, as large as can be stored at most. */
export function countOf(value: number): number {
  return Math.min(most, Math.max(0, Math.trunc(value)));
}

/** Seconds until SIGKILL; Docker's -1 is that it waits for ever. */
export function stopTimeoutOf(seconds: number): number {
  return seconds < 0 ? most : countOf(seconds);
}
