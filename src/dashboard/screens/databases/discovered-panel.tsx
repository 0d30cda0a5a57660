// Databases that were found in containers and wait for somebody to tell how to log in.
import { useState } from 'react';
import { Link } from 'wouter';

import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { DatabasesDiscoveredQuery } from '../../graphql/graphql.ts';
import { Failure } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './databases.module.css';
import { ConfirmDiscoveredDialog } from './registration/confirm-discovered-dialog.tsx';

const discoveredQuery = graphql(`
  query DatabasesDiscovered($first: Int, $after: String) {
    discoveredDatabases(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          engine
          discovery {
            since
            container {
              id
              name
            }
            recognition {
              product
              reasons
            }
            places {
              host
              port
            }
          }
        }
      }
    }
  }
`);

type Found = DatabasesDiscoveredQuery['discoveredDatabases'];
type Discovered = Found['edges'][number]['node'];

const pageOf = ({ discoveredDatabases }: DatabasesDiscoveredQuery): Found => discoveredDatabases;
const keyOf = ({ id }: Discovered): string => id;

// hawkwatch can log in to these.
const reachable = new Set(['POSTGRESQL']);

function Entry({ found, onConfirm }: { found: Discovered; onConfirm(): void }) {
  const { id, name, engine, discovery } = found;
  const mayConfirm = useMay('ADMIN');
  const where = discovery?.places.map(({ host, port }) => `${host}:${port}`).join(', ');
  return (
    <li className={styles.discovered}>
      <span className="column" style={{ gap: 0, minWidth: 0 }}>
        <Link href={`/databases/${encodeURIComponent(id)}/about`}>{name}</Link>
        <span className="soft small">
          {discovery?.recognition?.product ?? wordsOf(engine)}
          {where === undefined || where === '' ? null : ` at ${where}`}
          {discovery == null ? null : (
            <>
              {' in '}
              <Link href={`/containers/${encodeURIComponent(discovery.container.id)}`}>
                {discovery.container.name}
              </Link>
            </>
          )}
          {discovery?.since == null ? null : (
            <>
              {', found '}
              <Time at={discovery.since} />
            </>
          )}
        </span>
        {discovery?.recognition?.reasons[0] === undefined ? null : (
          <span className="soft small">Because {discovery.recognition.reasons[0]}.</span>
        )}
      </span>
      {!reachable.has(engine) ? (
        <span className="soft small">hawkwatch cannot log in to this kind</span>
      ) : mayConfirm ? (
        <button onClick={onConfirm}>Confirm …</button>
      ) : (
        <span className="soft small">an admin can confirm it</span>
      )}
    </li>
  );
}

/** Nothing, when none was found. */
export function DiscoveredPanel({ onConfirmed }: { onConfirmed(): void }) {
  const answer = usePages(
    discoveredQuery,
    {},
    { pageOf, keyOf, staleAfter: ['database.', 'container.'] },
  );
  const [chosen, setChosen] = useState<Discovered>();
  const { rows, total, error, hasMore, loadMore } = answer;
  if (rows.length === 0 && error === undefined) return null;
  const close = (): void => setChosen(undefined);
  return (
    <Panel
      title="Found in containers"
      aside={
        total === undefined ? undefined : <span className="soft">{total} not watched yet</span>
      }
      isFlush
    >
      {error === undefined ? null : <Failure error={error} onRetry={answer.refresh} />}
      <ul className={styles.discoveredList}>
        {rows.map((found) => (
          <Entry key={found.id} found={found} onConfirm={() => setChosen(found)} />
        ))}
        {hasMore ? (
          <li className={styles.discovered}>
            <button onClick={loadMore}>Show more</button>
          </li>
        ) : null}
      </ul>
      {chosen === undefined ? null : (
        <ConfirmDiscoveredDialog
          database={chosen}
          places={chosen.discovery?.places ?? []}
          onDone={() => {
            close();
            answer.refresh();
            onConfirmed();
          }}
          onClose={close}
        />
      )}
    </Panel>
  );
}
