// How long an endpoint was up, from what was measured. Pure; `store/endpoint-uptime.ts` computes the same
// in the database.
//
// A check speaks for the time until the next one, but at most for its `validMs` (its interval and a
// tolerance). Time that no check speaks for is unknown: neither up nor down.

export interface MeasuredCheck {
  readonly at: Date;
  readonly ok: boolean;
  readonly validMs: number;
}

export interface Uptime {
  readonly upMs: number;
  readonly downMs: number;
  readonly windowMs: number;
}

/** How long a check speaks at most: later than its interval it may come by this much. */
export function validMsFor(everyMs: number, timeoutMs: number): number {
  return everyMs + timeoutMs + Math.max(10_000, Math.round(everyMs / 10));
}

/** Of the checks in the order of their times, between two times. */
export function measureUptime(checks: readonly MeasuredCheck[], from: Date, to: Date): Uptime {
  let upMs = 0;
  let downMs = 0;
  for (const [index, { at, ok, validMs }] of checks.entries()) {
    const next = checks[index + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
    const beginMs = Math.max(at.getTime(), from.getTime());
    const endMs = Math.min(at.getTime() + validMs, next, to.getTime());
    const ms = Math.max(0, endMs - beginMs);
    if (ok) upMs += ms;
    else downMs += ms;
  }
  return { upMs, downMs, windowMs: to.getTime() - from.getTime() };
}

/** Up in percent of what was measured; null when nothing was. */
export function uptimePercent({ upMs, downMs }: Uptime): number | null {
  const measuredMs = upMs + downMs;
  return measuredMs === 0 ? null : (100 * upMs) / measuredMs;
}

/** Which part of the window was measured, 0 to 1. */
export function measuredShare({ upMs, downMs, windowMs }: Uptime): number {
  return windowMs <= 0 ? 0 : Math.min(1, (upMs + downMs) / windowMs);
}

export interface DayShare {
  /** Midnight of the day, UTC. */
  readonly day: Date;
  readonly ms: number;
}

const dayMs = 86_400_000;

/** A stretch of time cut at midnight, UTC. */
export function splitByDay(from: Date, to: Date): readonly DayShare[] {
  const shares: DayShare[] = [];
  let atMs = from.getTime();
  while (atMs < to.getTime()) {
    const day = Math.floor(atMs / dayMs) * dayMs;
    const endMs = Math.min(day + dayMs, to.getTime());
    shares.push({ day: new Date(day), ms: endMs - atMs });
    atMs = endMs;
  }
  return shares;
}
