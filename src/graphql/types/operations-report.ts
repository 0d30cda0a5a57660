// The report of operations: how migrations and the API went, what was exceeded, unusual, and where
// measurements go.
import { operationsFormatOf, type OperationsFormat } from '../../reports/operations/formats.ts';
import type {
  ApiFigures,
  CacheFigures,
  ExceededThreshold,
  MemoryFigures,
  OperationsReport,
} from '../../reports/operations/operations-report.ts';
import type { RunFigures } from '../../store/operation-figures.ts';
import { builder } from '../builder.ts';

const formats: Record<
  'HTML' | 'JSON' | 'CSV' | 'MARKDOWN',
  { value: OperationsFormat; description: string }
> = {
  HTML: { value: 'html', description: 'One file without scripts, for a browser.' },
  JSON: { value: 'json', description: 'All figures.' },
  CSV: { value: 'csv', description: 'RFC 4180, one line for each figure.' },
  MARKDOWN: { value: 'markdown', description: 'Tables, for a pull request or a chat.' },
};

const Format = builder.enumType('OperationsReportFormat', {
  description: 'How a report is written.',
  values: formats,
});

const Runs = builder.objectRef<RunFigures>('ReportedRuns').implement({
  description: 'How runs of migrations went; durations are of those that ended, without dry runs.',
  fields: (t) => ({
    database: t.exposeString('database', {
      nullable: true,
      description: 'Name of the database; null: all together.',
    }),
    total: t.exposeInt('total', { description: 'Runs that were asked for.' }),
    succeeded: t.exposeInt('succeeded', { description: 'Of them, those that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Failed or interrupted.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Cancelled.' }),
    open: t.exposeInt('open', { description: 'Running, queued or awaiting a review.' }),
    dryRuns: t.exposeInt('dryRuns', { description: 'Dry runs among all.' }),
    averageMs: t.exposeFloat('averageMs', { nullable: true, description: 'Average duration.' }),
    p50Ms: t.exposeFloat('p50Ms', { nullable: true, description: 'Median duration.' }),
    p95Ms: t.exposeFloat('p95Ms', { nullable: true, description: '95 % took no longer.' }),
    p99Ms: t.exposeFloat('p99Ms', { nullable: true, description: '99 % took no longer.' }),
    longestMs: t.exposeFloat('longestMs', { nullable: true, description: 'The longest.' }),
    long: t.exposeInt('long', { description: 'Runs that took longer than two minutes.' }),
  }),
});

const Duration = builder.objectRef<ApiFigures['durations'][number]>('ReportedDuration').implement({
  description: 'A percentile of how long GraphQL operations took, of ten minutes each.',
  fields: (t) => ({
    percentile: t.exposeString('percentile', { description: '`p50`, `p95` or `p99`.' }),
    usualMs: t.exposeFloat('usualMs', { nullable: true, description: 'Its median.' }),
    worstMs: t.exposeFloat('worstMs', { nullable: true, description: 'Its highest.' }),
  }),
});

const Api = builder.objectRef<ApiFigures>('ReportedApi').implement({
  description: 'How GraphQL operations went.',
  fields: (t) => ({
    total: t.exposeFloat('total', { description: 'Operations that ended.' }),
    failed: t.exposeFloat('failed', { description: 'Those with errors.' }),
    errorRate: t.exposeFloat('errorRate', {
      nullable: true,
      description: 'Their part, 0 to 1; null without operations.',
    }),
    durations: t.field({
      type: [Duration],
      description: 'How long they took.',
      resolve: ({ durations }) => durations,
    }),
    mostRunning: t.exposeFloat('mostRunning', {
      nullable: true,
      description: 'The most that ran at once.',
    }),
    memoryPerOperationBytes: t.exposeFloat('memoryPerOperationBytes', {
      nullable: true,
      description: 'By how much the heap grew during one, on average.',
    }),
  }),
});

const Memory = builder.objectRef<MemoryFigures>('ReportedMemory').implement({
  description: 'Memory of a process of hawkwatch within the range.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'As `hawkwatch:HOST`.' }),
    firstBytes: t.exposeFloat('firstBytes', { description: 'At first.' }),
    lastBytes: t.exposeFloat('lastBytes', { description: 'At last.' }),
    deltaBytes: t.exposeFloat('deltaBytes', { description: 'The difference.' }),
    mostBytes: t.exposeFloat('mostBytes', { description: 'The most.' }),
  }),
});

const Cache = builder.objectRef<CacheFigures>('ReportedCache').implement({
  description: 'How often a cache had the answer.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'As `hawkwatch:HOST`.' }),
    cache: t.exposeString('cache', { description: 'Its name.' }),
    hitRatio: t.exposeFloat('hitRatio', { description: 'At last, 0 to 1.' }),
    lowestRatio: t.exposeFloat('lowestRatio', { description: 'The lowest.' }),
  }),
});

const Exceeded = builder.objectRef<ExceededThreshold>('ExceededThreshold').implement({
  description: 'A limit that was exceeded.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `Memory`.' }),
    severity: t.exposeString('severity', { description: 'CRITICAL, ERROR or WARNING.' }),
    limit: t.exposeString('limit', { description: 'As `above 85 %`.' }),
    what: t.exposeString('what', { description: 'The measurement.' }),
    times: t.exposeFloat('times', { description: 'How many minutes, hours or runs.' }),
    unit: t.exposeString('unit', { description: '`minutes`, `hours` or `runs`.' }),
    peak: t.exposeString('peak', { description: 'The worst value with its unit.' }),
    peakAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that was.',
      resolve: ({ peakAt }) => peakAt,
    }),
  }),
});

const Report = builder.objectRef<OperationsReport>('OperationsReport').implement({
  description: 'How it went within a range of time.',
  fields: (t) => ({
    from: t.field({
      type: 'DateTime',
      description: 'The beginning.',
      resolve: ({ from }) => from,
    }),
    to: t.field({
      type: 'DateTime',
      description: 'The end; not later than now.',
      resolve: ({ until }) => until,
    }),
    runs: t.field({
      type: Runs,
      description: 'Runs of migrations, of all databases together.',
      resolve: ({ runs }) => runs,
    }),
    runsByDatabase: t.field({
      type: [Runs],
      description: 'Of the 50 databases with most runs.',
      resolve: ({ runsByDatabase }) => runsByDatabase,
    }),
    api: t.field({ type: Api, description: 'GraphQL operations.', resolve: ({ api }) => api }),
    memory: t.field({
      type: [Memory],
      description: 'Memory of hawkwatch.',
      resolve: ({ memory }) => memory,
    }),
    caches: t.field({ type: [Cache], description: 'Caches.', resolve: ({ caches }) => caches }),
    thresholds: t.field({
      type: [Exceeded],
      description: 'Limits that were exceeded.',
      resolve: ({ thresholds }) => thresholds,
    }),
    notes: t.exposeStringList('notes', { description: 'What is not in it, and why.' }),
    document: t.string({
      description:
        'All of it in a format, with trends, baselines, forecasts and anomalies. The file is at ' +
        '`GET /exports/operations`.',
      args: { format: t.arg({ type: Format, required: true, description: 'Which format.' }) },
      resolve: (report, { format }) => operationsFormatOf[format].format(report),
    }),
  }),
});

builder.queryField('operationsReport', (t) =>
  t.field({
    type: Report,
    description:
      'How migrations, the API and what is measured went within a range of 92 days at most.',
    authScopes: { role: 'viewer' },
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The beginning.' }),
      to: t.arg({ type: 'DateTime', description: 'The end; without it, now.' }),
    },
    resolve: (_root, { from, to }, { services }) =>
      services.operationsReports.make({ from, until: to ?? services.clock.now() }),
  }),
);
