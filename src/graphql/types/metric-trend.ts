// Where measured series are going, computed when it is asked for.
import type { SeriesTrend } from '../../metrics/trends.ts';
import { builder } from '../builder.ts';
import { pageOfTrends, split } from '../metric-analysis.ts';
import {
  AnalysedFilter,
  AnalysedSeries,
  MetricForecast,
  MetricTrendLine,
} from './metric-analysis.ts';

const MetricTrend = builder.objectRef<SeriesTrend>('MetricTrend').implement({
  description: 'Where a series is going.',
  fields: (t) => ({
    series: t.field({
      type: AnalysedSeries,
      description: 'Which one.',
      resolve: ({ series }) => series,
    }),
    trend: t.field({
      type: MetricTrendLine,
      nullable: true,
      description: 'The line; null where none can be drawn.',
      resolve: ({ trend }) => split(trend).found,
    }),
    silence: t.string({
      nullable: true,
      description: 'Why there is no line; null when there is one.',
      resolve: ({ trend }) => split(trend).silence,
    }),
    forecast: t.field({
      type: MetricForecast,
      nullable: true,
      description: 'When it crosses the limit; null when none was given.',
      resolve: ({ forecast }) => {
        if (forecast === undefined) return null;
        const { found, silence } = split(forecast.found);
        return { limit: forecast.limit, forecast: found, silence };
      },
    }),
  }),
});

builder.queryField('metricTrends', (t) =>
  t.connection(
    {
      type: MetricTrend,
      description:
        'Where measured series are going, by metric and subject: computed now, so a page has 10 ' +
        '(at most 20). With a limit: when they cross it.',
      authScopes: { role: 'viewer' },
      args: {
        filter: t.arg({ type: AnalysedFilter, description: 'Which series.' }),
        days: t.arg.int({ description: 'Days of history, 1 to 90 (default 28).' }),
        above: t.arg.float({ description: 'Tell when they rise above this.' }),
        below: t.arg.float({ description: 'Tell when they fall below this.' }),
      },
      resolve: (_root, args, context) => pageOfTrends(context, args),
    },
    { name: 'MetricTrendConnection', description: 'A page of trends.' },
    { name: 'MetricTrendEdge', description: 'A trend in its list.' },
  ),
);
