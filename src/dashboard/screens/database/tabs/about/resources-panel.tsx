// What a database uses, as it was read last, and its largest tables.
import { Link } from 'wouter';

import { formatBytes } from '../../../../parts/bytes.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { formatDuration, Time } from '../../../../parts/time.tsx';
import type { AboutDatabase } from './read-about.ts';
import styles from './about.module.css';

type Resources = NonNullable<AboutDatabase['resources']>;

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = (value: number | null | undefined): string | null =>
  value == null ? null : `${value.toFixed(value < 10 ? 1 : 0)} %`;
const perSecond = (value: number | null | undefined): string | null =>
  value == null ? null : `${count.format(value)} / s`;

function Tables({ tables }: Pick<Resources, 'tables'>) {
  if (tables.length === 0) return null;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Largest tables">
      <table className={styles.tables}>
        <caption className="soft small">
          The largest tables, and those with the most dead rows
        </caption>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Size</th>
            <th scope="col">Rows, about</th>
            <th scope="col">Dead rows</th>
          </tr>
        </thead>
        <tbody>
          {tables.map(({ schema, name, bytes, liveRows, deadRows }) => (
            <tr key={`${schema}.${name}`}>
              <th scope="row">
                {schema}.{name}
              </th>
              <td>{bytes == null ? '–' : formatBytes(bytes)}</td>
              <td>{count.format(liveRows)}</td>
              <td>{count.format(deadRows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The panel. */
export function ResourcesPanel({ database }: { database: AboutDatabase }) {
  const { id, resources } = database;
  if (resources == null) {
    return (
      <Panel title="Resources">
        <Empty title="Not read yet">
          They are read every 30 seconds while the database answers, unless its{' '}
          <code>resources.watch</code> is off.
        </Empty>
      </Panel>
    );
  }
  const { replayLagSeconds, walBytesPerSecond, sizeBytes, tables, unread } = resources;
  return (
    <Panel
      title="Resources"
      aside={
        <>
          <span className="soft small">
            read <Time at={resources.at} />
          </span>
          <Link href={`/databases/${encodeURIComponent(id)}/metrics`}>along time</Link>
        </>
      }
    >
      <div className="column">
        <Facts
          facts={[
            { name: 'Size', value: sizeBytes == null ? null : formatBytes(sizeBytes) },
            { name: 'Found in the cache', value: percent(resources.cacheHitPercent) },
            { name: 'Commits', value: perSecond(resources.commitsPerSecond) },
            { name: 'Rollbacks', value: perSecond(resources.rollbacksPerSecond) },
            {
              name: 'Write-ahead log',
              value: walBytesPerSecond == null ? null : `${formatBytes(walBytesPerSecond)} / s`,
            },
            {
              name: 'Dead rows',
              value: resources.deadRows == null ? null : count.format(resources.deadRows),
            },
            { name: 'Transaction ids used up', value: percent(resources.wraparoundPercent) },
            {
              name: 'Behind its primary',
              value: replayLagSeconds == null ? null : formatDuration(replayLagSeconds * 1_000),
            },
          ]}
        />
        <Tables tables={tables} />
        {unread.length === 0 ? null : (
          <ul className={styles.unread} aria-label="What could not be read">
            {unread.map(({ about, reason }) => (
              <li key={about}>
                <strong>{about}</strong> could not be read: {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
