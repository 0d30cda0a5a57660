// Objects by kind and environment, each cell with the alerts of the last 24 hours as bars.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useNow } from '../../../parts/time.tsx';
import type { RecentAlerts } from '../recent-alerts.ts';
import { kindNames, MatrixCell } from './matrix-cell.tsx';
import { buildMatrix } from './matrix-model.ts';
import styles from './matrix.module.css';
import { useWatchedObjects } from './read-objects.ts';

// In rem; a table that is too wide scrolls within its panel.
const kindWidth = 7;
const cellWidth = 8.5;

/** The panel. */
export function Matrix({ recent }: { recent: RecentAlerts }) {
  const { objects, cut, isLoading, error, refresh } = useWatchedObjects();
  // Bars of an hour need not move each five seconds.
  const nowMs = Math.ceil(useNow() / 60_000) * 60_000;
  const { databases, endpoints, containers, files } = objects;
  const matrix = useMemo(
    () => buildMatrix({ databases, endpoints, containers, files }, recent.alerts, cut),
    // A new list each time; its words tell when it is another one.
    [databases, endpoints, containers, files, recent.alerts, cut.join(' ')],
  );
  return (
    <Panel
      title="What is watched"
      aside={<span className="soft small">alerts of the last 24 hours, an hour a bar</span>}
      isFlush
    >
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      {matrix.rows.length === 0 ? (
        isLoading ? (
          <Loading />
        ) : (
          <Empty title="Nothing is watched yet">
            <Link href="/databases">Register a database</Link>, or declare databases, endpoints and
            files in <code>hawkwatch.yaml</code>.
          </Empty>
        )
      ) : (
        <div
          className={styles.scroller}
          tabIndex={0}
          role="region"
          aria-label="Objects by environment"
        >
          <table
            className={styles.table}
            style={{ minWidth: `${kindWidth + matrix.environments.length * cellWidth}rem` }}
          >
            <thead>
              <tr>
                <th scope="col" style={{ width: `${kindWidth}rem` }}>
                  <span className="unseen">Kind</span>
                </th>
                {matrix.environments.map((environment) => (
                  <th key={environment ?? ''} scope="col">
                    {environment ?? 'no environment'}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matrix.rows.map(({ kind, cells }) => (
                <tr key={kind}>
                  <th scope="row">
                    <Link href={`/${kind}`}>{kindNames[kind]}</Link>
                  </th>
                  {cells.map((cell) => (
                    <MatrixCell
                      key={cell.environment ?? ''}
                      cell={cell}
                      nowMs={nowMs}
                      readFromMs={recent.readFromMs}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {recent.left === 0 ? null : (
        <p className={`${styles.foot} soft small`}>
          {recent.left} older alerts are not in the bars.
        </p>
      )}
    </Panel>
  );
}
