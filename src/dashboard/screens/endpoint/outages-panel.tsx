// When the endpoint was down, and why: from the changes of its state that the event log still has.
import { useMemo } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import styles from './endpoint.module.css';
import { changeOf, outagesOf } from './outages.ts';

const changesQuery = graphql(`
  query EndpointChanges($subjects: [String!]) {
    events(
      first: 100
      filter: { subjects: $subjects, types: ["endpoint.state_changed", "endpoint.retired"] }
    ) {
      edges {
        node {
          type
          occurredAt
          payload
        }
      }
    }
  }
`);

/** The panel. */
export function OutagesPanel({ name }: { name: string }) {
  const subject = `endpoint:${name}`;
  const concerns = useMemo(
    () => (event: { readonly subject: string }) => event.subject === subject,
    [subject],
  );
  const answer = useLiveQuery(
    changesQuery,
    { subjects: [subject] },
    { staleAfter: ['endpoint.'], concerns },
  );
  const events = answer.data?.events.edges;
  const outages = useMemo(
    () =>
      outagesOf(
        (events ?? []).map(({ node }) => changeOf(node)).filter((one) => one !== undefined),
      ),
    [events],
  );
  return (
    <Panel title="Outages" isFlush>
      <Answer answer={answer}>
        {() =>
          outages.length === 0 ? (
            <Empty title="No outage is on record">
              Each time that it is down is kept here with its reason, as long as events are kept.
            </Empty>
          ) : (
            <ul className={styles.list} aria-label="Outages, the newest first">
              {outages.map(({ since, until, reason }) => (
                <li key={since} className="row spread">
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
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
