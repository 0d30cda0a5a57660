// The rows of the list: databases with their migrations, and what the service is asked for. It filters and
// sorts, so that a page of a thousand databases is as right as a page of ten. Pure.
import type {
  DatabaseFilter,
  DatabaseOrder,
  DatabasesPageQuery,
  DatabaseState,
  MigrationStatusState,
} from '../../graphql/graphql.ts';

export type ListedDatabase = DatabasesPageQuery['databases']['edges'][number]['node'];
type ListedStatus = ListedDatabase['storedMigrationStatuses'][number];

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
  attention: { title: 'needs attention first', order: 'WORST_FIRST' },
  name: { title: 'name', order: 'NAME' },
  pending: { title: 'most pending first', order: 'MOST_PENDING_FIRST' },
  size: { title: 'largest first', order: 'LARGEST_FIRST' },
  latency: { title: 'slowest first', order: 'SLOWEST_FIRST' },
} as const satisfies Record<string, { readonly title: string; readonly order: DatabaseOrder }>;

export type Sorting = keyof typeof sortings;

/** What the address narrows the list to. */
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

/** A row of a database. */
export function toRow(database: ListedDatabase): DatabaseRow {
  const statuses = database.storedMigrationStatuses;
  return {
    database,
    statuses,
    pending: statuses.reduce((sum, { counts }) => sum + counts.pending, 0),
    failed: statuses.reduce((sum, { counts }) => sum + counts.failed, 0),
  };
}

/** What the API is asked for; what the address says wrongly is left out. */
export function filterOf({ text, states, environments, drift }: RowFilter): DatabaseFilter {
  const words = text?.trim() ?? '';
  const ofDatabase = databaseStates.filter((state) => states.includes(state));
  const ofMigrations = statusStates.filter((state) => states.includes(state));
  return {
    ...(words === '' ? {} : { text: words }),
    ...(ofDatabase.length === 0 ? {} : { states: ofDatabase }),
    ...(ofMigrations.length === 0 ? {} : { migrationStates: ofMigrations }),
    ...(environments.length === 0
      ? {}
      : { environments: environments.map((name) => (name === noEnvironment ? null : name)) }),
    ...(drift ? { drift } : {}),
  };
}

/** `3 of 1000 databases`; nothing of what is not known yet. */
export function countWords(matching: number | undefined, all: number | undefined): string {
  if (matching === undefined || all === undefined) return '';
  const noun = all === 1 ? 'database' : 'databases';
  return matching === all ? `${all} ${noun}` : `${matching} of ${all} ${noun}`;
}
