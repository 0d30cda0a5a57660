// What the state of a running monitor is after what was found of it. Pure.
//
//   WAITING, PAUSED, RETIRED  ── it is started ──────────> STARTING (any other state stays as it is,
//                                                          until something is found: a restart is no
//                                                          change)
//   any                       ── it works ───────────────> OK
//   any                       ── it works in part ───────> DEGRADED
//   any                       ── it said nothing ────────> SILENT
//   any                       ── it threw, or ended ─────> FAILING
//   any                       ── it could not be ended ──> HUNG
//
// Getting worse is told at once. Trouble ends with a success only: the pauses between two attempts, and
// lesser trouble in between, do not end it. And whoever gets worse again and again has to work for
// longer and longer before that counts as better, so that a monitor that flaps tells ever less.
import type { MonitorState } from '../../store/monitors.ts';

export type FoundMonitorState = 'OK' | 'DEGRADED' | 'SILENT' | 'FAILING' | 'HUNG';

export interface Found {
  readonly state: FoundMonitorState;
  readonly reason: string | null;
}

export interface Standing {
  readonly state: MonitorState;
  readonly reason: string | null;
  /** How often it got worse lately. */
  readonly relapses: number;
  readonly worseAtMs: number;
  /** Since when only better things are found than its state says. */
  readonly betterSinceMs: number | null;
}

const ranks: Readonly<Record<MonitorState, number>> = {
  WAITING: -1,
  PAUSED: -1,
  RETIRED: -1,
  STARTING: -1,
  OK: 0,
  DEGRADED: 1,
  SILENT: 2,
  FAILING: 3,
  HUNG: 4,
};

const forgetMs = 3_600_000;
const firstHoldMs = 10_000;
const longestHoldMs = 600_000;

/** How it stands when it is started, by what is stored of it. */
export function standingAtStart(row: {
  readonly state: MonitorState;
  readonly reason: string | null;
}): Standing {
  const isNew = ranks[row.state] < 0;
  return {
    state: isNew ? 'STARTING' : row.state,
    reason: isNew ? null : row.reason,
    relapses: 0,
    worseAtMs: 0,
    betterSinceMs: null,
  };
}

/** For how long it must have worked before that is told, in milliseconds. */
export function holdMs(relapses: number): number {
  if (relapses < 2) return 0;
  return Math.min(firstHoldMs * 2 ** (relapses - 2), longestHoldMs);
}

/** How it stands after something was found, at a time of the monotonic clock. */
export function standingAfter(standing: Standing, found: Found, nowMs: number): Standing {
  const rank = ranks[found.state];
  const before = ranks[standing.state];
  if (before < 0) {
    const relapses = rank > 0 ? 1 : 0;
    return { ...found, relapses, worseAtMs: nowMs, betterSinceMs: null };
  }
  if (rank > before) {
    const isLately = nowMs - standing.worseAtMs < forgetMs;
    const relapses = isLately ? standing.relapses + 1 : 1;
    return { ...found, relapses, worseAtMs: nowMs, betterSinceMs: null };
  }
  if (rank === before || rank >= ranks.SILENT) {
    return { ...standing, reason: found.reason, betterSinceMs: null };
  }
  const betterSinceMs = standing.betterSinceMs ?? nowMs;
  if (nowMs - betterSinceMs < holdMs(standing.relapses)) return { ...standing, betterSinceMs };
  return { ...standing, ...found, betterSinceMs: null };
}
