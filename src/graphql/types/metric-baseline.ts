// What is usual for measured series, as the keeper of baselines computed it last.
import type { Baseline } from '../../metrics/analysis/baseline.ts';
import type { Season, SeasonalProfile } from '../../metrics/analysis/seasonality.ts';
import { builder } from '../builder.ts';
import { expectationAt, pageOfBaselines, type BaselineView } from '../metric-analysis.ts';
import {
  AnalysedFilter,
  AnalysedSeries,
  MetricConfidence,
  MetricForecast,
} from './metric-analysis.ts';

const seasons: Record<Season, { description: string }> = {
  HOUR_OF_WEEK: { description: 'Each hour of the week has its own level.' },
  HOUR_OF_DAY: { description: 'Each hour of the day has its own level.' },
  NONE: { description: 'One level for all hours.' },
};

export const MetricSeasonType = builder.enumType('MetricSeason', {
  description: 'By which hours (UTC) a series repeats.',
  values: seasons,
});

const Seasonality = builder.objectRef<SeasonalProfile>('MetricSeasonality').implement({
  description: 'What the hour has to do with the value.',
  fields: (t) => ({
    season: t.field({
      type: MetricSeasonType,
      description: 'By which hours it repeats.',
      resolve: ({ season }) => season,
    }),
    offsets: t.exposeFloatList('offsets', {
      description: 'What each hour adds: 168 from Monday 00:00 UTC, 24, or one.',
    }),
    explained: t.exposeFloat('explained', {
      description: 'The part of the spread between hours that it explains, 0 to 1.',
    }),
    reason: t.exposeString('reason', { description: 'Why it is this one.' }),
  }),
});

const Expectation = builder
  .objectRef<ReturnType<typeof expectationAt>>('MetricExpectation')
  .implement({
    description: 'What is usual at a time.',
    fields: (t) => ({
      centre: t.exposeFloat('centre', { description: 'The middle.' }),
      low: t.exposeFloat('low', { description: 'Three spreads below it.' }),
      high: t.exposeFloat('high', { description: 'Three spreads above it.' }),
    }),
  });

const BaselineFigures = builder.objectRef<Baseline>('MetricBaselineFigures').implement({
  description: 'What is usual: averages of buckets of some minutes, over at most 28 days.',
  fields: (t) => ({
    from: t.field({
      type: 'DateTime',
      description: 'Where the part of the history begins that it was made of.',
      resolve: ({ fromMs }) => new Date(fromMs),
    }),
    to: t.field({
      type: 'DateTime',
      description: 'Where it ends.',
      resolve: ({ toMs }) => new Date(toMs),
    }),
    bucketMs: t.float({
      description: 'Width of a bucket in milliseconds.',
      resolve: ({ stepMs }) => stepMs,
    }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Buckets with values.' }),
    average: t.exposeFloat('average', { description: 'Of all buckets.' }),
    standardDeviation: t.exposeFloat('standardDeviation', { description: 'Of all buckets.' }),
    medianDeviation: t.exposeFloat('medianDeviation', {
      description: 'The median of the distances from the median.',
    }),
    p50: t.exposeFloat('p50', { description: 'The median.' }),
    p95: t.exposeFloat('p95', { description: '95 % of the buckets are below.' }),
    level: t.exposeFloat('level', { description: 'What is usual now, without season.' }),
    driftPerDay: t.exposeFloat('driftPerDay', {
      description: 'By how much the level moves in a day; 0 where that is not clear.',
    }),
    spreadBelow: t.exposeFloat('spreadBelow', {
      description: 'A robust standard deviation below the level.',
    }),
    spreadAbove: t.exposeFloat('spreadAbove', { description: 'And above it.' }),
    seasonality: t.field({
      type: Seasonality,
      description: 'What the hour has to do with it.',
      resolve: ({ season }) => season,
    }),
    shiftedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it stepped to a level that was new.',
      resolve: ({ shiftedAtMs }) => (shiftedAtMs === null ? null : new Date(shiftedAtMs)),
    }),
    awaitsAdoption: t.exposeBoolean('awaitsAdoption', {
      description: 'The new level is not the usual one yet: that takes three days.',
    }),
    expected: t.field({
      type: Expectation,
      description: 'What is usual at a time.',
      args: { at: t.arg({ type: 'DateTime', required: true, description: 'The time.' }) },
      reads: [],
      resolve: (baseline, { at }) => expectationAt(baseline, at),
    }),
    confidence: t.field({
      type: MetricConfidence,
      description: 'How sure it is.',
      resolve: ({ confidence }) => confidence,
    }),
  }),
});

const MetricBaseline = builder.objectRef<BaselineView>('MetricBaseline').implement({
  description: 'What is usual for a series.',
  fields: (t) => ({
    series: t.field({
      type: AnalysedSeries,
      description: 'Of what.',
      resolve: ({ series }) => series,
    }),
    computedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was computed; about every six hours.',
      resolve: ({ computedAt }) => computedAt,
    }),
    baseline: t.field({
      type: BaselineFigures,
      nullable: true,
      description: 'What is usual; null where that cannot be said.',
      resolve: ({ baseline }) => baseline ?? null,
    }),
    silence: t.exposeString('silence', {
      nullable: true,
      description: 'Why nothing is said; null when something is.',
    }),
    forecasts: t.field({
      type: [MetricForecast],
      description: 'For each limit of the configuration.',
      resolve: ({ forecasts }) => forecasts,
    }),
  }),
});

builder.queryField('metricBaselines', (t) =>
  t.connection(
    {
      type: MetricBaseline,
      description: 'What is usual for measured series, by metric and subject.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: AnalysedFilter, description: 'Which series.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfBaselines(context, args, filter),
    },
    { name: 'MetricBaselineConnection', description: 'A page of baselines.' },
    { name: 'MetricBaselineEdge', description: 'A baseline in its list.' },
  ),
);
