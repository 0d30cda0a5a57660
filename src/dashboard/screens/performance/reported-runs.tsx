// How runs of migrations went within a report's time, in all and by database.
import { Link } from 'wouter';

import type { MigrationRunState, PerformanceReportQuery } from '../../graphql/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { formatMeasure } from '../../parts/series/format-measure.ts';
import tables from '../../parts/analysis/figures.module.css';
import styles from './performance.module.css';

type Report = PerformanceReportQuery['operationsReport'];

export interface ReportedRunsProps {
  /** When the report's time began. */
  readonly since: string;
  readonly runs: Report['runs'];
  readonly byDatabase: Report['runsByDatabase'];
}

const ms = (value: number | null | undefined): string =>
  value == null ? '–' : formatMeasure(value, 'ms');

/** What the report counts under these names. */
const statesOf = {
  succeeded: ['SUCCEEDED'],
  failed: ['FAILED', 'INTERRUPTED'],
  cancelled: ['CANCELLED'],
  open: ['AWAITING_REVIEW', 'QUEUED', 'RUNNING'],
} as const;

/** The report counts the runs of at most so many databases each. */
const mostDatabases = 50;

interface CountProps {
  readonly count: number;
  readonly since: string;
  readonly states?: readonly MigrationRunState[];
  readonly database?: string | undefined;
}

/** A number that leads to the runs that it counts. */
function Count({ count, since, states = [], database }: CountProps) {
  if (count === 0) return <>0</>;
  const query = new URLSearchParams({
    since,
    ...(database === undefined ? {} : { database }),
  });
  for (const state of states) query.append('state', state);
  return <Link href={`/runs?${query.toString()}`}>{count}</Link>;
}

/** The figures and the table. */
export function ReportedRuns({ since, runs, byDatabase }: ReportedRunsProps) {
  const { total, succeeded, failed, cancelled, open } = runs;
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
              { name: 'In all', value: <Count count={total} since={since} /> },
              {
                name: 'Succeeded',
                value: <Count count={succeeded} since={since} states={statesOf.succeeded} />,
              },
              {
                name: 'Failed',
                value: <Count count={failed} since={since} states={statesOf.failed} />,
              },
              {
                name: 'Cancelled',
                value: <Count count={cancelled} since={since} states={statesOf.cancelled} />,
              },
              {
                name: 'Not ended',
                value: <Count count={open} since={since} states={statesOf.open} />,
              },
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
                    <td data-figure>
                      <Count count={one.total} since={since} database={one.database ?? undefined} />
                    </td>
                    <td data-figure>
                      <Count
                        count={one.succeeded}
                        since={since}
                        states={statesOf.succeeded}
                        database={one.database ?? undefined}
                      />
                    </td>
                    <td data-figure>
                      <Count
                        count={one.failed}
                        since={since}
                        states={statesOf.failed}
                        database={one.database ?? undefined}
                      />
                    </td>
                    <td data-figure>{ms(one.p50Ms)}</td>
                    <td data-figure>{ms(one.p95Ms)}</td>
                    <td data-figure>{ms(one.longestMs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {byDatabase.length < mostDatabases ? null : (
            <p className="soft small">The {mostDatabases} databases with most runs.</p>
          )}
        </>
      )}
    </section>
  );
}
