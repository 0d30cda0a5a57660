// Databases that were found in containers and wait for somebody to tell how to log in.
import { useState } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { DatabasesDiscoveredQuery } from '../../graphql/graphql.ts';
import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './databases.module.css';
import { ConfirmDiscoveredDialog } from './registration/confirm-discovered-dialog.tsx';

const discoveredQuery = graphql(`
  query DatabasesDiscovered {
    discoveredDatabases(first: 50) {
      totalCount
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

type Discovered = DatabasesDiscoveredQuery['discoveredDatabases']['edges'][number]['node'];

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
  const answer = useLiveQuery(discoveredQuery, {}, { staleAfter: ['database.', 'container.'] });
  const [chosen, setChosen] = useState<Discovered>();
  const { edges = [], totalCount = 0 } = answer.data?.discoveredDatabases ?? {};
  if (edges.length === 0) return null;
  const close = (): void => setChosen(undefined);
  return (
    <Panel
      title="Found in containers"
      aside={<span className="soft">{totalCount} wait for a login</span>}
      isFlush
    >
      <ul className={styles.discoveredList}>
        {edges.map(({ node }) => (
          <Entry key={node.id} found={node} onConfirm={() => setChosen(node)} />
        ))}
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
