// The open alerts about one thing; nothing is there while there is none.
import { Link } from 'wouter';

import { useLiveQuery } from '../client/use-live-query.ts';
import { graphql } from '../graphql/gql.ts';
import styles from './open-alerts.module.css';
import { Panel } from './panel.tsx';
import { State } from './state.tsx';
import { Time } from './time.tsx';

const openAlertsQuery = graphql(`
  query OpenAlerts($labels: [String!]) {
    alerts(
      first: 10
      order: WORST_FIRST
      filter: { labels: $labels, states: [FIRING, ACKNOWLEDGED, RECOVERING] }
    ) {
      totalCount
      edges {
        node {
          id
          title
          severity
          state
          startedAt
          acknowledgedBy
        }
      }
    }
  }
`);

/** What an alert is about, as a matcher: `subject=endpoint:checkout`. */
export function OpenAlerts({ matcher }: { matcher: string }) {
  const answer = useLiveQuery(
    openAlertsQuery,
    { labels: [matcher] },
    { staleAfter: ['alert.'], everyMs: 2_000 },
  );
  const alerts = answer.data?.alerts;
  if (alerts === undefined || alerts.edges.length === 0) return null;
  // Without a state the list is of the same ones that are counted here.
  const open = `/alerts?label=${encodeURIComponent(matcher)}`;
  const all = `${open}&state=any`;
  return (
    <Panel title="Open alerts" aside={<Link href={all}>All alerts about it</Link>} isFlush>
      <ul className={styles.alerts}>
        {alerts.edges.map(({ node }) => (
          <li key={node.id} className="row spread">
            <span className="row">
              <State state={node.severity} />
              <Link href={`/alerts/${encodeURIComponent(node.id)}`}>{node.title}</Link>
            </span>
            <span className="row small soft">
              <State state={node.state} />
              {node.acknowledgedBy == null ? null : <span>{node.acknowledgedBy}</span>}
              <Time at={node.startedAt} />
            </span>
          </li>
        ))}
        {alerts.totalCount > alerts.edges.length ? (
          <li>
            <Link href={open}>All {alerts.totalCount} open alerts about it</Link>
          </li>
        ) : null}
      </ul>
    </Panel>
  );
}
