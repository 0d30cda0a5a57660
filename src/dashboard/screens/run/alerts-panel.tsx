// The alerts that belong to a run: those that name it, those that have it among their suspects, and the one of
// its source that was open already when it failed.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import type { RunPageAlertsQuery } from '../../graphql/graphql.ts';
import { alertsOfRun, type RunDetails } from './operations.ts';
import styles from './run.module.css';

type Alert = NonNullable<RunPageAlertsQuery['migrationRun']>['alerts'][number];

function textOf(record: unknown, name: string): string | undefined {
  const value: unknown = typeof record === 'object' && record !== null && Reflect.get(record, name);
  return typeof value === 'string' ? value : undefined;
}

/** Why an alert belongs to the run with this subject. */
export function reasonOf(alert: Alert, subject: string): string {
  const named = textOf(alert.metadata, 'runId') ?? textOf(alert.labels, 'run');
  if (named !== undefined && subject === `migration-run:${named}`) return 'It is about this run.';
  return (
    alert.suspects.find(({ event }) => event.subject === subject)?.reason ??
    'It is about this source, and was open when this run failed.'
  );
}

/** The panel; it is not there while no alert belongs to the run. */
export function AlertsPanel({ run }: { run: RunDetails }) {
  const answer = useLiveQuery(
    alertsOfRun,
    { id: run.id },
    { staleAfter: ['alert.', 'migration.completed'], everyMs: 3_000 },
  );
  const caused = answer.data?.migrationRun?.alerts ?? [];
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
            <p className="soft small">{reasonOf(alert, run.subject)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
