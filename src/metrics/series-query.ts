// Answers what series looked like in a window: at most so many buckets each, computed in the store. A
// bucket that nothing was measured in is left out: a gap stays a gap.
import type { Clock } from '../core/clock.ts';
import { InvalidInputError, UnavailableError, type InputIssue } from '../core/errors.ts';
import { createLine } from '../core/line.ts';
import { listPoints, type PointSource, type SeriesPoints } from '../store/metric-points.ts';
import { listSeries, type MetricLabels, type SeriesRecord } from '../store/metric-series.ts';
import type { Store } from '../store/store.ts';
import type { SampleRetention } from './keeper.ts';
import { chooseResolution, maxPoints } from './resolution.ts';

export interface SeriesQuery {
  readonly metrics: readonly string[];
  /** Undefined: all. */
  readonly subjects?: readonly string[] | undefined;
  /** Series that have these labels, among others. */
  readonly labels?: MetricLabels | undefined;
  readonly from: Date;
  /** Exclusive; undefined: now. */
  readonly to?: Date | undefined;
  /** Buckets of a series, 1 to 2,000 (default 500). */
  readonly maxPoints?: number | undefined;
  /** Reads the newest sample of each bucket too, and when it was measured. */
  readonly last?: boolean | undefined;
}

export interface SeriesWindow {
  readonly from: Date;
  readonly to: Date;
  readonly stepMs: number;
  readonly source: PointSource;
  readonly series: readonly { readonly series: SeriesRecord; readonly points: SeriesPoints }[];
}

export interface SeriesReader {
  /**
   * @throws InvalidInputError with all that is wrong, or when too many series match
   * @throws UnavailableError when too many wait already
   */
  read(query: SeriesQuery): Promise<SeriesWindow>;
}

const defaultPoints = 500;
const maxSeries = 200;
/** Buckets of one answer; with many series each gets fewer. */
const maxBuckets = 30_000;
const maxWords = 100;
/** Windows that are read at once: each holds a connection that others wait for. */
const readAtOnce = 3;
const maxWaiting = 20;

/** The last date that PostgreSQL and JavaScript write alike. */
const latestMs = 253_402_300_799_999;

function faultsOf(query: SeriesQuery, now: Date): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  const [from, to] = [query.from.getTime(), (query.to ?? now).getTime()];
  const points = query.maxPoints ?? defaultPoints;
  for (const path of ['metrics', 'subjects'] as const) {
    if ((query[path]?.length ?? 0) > maxWords) {
      issues.push({ path, message: `holds more than ${maxWords}` });
    }
  }
  if (query.metrics.length === 0) issues.push({ path: 'metrics', message: 'must name a metric' });
  if (from < 0) issues.push({ path: 'from', message: 'must be after 1970' });
  if (to > latestMs) issues.push({ path: 'to', message: 'must be before the year 10000' });
  if (from >= to) issues.push({ path: 'from', message: 'must be before `to`' });
  if (points < 1 || points > maxPoints) {
    issues.push({ path: 'maxPoints', message: `must be between 1 and ${maxPoints}` });
  }
  return issues;
}

/** Reads series of a store. */
export function createSeriesReader(options: {
  readonly store: Pick<Store, 'q' | 'transaction'>;
  readonly clock: Pick<Clock, 'now'>;
  retention(): SampleRetention;
}): SeriesReader {
  const { store, clock } = options;
  const enter = createTurns();
  return {
    read: async (query) => {
      const now = clock.now();
      const issues = faultsOf(query, now);
      if (issues.length > 0) {
        const told = issues.map(({ path, message }) => `\`${path}\` ${message}`).join(', ');
        throw new InvalidInputError(`These series cannot be read: ${told}.`, issues);
      }
      const { from, to = now } = query;
      const found = await listSeries(store.q, query, { limit: maxSeries + 1 });
      if (found.length > maxSeries) {
        const message = `match more than ${maxSeries} series`;
        throw new InvalidInputError(
          `The metrics ${message}. Name subjects or labels, or ask for fewer metrics at a time.`,
          [{ path: 'metrics', message }],
        );
      }
      const share = Math.floor(maxBuckets / Math.max(1, found.length));
      const points = Math.min(query.maxPoints ?? defaultPoints, share);
      const window = chooseResolution({ from, to, points, now, retention: options.retention() });
      const seriesIds = found.map(({ id }) => id);
      const read = await enter(() => listPoints(store, { ...window, seriesIds, last: query.last }));
      const byId = new Map(read.map((one) => [one.seriesId, one]));
      return {
        from: new Date(window.fromMs),
        to: new Date(window.toMs),
        stepMs: window.stepMs,
        source: window.source,
        series: found.map((series) => ({
          series,
          points: byId.get(series.id) ?? { ...noPoints, seriesId: series.id },
        })),
      };
    },
  };
}

/** Some lines; who comes takes the shortest. */
function createTurns() {
  const tooMany = (): Error =>
    new UnavailableError('Too many series are being read. Ask again soon.');
  const lines = Array.from({ length: readAtOnce }, () => ({
    line: createLine({ maxWaiting, tooMany }),
    inside: 0,
  }));
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const shortest = lines.reduce((best, one) => (one.inside < best.inside ? one : best));
    shortest.inside += 1;
    try {
      return await shortest.line.enter(work);
    } finally {
      shortest.inside -= 1;
    }
  };
}

const noPoints = { at: [], count: [], sum: [], min: [], max: [], last: [], lastAt: [] };
