// The newest notifications: whether they reached somebody.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State, wordsOf } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './deliveries.module.css';

const deliveriesQuery = graphql(`
  query NowDeliveries {
    deliveries(first: 8) {
      edges {
        node {
          id
          channel
          state
          reason
          alertCount
          createdAt
          failure
        }
      }
    }
  }
`);

/** The panel. */
export function LatestDeliveries() {
  const answer = useLiveQuery(
    deliveriesQuery,
    {},
    { staleAfter: ['delivery.', 'alert.fired'], everyMs: 2_000 },
  );
  return (
    <Panel
      title="Latest deliveries"
      aside={<Link href="/settings/deliveries">All deliveries</Link>}
    >
      <Answer answer={answer}>
        {({ deliveries }) =>
          deliveries.edges.length === 0 ? (
            <Empty title="Nobody was told anything yet">
              Declare <code>channels</code> and <code>routes</code> in <code>hawkwatch.yaml</code>;{' '}
              <Link href="/settings/channels">channels</Link> can be tested there.
            </Empty>
          ) : (
            <ul className={styles.list}>
              {deliveries.edges.map(({ node }) => (
                <li key={node.id}>
                  <span className={styles.state}>
                    <State
                      state={node.state}
                      {...(node.state === 'DEAD' ? { label: 'given up' } : {})}
                    />
                  </span>
                  <span className={styles.what}>
                    <Link href={`/settings/deliveries?channel=${encodeURIComponent(node.channel)}`}>
                      {node.channel}
                    </Link>
                    <span className="soft">
                      {wordsOf(node.reason)}
                      {node.alertCount === 0
                        ? ''
                        : `, ${node.alertCount} ${node.alertCount === 1 ? 'alert' : 'alerts'}`}
                    </span>
                    {node.failure == null ? null : (
                      <span className={styles.why}>{node.failure}</span>
                    )}
                  </span>
                  <span className="soft small">
                    <Time at={node.createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
