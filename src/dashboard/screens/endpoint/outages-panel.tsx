// When the endpoint was down, and why: from the changes of its state that the event log still has.
import { useMemo } from 'react';

import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { EndpointChangesQuery } from '../../graphql/graphql.ts';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import styles from './endpoint.module.css';
import { changeOf, outagesOf, type Outage } from './outages.ts';

const changesQuery = graphql(`
  query EndpointChanges($first: Int!, $after: String, $subjects: [String!]) {
    events(
      first: $first
      after: $after
      filter: { subjects: $subjects, types: ["endpoint.state_changed", "endpoint.retired"] }
    ) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          type
          occurredAt
          payload
        }
      }
    }
  }
`);

type Change = EndpointChangesQuery['events']['edges'][number]['node'];

const keyOf = ({ id }: Change): string => id;

function OutageItem({ outage: { since, until, reason } }: { outage: Outage }) {
  return (
    <li className="row spread">
      <span className="row">
        {until === undefined ? (
          <State state="DOWN" label="down now" />
        ) : (
          <State state="RESOLVED" label="over" />
        )}
        <Time at={since} />
        <span className="soft">
          for <Duration since={since} until={until ?? null} />
        </span>
      </span>
      <span>{reason}</span>
    </li>
  );
}

/** The panel. */
export function OutagesPanel({ name }: { name: string }) {
  const pages = usePages(
    changesQuery,
    { subjects: [`endpoint:${name}`] },
    { pageOf: ({ events }) => events, keyOf, staleAfter: ['endpoint.'] },
  );
  const { rows, error, isLoading, hasMore } = pages;
  const outages = useMemo(
    () => outagesOf(rows.map(changeOf).filter((one) => one !== undefined)),
    [rows],
  );
  const isNone = !isLoading && error === undefined && outages.length === 0;
  return (
    <Panel title="Outages" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {isNone ? (
        <Empty title={hasMore ? 'No outage is among its newest changes' : 'No outage is on record'}>
          Each time that it is down is kept here with its reason, as long as events are kept.
        </Empty>
      ) : null}
      {outages.length === 0 ? null : (
        <ul className={styles.list} aria-label="Outages, the newest first">
          {outages.map((outage) => (
            <OutageItem key={outage.since} outage={outage} />
          ))}
        </ul>
      )}
      {hasMore ? (
        <div className={styles.more}>
          <button onClick={pages.loadMore}>Show older ones</button>
        </div>
      ) : null}
    </Panel>
  );
}
