// What is always to be seen of a database: how it is, where it belongs, what runs there.
import { Link } from 'wouter';

import type { DatabaseHeaderQuery } from '../../graphql/graphql.ts';
import { State, wordsOf } from '../../parts/state.tsx';
import { formatDuration, Time } from '../../parts/time.tsx';
import styles from './database.module.css';

export type HeaderDatabase = NonNullable<DatabaseHeaderQuery['database']>;

/** The line below the name. */
export function DatabaseHeader({ database }: { database: HeaderDatabase }) {
  const { engine, environment, health, drift, container } = database;
  const path = `/databases/${encodeURIComponent(database.id)}`;
  return (
    <div className="column" style={{ gap: 'var(--space-2)' }}>
      <div className="row">
        <State state={health.state} />
        {drift == null ? null : (
          <Link href={`${path}/schema`}>
            <State
              state="DRIFT"
              tone={drift.state === 'OPEN' ? 'bad' : 'warn'}
              label={`schema drift: ${drift.changeCount} ${drift.changeCount === 1 ? 'object' : 'objects'}`}
            />
          </Link>
        )}
        <span>{environment ?? 'no environment'}</span>
        <span className="soft">
          {wordsOf(engine)}
          {health.serverVersion == null ? null : ` ${health.serverVersion}`}
        </span>
        {health.latencyMs == null ? null : (
          <Link href={`${path}/metrics`} className="number">
            answers in {formatDuration(health.latencyMs)}
          </Link>
        )}
        {container == null ? null : (
          <Link href={`/containers/${encodeURIComponent(container.id)}`}>in {container.name}</Link>
        )}
        {health.since == null ? null : (
          <span className="soft small">
            {wordsOf(health.state)} since <Time at={health.since} />
          </span>
        )}
      </div>
      {health.reason == null ? null : (
        <p className={styles.reason} role="status">
          {health.reason}
        </p>
      )}
    </div>
  );
}
