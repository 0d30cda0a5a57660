// What reports to hawkwatch: jobs that say that they live, and others that report alerts.
import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsHeartbeatsQuery } from '../../../graphql/graphql.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State } from '../../../parts/state.tsx';
import { formatDuration, Time } from '../../../parts/time.tsx';
import { useMay } from '../../../shell/viewer.ts';
import styles from '../settings.module.css';
import { heartbeatTones } from '../tones.ts';
import { Intakes } from './intakes.tsx';

const heartbeatsQuery = graphql(`
  query SettingsHeartbeats {
    heartbeats {
      name
      state
      count
      everyMs
      graceMs
      lastAt
      dueAt
      missingSince
    }
  }
`);

type ShownHeartbeat = SettingsHeartbeatsQuery['heartbeats'][number];

function Entry({ heartbeat }: { heartbeat: ShownHeartbeat }) {
  const { name, state, count, everyMs, graceMs, lastAt, dueAt, missingSince } = heartbeat;
  return (
    <li>
      <span className="row">
        <h3>{name}</h3>
        <State state={state} tone={heartbeatTones[state]} />
      </span>
      <Facts
        facts={[
          { name: 'Every', value: formatDuration(everyMs) },
          { name: 'May be late by', value: formatDuration(graceMs) },
          { name: 'Reported last', value: lastAt == null ? 'never' : <Time at={lastAt} /> },
          {
            name: missingSince == null ? 'Missing from' : 'Missing since',
            value:
              (missingSince ?? dueAt) == null ? null : <Time at={missingSince ?? dueAt ?? ''} />,
          },
          { name: 'Reports', value: count.toLocaleString('en-GB') },
          { name: 'Reports to', value: <code>POST /heartbeat/{name}</code> },
        ]}
      />
      {state === 'WAITING' ? (
        <p className="soft small">It is watched from its first report on.</p>
      ) : null}
    </li>
  );
}

/** The part of the settings. */
export default function Heartbeats() {
  const mayIntakes = useMay('ADMIN');
  const answer = useLiveQuery(heartbeatsQuery, {}, { staleAfter: ['heartbeat.'] });
  useEvery(15_000, answer.refresh);
  return (
    <>
      <Panel
        title="Heartbeats"
        aside={<span className="soft small">declared in hawkwatch.yaml</span>}
        isFlush
      >
        <Answer answer={answer}>
          {({ heartbeats }) =>
            heartbeats.length === 0 ? (
              <Empty title="Nothing reports that it lives">
                Declare <code>heartbeats:</code> in <code>hawkwatch.yaml</code>: a nightly back-up
                that does not report in time is an alert.
              </Empty>
            ) : (
              <ul className={styles.entries} aria-label="Heartbeats">
                {heartbeats.map((heartbeat) => (
                  <Entry key={heartbeat.name} heartbeat={heartbeat} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
      {mayIntakes ? <Intakes /> : null}
    </>
  );
}
