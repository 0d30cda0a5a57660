// hawkwatch itself: its version, whether its parts work, what its streams do, and the switch of automatic runs.
import { Link } from 'wouter';

import { useEvery } from '../../../client/use-every.ts';
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsAboutQuery } from '../../../graphql/graphql.ts';
import { formatBytes } from '../../../parts/bytes.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State } from '../../../parts/state.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import styles from '../settings.module.css';
import { AutomaticRuns } from './automatic-runs.tsx';

const aboutQuery = graphql(`
  query SettingsAbout {
    health {
      version
      state
      uptimeMs
      parts {
        name
        state
        counts
        latencyMs
        reason
      }
      streams {
        subscribers
        distinct
        sharingRatio
        executions
        deliveries
        lagging
        bytes
      }
    }
  }
`);

type Health = SettingsAboutQuery['health'];

const count = (value: number): string => value.toLocaleString('en-GB');

// Where more is said of a part.
const partHrefs: Readonly<Record<string, string>> = {
  alerts: '/alerts',
  databases: '/databases',
  deliveries: '/settings/deliveries',
  monitors: '/settings/monitors',
};

function PartName({ name }: { name: string }) {
  const href = partHrefs[name];
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return href === undefined ? <span>{words}</span> : <Link href={href}>{words}</Link>;
}

function Parts({ parts }: Pick<Health, 'parts'>) {
  return (
    <ul className={styles.list} aria-label="Parts">
      {parts.map(({ name, state, counts, latencyMs, reason }) => (
        <li key={name}>
          <span className="row">
            <span className={styles.sign}>
              <State state={state} />
            </span>
            <PartName name={name} />
            {reason == null ? null : <span className={`soft ${styles.text}`}>{reason}</span>}
          </span>
          <span className="soft small">
            {counts ? '' : 'does not count for the whole'}
            {latencyMs == null ? '' : `${counts ? '' : ', '}${formatDuration(latencyMs)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Streams({ streams }: Pick<Health, 'streams'>) {
  const { subscribers, distinct, sharingRatio, executions, deliveries, lagging, bytes } = streams;
  return (
    <Facts
      facts={[
        { name: 'Subscribers', value: count(subscribers) },
        { name: 'Distinct subscriptions', value: count(distinct) },
        { name: 'Behind', value: count(lagging), title: 'Those that read the log again' },
        { name: 'Events executed', value: count(executions) },
        { name: 'Results handed on', value: count(deliveries) },
        {
          name: 'Results of one event',
          value: sharingRatio == null ? null : sharingRatio.toFixed(1),
        },
        { name: 'Sent', value: formatBytes(bytes) },
      ]}
    />
  );
}

/** The part of the settings. */
export default function About() {
  const answer = useLiveQuery(aboutQuery, {}, { staleAfter: ['monitor.'], everyMs: 5_000 });
  useEvery(10_000, answer.refresh);
  return (
    <>
      <Answer answer={answer}>
        {({ health }) => (
          <>
            <Panel
              title={
                <span className="row">
                  hawkwatch {health.version} <State state={health.state} />
                </span>
              }
              aside={
                <span className="soft small">
                  runs for {formatDuration(health.uptimeMs)}, this replica
                </span>
              }
            >
              <Parts parts={health.parts} />
            </Panel>
            <Panel title="Streams of this replica">
              <Streams streams={health.streams} />
            </Panel>
          </>
        )}
      </Answer>
      <AutomaticRuns />
    </>
  );
}
