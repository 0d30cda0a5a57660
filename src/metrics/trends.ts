// Trends and forecasts of stored series as somebody asks for them: computed at once, a few series at a
// time, one after the other, so that neither the store nor the event loop is held for long.
import type { Clock } from '../core/clock.ts';
import { UnavailableError } from '../core/errors.ts';
import { createLine } from '../core/line.ts';
import type { SeriesRecord } from '../store/metric-series.ts';
import type { Store } from '../store/store.ts';
import { describeMetric } from './analysis-settings.ts';
import type { Silence } from './analysis/confidence.ts';
import { forecastCrossing, trendOf, type Forecast, type Limit } from './analysis/forecast.ts';
import { dayMs, hourMs, minuteMs } from './analysis/time-series.ts';
import type { Trend } from './analysis/trend.ts';
import { readSeriesHistory } from './series-history.ts';

export interface SeriesTrend {
  readonly series: SeriesRecord;
  readonly trend: Trend | Silence;
  /** Undefined when no limit was given. */
  readonly forecast: { readonly limit: Limit; readonly found: Forecast | Silence } | undefined;
}

export interface TrendQuery {
  readonly windowMs: number;
  readonly limit?: Limit | undefined;
  /** The end of the window; without it, now. */
  readonly until?: Date | undefined;
}

export interface TrendReader {
  /** @throws UnavailableError when too many ask at once */
  read(series: readonly SeriesRecord[], query: TrendQuery): Promise<readonly SeriesTrend[]>;
  stop(): Promise<void>;
}

/** The longest window, in milliseconds. */
export const longestWindowMs = 90 * dayMs;
const maxWaiting = 20;

/** Windows of a week and less are read in minutes, others in hours. */
function stepFor(windowMs: number): number {
  return windowMs <= 7 * dayMs ? 5 * minuteMs : hourMs;
}

export function createTrendReader(options: {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
}): TrendReader {
  const { store, clock } = options;
  const line = createLine({
    maxWaiting,
    tooMany: () => new UnavailableError('Too many trends are being computed. Ask again soon.'),
  });

  const readOne = async (one: SeriesRecord, query: TrendQuery): Promise<SeriesTrend> => {
    const stepMs = stepFor(query.windowMs);
    const end = query.until ?? clock.now();
    // The bucket that is under way is not complete.
    const untilMs = Math.floor(end.getTime() / stepMs) * stepMs;
    const history = await readSeriesHistory(store, [one], {
      from: new Date(untilMs - query.windowMs),
      until: new Date(untilMs),
      stepMs,
    });
    const points = history.get(one.id);
    if (points === undefined) throw new Error('the history of a series was not read');
    const { leastSpread } = describeMetric(one.metric, one.unit);
    return {
      series: one,
      trend: trendOf(points, leastSpread),
      forecast:
        query.limit === undefined
          ? undefined
          : {
              limit: query.limit,
              found: forecastCrossing(points, query.limit, leastSpread),
            },
    };
  };

  return {
    read: (series, query) =>
      line.enter(async (signal) => {
        const trends: SeriesTrend[] = [];
        for (const one of series) {
          signal.throwIfAborted();
          trends.push(await readOne(one, query));
        }
        return trends;
      }),
    stop: () => line.stop(),
  };
}
