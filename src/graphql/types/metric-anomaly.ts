// What was not usual: measured series that were far from their baseline.
import { confidenceOf } from '../../metrics/analysis/confidence.ts';
import type { AnomalyEnd, AnomalyRecord } from '../../store/metric-anomalies.ts';
import { builder } from '../builder.ts';
import { pageOfAnomalies } from '../metric-analysis.ts';
import { AnalysedSeries, MetricConfidence, MetricSideType } from './metric-analysis.ts';

const ends: Record<AnomalyEnd, { description: string }> = {
  USUAL_AGAIN: { description: 'The values came back.' },
  NEW_LEVEL: { description: 'They stayed, and after three days that is the usual level.' },
  NO_DATA: { description: 'Nothing was measured for two hours.' },
  NOT_WATCHED: { description: 'The series is not watched any more.' },
};

const Anomaly = builder.objectRef<AnomalyRecord>('MetricAnomaly').implement({
  description: 'A series was far from what is usual, with the evidence.',
  fields: (t) => ({
    anomalyId: t.string({
      description: 'Names it in the events `metric.anomaly_detected` and `metric.anomaly_ended`.',
      resolve: ({ id }) => id,
    }),
    series: t.field({
      type: AnalysedSeries,
      description: 'Which one.',
      resolve: (anomaly) => anomaly,
    }),
    direction: t.field({
      type: MetricSideType,
      description: 'On which side of what is usual.',
      resolve: ({ direction }) => direction,
    }),
    since: t.field({
      type: 'DateTime',
      description: 'The first bucket that was far off.',
      resolve: ({ since }) => since,
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first bucket that was usual again; null while it lasts.',
      resolve: ({ until }) => until,
    }),
    endReason: t.field({
      type: builder.enumType('MetricAnomalyEnd', {
        description: 'How an anomaly ended.',
        values: ends,
      }),
      nullable: true,
      description: 'How it ended; null while it lasts.',
      resolve: ({ endReason }) => endReason,
    }),
    detectedAt: t.field({
      type: 'DateTime',
      description: 'When it was found.',
      resolve: ({ detectedAt }) => detectedAt,
    }),
    peakAt: t.field({
      type: 'DateTime',
      description: 'The bucket that was the farthest off; the figures below are of it.',
      resolve: ({ evidence }) => new Date(evidence.peakAt),
    }),
    actual: t.float({
      description: 'What was measured.',
      resolve: ({ evidence }) => evidence.actual,
    }),
    expected: t.float({
      description: 'What is usual there.',
      resolve: ({ evidence }) => evidence.expected,
    }),
    expectedLow: t.float({
      description: 'The lowest value that would not have been remarkable.',
      resolve: ({ evidence }) => evidence.expectedLow,
    }),
    expectedHigh: t.float({
      description: 'The highest.',
      resolve: ({ evidence }) => evidence.expectedHigh,
    }),
    score: t.exposeFloat('score', { description: 'How many spreads it was away.' }),
    buckets: t.int({
      description: 'Buckets that were far off.',
      resolve: ({ evidence }) => evidence.buckets,
    }),
    sampleSize: t.int({
      description: 'Buckets that the baseline was made of.',
      resolve: ({ evidence }) => evidence.sampleSize,
    }),
    season: t.string({
      description: 'The season that was taken into account, as of `MetricSeason`.',
      resolve: ({ evidence }) => evidence.season,
    }),
    confidence: t.field({
      type: MetricConfidence,
      description: 'How sure it is.',
      resolve: ({ confidence }) => confidenceOf(confidence),
    }),
  }),
});

const AnomalyFilter = builder.inputType('MetricAnomalyFilter', {
  description: 'Which anomalies; what is left out does not restrict.',
  fields: (t) => ({
    metrics: t.stringList({ description: 'Names of metrics, at most 100.' }),
    subjects: t.stringList({ description: 'As `database:shop`, at most 100.' }),
    open: t.boolean({ description: 'True: those that last. False: those that ended.' }),
    minConfidence: t.float({ description: 'With this confidence or more, 0 to 1.' }),
    since: t.field({ type: 'DateTime', description: 'That lasted then or later.' }),
    until: t.field({ type: 'DateTime', description: 'That began before then.' }),
  }),
});

builder.queryField('metricAnomalies', (t) =>
  t.connection(
    {
      type: Anomaly,
      description: 'When measured series were far from what is usual, the newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: AnomalyFilter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfAnomalies(context, args, filter),
    },
    { name: 'MetricAnomalyConnection', description: 'A page of anomalies.' },
    { name: 'MetricAnomalyEdge', description: 'An anomaly in its list.' },
  ),
);
