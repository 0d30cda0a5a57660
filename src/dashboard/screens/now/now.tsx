// The first screen: what needs somebody, what changed, what runs now.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';

const nowQuery = graphql(`
  query NowAlerts {
    alerts(first: 10, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }) {
      totalCount
      edges {
        node {
          id
          title
          state
          severity
          startedAt
        }
      }
    }
  }
`);

/** The start. */
export default function Now() {
  const answer = useLiveQuery(nowQuery, {}, { staleAfter: ['alert.'] });
  return (
    <Screen title="Now">
      <Panel title="Needs you">
        <Answer answer={answer}>
          {({ alerts }) =>
            alerts.edges.length === 0 ? (
              <Empty title="Nothing needs you">No alert is open.</Empty>
            ) : (
              <ul>
                {alerts.edges.map(({ node }) => (
                  <li key={node.id} className="row">
                    <State state={node.severity} />
                    <State state={node.state} />
                    <span>{node.title}</span>
                    <Time at={node.startedAt} />
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
    </Screen>
  );
}
