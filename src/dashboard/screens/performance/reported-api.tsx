// How the API went within a report's time.
import type { PerformanceReportQuery } from '../../graphql/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { formatMeasure } from '../../parts/series/format-measure.ts';

type Api = PerformanceReportQuery['operationsReport']['api'];

/** The figures. */
export function ReportedApi({ api }: { api: Api }) {
  const { total, failed, errorRate, mostRunning, durations } = api;
  return (
    <section className="column" aria-labelledby="report-api">
      <h3 id="report-api">API</h3>
      <Facts
        facts={[
          { name: 'Operations', value: formatMeasure(Math.round(total), 'count') },
          {
            name: 'With errors',
            value: `${formatMeasure(Math.round(failed), 'count')}${
              errorRate == null ? '' : ` (${formatMeasure(errorRate, 'ratio')})`
            }`,
          },
          {
            name: 'Most at once',
            value: mostRunning == null ? null : formatMeasure(mostRunning, 'count'),
          },
          ...durations.map(({ percentile, usualMs, worstMs }) => ({
            name: percentile,
            value:
              usualMs == null
                ? null
                : `${formatMeasure(usualMs, 'ms')}, at worst ${
                    worstMs == null ? '–' : formatMeasure(worstMs, 'ms')
                  }`,
          })),
        ]}
      />
    </section>
  );
}
