// Statuses over many databases, asked for in parts (counts, pages) that share one statement and with
// it one moment: whatever an overview shows costs one query. The migrations themselves are not read.
import { z } from 'zod';

import { sql, type SQL } from './drizzle.ts';
import {
  failingStates,
  migrationStatusStates,
  statusSeverity,
  type MigrationStatusState,
} from '../core/migrations.ts';
import type { LogPosition } from '../core/cursor.ts';
import type { DatabaseRecord } from './databases.ts';
import type { StatusSummary } from './migration-statuses.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable } from './store.ts';

/** Which statuses; what is left out does not restrict. */
export interface StatusFilter {
  /** Null stands for databases without one. */
  readonly environments?: readonly (string | null)[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly states?: readonly MigrationStatusState[] | undefined;
  /** All of them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Found in the name of the database or source, the version or the reason. */
  readonly text?: string | undefined;
}

/** A place in a list: of `failing` with the rank of the state, the worst first. */
export interface StatusPlace {
  readonly rank: number;
  readonly database: string;
  readonly source: string;
}

export interface StatusPage {
  readonly list: 'all' | 'failing';
  readonly limit: number;
  readonly after?: StatusPlace | undefined;
  readonly before?: StatusPlace | undefined;
  readonly backwards: boolean;
}

export interface ListedStatus extends StatusSummary {
  readonly database: DatabaseRecord;
}

/** Statuses that have the same state, environment, tool and source. */
export interface StatusCount {
  readonly state: MigrationStatusState;
  readonly environment: string | null;
  readonly tool: string;
  readonly source: string;
  readonly count: number;
}

export interface OverviewAnswer {
  /** The log's head at the moment of which the answer tells. */
  readonly head: LogPosition;
  readonly counts: readonly StatusCount[];
  /** Databases that have a status. */
  readonly databases: number;
  /** When the one that was read longest ago was read; null when there is none. */
  readonly oldestCheckedAt: Date | null;
  /** One for each page asked for. */
  readonly pages: readonly (readonly ListedStatus[])[];
}

/** The worst has rank 0. */
export function rankOf(state: MigrationStatusState): number {
  return migrationStatusStates.length - 1 - statusSeverity[state];
}

const byRank = migrationStatusStates.toSorted((a, b) => rankOf(a) - rankOf(b));

const listOf = (words: readonly string[]): SQL =>
  sql`(${sql.join(
    words.map((word) => sql`${storableText(word)}`),
    sql`, `,
  )})`;

/** What a filter asks of `s` (statuses) and `d` (databases). */
function statusConditions(filter: StatusFilter): SQL {
  const { environments, sources, tools, states, labels, text } = filter;
  const within = (column: SQL, words: readonly string[] | undefined): SQL[] => {
    if (words === undefined) return [];
    return [words.length === 0 ? sql`false` : sql`${column} in ${listOf(words)}`];
  };
  const named = environments?.filter((name) => name !== null);
  const ofNone = environments?.includes(null) === true ? sql`d.environment is null` : sql`false`;
  const pattern = `%${storableText(text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const conditions = [
    sql`d.retired_at is null and d.discovered_at is null`,
    ...within(sql`d.environment`, named).map((isNamed) => sql`(${isNamed} or ${ofNone})`),
    ...within(sql`s.source`, sources),
    ...within(sql`s.tool`, tools),
    ...within(sql`s.state`, states),
    ...(labels === undefined ? [] : [sql`d.labels @> ${storableJson(labels)}::jsonb`]),
    ...(text === undefined
      ? []
      : [
          sql`(d.name ilike ${pattern} or s.source ilike ${pattern}
            or s.current_version ilike ${pattern} or s.reason ilike ${pattern})`,
        ]),
  ];
  return sql.join(conditions, sql` and `);
}

function pageOf(page: StatusPage): SQL {
  const place = page.list === 'failing' ? sql`(m.rank, m.name, m.source)` : sql`(m.name, m.source)`;
  const at = ({ rank, database, source }: StatusPlace): SQL => {
    const names = sql`${storableText(database)}, ${storableText(source)}`;
    return page.list === 'failing' ? sql`(${rank}::integer, ${names})` : sql`(${names})`;
  };
  const conditions = [
    page.list === 'failing' ? sql`m.state in ${listOf(failingStates)}` : sql`true`,
    ...(page.after === undefined ? [] : [sql`${place} > ${at(page.after)}`]),
    ...(page.before === undefined ? [] : [sql`${place} < ${at(page.before)}`]),
  ];
  const direction = page.backwards ? sql`desc` : sql`asc`;
  const rank = page.list === 'failing' ? sql`m.rank ${direction},` : sql``;
  return sql`(select coalesce(json_agg(p), '[]') from (
    select * from matching m where ${sql.join(conditions, sql` and `)}
    order by ${rank} m.name ${direction}, m.source ${direction} limit ${page.limit}) p)`;
}

const listedColumns = sql`s.database_id, s.source, s.tool, s.state, s.reason, s.current_version,
  s.total, s.applied, s.pending, s.failed, s.other, s.revision, s.checked_at, s.changed_at,
  d.name, d.engine, d.environment, d.labels, d.added_at`;

/** The statement of an overview; it is exported so that a test can have it explained. */
export function overviewStatement(filter: StatusFilter, pages: readonly StatusPage[]): SQL {
  return sql`
    with matching as materialized (
      select ${listedColumns}, array_position(array[${sql.join(
        byRank.map((state) => sql`${state}`),
        sql`, `,
      )}]::text[], s.state) - 1 as rank
      from hawkwatch_store.migration_statuses s
      join hawkwatch_store.databases d on d.id = s.database_id
      where ${statusConditions(filter)})
    select
      (select json_build_object('epoch', epoch, 'id', greatest(pruned_through,
          coalesce((select max(id) from hawkwatch_store.events), 0)))
        from hawkwatch_store.event_log) as head,
      (select coalesce(json_agg(c), '[]') from (
        select state, environment, tool, source, count(*) from matching group by 1, 2, 3, 4) c) as counts,
      (select count(distinct database_id) from matching)::integer as databases,
      (select to_json(min(checked_at)) #>> '{}' from matching) as oldest,
      json_build_array(${sql.join(pages.map(pageOf), sql`, `)}) as pages`;
}

const instant = z.string().transform((text) => new Date(text));
const state = z.enum(migrationStatusStates);
const head = z.object({ epoch: z.string(), id: z.number() });
const counted = z.array(
  z.object({
    state,
    environment: z.string().nullable(),
    tool: z.string(),
    source: z.string(),
    count: z.number(),
  }),
);
const listed = z.object({
  database_id: z.string(),
  source: z.string(),
  tool: z.string(),
  state,
  reason: z.string().nullable(),
  current_version: z.string().nullable(),
  total: z.number(),
  applied: z.number(),
  pending: z.number(),
  failed: z.number(),
  other: z.number(),
  revision: z.string().nullable(),
  checked_at: instant,
  changed_at: instant,
  name: z.string(),
  engine: z.string(),
  environment: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  added_at: instant,
});

function toListed(row: z.output<typeof listed>): ListedStatus {
  const { database_id: databaseId, total, applied, pending, failed, other } = row;
  return {
    databaseId,
    source: row.source,
    tool: row.tool,
    state: row.state,
    reason: row.reason,
    currentVersion: row.current_version,
    counts: { total, applied, pending, failed, other },
    revision: row.revision,
    checkedAt: row.checked_at,
    changedAt: row.changed_at,
    database: {
      id: databaseId,
      name: row.name,
      engine: row.engine,
      environment: row.environment,
      labels: row.labels,
      addedAt: row.added_at,
      retiredAt: null,
      discoveredAt: null,
      discoveredIn: null,
    },
  };
}

/** The statuses that match, counted, and pages of them. */
export async function readOverview(
  q: Queryable,
  filter: StatusFilter,
  pages: readonly StatusPage[],
): Promise<OverviewAnswer> {
  const [row] = await q.execute(overviewStatement(filter, pages));
  if (row === undefined) throw new Error('the overview has no answer');
  const oldest = z.string().nullable().parse(row['oldest']);
  return {
    head: head.parse(row['head']),
    counts: counted.parse(row['counts']),
    databases: z.number().parse(row['databases']),
    oldestCheckedAt: oldest === null ? null : new Date(oldest),
    pages: z
      .array(z.array(listed))
      .parse(row['pages'])
      .map((page) => page.map(toListed)),
  };
}
