// The watched series within the range: a line to look at, where they went, and what is usual.
import { baselineWindowMs, describeMetric } from '../../metrics/analysis-settings.ts';
import { isSilent, type Silence } from '../../metrics/analysis/confidence.ts';
import { trendOf } from '../../metrics/analysis/forecast.ts';
import { averageOf, quantileOfSorted, sorted } from '../../metrics/analysis/statistics.ts';
import { hourMs, timeAt, valueAt, type TimeSeries } from '../../metrics/analysis/time-series.ts';
import type { Trend } from '../../metrics/analysis/trend.ts';
import { readSeriesHistory } from '../../metrics/series-history.ts';
import { readBaseline, readForecast } from '../../metrics/stored-analysis.ts';
import {
  findBaselines,
  findForecasts,
  listWatchedSeries,
  type BaselineRow,
  type ForecastRow,
} from '../../store/metric-baselines.ts';
import { findSeries, type SeriesRecord } from '../../store/metric-series.ts';
import type { Store } from '../../store/store.ts';
import { readMeasured, type MeasuredSeries, type ReportRange } from './measured.ts';
import type { SeriesFigures } from './operations-report.ts';

const maxShown = 40;
const maxWatched = 10_000;
const linePoints = 120;

/** At most 40 series, by metric and subject; `leftOut`: how many more are watched. */
export async function readSeriesFigures(
  store: Store,
  range: ReportRange,
): Promise<{ readonly series: readonly SeriesFigures[]; readonly leftOut: number }> {
  const watched = await listWatchedSeries(store.q, maxWatched);
  const records = (await findSeries(store.q, watched))
    .filter(({ lastSeen }) => lastSeen >= range.from)
    .toSorted(
      (left, right) => compare(left.metric, right.metric) || compare(left.subject, right.subject),
    );
  const shown = records.slice(0, maxShown);
  const ids = shown.map(({ id }) => id);
  const [baselines, forecasts] = await Promise.all([
    findBaselines(store.q, ids),
    findForecasts(store.q, ids),
  ]);
  const series: SeriesFigures[] = [];
  for (const record of shown) {
    // One at a time: the event loop is free in between.
    const [measured] = await readMeasured(store, [record], range);
    if (measured === undefined) continue;
    const row = baselines.find(({ seriesId }) => seriesId === record.id);
    const own = forecasts.filter(({ seriesId }) => seriesId === record.id);
    const trend = await readTrend(store, record, range);
    series.push(figuresOf(measured, trend, row, own, range));
  }
  return { series, leftOut: records.length - shown.length };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of at least four weeks: within a day, a morning would be a trend. */
async function readTrend(
  store: Store,
  record: SeriesRecord,
  { from, until }: ReportRange,
): Promise<Trend | Silence> {
  const untilMs = Math.floor(until.getTime() / hourMs) * hourMs;
  const fromMs = Math.min(from.getTime(), untilMs - baselineWindowMs);
  const range = { from: new Date(fromMs), until: new Date(untilMs), stepMs: hourMs };
  const history = (await readSeriesHistory(store, [record], range)).get(record.id);
  if (history === undefined) throw new Error('the history of a series was not read');
  return trendOf(history, describeMetric(record.metric, record.unit).leastSpread);
}

function figuresOf(
  { record, history }: MeasuredSeries,
  trend: Trend | Silence,
  row: BaselineRow | undefined,
  forecasts: readonly ForecastRow[],
  range: ReportRange,
): SeriesFigures {
  const { metric, subject, labels, unit } = record;
  const { isCounter } = describeMetric(metric, unit);
  const baseline = readBaseline(row?.baseline);
  return {
    series: { metric, subject, labels, unit: isCounter ? `${unit} per second` : unit },
    line: lineOf(history, range),
    average: averageOf(history.values),
    p95: quantileOfSorted(sorted(history.values), 0.95),
    trend: isSilent(trend)
      ? null
      : {
          direction: trend.direction,
          slopePerDay: trend.slopePerDay,
          confidence: trend.confidence,
        },
    trendSilence: isSilent(trend) ? trend.silence : null,
    baseline:
      baseline === undefined
        ? null
        : {
            average: baseline.average,
            p95: baseline.p95,
            sampleSize: baseline.sampleSize,
            season: baseline.season.season,
            confidence: baseline.confidence,
          },
    baselineSilence: baseline === undefined ? (row?.silence ?? 'not computed yet') : null,
    forecasts: forecasts.flatMap(({ limit, forecast: stored }) => {
      const forecast = readForecast(stored);
      if (forecast === undefined) return [];
      const { atMs, earliestMs, latestMs, confidence } = forecast;
      return {
        limit,
        crossesAt: new Date(atMs),
        earliest: new Date(earliestMs),
        latest: latestMs === null ? null : new Date(latestMs),
        confidence,
      };
    }),
  };
}

/** Averages of as many parts of the range. */
function lineOf(history: TimeSeries, { from, until }: ReportRange): readonly (number | null)[] {
  const fromMs = from.getTime();
  const spanMs = until.getTime() - fromMs;
  const count = Math.max(Math.min(linePoints, Math.floor(spanMs / history.stepMs)), 1);
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  for (let index = 0; index < history.times.length; index += 1) {
    const place = Math.floor(((timeAt(history, index) - fromMs) / spanMs) * count);
    const part = Math.min(Math.max(place, 0), count - 1);
    sums[part] = (sums[part] ?? 0) + valueAt(history, index);
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return Array.from(sums, (sum, index) => {
    const n = counts[index] ?? 0;
    return n === 0 ? null : sum / n;
  });
}
