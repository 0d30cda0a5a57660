// The alerts that a run caused: those that name it, and those that have it among their suspects.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import type { RunPageAlertsQuery } from '../../graphql/graphql.ts';
import { alertsSince, type RunDetails } from './operations.ts';
import styles from './run.module.css';

type Alert = RunPageAlertsQuery['alerts']['edges'][number]['node'];

function textOf(record: unknown, name: string): string | undefined {
  const value: unknown = typeof record === 'object' && record !== null && Reflect.get(record, name);
  return typeof value === 'string' ? value : undefined;
}

/** Why an alert belongs to the run with this subject, or undefined when it does not. */
export function reasonOf(alert: Alert, subject: string): string | undefined {
  const named = textOf(alert.metadata, 'runId') ?? textOf(alert.labels, 'run');
  if (named !== undefined && subject === `migration-run:${named}`) return 'It is about this run.';
  return alert.suspects.find(({ event }) => event.subject === subject)?.reason;
}

/** The panel; it is not there while no alert belongs to the run. */
export function AlertsPanel({ run }: { run: RunDetails }) {
  const answer = useLiveQuery(
    alertsSince,
    { since: run.queuedAt },
    { staleAfter: ['alert.'], everyMs: 3_000 },
  );
  const caused = (answer.data?.alerts.edges ?? []).flatMap(({ node }) => {
    // A pending one may never come to anything, and nobody is told of it.
    const reason = node.state === 'PENDING' ? undefined : reasonOf(node, run.subject);
    return reason === undefined ? [] : [{ ...node, reason }];
  });
  if (caused.length === 0) return null;
  return (
    <Panel title="Alerts" isFlush>
      <ul className={styles.list} aria-label="Alerts of this run">
        {caused.map((alert) => (
          <li key={alert.id}>
            <div className="row">
              <State state={alert.severity} />
              <Link href={`/alerts/${encodeURIComponent(alert.id)}`}>{alert.title}</Link>
              <State state={alert.state} />
              <span className="soft small">
                <Time at={alert.startedAt} />
              </span>
            </div>
            <p className="soft small">{alert.reason}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
