// How runs of migrations went within a report's time, in all and by database.
import { Link } from 'wouter';

import type { PerformanceReportQuery } from '../../graphql/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { formatMeasure } from '../../parts/series/format-measure.ts';
import tables from '../../parts/analysis/figures.module.css';
import styles from './performance.module.css';

type Report = PerformanceReportQuery['operationsReport'];

export interface ReportedRunsProps {
  readonly runs: Report['runs'];
  readonly byDatabase: Report['runsByDatabase'];
}

const ms = (value: number | null | undefined): string =>
  value == null ? '–' : formatMeasure(value, 'ms');

/** The figures and the table. */
export function ReportedRuns({ runs, byDatabase }: ReportedRunsProps) {
  return (
    <section className="column" aria-labelledby="report-runs">
      <h3 id="report-runs">Runs of migrations</h3>
      {runs.total === 0 ? (
        <p className="soft">
          None in this time. All that ever were are <Link href="/runs">in their list</Link>.
        </p>
      ) : (
        <>
          <Facts
            facts={[
              { name: 'In all', value: <Link href="/runs">{runs.total}</Link> },
              { name: 'Succeeded', value: runs.succeeded },
              { name: 'Failed', value: runs.failed },
              { name: 'Cancelled', value: runs.cancelled },
              { name: 'Not ended', value: runs.open },
              { name: 'Dry runs', value: runs.dryRuns },
              { name: 'Half took at most', value: ms(runs.p50Ms) },
              { name: '95 % took at most', value: ms(runs.p95Ms) },
              { name: 'Longest', value: ms(runs.longestMs) },
            ]}
          />
          <div className={styles.scroll} tabIndex={0} role="region" aria-label="Runs by database">
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">Database</th>
                  <th scope="col" data-figure>
                    Runs
                  </th>
                  <th scope="col" data-figure>
                    Succeeded
                  </th>
                  <th scope="col" data-figure>
                    Failed
                  </th>
                  <th scope="col" data-figure>
                    Half
                  </th>
                  <th scope="col" data-figure>
                    95 %
                  </th>
                  <th scope="col" data-figure>
                    Longest
                  </th>
                </tr>
              </thead>
              <tbody>
                {byDatabase.map((one) => (
                  <tr key={one.database ?? ''}>
                    <th scope="row">
                      <Link href={`/databases/${encodeURIComponent(one.database ?? '')}/history`}>
                        {one.database}
                      </Link>
                    </th>
                    <td data-figure>{one.total}</td>
                    <td data-figure>{one.succeeded}</td>
                    <td data-figure>{one.failed}</td>
                    <td data-figure>{ms(one.p50Ms)}</td>
                    <td data-figure>{ms(one.p95Ms)}</td>
                    <td data-figure>{ms(one.longestMs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
