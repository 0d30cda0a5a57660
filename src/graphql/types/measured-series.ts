// What was measured: which metrics there are, series in a window, newest samples.
import { builder } from '../builder.ts';
import {
  listLatest,
  listMeasuredMetrics,
  readMeasuredSeries,
  type LabelInput,
  type LatestView,
  type MeasuredSeriesView,
  type MetricView,
  type PointView,
  type SeriesWindowView,
} from '../measured-series.ts';
import { selectsField } from '../selections.ts';

const MetricKindType = builder.enumType('MetricKind', {
  description: 'How the values of a metric are to be read.',
  values: {
    GAUGE: { value: 'gauge', description: 'How it is at that time.' },
    COUNTER: {
      value: 'counter',
      description: 'It only grows, and starts at zero again with what counts.',
    },
  } as const,
});

const Metric = builder.objectRef<MetricView>('Metric').implement({
  description: 'Something that is measured of many things.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `container.memory_bytes`.' }),
    unit: t.exposeString('unit', {
      description: 'As `bytes`, `ms`, `ratio` (0 to 1), `percent`, `count`.',
    }),
    kind: t.field({
      type: MetricKindType,
      description: 'How its values are to be read.',
      resolve: ({ kind }) => kind,
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it tells; null for one that is recorded without being declared.',
    }),
    seriesCount: t.exposeInt('series', { description: 'How many series of it there are.' }),
    subjectCount: t.exposeInt('subjectCount', {
      description: 'Of how many things it was measured.',
    }),
    subjects: t.exposeStringList('subjects', {
      description: 'The first 100 of them by name; `latestSamples` lists all.',
    }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last recorded, to the hour; null: never.',
      resolve: ({ lastSeen }) => lastSeen,
    }),
  }),
});

const Label = builder.objectRef<LabelInput>('MetricLabel').implement({
  description: 'What tells a series apart from others of its subject.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `device`.' }),
    value: t.exposeString('value', { description: 'As `sda`.' }),
  }),
});

const LabelInputType = builder.inputType('MetricLabelInput', {
  description: 'A label that a series must have.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As `device`.' }),
    value: t.string({ required: true, description: 'As `sda`.' }),
  }),
});

const labelsOf = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));

const Point = builder.objectRef<PointView>('MetricPoint').implement({
  description: 'What was measured in one bucket of time.',
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      description: 'When the bucket begins.',
      resolve: ({ at }) => at,
    }),
    count: t.exposeInt('count', { description: 'How many samples it holds; never 0.' }),
    min: t.exposeFloat('min', { description: 'The smallest.' }),
    max: t.exposeFloat('max', { description: 'The largest.' }),
    avg: t.exposeFloat('avg', { description: 'Their average.' }),
    last: t.exposeFloat('last', { nullable: true, description: 'The newest of them.' }),
    lastAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When that was measured, for rates of counters. Null where it comes from a roll-up of a minute or an ' +
        'hour, which does not keep it.',
      resolve: ({ lastAt }) => lastAt,
    }),
  }),
});

const Series = builder.objectRef<MeasuredSeriesView>('MetricSeries').implement({
  description: 'A metric of one subject over time.',
  fields: (t) => ({
    metric: t.string({ description: 'What was measured.', resolve: ({ series }) => series.metric }),
    subject: t.string({ description: 'Of what.', resolve: ({ series }) => series.subject }),
    labels: t.field({
      type: [Label],
      description: 'What tells it apart.',
      resolve: ({ series }) => labelsOf(series),
    }),
    unit: t.string({ description: 'Of the values.', resolve: ({ series }) => series.unit }),
    points: t.field({
      type: [Point],
      description: 'Its buckets, oldest first; one without a sample is not there.',
      resolve: (series) => series.points(),
    }),
  }),
});

const PointSourceType = builder.enumType('MetricPointSource', {
  description: 'What buckets were computed of.',
  values: {
    RAW: { description: 'Single samples.' },
    MINUTES: { description: 'Samples rolled up to minutes.' },
    HOURS: { description: 'Samples rolled up to hours.' },
  } as const,
});

const Window = builder.objectRef<SeriesWindowView>('MetricSeriesWindow').implement({
  description: 'Series over a window of time, in buckets of one length.',
  fields: (t) => ({
    from: t.field({
      type: 'DateTime',
      description: 'Where the first bucket may begin.',
      resolve: ({ from }) => from,
    }),
    to: t.field({
      type: 'DateTime',
      description: 'Where the last bucket may end.',
      resolve: ({ to }) => to,
    }),
    stepMs: t.exposeFloat('stepMs', { description: 'Length of a bucket in milliseconds.' }),
    source: t.field({
      type: PointSourceType,
      description: 'What buckets were computed of; what is newest always of samples.',
      resolve: ({ source }) => source,
    }),
    series: t.field({
      type: [Series],
      description: 'The series that match, by metric and subject; 200 at most.',
      resolve: ({ series }) => series,
    }),
  }),
});

const SeriesQuery = builder.inputType('MetricSeriesQuery', {
  description: 'Which series, and in which window.',
  fields: (t) => ({
    metrics: t.stringList({ required: true, description: 'Of these metrics.' }),
    subjects: t.stringList({ description: 'Only of these subjects.' }),
    labels: t.field({ type: [LabelInputType], description: 'Only with all these labels.' }),
    from: t.field({ type: 'DateTime', required: true, description: 'The beginning.' }),
    to: t.field({ type: 'DateTime', description: 'The end; without it, now.' }),
    maxPoints: t.int({
      description:
        'Buckets of a series, 1 to 2,000 (default 500). With many series each gets fewer: 30,000 ' +
        'in all.',
    }),
  }),
});

const MeasuredFilter = builder.inputType('MetricFilter', {
  description: 'Which series; what is left out does not restrict.',
  fields: (t) => ({
    metrics: t.stringList({ description: 'Only of these metrics.' }),
    subjects: t.stringList({ description: 'Only of these subjects.' }),
    labels: t.field({ type: [LabelInputType], description: 'Only with all these labels.' }),
  }),
});

/** For 200 series with 30,000 points together; a few of these may be asked for at a time. */
const windowCost = 1_000;

builder.queryField('metricSeries', (t) =>
  t.field({
    type: Window,
    description: 'Series in a window, computed down to a bounded number of points.',
    authScopes: { role: 'viewer' },
    extensions: { cost: windowCost },
    args: { query: t.arg({ type: SeriesQuery, required: true, description: 'What to read.' }) },
    resolve: (_root, { query }, context, info) => {
      const selectsLast = ['last', 'lastAt'].some((name) =>
        selectsField(info, 'MetricPoint', name),
      );
      return readMeasuredSeries(context, query, selectsLast);
    },
  }),
);

builder.queryField('metrics', (t) =>
  t.connection(
    {
      type: Metric,
      description: 'Metrics that hawkwatch knows or has recorded, by name.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: MeasuredFilter, description: 'Which.' }) },
      resolve: (_root, args, context) => listMeasuredMetrics(context, args, args.filter),
    },
    { name: 'MetricConnection', description: 'A page of metrics.' },
    { name: 'MetricEdge', description: 'A metric in its list.' },
  ),
);

const Latest = builder.objectRef<LatestView>('LatestSample').implement({
  description: 'A series and its newest sample.',
  fields: (t) => ({
    metric: t.string({ description: 'What was measured.', resolve: ({ series }) => series.metric }),
    subject: t.string({ description: 'Of what.', resolve: ({ series }) => series.subject }),
    labels: t.field({
      type: [Label],
      description: 'What tells it apart.',
      resolve: ({ series }) => labelsOf(series),
    }),
    unit: t.string({ description: 'Of the value.', resolve: ({ series }) => series.unit }),
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was measured; null when no sample is kept any more.',
      resolve: ({ at }) => at,
    }),
    value: t.exposeFloat('value', { nullable: true, description: 'What was measured.' }),
  }),
});

builder.queryField('latestSamples', (t) =>
  t.connection(
    {
      type: Latest,
      description: 'Series with their newest samples, by metric and subject.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: MeasuredFilter, description: 'Which.' }) },
      resolve: (_root, args, context) => listLatest(context, args, args.filter),
    },
    { name: 'LatestSampleConnection', description: 'A page of newest samples.' },
    { name: 'LatestSampleEdge', description: 'A newest sample in its list.' },
  ),
);
