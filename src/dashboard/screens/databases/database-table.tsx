// The list of databases.
import { Link } from 'wouter';

import { formatBytes } from '../../parts/bytes.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { State, wordsOf } from '../../parts/state.tsx';
import { formatDuration } from '../../parts/time.tsx';
import type { DatabaseRow } from './database-rows.ts';

/** Where a database's page is. */
const hrefOf = ({ database }: DatabaseRow): string =>
  `/databases/${encodeURIComponent(database.id)}`;

const keyOf = ({ database }: DatabaseRow): string => database.id;

const dash = <span className="soft">–</span>;

function Migrations({ row }: { row: DatabaseRow }) {
  const [worst, ...others] = row.statuses;
  if (worst === undefined) return <span className="soft">not migrated here</span>;
  return (
    <span title={worst.reason ?? undefined}>
      <State state={worst.state} />
      {others.length === 0 ? null : (
        <span className="soft small"> worst of {row.statuses.length} sources</span>
      )}
    </span>
  );
}

function Pending({ row }: { row: DatabaseRow }) {
  const [worst] = row.statuses;
  // Of a database that never answered nobody knows.
  if (worst === undefined || (worst.state === 'UNREACHABLE' && row.pending === 0)) return dash;
  return (
    <Link href={hrefOf(row)}>
      {row.pending}
      {row.failed > 0 ? ` + ${row.failed} failed` : ''}
    </Link>
  );
}

function Drift({ row: { database } }: { row: DatabaseRow }) {
  const { drift, id } = database;
  if (drift == null) return dash;
  return (
    <Link href={`/databases/${encodeURIComponent(id)}/schema`}>
      <State
        state={drift.state}
        tone={drift.state === 'OPEN' ? 'bad' : 'warn'}
        label={`${drift.changeCount} ${drift.changeCount === 1 ? 'object' : 'objects'}`}
      />
    </Link>
  );
}

const columns: readonly Column<DatabaseRow>[] = [
  {
    key: 'name',
    heading: 'Database',
    width: 'minmax(10.5rem, 2fr)',
    cell: (row) => <Link href={hrefOf(row)}>{row.database.name}</Link>,
  },
  {
    key: 'state',
    heading: 'Status',
    width: '5.25rem',
    cell: ({ database: { health } }) => (
      <span title={health.reason ?? undefined}>
        <State state={health.state} />
      </span>
    ),
  },
  {
    key: 'environment',
    heading: 'Environment',
    width: 'minmax(6.25rem, 1fr)',
    isExtra: true,
    cell: ({ database }) => database.environment ?? dash,
  },
  {
    key: 'tool',
    heading: 'Tool',
    width: 'minmax(4.5rem, 1fr)',
    isExtra: true,
    cell: ({ statuses, database }) => {
      const tools = [...new Set(statuses.map(({ tool }) => tool))].join(', ');
      return <span title={wordsOf(database.engine)}>{tools === '' ? dash : tools}</span>;
    },
  },
  {
    key: 'migrations',
    heading: 'Migrations',
    width: 'minmax(8.5rem, 1.4fr)',
    cell: (row) => <Migrations row={row} />,
  },
  {
    key: 'drift',
    heading: 'Drift',
    width: '6rem',
    cell: (row) => <Drift row={row} />,
  },
  {
    key: 'pending',
    heading: 'Pending',
    width: '5.5rem',
    isNumber: true,
    cell: (row) => <Pending row={row} />,
  },
  {
    key: 'size',
    heading: 'Size',
    width: '4.75rem',
    isExtra: true,
    isNumber: true,
    cell: ({ database: { health } }) =>
      health.sizeBytes == null ? dash : formatBytes(health.sizeBytes),
  },
  {
    key: 'latency',
    heading: 'Latency',
    width: '4.5rem',
    isExtra: true,
    isNumber: true,
    cell: ({ database: { health } }) =>
      health.latencyMs == null ? dash : formatDuration(health.latencyMs),
  },
];

export interface DatabaseTableProps {
  readonly rows: readonly DatabaseRow[];
  /** How many there are in all, when that is known. */
  readonly total: number | undefined;
  onEndNear(): void;
}

/** Databases, one a row. */
export function DatabaseTable({ rows, total, onEndNear }: DatabaseTableProps) {
  return (
    <DataTable
      label="Databases"
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      hrefOf={hrefOf}
      {...(total === undefined ? {} : { total })}
      onEndNear={onEndNear}
    />
  );
}
