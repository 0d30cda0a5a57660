// Pages of the monitored databases: which of them, in which order. Health, drift and migrations are those that
// are stored, found by their database's id; no database is reached for, and nothing here writes.
import { and, count, sql, type SQL } from './drizzle.ts';
import { failingStates, type MigrationStatusState } from '../core/migrations.ts';
import { toDatabaseRecord, type DatabaseRecord } from './databases.ts';
import { databases } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable } from './store.ts';

/** Those that left the configuration, or those in it; with those that are known by a container alone, or not. */
export interface DatabaseKind {
  readonly retired: boolean;
  /** True: only discovered ones; false: only the others. */
  readonly discovered?: boolean | undefined;
}

/** Which databases; what is left out does not restrict. */
export interface DatabaseFilter {
  /** Found in the name, the environment, the engine, or the name or tool of a migration source. */
  readonly text?: string | undefined;
  /** Null stands for those without one. */
  readonly environments?: readonly (string | null)[] | undefined;
  /** How they were found to be: as `DOWN`, or `UNKNOWN`. */
  readonly states?: readonly string[] | undefined;
  /** One of their migration sources stands so. */
  readonly migrationStates?: readonly MigrationStatusState[] | undefined;
  /** All of them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Their schema is (not) what their migrations made of it. */
  readonly drift?: boolean | undefined;
}

export const databaseOrders = [
  'NAME',
  'WORST_FIRST',
  'MOST_PENDING_FIRST',
  'LARGEST_FIRST',
  'SLOWEST_FIRST',
] as const;
export type DatabaseOrder = (typeof databaseOrders)[number];

/** A place in a list: `key` is what an order goes by, the smallest first; then names decide. */
export interface DatabasePlace {
  readonly key: number;
  readonly name: string;
}

export interface DatabaseListPage {
  readonly limit: number;
  readonly after?: DatabasePlace | undefined;
  readonly before?: DatabasePlace | undefined;
  readonly backwards: boolean;
}

export interface PlacedDatabase {
  readonly database: DatabaseRecord;
  readonly place: DatabasePlace;
}

const listOf = (words: readonly string[]): SQL =>
  sql.join(
    words.map((word) => sql`${storableText(word)}`),
    sql`, `,
  );

const within = (column: SQL, words: readonly string[]): SQL =>
  words.length === 0 ? sql`false` : sql`${column} in (${listOf(words)})`;

// One row of each at most: by primary key, and of drift by the index on the one that lasts.
const health = (column: SQL): SQL =>
  sql`(select ${column} from hawkwatch_store.database_states h where h.database_id = databases.id)`;
const drift = sql`(select f.state from hawkwatch_store.schema_drifts f
  where f.database_id = databases.id and f.state <> 'RESOLVED')`;
const hasSource = (condition: SQL): SQL =>
  sql`exists (select from hawkwatch_store.migration_statuses s
    where s.database_id = databases.id and ${condition})`;
const pending = sql`(select coalesce(sum(s.pending), 0) from hawkwatch_store.migration_statuses s
  where s.database_id = databases.id)`;
const state = sql`case when databases.retired_at is not null then 'RETIRED'
  when databases.discovered_at is not null then 'DISCOVERED'
  else coalesce(${health(sql`h.state`)}, 'UNKNOWN') end`;

/** What an order goes by, the smallest first. */
const keys: Readonly<Record<DatabaseOrder, SQL>> = {
  NAME: sql`0`,
  WORST_FIRST: sql`case
    when ${state} = 'DOWN' then 0
    when ${hasSource(within(sql`s.state`, failingStates))} then 1
    when ${drift} = 'OPEN' then 2
    when ${state} = 'DEGRADED' then 3
    when ${drift} is not null then 4
    when ${pending} > 0 then 5
    when ${state} = 'UNKNOWN' then 6
    else 7 end`,
  MOST_PENDING_FIRST: sql`-${pending}`,
  LARGEST_FIRST: sql`-coalesce(${health(sql`(h.facts ->> 'sizeBytes')::double precision`)}, -1)`,
  SLOWEST_FIRST: sql`-coalesce(${health(sql`(h.facts ->> 'latencyMs')::double precision`)}, -1)`,
};

function isOfKind({ retired, discovered }: DatabaseKind): SQL[] {
  return [
    retired ? sql`databases.retired_at is not null` : sql`databases.retired_at is null`,
    ...(discovered === undefined
      ? []
      : [
          discovered
            ? sql`databases.discovered_at is not null`
            : sql`databases.discovered_at is null`,
        ]),
  ];
}

function isOfEnvironment(environments: readonly (string | null)[]): SQL {
  const named = within(
    sql`databases.environment`,
    environments.filter((name) => name !== null),
  );
  return environments.includes(null) ? sql`(${named} or databases.environment is null)` : named;
}

function hasText(text: string): SQL {
  const pattern = `%${storableText(text).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`(databases.name ilike ${pattern} or databases.environment ilike ${pattern}
    or databases.engine ilike ${pattern}
    or ${hasSource(sql`(s.source ilike ${pattern} or s.tool ilike ${pattern})`)})`;
}

function matches(kind: DatabaseKind, filter: DatabaseFilter): SQL | undefined {
  const { text, environments, states, migrationStates, labels, drift: hasDrift } = filter;
  return and(
    ...isOfKind(kind),
    text === undefined ? undefined : hasText(text),
    environments === undefined ? undefined : isOfEnvironment(environments),
    states === undefined ? undefined : within(state, states),
    migrationStates === undefined ? undefined : hasSource(within(sql`s.state`, migrationStates)),
    labels === undefined ? undefined : sql`databases.labels @> ${storableJson(labels)}::jsonb`,
    hasDrift === undefined ? undefined : sql`(${drift} is not null) = ${hasDrift}`,
  );
}

/** A page of the databases that match, in an order. */
export async function listDatabasePage(
  q: Queryable,
  which: { readonly kind: DatabaseKind; readonly filter: DatabaseFilter },
  order: DatabaseOrder,
  page: DatabaseListPage,
): Promise<PlacedDatabase[]> {
  const key = sql<number>`(${keys[order]})::double precision`;
  const beyond = (sign: SQL, place: DatabasePlace | undefined): SQL | undefined => {
    if (place === undefined) return undefined;
    const name = sql`databases.name ${sign} ${storableText(place.name)}`;
    // By name alone, so that the index on names leads to the page.
    return order === 'NAME'
      ? name
      : sql`(${key}, databases.name) ${sign} (${place.key}::double precision, ${storableText(place.name)})`;
  };
  const direction = page.backwards ? sql`desc` : sql`asc`;
  const byName = sql`databases.name ${direction}`;
  const rows = await q
    .select({ database: databases, key })
    .from(databases)
    .where(
      and(
        matches(which.kind, which.filter),
        beyond(sql`>`, page.after),
        beyond(sql`<`, page.before),
      ),
    )
    .orderBy(...(order === 'NAME' ? [] : [sql`${key} ${direction}`]), byName)
    .limit(page.limit);
  return rows.map((row) => ({
    database: toDatabaseRecord(row.database),
    place: { key: Number(row.key), name: row.database.name },
  }));
}

/** How many databases match. */
export async function countDatabasePage(
  q: Queryable,
  which: { readonly kind: DatabaseKind; readonly filter: DatabaseFilter },
): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(databases)
    .where(matches(which.kind, which.filter));
  return row?.n ?? 0;
}

/** The environments that databases of a kind belong to, by name; null, the last, stands for none. */
export async function listEnvironments(
  q: Queryable,
  kind: DatabaseKind,
): Promise<(string | null)[]> {
  const rows = await q
    .selectDistinct({ environment: databases.environment })
    .from(databases)
    .where(and(...isOfKind(kind)))
    .orderBy(databases.environment);
  return rows.map(({ environment }) => environment);
}
