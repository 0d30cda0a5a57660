// How a source stands as a whole, and what in it needs somebody to look.
import { Facts } from '../../../../parts/facts.tsx';
import { State, wordsOf } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import { isToldBelow, isTroubled } from './migration-order.ts';
import styles from './migrations.module.css';
import type { Source } from './read-migrations.ts';

const shownTroubles = 10;

/** The state, the counts, and every migration that is not as it should be. */
export function SourceSummary({ source }: { source: Source }) {
  const { state, reason, currentVersion, counts, revision, checkedAt, migrations } = source;
  const troubles = migrations.filter(isTroubled);
  return (
    <div className={styles.summary}>
      <div className="row">
        <State state={state} />
        {reason == null || isToldBelow(reason, troubles) ? null : <span>{reason}</span>}
      </div>
      <Facts
        facts={[
          {
            name: 'Current version',
            value: <span className="mono">{currentVersion ?? 'none'}</span>,
          },
          { name: 'Applied', value: `${counts.applied} of ${counts.total}` },
          { name: 'Pending', value: counts.pending },
          { name: 'Failed', value: counts.failed },
          { name: 'Other', value: counts.other === 0 ? null : counts.other },
          {
            name: 'Revision',
            value: revision == null ? null : <span className="mono">{revision.slice(0, 12)}</span>,
          },
          { name: 'Asked', value: <Time at={checkedAt} /> },
        ]}
      />
      {troubles.length === 0 ? null : (
        <ul className={styles.troubles} aria-label="Migrations that need somebody">
          {troubles.slice(0, shownTroubles).map((migration) => (
            <li key={migration.version}>
              <State state={migration.state} />
              <span>
                <span className="mono">{migration.version}</span> {migration.name}:{' '}
                {migration.reason ?? wordsOf(migration.state)}
              </span>
            </li>
          ))}
          {troubles.length > shownTroubles ? (
            <li className="soft">and {troubles.length - shownTroubles} more, first in the table</li>
          ) : null}
        </ul>
      )}
    </div>
  );
}
