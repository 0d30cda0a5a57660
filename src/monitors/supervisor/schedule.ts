// When a check is due. Pure. The time is stored, so that neither a restart nor a take-over makes all
// checks run at once, or one of them twice.
import { backoffMs } from '../../core/backoff.ts';
import type { Random } from '../../core/random.ts';

const startSpreadMs = 5_000;
const retryFirstMs = 5_000;
const retryLongestMs = 60_000;
const jitter = 0.05;
const longestJitterMs = 30_000;

const spreadOf = (intervalMs: number): number => Math.min(intervalMs * jitter, longestJitterMs);

export interface DueAtStart {
  /** As it is stored; null for one that never ran. */
  readonly nextRunAt: Date | null;
  readonly now: Date;
  readonly intervalMs: number;
  readonly random: Random;
}

/** Milliseconds until the first check of whoever takes it over. */
export function dueAtStartMs({ nextRunAt, now, intervalMs, random }: DueAtStart): number {
  const leftMs = nextRunAt === null ? 0 : nextRunAt.getTime() - now.getTime();
  // What is due is spread over a moment. A time beyond the interval is of another configuration.
  if (leftMs <= 0) return random.fraction() * Math.min(intervalMs, startSpreadMs);
  return Math.min(leftMs, intervalMs + spreadOf(intervalMs));
}

export interface DueAfter {
  readonly intervalMs: number;
  /** How long the check took. */
  readonly tookMs: number;
  /** What the check asked for. */
  readonly askedMs: number | undefined;
  /** Failures in a row. */
  readonly failures: number;
  readonly random: Random;
}

/** Milliseconds from the end of a check to the next one. */
export function dueAfterMs({ intervalMs, tookMs, askedMs, failures, random }: DueAfter): number {
  if (failures > 0) {
    const firstMs = Math.min(intervalMs, retryFirstMs);
    const maxMs = Math.max(intervalMs, retryLongestMs);
    return backoffMs(failures - 1, { firstMs, maxMs }, random);
  }
  if (askedMs !== undefined && Number.isFinite(askedMs)) return Math.max(0, askedMs);
  const spreadMs = (2 * random.fraction() - 1) * spreadOf(intervalMs);
  return Math.max(0, intervalMs - tookMs + spreadMs);
}
