// Objects by kind and environment, each cell with the alerts of the last 24 hours as bars.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { Bars, type Slice } from '../../../parts/bars.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State, wordsOf } from '../../../parts/state.tsx';
import { useNow } from '../../../parts/time.tsx';
import { sliceAlerts, type AlertSlice } from '../lane/slices.ts';
import { formatPoint } from '../lane/time-axis.ts';
import type { RecentAlerts } from '../recent-alerts.ts';
import { severityTones } from '../severity.ts';
import { buildMatrix, type Cell, type ObjectKind } from './matrix-model.ts';
import styles from './matrix.module.css';
import { useWatchedObjects } from './read-objects.ts';

const dayMs = 24 * 3_600_000;
const hours = 24;
// In rem; a table that is too wide scrolls within its panel.
const kindWidth = 7;
const cellWidth = 8.5;
const names: Readonly<Record<ObjectKind, string>> = {
  databases: 'Databases',
  endpoints: 'Endpoints',
  containers: 'Containers',
  files: 'Files',
};
const hasEnvironments: ReadonlySet<ObjectKind> = new Set(['databases', 'endpoints']);
// Height tells the severity where colour does not.
const levels = { CRITICAL: 1, ERROR: 0.8, WARNING: 0.6, INFO: 0.4 } as const;

function barOf({ fromMs, total, worst, titles }: AlertSlice): Slice {
  const when = formatPoint(fromMs);
  if (worst === undefined) return { tone: 'none', level: 0.12, title: `${when}: no alert` };
  const many = total === 1 ? '1 alert' : `${total} alerts`;
  return {
    tone: severityTones[worst],
    level: levels[worst],
    title: `${when}: ${many}, the worst ${wordsOf(worst)}: ${titles.join('; ')}`,
  };
}

function hrefOf(kind: ObjectKind, environment: string | undefined, states: readonly string[] = []) {
  const parameters = new URLSearchParams(states.map((state): [string, string] => ['state', state]));
  if (hasEnvironments.has(kind)) parameters.append('environment', environment ?? 'none');
  const query = parameters.toString();
  return `/${kind}${query === '' ? '' : `?${query}`}`;
}

function MatrixCell({ cell, nowMs }: { cell: Cell; nowMs: number }) {
  const { kind, environment, count, ill, alerts } = cell;
  const slices = useMemo(
    () => sliceAlerts(alerts, { fromMs: nowMs - dayMs, toMs: nowMs }, hours),
    [alerts, nowMs],
  );
  if (count === 0) {
    return (
      <td className={styles.none}>
        <span aria-hidden="true">–</span>
        <span className="unseen">none</span>
      </td>
    );
  }
  const bad = slices.filter(({ total }) => total > 0).length;
  const label = bad === 0 ? 'no alert in 24 hours' : `alerts in ${bad} of the last 24 hours`;
  return (
    <td>
      <div className={styles.facts}>
        <Link
          href={hrefOf(kind, environment)}
          className={styles.count}
          aria-label={`${count} ${names[kind].toLowerCase()}, ${environment ?? 'no environment'}`}
        >
          {count}
        </Link>
        {ill.size === 0 ? (
          <State state="UP" label="all well" />
        ) : (
          [...ill].map(([state, many]) => (
            <Link key={state} href={hrefOf(kind, environment, linkedStates(kind, state))}>
              <State
                state={state}
                label={`${many} ${wordsOf(state)}`}
                tone={state === 'DEGRADED' ? 'warn' : 'bad'}
              />
            </Link>
          ))
        )}
      </div>
      <Bars slices={slices.map(barOf)} label={label} />
    </td>
  );
}

/** Lists of containers and files have no filter of our words. */
function linkedStates(kind: ObjectKind, state: string): readonly string[] {
  return hasEnvironments.has(kind) ? [state] : [];
}

/** The panel. */
export function Matrix({ recent }: { recent: RecentAlerts }) {
  const { objects, isLoading, error, refresh } = useWatchedObjects();
  // Bars of an hour need not move each five seconds.
  const nowMs = Math.ceil(useNow() / 60_000) * 60_000;
  const { databases, endpoints, containers, files } = objects;
  const matrix = useMemo(
    () => buildMatrix({ databases, endpoints, containers, files }, recent.alerts),
    [databases, endpoints, containers, files, recent.alerts],
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
                  <th scope="row">{names[kind]}</th>
                  {cells.map((cell) => (
                    <MatrixCell key={cell.environment ?? ''} cell={cell} nowMs={nowMs} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
