// Where limits were exceeded within the range: those of measurements, the rate of errors, and runs of
// migrations that took long.
import { fitsPattern } from '../../metrics/analysis-settings.ts';
import { hourMs } from '../../metrics/analysis/time-series.ts';
import { limitStatements } from '../../store/metric-history.ts';
import { listMetrics, listSeries, type SeriesRecord } from '../../store/metric-series.ts';
import { isShort, listExceeded, type RunFigures } from '../../store/operation-figures.ts';
import type { Store } from '../../store/store.ts';
import { formatShare, formatValue, nameSeries } from './words.ts';
import type { ReportRange } from './measured.ts';
import type { ExceededThreshold } from './operations-report.ts';
import type { ErrorRates } from './own-figures.ts';
import { errorRateLimit, leastOperations, thresholds, type Threshold } from './thresholds.ts';

const maxSeries = 500;
const maxTold = 20;
const timeoutMs = 15_000;

/** What was exceeded, in the order of the thresholds. */
export async function readExceeded(
  store: Store,
  range: ReportRange,
  { runs, errorRates }: { readonly runs: RunFigures; readonly errorRates: ErrorRates },
): Promise<readonly ExceededThreshold[]> {
  const seenSince = new Date(range.from.getTime() - hourMs);
  const metrics = await listMetrics(store.q, { seenSince });
  const told: ExceededThreshold[] = [...exceededErrorRate(errorRates)];
  for (const threshold of thresholds) {
    const limits = new Map(
      metrics.flatMap(({ metric }) => {
        const measure = threshold.measures.find((one) => fitsPattern(one.metric, metric));
        return measure === undefined ? [] : [[metric, measure.above]];
      }),
    );
    if (limits.size === 0) continue;
    const series = await listSeries(
      store.q,
      { metrics: [...limits.keys()], seenSince },
      { limit: maxSeries },
    );
    told.push(...(await exceededBy(store, range, threshold, series, limits)));
  }
  return [...told, ...longRuns(runs)];
}

async function exceededBy(
  store: Store,
  range: ReportRange,
  { name, severity, limit }: Threshold,
  series: readonly SeriesRecord[],
  limits: ReadonlyMap<string, number>,
): Promise<readonly ExceededThreshold[]> {
  const asked = series.flatMap(({ id, metric }) => {
    const above = limits.get(metric);
    return above === undefined ? [] : [{ seriesId: id, above }];
  });
  const found = await store.transaction(async ({ q }) => {
    await limitStatements(q, timeoutMs);
    return listExceeded(q, range, asked, maxTold);
  });
  const byId = new Map(series.map((one) => [one.id, one]));
  return found.flatMap(({ seriesId, buckets, peak, peakAt }) => {
    const one = byId.get(seriesId);
    if (one === undefined) return [];
    return {
      name,
      severity,
      limit,
      what: nameSeries(one),
      times: buckets,
      unit: isShort(range) ? 'minutes' : 'hours',
      peak: formatValue(peak, one.unit),
      peakAt,
    };
  });
}

function exceededErrorRate(rates: ErrorRates): readonly ExceededThreshold[] {
  const rateOf = ({ failed, total }: ErrorRates[number]): number => failed / total;
  const over = rates
    .filter((one) => one.total >= leastOperations && rateOf(one) > errorRateLimit)
    .toSorted((left, right) => rateOf(right) - rateOf(left));
  const [worst] = over;
  if (worst === undefined) return [];
  const spanMs = rates.length < 2 ? hourMs : gapOf(rates);
  return [
    {
      name: 'Error rate',
      severity: 'CRITICAL',
      limit: `above ${formatShare(errorRateLimit)}`,
      what: 'GraphQL operations',
      times: spanMs < hourMs ? over.length * Math.round(spanMs / 60_000) : over.length,
      unit: spanMs < hourMs ? 'minutes' : 'hours',
      peak: formatShare(rateOf(worst)),
      peakAt: new Date(worst.atMs),
    },
  ];
}

/** The smallest distance between two buckets. */
function gapOf(rates: ErrorRates): number {
  const times = rates.map(({ atMs }) => atMs).toSorted((left, right) => left - right);
  return Math.min(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)));
}

function longRuns({ long, longestMs }: RunFigures): readonly ExceededThreshold[] {
  if (long === 0) return [];
  return [
    {
      name: 'Long task',
      severity: 'WARNING',
      limit: 'above 2 min',
      what: 'runs of migrations',
      times: long,
      unit: 'runs',
      peak: formatValue(longestMs, 'ms'),
      peakAt: null,
    },
  ];
}
