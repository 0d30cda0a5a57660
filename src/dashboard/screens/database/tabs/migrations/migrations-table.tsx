// The migrations of a source: what is to be done first, then what was done, the newest first.
import type { MigrationDeed, RiskLevel } from '../../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../../parts/data-table.tsx';
import { Risk } from '../../../../parts/risk.tsx';
import { State } from '../../../../parts/state.tsx';
import { formatDuration, Time } from '../../../../parts/time.tsx';
import { useMay } from '../../../../shell/viewer.ts';
import { isMarkable, isRunnable } from './migration-order.ts';
import type { Migration } from './read-migrations.ts';

export interface MigrationActions {
  onRun(toVersion: string): void;
  onRollback(toVersion: string): void;
  onMark(migration: Migration): void;
}

export interface MigrationsTableProps extends MigrationActions {
  readonly source: string;
  readonly rows: readonly Migration[];
  readonly risks: ReadonlyMap<string, RiskLevel>;
  /** Versions that a roll-back can stop at. */
  readonly targets: readonly string[];
  /** What the source lets one do. */
  readonly deeds: readonly MigrationDeed[];
}

const keyOf = ({ version }: Migration): string => version;
const dash = <span className="soft">–</span>;

/** As wide as the longest version, within reason: some tools number by seconds. */
function versionWidth(rows: readonly Migration[]): string {
  const longest = rows.reduce((length, { version }) => Math.max(length, version.length), 0);
  return `${(Math.min(24, Math.max(9, longest)) * 0.5).toFixed(1)}rem`;
}

const facts = (
  rows: readonly Migration[],
  risks: ReadonlyMap<string, RiskLevel>,
): Column<Migration>[] => [
  {
    key: 'version',
    heading: 'Version',
    width: versionWidth(rows),
    cell: ({ version }) => (
      <span className="mono" title={version}>
        {version}
      </span>
    ),
  },
  {
    key: 'name',
    heading: 'Name',
    width: 'minmax(8rem, 1.4fr)',
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  {
    key: 'state',
    heading: 'State',
    width: '8.5rem',
    cell: ({ state, reason }) => (
      <span title={reason ?? undefined}>
        <State state={state} />
      </span>
    ),
  },
  {
    key: 'risk',
    heading: 'Risk',
    width: '7.5rem',
    cell: ({ version }) => {
      const level = risks.get(version);
      return level === undefined ? dash : <Risk level={level} />;
    },
  },
  {
    key: 'applied',
    heading: 'Applied',
    width: 'minmax(13rem, 1.4fr)',
    cell: ({ appliedAt, appliedBy, durationMs }) =>
      appliedAt == null ? (
        dash
      ) : (
        <>
          <Time at={appliedAt} />
          {appliedBy == null ? null : <span className="soft"> by {appliedBy}</span>}
          {durationMs == null ? null : (
            <span className="soft number" title="How long it took">
              , {formatDuration(durationMs)}
            </span>
          )}
        </>
      ),
  },
];

/** The table; its rows have buttons for those who may. */
export function MigrationsTable(props: MigrationsTableProps) {
  const { source, rows, risks, targets, deeds, onRun, onRollback, onMark } = props;
  const mayRun = useMay('OPERATOR');
  // Only its own history is hawkwatch's to write.
  const mayMark = useMay('ADMIN') && deeds.includes('DRY_RUN');
  const mayStop = new Set(targets);
  const canRun = deeds.includes('RUN');
  const actions: Column<Migration> = {
    key: 'actions',
    heading: 'Actions',
    width: mayMark ? '13.5rem' : '7rem',
    cell: (migration) => (
      <span className="row" style={{ flexWrap: 'nowrap', gap: 'var(--space-1)' }}>
        {canRun && isRunnable(migration) ? (
          <button
            className="plain small"
            aria-label={`Run to here: ${migration.version}`}
            onClick={() => onRun(migration.version)}
          >
            Run to here
          </button>
        ) : null}
        {mayStop.has(migration.version) ? (
          <button
            className="plain small"
            aria-label={`Back to here: ${migration.version}`}
            onClick={() => onRollback(migration.version)}
          >
            Back to here
          </button>
        ) : null}
        {mayMark && isMarkable(migration) ? (
          <button
            className="plain small"
            aria-label={`Mark applied: ${migration.version}`}
            onClick={() => onMark(migration)}
          >
            Mark applied
          </button>
        ) : null}
      </span>
    ),
  };
  return (
    <DataTable
      label={`Migrations of ${source}`}
      rows={rows}
      columns={mayRun && deeds.length > 0 ? [...facts(rows, risks), actions] : facts(rows, risks)}
      keyOf={keyOf}
    />
  );
}
