// The limits that were exceeded within a report's time.
import type { PerformanceReportQuery } from '../../graphql/graphql.ts';
import tables from '../../parts/analysis/figures.module.css';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './performance.module.css';

type Thresholds = PerformanceReportQuery['operationsReport']['thresholds'];

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** The table, or that there were none. */
export function ReportedThresholds({ thresholds }: { thresholds: Thresholds }) {
  return (
    <section className="column" aria-labelledby="report-thresholds">
      <h3 id="report-thresholds">Limits exceeded</h3>
      {thresholds.length === 0 ? (
        <p className="soft">None: durations, memory and errors stayed below their limits.</p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Limits exceeded">
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Severity</th>
                <th scope="col">Limit</th>
                <th scope="col" data-figure>
                  Worst
                </th>
                <th scope="col" data-figure>
                  For
                </th>
                <th scope="col">Worst at</th>
              </tr>
            </thead>
            <tbody>
              {thresholds.map(({ name, severity, what, limit, peak, peakAt, times, unit }) => (
                <tr key={`${name} ${what}`}>
                  <th scope="row" className={styles.what}>
                    {what}
                  </th>
                  <td>
                    <State state={severity} />
                  </td>
                  <td>{limit}</td>
                  <td data-figure>{peak}</td>
                  <td data-figure>
                    {count.format(times)} {unit}
                  </td>
                  <td>{peakAt == null ? '–' : <Time at={peakAt} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
