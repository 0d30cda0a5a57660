// The columns of the history.
import { Link } from 'wouter';

import type { Column } from '../../parts/data-table.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import type { RunRow } from './operations.ts';
import styles from './runs.module.css';

/** Where a run's page is. */
export function hrefOf({ id }: { id: string }): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** `Migration`, `Dry run`, `Roll-back`, and where to; the source where it tells more than the database. */
function nameOf({ kind, dryRun, emergency, toVersion, source, database }: RunRow): string {
  const what = kind === 'MIGRATE' ? 'Migration' : emergency ? 'Emergency roll-back' : 'Roll-back';
  const isUsual = source === 'main' || database.name.includes(source);
  const to = toVersion == null ? '' : ` to ${toVersion}`;
  return `${dryRun ? 'Dry run' : what}${to}${isUsual ? '' : ` (${source})`}`;
}

const origins: Readonly<Record<RunRow['origin'], string>> = {
  API: '',
  COMMAND: 'command line',
  AUTOMATIC: 'hawkwatch',
  FOREIGN: 'another tool',
};

function whoOf({ triggeredBy, origin }: RunRow): string {
  if (origin === 'AUTOMATIC') return origins.AUTOMATIC;
  return [triggeredBy ?? '', origins[origin]].filter((part) => part !== '').join(', ') || '–';
}

export const columns: readonly Column<RunRow>[] = [
  {
    key: 'database',
    heading: 'Database',
    width: 'minmax(10rem, 2fr)',
    cell: (run) => <Link href={hrefOf(run)}>{run.database.name}</Link>,
  },
  {
    key: 'state',
    heading: 'State',
    width: '9.25rem',
    cell: (run) => (
      <span className="row">
        <State state={run.state} />
        {run.state === 'RUNNING' ? (
          <span className="number soft small">{Math.floor(run.percent)} %</span>
        ) : null}
      </span>
    ),
  },
  {
    key: 'what',
    heading: 'What',
    width: 'minmax(9rem, 1.8fr)',
    cell: (run) => <span title={nameOf(run)}>{nameOf(run)}</span>,
    isExtra: true,
  },
  {
    key: 'who',
    heading: 'Begun by',
    width: 'minmax(5.5rem, 1.1fr)',
    isExtra: true,
    cell: (run) => <span title={whoOf(run)}>{whoOf(run)}</span>,
  },
  {
    key: 'queued',
    heading: 'Asked for',
    width: '8.75rem',
    cell: ({ queuedAt }) => <Time at={queuedAt} />,
  },
  {
    key: 'took',
    heading: 'Took',
    width: '4.5rem',
    isNumber: true,
    isExtra: true,
    cell: ({ startedAt, finishedAt }) =>
      startedAt == null ? '–' : <Duration since={startedAt} until={finishedAt ?? null} />,
  },
  {
    key: 'why',
    heading: 'Why it failed',
    width: 'minmax(9rem, 1.8fr)',
    isExtra: true,
    cell: ({ error }) =>
      error == null ? null : (
        <span className={styles.why} title={error.message}>
          {error.message}
        </span>
      ),
  },
];
