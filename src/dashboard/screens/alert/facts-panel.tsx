// What is known of an alert: what it says, when it was what, what it is about, its labels and values.
import { Link } from 'wouter';

import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { hrefOfSubject, webAddress } from '../../parts/subject.ts';
import { Duration, Time } from '../../parts/time.tsx';
import styles from './alert.module.css';
import type { AlertDetails } from './operations.ts';
import { entriesOf, formatValue } from './values.ts';

function Subject({ alert }: { readonly alert: AlertDetails }) {
  const href = hrefOfSubject(alert.subject, alert.metadata);
  return href === undefined ? alert.subject : <Link href={href}>{alert.subject}</Link>;
}

/** Who ended it, and how. */
function endOf({ resolution, resolvedBy }: AlertDetails): string | undefined {
  if (resolution == null) return undefined;
  return resolvedBy == null ? wordsOf(resolution) : `by ${resolvedBy}`;
}

const at = (time: string | null | undefined) => (time == null ? undefined : <Time at={time} />);

/** The panel. */
export function FactsPanel({ alert }: { readonly alert: AlertDetails }) {
  const labels = entriesOf(alert.labels);
  const known = entriesOf(alert.metadata);
  const web = webAddress(alert.url);
  const { database, databaseName, incident } = alert;
  const took = alert.acknowledgedBy == null ? undefined : ` by ${alert.acknowledgedBy}`;
  return (
    <Panel title="What is wrong">
      <div className="column">
        {alert.message === '' ? null : <p className={styles.message}>{alert.message}</p>}
        <Facts
          facts={[
            { name: 'Started', value: at(alert.startedAt) },
            {
              name: alert.resolvedAt == null ? 'Goes on for' : 'Took',
              value: <Duration since={alert.startedAt} until={alert.resolvedAt ?? null} />,
            },
            { name: 'About', value: <Subject alert={alert} /> },
            {
              name: 'Database',
              value:
                databaseName == null ? undefined : database == null ? (
                  databaseName
                ) : (
                  <Link href={`/databases/${encodeURIComponent(database.id)}`}>{databaseName}</Link>
                ),
            },
            { name: 'Value', value: formatValue(alert.value, alert.metadata) },
            { name: 'Assigned to', value: alert.assignedTo },
            {
              name: 'Acknowledged',
              value:
                alert.acknowledgedAt == null ? undefined : (
                  <>
                    {at(alert.acknowledgedAt)}
                    {took}
                  </>
                ),
            },
            { name: 'Recovers since', value: at(alert.recoveringSince) },
            {
              name: 'Over',
              value:
                alert.resolvedAt == null ? undefined : (
                  <>
                    {at(alert.resolvedAt)}, {endOf(alert)}
                  </>
                ),
            },
            { name: 'Comes and goes since', value: at(alert.flappingSince) },
            {
              name: 'Fired',
              value: alert.timesFired > 1 ? `${alert.timesFired} times` : undefined,
            },
            { name: 'Heard of last', value: at(alert.observedAt) },
            {
              name: 'Incident',
              value:
                incident == null ? undefined : (
                  <Link href={`/incidents/${encodeURIComponent(incident.id)}`}>
                    {incident.title}
                  </Link>
                ),
            },
            {
              name: 'More to read',
              value:
                web === undefined ? undefined : (
                  <a href={web} target="_blank" rel="noreferrer">
                    {new URL(web).host} ↗
                  </a>
                ),
            },
          ]}
        />
        {alert.state === 'RESOLVED' && alert.resolution === 'MANUAL' && alert.conditionHolds ? (
          <p className="soft">
            Its condition held when it was resolved by hand: no other alert opens until that has
            ended or comes anew.
          </p>
        ) : null}
        {labels.length === 0 ? null : (
          <ul className={styles.labels} aria-label="Labels">
            {labels.map(([name, value]) => (
              <li key={name}>
                <Link
                  className={styles.label ?? ''}
                  href={`/alerts?label=${encodeURIComponent(`${name}=${value}`)}`}
                  title="All open alerts with this label"
                >
                  {name}={value}
                </Link>
              </li>
            ))}
          </ul>
        )}
        {known.length === 0 ? null : (
          <details>
            <summary>What else is known ({known.length})</summary>
            <dl className={styles.known}>
              {known.map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </Panel>
  );
}
