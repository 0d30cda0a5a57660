// The report for spreadsheets: one line for each figure, so that all of it fits into one table. Numbers
// are plain, in the unit that stands beside them.
import { csvField } from '../compliance-csv.ts';
import type { OperationsReport, SeriesFigures } from './operations-report.ts';
import { nameSeries } from './words.ts';

const columns = ['section', 'subject', 'figure', 'value', 'unit', 'at', 'until', 'remark'] as const;

interface Line {
  readonly section: string;
  readonly subject?: string | undefined;
  readonly figure: string;
  readonly value: number | string | null;
  readonly unit?: string | undefined;
  readonly at?: Date | null | undefined;
  readonly until?: Date | null | undefined;
  readonly remark?: string | null | undefined;
}

export function formatCsv(report: OperationsReport): string {
  const lines = [
    ...runLines(report),
    ...apiLines(report),
    ...processLines(report),
    ...thresholdLines(report),
    ...anomalyLines(report),
    ...report.series.flatMap(seriesLines),
    ...report.notes.map((note) => ({ section: 'note', figure: 'note', value: note })),
  ];
  return `${columns.join(',')}\r\n${lines.map(toText).join('')}`;
}

function toText(line: Line): string {
  const cell = (value: Line[keyof Line]): string => {
    if (value === null || value === undefined) return '';
    // A negative number is no formula.
    if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
    return csvField(value instanceof Date ? value.toISOString() : value);
  };
  return `${columns.map((column) => cell(line[column])).join(',')}\r\n`;
}

function runLines({ runs, runsByDatabase, from, until }: OperationsReport): readonly Line[] {
  return [runs, ...runsByDatabase].flatMap((of) => {
    const about = { section: 'migrations', subject: of.database ?? 'all', at: from, until };
    const counts = [
      'total',
      'succeeded',
      'failed',
      'cancelled',
      'open',
      'dryRuns',
      'long',
    ] as const;
    const times = ['averageMs', 'p50Ms', 'p95Ms', 'p99Ms', 'longestMs'] as const;
    return [
      ...counts.map((figure) => ({ ...about, figure, value: of[figure], unit: 'runs' })),
      ...times.map((figure) => ({ ...about, figure, value: of[figure], unit: 'ms' })),
    ];
  });
}

function apiLines({ api, from, until }: OperationsReport): readonly Line[] {
  const about = { section: 'api', at: from, until };
  return [
    ...[{ kind: 'all', total: api.total, failed: api.failed }, ...api.byKind].flatMap(
      ({ kind, total, failed }) => [
        { ...about, subject: kind, figure: 'total', value: total, unit: 'operations' },
        { ...about, subject: kind, figure: 'failed', value: failed, unit: 'operations' },
      ],
    ),
    { ...about, figure: 'errorRate', value: api.errorRate, unit: 'ratio' },
    ...api.durations.flatMap(({ percentile, usualMs, worstMs }) => [
      { ...about, figure: `${percentile} usually`, value: usualMs, unit: 'ms' },
      { ...about, figure: `${percentile} at worst`, value: worstMs, unit: 'ms' },
    ]),
    { ...about, figure: 'mostRunning', value: api.mostRunning, unit: 'operations' },
    {
      ...about,
      figure: 'memoryPerOperation',
      value: api.memoryPerOperationBytes,
      unit: 'bytes',
    },
  ];
}

function processLines({ memory, caches, from, until }: OperationsReport): readonly Line[] {
  const about = { at: from, until };
  return [
    ...memory.flatMap(({ subject, ...figures }) =>
      Object.entries(figures).map(([figure, value]) => ({
        ...about,
        section: 'memory',
        subject,
        figure,
        value,
        unit: 'bytes',
      })),
    ),
    ...caches.flatMap(({ subject, cache, hitRatio, lowestRatio }) => {
      const of = { ...about, section: 'cache', subject: `${cache} of ${subject}`, unit: 'ratio' };
      return [
        { ...of, figure: 'hitRatio', value: hitRatio },
        { ...of, figure: 'lowestRatio', value: lowestRatio },
      ];
    }),
  ];
}

function thresholdLines({ thresholds }: OperationsReport): readonly Line[] {
  return thresholds.map(({ name, severity, limit, what, times, unit, peak, peakAt }) => ({
    section: 'threshold',
    subject: what,
    figure: `${name} ${limit}`,
    value: times,
    unit,
    at: peakAt,
    remark: `${severity}, peak ${peak}`,
  }));
}

function anomalyLines({ anomalies }: OperationsReport): readonly Line[] {
  return anomalies.map((one) => ({
    section: 'anomaly',
    subject: nameSeries(one.series),
    figure: one.direction,
    value: one.actual,
    unit: one.series.unit,
    at: one.since,
    until: one.until,
    remark:
      `usual ${one.expectedLow} to ${one.expectedHigh}, score ${one.score}, ` +
      `${one.sampleSize} buckets, confidence ${one.confidence.score}` +
      (one.endReason === null ? '' : `, ${one.endReason}`),
  }));
}

function seriesLines(figures: SeriesFigures): readonly Line[] {
  const { series, trend, baseline } = figures;
  const about = { section: 'series', subject: nameSeries(series), unit: series.unit };
  const sure = (score: number): string => `confidence ${score}`;
  return [
    { ...about, figure: 'average', value: figures.average },
    { ...about, figure: 'p95', value: figures.p95 },
    {
      ...about,
      figure: 'trend per day',
      value: trend?.slopePerDay ?? null,
      remark:
        trend === null
          ? figures.trendSilence
          : `${trend.direction}, ${sure(trend.confidence.score)}`,
    },
    {
      ...about,
      figure: 'baseline average',
      value: baseline?.average ?? null,
      remark:
        baseline === null
          ? figures.baselineSilence
          : `${baseline.sampleSize} buckets, ${baseline.season}, ${sure(baseline.confidence.score)}`,
    },
    { ...about, figure: 'baseline p95', value: baseline?.p95 ?? null },
    ...figures.forecasts.map(({ limit, crossesAt, latest, confidence }) => ({
      ...about,
      figure: `forecast ${limit}`,
      value: null,
      at: crossesAt,
      until: latest,
      remark: sure(confidence.score),
    })),
  ];
}
