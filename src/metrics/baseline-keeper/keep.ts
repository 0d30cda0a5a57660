// One round of the keeper of baselines: what is due is computed anew, series by series and within a
// budget of time; then the newest complete buckets are searched for anomalies. The event loop is free
// between two series.
import { z } from 'zod';

import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { deleteOldAnomalies, endAnomaly, listOpenAnomalies } from '../../store/metric-anomalies.ts';
import { deleteBaselines, listDueSeries, listWatchedSeries } from '../../store/metric-baselines.ts';
import { findRolledUpUntil } from '../../store/metric-history.ts';
import type { SeriesRecord } from '../../store/metric-series.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { rulesOf } from '../analysis/anomalies.ts';
import { dayMs, hourMs, minuteMs } from '../analysis/time-series.ts';
import { baselineWindowMs, type AnalysisSettings } from '../analysis-settings.ts';
import { readSeriesHistory, searchStepMs } from '../series-history.ts';
import { searchAnomalies, storeChanges } from './detect.ts';
import { recomputeBaseline, recomputeForecasts, storeRecomputed } from './recompute.ts';
import { selectSeries } from './select-series.ts';

export interface KeeperContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** What the round before saved. */
  readonly position: unknown;
  transaction<T>(work: (tx: KeeperTransaction) => Promise<T>): Promise<T>;
}

export interface KeeperTransaction extends StoreTransaction {
  savePosition(position: unknown): Promise<void>;
}

export interface KeptRound {
  readonly watched: number;
  readonly leftOut: number;
  readonly recomputed: number;
  /** How many are due still. */
  readonly behind: number;
}

const positionForm = z.object({ seenMs: z.number() });

/** Samples of a bucket may come so late. */
const lateMs = minuteMs;
/** A roll-up that is late is waited for so long. */
const rollupPatienceMs = 15 * minuteMs;
/** Buckets before this are not searched any more, whoever was away. */
const longestSearchMs = 2 * hourMs;
const recomputeBudgetMs = 20_000;
/** Few: the event loop waits while they are read. */
const searchedAtOnce = 20;
const keptAnomaliesMs = 180 * dayMs;
const mostWatched = 100_000;

/** One round. */
export async function keepBaselines(
  settings: AnalysisSettings,
  context: KeeperContext,
): Promise<KeptRound> {
  const { store, clock } = context;
  const { series, leftOut } = await selectSeries(store.q, settings, clock.now());
  await forgetOthers(context, series);
  const counts = await recomputeDue(context, series, settings);
  await search(context, series, settings);
  return { watched: series.length, leftOut, ...counts };
}

/** Ends and forgets what is of series that are not watched any more. */
async function forgetOthers(
  context: KeeperContext,
  series: readonly SeriesRecord[],
): Promise<void> {
  const { store, clock } = context;
  const watched = new Set(series.map(({ id }) => id));
  const known = await listWatchedSeries(store.q, mostWatched);
  const gone = known.filter((id) => !watched.has(id));
  const open = await listOpenAnomalies(store.q);
  const ending = open.filter(({ seriesId }) => !watched.has(seriesId));
  if (gone.length === 0 && ending.length === 0) return;
  await context.transaction(async (tx) => {
    const now = clock.now();
    for (const { seriesId } of ending) {
      await endAnomaly(tx, seriesId, { until: now, reason: 'NOT_WATCHED', now });
    }
    await deleteBaselines(tx.q, gone);
  });
}

async function recomputeDue(
  context: KeeperContext,
  series: readonly SeriesRecord[],
  settings: AnalysisSettings,
): Promise<Pick<KeptRound, 'recomputed' | 'behind'>> {
  const { store, clock, random, signal } = context;
  const startMs = clock.monotonicMs();
  const byId = new Map(series.map((one) => [one.id, one]));
  const due = await listDueSeries(store.q, [...byId.keys()], clock.now(), series.length);
  let recomputed = 0;
  for (const id of due) {
    signal.throwIfAborted();
    if (clock.monotonicMs() - startMs > recomputeBudgetMs) break;
    const one = byId.get(id);
    if (one === undefined) continue;
    const now = clock.now();
    const untilMs = Math.floor((now.getTime() - lateMs) / searchStepMs) * searchStepMs;
    const history = await readSeriesHistory(store, [one], {
      from: new Date(untilMs - baselineWindowMs),
      until: new Date(untilMs),
      stepMs: searchStepMs,
    });
    const points = history.get(id);
    if (points === undefined) continue;
    const baseline = recomputeBaseline(one, points);
    // Each of the two takes some milliseconds: whatever waits goes in between.
    await clock.sleep(0, signal);
    const forecasts = recomputeForecasts(one, points, settings);
    const found = { baseline, forecasts };
    const jitter = random.fraction();
    await context.transaction((tx) => storeRecomputed(tx, one, found, { now, jitter }));
    recomputed += 1;
  }
  return { recomputed, behind: due.length - recomputed };
}

async function search(
  context: KeeperContext,
  series: readonly SeriesRecord[],
  settings: AnalysisSettings,
): Promise<void> {
  const { store, clock, random, signal } = context;
  const nowMs = clock.now().getTime();
  const lateUntil = new Date(nowMs - lateMs);
  const rolledUp = await findRolledUpUntil(store.q, new Date(nowMs - rollupPatienceMs), lateUntil);
  const untilMs = Math.floor(rolledUp.getTime() / searchStepMs) * searchStepMs;
  const saved = positionForm.safeParse(context.position).data?.seenMs ?? 0;
  const seenMs = Math.max(saved, untilMs - longestSearchMs - searchStepMs);
  if (untilMs - searchStepMs <= seenMs) return;
  if (Math.floor(saved / hourMs) !== Math.floor((untilMs - searchStepMs) / hourMs)) {
    // Once an hour. Whoever holds the round: what is old is old for all.
    await deleteOldAnomalies(store.q, new Date(nowMs - keptAnomaliesMs), 1000);
  }
  const rules = rulesOf[settings.sensitivity];
  for (let from = 0; from < series.length; from += searchedAtOnce) {
    signal.throwIfAborted();
    const some = series.slice(from, from + searchedAtOnce);
    const changes = await searchAnomalies(store, some, { seenMs, untilMs }, rules);
    if (changes.length === 0) continue;
    await context.transaction((tx) => storeChanges(tx, changes, { now: clock.now(), random }));
  }
  await context.transaction((tx) => tx.savePosition({ seenMs: untilMs - searchStepMs }));
}
