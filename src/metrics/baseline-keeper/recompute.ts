// Computes what is usual for one series and where it is going, and stores it. That a limit is near is
// told once: again only when it was far away for days.
import { forecastCrossed } from '../../store/metric-anomalies.ts';
import {
  findForecasts,
  lockSeries,
  updateBaseline,
  updateForecast,
  type ForecastRow,
} from '../../store/metric-baselines.ts';
import type { SeriesRecord } from '../../store/metric-series.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { describeMetric, limitKey, limitsOf, type AnalysisSettings } from '../analysis-settings.ts';
import { computeBaseline, type Baseline } from '../analysis/baseline.ts';
import { isSilent, type Silence } from '../analysis/confidence.ts';
import { forecastCrossing, type Forecast, type Limit } from '../analysis/forecast.ts';
import { dayMs, hourMs, type TimeSeries } from '../analysis/time-series.ts';
import { storedBaseline } from '../stored-analysis.ts';

export interface Recomputed {
  readonly baseline: Baseline | Silence;
  readonly forecasts: readonly {
    readonly limit: Limit;
    readonly withinMs: number;
    readonly found: Forecast | Silence;
  }[];
}

const everyMs = 6 * hourMs;
/** What has no baseline yet may have one soon. */
const silentEveryMs = hourMs;
/** A limit that was told is not told again within this, however forecasts come and go. */
const tellAgainMs = 3 * dayMs;
const leastConfidence = 0.5;

/** What is usual for a series. */
export function recomputeBaseline(
  { metric, unit }: SeriesRecord,
  history: TimeSeries,
): Recomputed['baseline'] {
  return computeBaseline(history, describeMetric(metric, unit).leastSpread);
}

/** When a series will cross the limits that are looked out for. */
export function recomputeForecasts(
  { metric, unit }: SeriesRecord,
  history: TimeSeries,
  settings: AnalysisSettings,
): Recomputed['forecasts'] {
  const { leastSpread } = describeMetric(metric, unit);
  return limitsOf(settings, metric).map(({ limit, withinMs }) => ({
    limit,
    withinMs,
    found: forecastCrossing(history, limit, leastSpread),
  }));
}

/** Stores it; `jitter` (0 to 1) spreads the series over time. */
export async function storeRecomputed(
  tx: StoreTransaction,
  series: SeriesRecord,
  { baseline, forecasts }: Recomputed,
  { now, jitter }: { readonly now: Date; readonly jitter: number },
): Promise<void> {
  if (!(await lockSeries(tx.q, series.id))) return;
  const every = isSilent(baseline) ? silentEveryMs : everyMs;
  await updateBaseline(tx.q, {
    seriesId: series.id,
    computedAt: now,
    dueAt: new Date(now.getTime() + every * (0.75 + jitter / 2)),
    baseline: isSilent(baseline) ? null : storedBaseline(baseline),
    silence: isSilent(baseline) ? baseline.silence : null,
  });
  if (forecasts.length === 0) return;
  const before = await findForecasts(tx.q, [series.id]);
  for (const { limit, withinMs, found } of forecasts) {
    const key = limitKey(limit);
    const row: ForecastRow = {
      seriesId: series.id,
      limit: key,
      computedAt: now,
      forecast: isSilent(found) ? null : found,
      silence: isSilent(found) ? found.silence : null,
      toldAt: before.find((one) => one.limit === key)?.toldAt ?? null,
    };
    const near =
      !isSilent(found) &&
      found.confidence.score >= leastConfidence &&
      found.atMs <= now.getTime() + withinMs;
    if (near && row.toldAt === null) tx.append(forecastEvent(series, found, now));
    await updateForecast(tx.q, { ...row, toldAt: toldAfter(row.toldAt, near, now) });
  }
}

function toldAfter(toldAt: Date | null, near: boolean, now: Date): Date | null {
  // While it is near, the time moves on: it is told again after days of being far.
  if (near) return now;
  return toldAt !== null && now.getTime() - toldAt.getTime() < tellAgainMs ? toldAt : null;
}

function forecastEvent(
  { metric, subject, labels, unit }: SeriesRecord,
  found: Forecast,
  now: Date,
) {
  const { limit, atMs, earliestMs, latestMs, trend, confidence } = found;
  return forecastCrossed.create({
    subject,
    occurredAt: now,
    payload: {
      metric,
      subject,
      labels,
      unit,
      limit: limit.value,
      side: limit.side,
      crossesAt: new Date(atMs).toISOString(),
      earliest: new Date(earliestMs).toISOString(),
      latest: latestMs === null ? null : new Date(latestMs).toISOString(),
      level: trend.level,
      slopePerDay: trend.slopePerDay,
      confidence: confidence.score,
      word: confidence.word,
    },
  });
}
