// Who is in a database: sessions and locks, counted, and migrations of others with whom they wait for.
import { Link } from 'wouter';

import { Facts } from '../../../../parts/facts.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { State } from '../../../../parts/state.tsx';
import { formatDuration, Time } from '../../../../parts/time.tsx';
import type { AboutDatabase } from './read-about.ts';
import styles from './about.module.css';

type ForeignRun = AboutDatabase['foreignMigrations'][number];
type Session = NonNullable<ForeignRun['foreign']>['blocks'][number];

const nameOf = ({ pid, application }: Session): string =>
  pid === 0
    ? 'a prepared transaction'
    : `pid ${pid}${application == null || application === '' ? '' : ` (${application})`}`;

function Foreign({ run }: { run: ForeignRun }) {
  const { foreign, id } = run;
  if (foreign == null) return null;
  const { tool, sign, since, stale, pid, application, user, query, waitsFor, blocks } = foreign;
  const who = [pid == null ? null : `pid ${pid}`, application, user].filter(
    (word) => word != null && word !== '',
  );
  return (
    <li className={styles.foreign}>
      <div className="row">
        <State
          state={stale ? 'STALE' : 'RUNNING'}
          tone={stale ? 'warn' : 'busy'}
          label={stale ? 'holds its lock, does nothing' : 'running'}
        />
        <Link href={`/runs/${encodeURIComponent(id)}`}>migration by {tool}</Link>
        <span className="soft small">
          {who.join(', ')} since <Time at={since} />
        </span>
      </div>
      <span className="soft small">{sign}</span>
      {query == null ? null : <pre>{query}</pre>}
      {waitsFor.length === 0 ? null : <span>waits for {waitsFor.map(nameOf).join(', ')}</span>}
      {blocks.length === 0 ? null : <span>blocks {blocks.map(nameOf).join(', ')}</span>}
    </li>
  );
}

const seconds = (value: number | null | undefined): string | null =>
  value == null ? null : value === 0 ? 'none' : formatDuration(value * 1_000);

/** The panel; nothing where the engine has no sessions. */
export function SessionsPanel({ database }: { database: AboutDatabase }) {
  const { resources, foreignMigrations } = database;
  if (resources?.connections == null && foreignMigrations.length === 0) return null;
  return (
    <Panel title="Sessions and locks">
      <div className="column">
        {resources == null ? null : (
          <Facts
            facts={[
              {
                name: 'Connections',
                value:
                  resources.connections == null
                    ? null
                    : resources.connectionsMax == null
                      ? resources.connections
                      : `${resources.connections} of ${resources.connectionsMax}`,
              },
              {
                name: 'Used',
                value:
                  resources.connectionsUsedPercent == null
                    ? null
                    : `${resources.connectionsUsedPercent.toFixed(0)} %`,
              },
              { name: 'Blocked sessions', value: resources.sessionsBlocked },
              { name: 'Locks waited for', value: resources.locksWaiting },
              { name: 'Deadlocks lately', value: resources.deadlocks },
              { name: 'Longest statement', value: seconds(resources.longestQuerySeconds) },
              { name: 'Longest transaction', value: seconds(resources.longestTransactionSeconds) },
            ]}
          />
        )}
        {foreignMigrations.length === 0 ? (
          <p className="soft small">Nobody else migrates here right now.</p>
        ) : (
          <ul className={styles.list}>
            {foreignMigrations.map((run) => (
              <Foreign key={run.id} run={run} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
