// The report as tables of words: what HTML and Markdown show, said once.
import type { RunFigures } from '../../store/operation-figures.ts';
import type { OperationsReport, SeriesFigures } from './operations-report.ts';
import {
  digits,
  formatMs,
  formatShare,
  formatTime,
  formatValue,
  lower,
  nameSeries,
} from './words.ts';

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What stands in its place when it has no rows. */
  readonly empty: string;
}

const runColumns = [
  'Runs',
  'Succeeded',
  'Failed',
  'Cancelled',
  'Open',
  'p50',
  'p95',
  'p99',
  'Longest',
];

function runCells(runs: RunFigures): readonly string[] {
  const { total, succeeded, failed, cancelled, open } = runs;
  return [
    ...[total, succeeded, failed, cancelled, open].map(digits),
    ...[runs.p50Ms, runs.p95Ms, runs.p99Ms, runs.longestMs].map(formatMs),
  ];
}

export function migrationsTable({ runs, runsByDatabase }: OperationsReport): ReportTable {
  return {
    title: 'Migrations',
    columns: ['Database', ...runColumns],
    rows:
      runs.total === 0
        ? []
        : [
            ['All', ...runCells(runs)],
            ...runsByDatabase.map((one) => [one.database ?? '', ...runCells(one)]),
          ],
    empty: 'No migrations ran.',
  };
}

export function apiTable({ api }: OperationsReport): ReportTable {
  return {
    title: 'GraphQL operations',
    columns: ['Kind', 'Operations', 'Failed', 'Error rate'],
    rows: api.byKind.map(({ kind, total, failed }) => [
      kind,
      digits(total),
      digits(failed),
      formatShare(total === 0 ? null : failed / total),
    ]),
    empty: 'Nothing was recorded.',
  };
}

export function durationsTable({ api }: OperationsReport): ReportTable {
  const measured = api.durations.some(({ usualMs }) => usualMs !== null);
  return {
    title: 'Durations of operations',
    columns: ['', 'Usually', 'At worst'],
    rows: measured
      ? api.durations.map(({ percentile, usualMs, worstMs }) => [
          percentile,
          formatMs(usualMs),
          formatMs(worstMs),
        ])
      : [],
    empty: 'Nothing was recorded.',
  };
}

export function memoryTable({ memory }: OperationsReport): ReportTable {
  const bytes = (value: number): string => formatValue(value, 'bytes');
  return {
    title: 'Memory of hawkwatch',
    columns: ['Process', 'At first', 'At last', 'Change', 'Most'],
    rows: memory.map(({ subject, firstBytes, lastBytes, deltaBytes, mostBytes }) => [
      subject,
      bytes(firstBytes),
      bytes(lastBytes),
      `${deltaBytes > 0 ? '+' : ''}${bytes(deltaBytes)}`,
      bytes(mostBytes),
    ]),
    empty: 'Nothing was recorded.',
  };
}

export function cachesTable({ caches }: OperationsReport): ReportTable {
  return {
    title: 'Caches',
    columns: ['Cache', 'Process', 'Hits', 'Lowest'],
    rows: caches.map(({ cache, subject, hitRatio, lowestRatio }) => [
      cache,
      subject,
      formatShare(hitRatio),
      formatShare(lowestRatio),
    ]),
    empty: 'Nothing was recorded.',
  };
}

export function thresholdsTable({ thresholds }: OperationsReport): ReportTable {
  return {
    title: 'Limits exceeded',
    columns: ['Severity', 'Limit', 'What', 'How often', 'Peak', 'At (UTC)'],
    rows: thresholds.map(({ severity, name, limit, what, times, unit, peak, peakAt }) => [
      severity,
      `${name} ${limit}`,
      what,
      howOften(times, unit),
      peak,
      formatTime(peakAt),
    ]),
    empty: 'No limit was exceeded.',
  };
}

/** Only minutes and hours in which something was measured count. */
function howOften(times: number, unit: string): string {
  const word = times === 1 ? unit.slice(0, -1) : unit;
  return `${digits(times)} ${unit === 'runs' ? '' : 'measured '}${word}`;
}

export function anomaliesTable({ anomalies }: OperationsReport): ReportTable {
  return {
    title: 'Anomalies',
    columns: ['What', 'Side', 'Since (UTC)', 'Until', 'Measured', 'Usual', 'Confidence'],
    rows: anomalies.map((one) => {
      const { series, direction, since, until, endReason, actual, confidence } = one;
      const value = (number: number): string => formatValue(number, series.unit);
      const reason = endReason === null ? '' : `, ${lower(endReason)}`;
      return [
        nameSeries(series),
        lower(direction),
        formatTime(since),
        until === null ? 'lasts' : `${formatTime(until)}${reason}`,
        value(actual),
        `${value(one.expectedLow)} to ${value(one.expectedHigh)} (of ${digits(one.sampleSize)})`,
        `${formatShare(confidence.score)}, ${lower(confidence.word)}`,
      ];
    }),
    empty: 'Nothing was unusual.',
  };
}

/** The columns of the table of series, without the line. */
export const seriesColumns = ['What', 'Average', 'p95', 'Trend', 'Usual', 'Forecast'];

export function seriesCells(figures: SeriesFigures): readonly string[] {
  const { series, average, p95 } = figures;
  return [
    nameSeries(series),
    formatValue(average, series.unit),
    formatValue(p95, series.unit),
    trendWords(figures),
    baselineWords(figures),
    forecastWords(figures),
  ];
}

export function seriesTable(report: OperationsReport): ReportTable {
  return {
    title: 'Measurements, trends and baselines',
    columns: seriesColumns,
    rows: report.series.map(seriesCells),
    empty: 'No measurements are watched.',
  };
}

function trendWords({ trend, trendSilence, series }: SeriesFigures): string {
  if (trend === null) return `not said: ${trendSilence ?? ''}`;
  if (trend.direction === 'FLAT') return 'flat';
  const slope = formatValue(Math.abs(trend.slopePerDay), series.unit);
  return `${lower(trend.direction)} by ${slope} a day (${lower(trend.confidence.word)})`;
}

function baselineWords({ baseline, baselineSilence, series }: SeriesFigures): string {
  if (baseline === null) return `not said: ${baselineSilence ?? ''}`;
  const [average, p95] = [baseline.average, baseline.p95].map((one) =>
    formatValue(one, series.unit),
  );
  const season = baseline.season === 'NONE' ? '' : `, by ${lower(baseline.season)}`;
  return `${average}, p95 ${p95} (of ${digits(baseline.sampleSize)}${season})`;
}

function forecastWords({ forecasts }: SeriesFigures): string {
  return forecasts
    .map(({ limit, crossesAt, earliest, latest, confidence }) => {
      const near = latest !== null && day(earliest) === day(latest);
      const tell = near ? formatTime : day;
      const range = `${tell(earliest)} to ${latest === null ? 'never' : tell(latest)}`;
      return `${limit} on ${day(crossesAt)} (${range}, ${lower(confidence.word)})`;
    })
    .join('; ');
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** The figures at the top: a name, a value, and whether it is bad. */
export function headlines(
  report: OperationsReport,
): readonly { readonly name: string; readonly value: string; readonly bad: boolean }[] {
  const { runs, api, thresholds, anomalies, memory } = report;
  const p95 = api.durations.find(({ percentile }) => percentile === 'p95')?.usualMs ?? null;
  const open = anomalies.filter(({ until }) => until === null).length;
  const delta = memory.reduce((sum, { deltaBytes }) => sum + deltaBytes, 0);
  return [
    { name: 'Migration runs', value: digits(runs.total), bad: false },
    { name: 'Runs failed', value: digits(runs.failed), bad: runs.failed > 0 },
    { name: 'Run, p95', value: formatMs(runs.p95Ms), bad: false },
    { name: 'API operations', value: digits(api.total), bad: false },
    { name: 'Error rate', value: formatShare(api.errorRate), bad: (api.errorRate ?? 0) > 0.05 },
    { name: 'Operation, p95', value: formatMs(p95), bad: (p95 ?? 0) > 5_000 },
    {
      name: 'Most at once',
      value: api.mostRunning === null ? '–' : digits(api.mostRunning),
      bad: false,
    },
    {
      name: 'Memory change',
      value: memory.length === 0 ? '–' : `${delta > 0 ? '+' : ''}${formatValue(delta, 'bytes')}`,
      bad: false,
    },
    { name: 'Limits exceeded', value: digits(thresholds.length), bad: thresholds.length > 0 },
    { name: 'Anomalies that last', value: digits(open), bad: open > 0 },
  ];
}

export function reportTitle({ from, until }: OperationsReport): string {
  return `Operations from ${formatTime(from)} to ${formatTime(until)} UTC`;
}
