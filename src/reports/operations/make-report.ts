// Makes the report of operations of what is stored: bounded in what it reads and in what it tells, and
// one portion after the other.
import { InvalidInputError } from '../../core/errors.ts';
import type { Clock } from '../../core/clock.ts';
import { confidenceOf } from '../../metrics/analysis/confidence.ts';
import { dayMs, minuteMs } from '../../metrics/analysis/time-series.ts';
import { listAnomalies, type AnomalyRecord } from '../../store/metric-anomalies.ts';
import { readRunFigures, type RunFigures } from '../../store/operation-figures.ts';
import type { Store } from '../../store/store.ts';
import { listCut, maxSeries, readApi, readCaches, readMemory } from './own-figures.ts';
import type { OperationsReport, ReportedAnomaly } from './operations-report.ts';
import { readSeriesFigures } from './series-figures.ts';
import { longTaskMs } from './thresholds.ts';
import { readExceeded } from './exceeded.ts';
import type { ReportRange } from './measured.ts';

const maxDatabases = 50;
const maxAnomalies = 100;
export const longestReportMs = 92 * dayMs;

const noRuns: RunFigures = {
  database: null,
  total: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  open: 0,
  dryRuns: 0,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  longestMs: null,
  long: 0,
};

/** @throws InvalidInputError for a range that is empty or longer than 92 days */
export async function makeOperationsReport(
  store: Store,
  clock: Pick<Clock, 'now'>,
  asked: ReportRange,
  { minutesMs }: { readonly minutesMs: number },
): Promise<OperationsReport> {
  const madeAt = clock.now();
  const whole = wholeMinutes({
    from: asked.from,
    until: asked.until > madeAt ? madeAt : asked.until,
  });
  const range = { ...whole, minutesSince: new Date(madeAt.getTime() - minutesMs) };
  checkRange(range);
  const [runs = noRuns, ...runsByDatabase] = await readRunFigures(store, range, {
    longMs: longTaskMs,
    maxDatabases,
  });
  const { api, errorRates } = await readApi(store, range);
  const exceeded = await readExceeded(store, range, { runs, errorRates });
  const { series, leftOut } = await readSeriesFigures(store, range);
  const found = await listAnomalies(
    store.q,
    { since: range.from, until: range.until },
    { limit: maxAnomalies + 1 },
  );
  const notes = [
    ...(runsByDatabase.length >= maxDatabases ? [`Only ${maxDatabases} databases are shown.`] : []),
    ...(leftOut > 0 ? [`${leftOut} more watched series are not shown.`] : []),
    ...(found.length > maxAnomalies
      ? [`Only the newest ${maxAnomalies} anomalies are shown.`]
      : []),
    ...(await listCut(store, range)).map(
      (metric) => `Only ${maxSeries} series of ${metric} are counted.`,
    ),
    ...(api.total === 0 ? ['Nothing was recorded of the GraphQL API.'] : []),
    ...(series.length === 0 ? ['No measurements are watched: see `analysis.include`.'] : []),
  ];
  return {
    ...whole,
    madeAt,
    runs,
    runsByDatabase,
    api,
    memory: await readMemory(store, range),
    caches: await readCaches(store, range),
    thresholds: exceeded,
    series,
    anomalies: found.slice(0, maxAnomalies).map(toReported),
    notes,
  };
}

/** Roll-ups begin at whole minutes; the minute that has just begun counts, with what happened in it. */
function wholeMinutes({ from, until }: ReportRange): ReportRange {
  return {
    from: new Date(Math.floor(from.getTime() / minuteMs) * minuteMs),
    until: new Date(Math.ceil(until.getTime() / minuteMs) * minuteMs),
  };
}

function checkRange({ from, until }: ReportRange): void {
  const lengthMs = until.getTime() - from.getTime();
  if (lengthMs < minuteMs) {
    throw new InvalidInputError(
      'There is nothing between `from` and `to`: `from` has to be earlier.',
      [{ path: 'from', message: 'must be before `to` and before now' }],
    );
  }
  if (lengthMs > longestReportMs) {
    const most = longestReportMs / dayMs;
    throw new InvalidInputError(`A report is about ${most} days at most: ask for several.`, [
      { path: 'from', message: `must be at most ${most} days before \`to\`` },
    ]);
  }
}

function toReported(anomaly: AnomalyRecord): ReportedAnomaly {
  const { metric, subject, labels, unit, direction, since, until, endReason, score } = anomaly;
  const { actual, expectedLow, expectedHigh, sampleSize } = anomaly.evidence;
  return {
    series: { metric, subject, labels, unit },
    direction,
    since,
    until,
    endReason,
    actual,
    expectedLow,
    expectedHigh,
    score,
    sampleSize,
    confidence: confidenceOf(anomaly.confidence),
  };
}
