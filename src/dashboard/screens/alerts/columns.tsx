// The columns of the alerts.
import { Link } from 'wouter';

import type { Column } from '../../parts/data-table.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './alerts.module.css';
import type { AlertRow } from './operations.ts';

/** Where an alert's page is. */
export function hrefOf({ id }: { readonly id: string }): string {
  return `/alerts/${encodeURIComponent(id)}`;
}

/** An alert's state, and that nobody is told of it. */
function Standing({ alert }: { readonly alert: AlertRow }) {
  const { state, suppressions } = alert;
  const why = suppressions.map(({ reason }) => reason).join('\n');
  return (
    <span className={styles.standing}>
      <State state={state} />
      {suppressions.length === 0 || state === 'RESOLVED' ? null : (
        <span title={why}>
          <State state="SILENT" tone="quiet" label="silent" />
        </span>
      )}
    </span>
  );
}

function whoOf({ assignedTo, acknowledgedBy }: AlertRow): string {
  return assignedTo ?? acknowledgedBy ?? '–';
}

/** A row of the desktop's table. */
export const columns: readonly Column<AlertRow>[] = [
  {
    key: 'severity',
    heading: 'Severity',
    width: '6rem',
    cell: ({ severity }) => <State state={severity} />,
  },
  {
    key: 'title',
    heading: 'What is wrong',
    width: 'minmax(16rem, 5fr)',
    cell: (alert) => (
      <Link href={hrefOf(alert)} title={alert.title}>
        {alert.title}
      </Link>
    ),
  },
  {
    key: 'state',
    heading: 'State',
    width: '10rem',
    cell: (alert) => <Standing alert={alert} />,
  },
  {
    key: 'rule',
    heading: 'Rule',
    width: 'minmax(5rem, 0.8fr)',
    cell: ({ rule }) => <span title={rule}>{rule}</span>,
  },
  {
    key: 'database',
    heading: 'Database',
    width: 'minmax(6rem, 0.9fr)',
    cell: ({ databaseName }) => databaseName ?? '–',
  },
  { key: 'who', heading: 'Who', width: '4.5rem', cell: whoOf },
  {
    key: 'since',
    heading: 'Started',
    width: '6rem',
    cell: ({ startedAt }) => <Time at={startedAt} />,
  },
];

/** On a phone all of it stands in one column, in three lines. */
export const phoneColumns: readonly Column<AlertRow>[] = [
  {
    key: 'alert',
    heading: 'Alerts',
    width: 'minmax(0, 1fr)',
    cell: (alert) => (
      <span className={styles.card}>
        <Link href={hrefOf(alert)} title={alert.title}>
          {alert.title}
        </Link>
        <span className={styles.standing}>
          <State state={alert.severity} />
          <Standing alert={alert} />
        </span>
        <span className="soft small cut">
          <Time at={alert.startedAt} /> · {alert.databaseName ?? alert.subject}
        </span>
      </span>
    ),
  },
];
