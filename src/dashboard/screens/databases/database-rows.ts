// The rows of the list: databases with their migrations, filtered and sorted. Pure.
import type {
  DatabasesPageQuery,
  DatabasesStatusesQuery,
  DatabaseState,
  MigrationStatusState,
} from '../../graphql/graphql.ts';

export type ListedDatabase = DatabasesPageQuery['databases']['edges'][number]['node'];
export type ListedStatus =
  DatabasesStatusesQuery['migrationOverview']['statuses']['edges'][number]['node'];

export interface DatabaseRow {
  readonly database: ListedDatabase;
  /** One for each source, the worst first. */
  readonly statuses: readonly ListedStatus[];
  readonly pending: number;
  readonly failed: number;
}

export const databaseStates = [
  'DOWN',
  'DEGRADED',
  'UNKNOWN',
  'UP',
] as const satisfies readonly DatabaseState[];

// The worst first, as the service sorts them.
export const statusStates = [
  'UNREACHABLE',
  'DIRTY',
  'DIVERGED',
  'AHEAD',
  'LOCKED',
  'BEHIND',
  'UNINITIALISED',
  'UP_TO_DATE',
] as const satisfies readonly MigrationStatusState[];

export const sortings = {
  attention: 'needs attention first',
  name: 'name',
  pending: 'most pending first',
  size: 'largest first',
  latency: 'slowest first',
} as const;

export type Sorting = keyof typeof sortings;

export interface RowFilter {
  readonly text?: string | undefined;
  /** States of databases and of migrations: one of each kind that is named has to match. */
  readonly states: readonly string[];
  readonly environments: readonly string[];
  /** True: only those whose schema drifted. */
  readonly drift: boolean;
}

/** What the address calls databases without an environment. */
export const noEnvironment = 'none';

const environmentOf = ({ database }: DatabaseRow): string => database.environment ?? noEnvironment;

function rankOf(state: MigrationStatusState): number {
  return statusStates.indexOf(state);
}

/** Puts databases and the statuses of their migrations together. */
export function joinRows(
  databases: readonly ListedDatabase[],
  statuses: readonly ListedStatus[],
): DatabaseRow[] {
  const byDatabase = Map.groupBy(statuses, (status) => status.database.id);
  return databases.map((database) => {
    const own = (byDatabase.get(database.id) ?? []).toSorted(
      (a, b) => rankOf(a.state) - rankOf(b.state),
    );
    return {
      database,
      statuses: own,
      pending: own.reduce((sum, { counts }) => sum + counts.pending, 0),
      failed: own.reduce((sum, { counts }) => sum + counts.failed, 0),
    };
  });
}

const matchesText = ({ database, statuses }: DatabaseRow, text: string): boolean =>
  [
    database.name,
    database.environment ?? '',
    database.engine,
    ...statuses.flatMap(({ source, tool }) => [source, tool]),
  ].some((word) => word.toLowerCase().includes(text));

function matchesStates(row: DatabaseRow, states: readonly string[]): boolean {
  const ofDatabase = states.filter((state) => databaseStates.some((one) => one === state));
  const ofMigrations = states.filter((state) => !ofDatabase.includes(state));
  return (
    (ofDatabase.length === 0 || ofDatabase.includes(row.database.health.state)) &&
    (ofMigrations.length === 0 || row.statuses.some(({ state }) => ofMigrations.includes(state)))
  );
}

/** The rows that match. */
export function filterRows(rows: readonly DatabaseRow[], filter: RowFilter): DatabaseRow[] {
  const text = filter.text?.trim().toLowerCase() ?? '';
  const { states, environments, drift } = filter;
  return rows.filter(
    (row) =>
      (text === '' || matchesText(row, text)) &&
      matchesStates(row, states) &&
      (environments.length === 0 || environments.includes(environmentOf(row))) &&
      (!drift || row.database.drift != null),
  );
}

const troubled = new Set<MigrationStatusState>(['DIRTY', 'DIVERGED', 'AHEAD', 'UNREACHABLE']);

/** How much a row needs somebody: the smaller the more. */
function urgencyOf({ database, statuses, pending }: DatabaseRow): number {
  if (database.health.state === 'DOWN') return 0;
  if (statuses.some(({ state }) => troubled.has(state))) return 1;
  if (database.drift != null) return database.drift.state === 'OPEN' ? 2 : 4;
  if (database.health.state === 'DEGRADED') return 3;
  if (pending > 0) return 5;
  return database.health.state === 'UNKNOWN' ? 6 : 7;
}

const orders: Readonly<Record<Sorting, (a: DatabaseRow, b: DatabaseRow) => number>> = {
  attention: (a, b) => urgencyOf(a) - urgencyOf(b),
  name: () => 0,
  pending: (a, b) => b.pending - a.pending,
  size: (a, b) => (b.database.health.sizeBytes ?? -1) - (a.database.health.sizeBytes ?? -1),
  latency: (a, b) => (b.database.health.latencyMs ?? -1) - (a.database.health.latencyMs ?? -1),
};

/** Sorted, and by name where that makes no difference. */
export function sortRows(rows: readonly DatabaseRow[], sorting: Sorting): DatabaseRow[] {
  const byName = new Intl.Collator('en', { numeric: true });
  return rows.toSorted(
    (a, b) => orders[sorting](a, b) || byName.compare(a.database.name, b.database.name),
  );
}

/** The environments there are, by name; those without one last. */
export function environmentsOf(rows: readonly DatabaseRow[]): string[] {
  const names = new Set(rows.map(environmentOf));
  const hasNone = names.delete(noEnvironment);
  return [...[...names].toSorted(), ...(hasNone ? [noEnvironment] : [])];
}
