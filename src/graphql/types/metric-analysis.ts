// Words that baselines, trends, forecasts and anomalies share.
import type { AnomalyDirection } from '../../metrics/analysis/anomalies.ts';
import type { Confidence, ConfidenceWord } from '../../metrics/analysis/confidence.ts';
import type { Forecast, Limit } from '../../metrics/analysis/forecast.ts';
import type { Trend, TrendDirection } from '../../metrics/analysis/trend.ts';
import { builder } from '../builder.ts';

const words: Record<ConfidenceWord, { description: string }> = {
  LOW: { description: 'Below 0.5.' },
  MEDIUM: { description: 'From 0.5.' },
  HIGH: { description: 'From 0.8.' },
};

const directions: Record<TrendDirection, { description: string }> = {
  RISING: { description: 'It rises.' },
  FALLING: { description: 'It falls.' },
  FLAT: { description: 'Neither can be told apart from noise.' },
};

const sides: Record<AnomalyDirection, { description: string }> = {
  ABOVE: { description: 'Above.' },
  BELOW: { description: 'Below.' },
};

export const MetricSideType = builder.enumType('MetricSide', {
  description: 'On which side of what is usual, or of a limit.',
  values: sides,
});

export const MetricConfidence = builder.objectRef<Confidence>('MetricConfidence').implement({
  description: 'How sure a statement is.',
  fields: (t) => ({
    score: t.exposeFloat('score', { description: '0 to 1.' }),
    word: t.field({
      type: builder.enumType('MetricConfidenceWord', {
        description: 'A confidence in a word.',
        values: words,
      }),
      description: 'The score in a word.',
      resolve: ({ word }) => word,
    }),
  }),
});

export interface AnalysedSeriesView {
  readonly metric: string;
  readonly subject: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
}

export const AnalysedSeries = builder.objectRef<AnalysedSeriesView>('AnalysedSeries').implement({
  description: 'What was measured, of what.',
  fields: (t) => ({
    metric: t.exposeString('metric', { description: 'As `host.disk_used_percent`.' }),
    subject: t.exposeString('subject', { description: 'As `database:shop`.' }),
    labels: t.field({
      type: 'JSON',
      description: 'What tells several series of a subject apart: an object of strings.',
      resolve: ({ labels }) => labels,
    }),
    unit: t.exposeString('unit', {
      description: 'As `bytes`. Counters are analysed as their growth per second.',
    }),
  }),
});

export const MetricTrendLine = builder.objectRef<Trend>('MetricTrendLine').implement({
  description: 'The line through a series without its season, since its last step.',
  fields: (t) => ({
    direction: t.field({
      type: builder.enumType('MetricTrendDirection', {
        description: 'Where a series goes.',
        values: directions,
      }),
      description: 'Where it goes.',
      resolve: ({ direction }) => direction,
    }),
    slopePerDay: t.exposeFloat('slopePerDay', { description: 'Units in a day.' }),
    slopeLowPerDay: t.exposeFloat('slopeLowPerDay', {
      description: 'Lower end of the interval that holds the slope nine times of ten.',
    }),
    slopeHighPerDay: t.exposeFloat('slopeHighPerDay', { description: 'Its upper end.' }),
    rSquared: t.exposeFloat('rSquared', {
      description: 'The part of the variation that the line explains, 0 to 1.',
    }),
    level: t.exposeFloat('level', { description: 'The line at its end.' }),
    spread: t.exposeFloat('spread', { description: 'How far values usually are from the line.' }),
    from: t.field({
      type: 'DateTime',
      description: 'Where the line begins.',
      resolve: ({ fromMs }) => new Date(fromMs),
    }),
    to: t.field({
      type: 'DateTime',
      description: 'Where it ends.',
      resolve: ({ toMs }) => new Date(toMs),
    }),
    sampleSize: t.exposeInt('sampleSize', { description: 'Buckets that it was made of.' }),
    bucketMs: t.exposeFloat('bucketMs', { description: 'Their width in milliseconds.' }),
    confidence: t.field({
      type: MetricConfidence,
      description: 'How sure it is.',
      resolve: ({ confidence }) => confidence,
    }),
  }),
});

export interface ForecastShape {
  readonly limit: Limit;
  readonly forecast: Forecast | null | undefined;
  readonly silence: string | null;
}

export const MetricForecast = builder.objectRef<ForecastShape>('MetricForecast').implement({
  description: 'When a series crosses a limit, if it goes on as it does.',
  fields: (t) => ({
    limit: t.float({ description: 'The limit.', resolve: ({ limit }) => limit.value }),
    side: t.field({
      type: MetricSideType,
      description: 'Where it is when it has crossed it.',
      resolve: ({ limit }) => limit.side,
    }),
    silence: t.exposeString('silence', {
      nullable: true,
      description: 'Why no time is told; null when one is.',
    }),
    crossesAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it crosses the limit by the line.',
      resolve: ({ forecast }) => (forecast == null ? null : new Date(forecast.atMs)),
    }),
    earliest: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'By the steepest slope of the interval.',
      resolve: ({ forecast }) => (forecast == null ? null : new Date(forecast.earliestMs)),
    }),
    latest: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'By the flattest one; null: perhaps never.',
      resolve: ({ forecast }) => (forecast?.latestMs == null ? null : new Date(forecast.latestMs)),
    }),
    trend: t.field({
      type: MetricTrendLine,
      nullable: true,
      description: 'The line that it goes by.',
      resolve: ({ forecast }) => forecast?.trend ?? null,
    }),
    confidence: t.field({
      type: MetricConfidence,
      nullable: true,
      description: 'How sure it is.',
      resolve: ({ forecast }) => forecast?.confidence ?? null,
    }),
  }),
});

export const AnalysedFilter = builder.inputType('AnalysedFilter', {
  description: 'Which series; what is left out does not restrict.',
  fields: (t) => ({
    metrics: t.stringList({ description: 'Names of metrics, at most 100.' }),
    subjects: t.stringList({ description: 'As `database:shop`, at most 100.' }),
  }),
});
