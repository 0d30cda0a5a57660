// Incidents: alerts that belong together, the newest first.
import { Link } from 'wouter';

import { usePages } from '../../client/use-pages.ts';
import { Choice } from '../../parts/filter-controls.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { usePhone } from '../../parts/use-phone.ts';
import styles from './alerts.module.css';
import { incidentsQuery, type IncidentRow } from './operations.ts';

const keyOf = ({ id }: IncidentRow): string => id;
const hrefOf = ({ id }: IncidentRow): string => `/incidents/${encodeURIComponent(id)}`;

const Standing = ({ isOpen }: IncidentRow) =>
  isOpen ? <State state="FIRING" label="open" /> : <State state="RESOLVED" label="over" />;

const columns: readonly Column<IncidentRow>[] = [
  {
    key: 'severity',
    heading: 'Severity',
    width: '6rem',
    cell: ({ severity }) => <State state={severity} />,
  },
  { key: 'state', heading: 'State', width: '5rem', cell: Standing },
  {
    key: 'title',
    heading: 'Began with',
    width: 'minmax(12rem, 2fr)',
    cell: (incident) => (
      <Link href={hrefOf(incident)} title={incident.title}>
        {incident.title}
      </Link>
    ),
  },
  {
    key: 'reason',
    heading: 'Why they belong together',
    width: 'minmax(12rem, 2.4fr)',
    cell: ({ reason }) => <span title={reason}>{reason}</span>,
  },
  {
    key: 'started',
    heading: 'Started',
    width: '7.5rem',
    cell: ({ startedAt }) => <Time at={startedAt} />,
  },
  {
    key: 'lasted',
    heading: 'Lasts',
    width: '5.5rem',
    isNumber: true,
    cell: ({ startedAt, resolvedAt }) => <Duration since={startedAt} until={resolvedAt ?? null} />,
  },
];

const phoneColumns: readonly Column<IncidentRow>[] = [
  {
    key: 'incident',
    heading: 'Incidents',
    width: 'minmax(0, 1fr)',
    cell: (incident) => (
      <span className={styles.card}>
        <Link href={hrefOf(incident)} title={incident.title}>
          {incident.title}
        </Link>
        <span className={styles.standing}>
          <State state={incident.severity} />
          <Standing {...incident} />
        </span>
        <span className="soft small cut">
          <Time at={incident.startedAt} />
        </span>
      </span>
    ),
  },
];

const kinds = { open: 'Open', over: 'Over' };

/** The list. */
export function IncidentList() {
  const [which, setWhich] = useUrlValue('open');
  const isPhone = usePhone();
  const filter = which === 'open' || which === 'over' ? { open: which === 'open' } : {};
  const { rows, error, isLoading, loadMore, refresh } = usePages(
    incidentsQuery,
    { filter },
    { pageOf: (data) => data.incidents, keyOf, staleAfter: ['incident.'] },
  );
  return (
    <>
      <section className={styles.fields} aria-label="Filters">
        <Choice label="Incidents" value={which} options={kinds} onChange={setWhich} />
      </section>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      {error !== undefined && rows.length === 0 ? null : (
        <Panel title="Incidents" isFlush>
          {isLoading && rows.length === 0 ? <Loading /> : null}
          {!isLoading && rows.length === 0 ? (
            <Empty title={which === undefined ? 'There was no incident' : 'There is none of these'}>
              Alerts that begin at about the same time on connected objects, or after the same
              change, become an incident by themselves. What is connected is said under{' '}
              <code>topology</code> in hawkwatch.yaml.
            </Empty>
          ) : null}
          {rows.length === 0 ? null : (
            <DataTable
              label="Incidents, newest first"
              rows={rows}
              columns={isPhone ? phoneColumns : columns}
              rowHeight={isPhone ? 88 : 40}
              keyOf={keyOf}
              hrefOf={hrefOf}
              onEndNear={loadMore}
            />
          )}
        </Panel>
      )}
    </>
  );
}
