// Reading what changed in schemas: pages of changes over one or many databases, and the sets they
// belong to. A page is one query, in the order of time; nothing here writes.
import { and, asc, count, desc, eq, gt, gte, inArray, lt, or, sql, type SQL } from './drizzle.ts';
import type { RiskLevel } from '../core/impact.ts';
import type { ChangeOrigin, SchemaChangeKind } from '../core/schema-change.ts';
import type { SchemaObjectKind } from '../core/schema.ts';
import {
  changeSet,
  storedChange,
  type SchemaChangeSet,
  type StoredChange,
} from './schema-changes.ts';
import { schemaChanges, schemaChangeSets } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable } from './store.ts';

/** Which changes; what is left out does not restrict. */
export interface ChangeFilter {
  readonly databaseIds?: readonly string[] | undefined;
  /** Patterns of names; `*` stands for any characters. */
  readonly objects?: readonly string[] | undefined;
  readonly kinds?: readonly SchemaObjectKind[] | undefined;
  readonly changes?: readonly SchemaChangeKind[] | undefined;
  readonly risks?: readonly RiskLevel[] | undefined;
  readonly origins?: readonly ChangeOrigin[] | undefined;
  readonly setId?: string | undefined;
  readonly runId?: string | undefined;
  readonly driftId?: string | undefined;
  /** Found then or later. */
  readonly since?: Date | undefined;
  /** Found before then. */
  readonly until?: Date | undefined;
  /** Found in the name or the message. */
  readonly text?: string | undefined;
}

export interface ChangePlace {
  readonly at: Date;
  readonly id: number;
}

export interface ChangePage {
  readonly limit: number;
  /** Older (newer) than this one. */
  readonly after?: ChangePlace | undefined;
  readonly before?: ChangePlace | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** A pattern with `*` as LIKE has it. */
function likePattern(pattern: string): string {
  return escaped(storableText(pattern)).replaceAll('*', '%');
}

function within<Word extends string>(
  column: Parameters<typeof inArray>[0],
  words: readonly Word[] | undefined,
): SQL | undefined {
  if (words === undefined) return undefined;
  return words.length === 0 ? sql`false` : inArray(column, [...words]);
}

function matches(filter: ChangeFilter): SQL | undefined {
  const { objects, setId, runId, driftId, origins, since, until, text } = filter;
  const named = objects?.map((one) => sql`${schemaChanges.name} like ${likePattern(one)}`);
  const setConditions = [
    within(schemaChangeSets.origin, origins),
    runId === undefined ? undefined : eq(schemaChangeSets.runId, runId),
    driftId === undefined ? undefined : eq(schemaChangeSets.driftId, driftId),
  ].filter((one) => one !== undefined);
  const found = text === undefined ? undefined : `%${escaped(storableText(text))}%`;
  return and(
    within(schemaChanges.databaseId, filter.databaseIds),
    within(schemaChanges.kind, filter.kinds),
    within(schemaChanges.change, filter.changes),
    within(schemaChanges.risk, filter.risks),
    named === undefined ? undefined : (or(...named) ?? sql`false`),
    setId === undefined ? undefined : eq(schemaChanges.setId, setId),
    since === undefined ? undefined : gte(schemaChanges.detectedAt, since),
    until === undefined ? undefined : lt(schemaChanges.detectedAt, until),
    found === undefined
      ? undefined
      : sql`(${schemaChanges.name} ilike ${found} or ${schemaChanges.message} ilike ${found})`,
    setConditions.length === 0
      ? undefined
      : sql`exists (select from ${schemaChangeSets} where ${schemaChangeSets.id} = ${schemaChanges.setId}
          and ${and(...setConditions)})`,
  );
}

function beyond(compare: typeof lt, place: ChangePlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  // As one comparison, so that the index finds the place.
  const here = sql`(${schemaChanges.detectedAt}, ${schemaChanges.id})`;
  const there = sql`(${place.at.toISOString()}::timestamptz, ${place.id}::bigint)`;
  return compare === lt ? sql`${here} < ${there}` : sql`${here} > ${there}`;
}

/** Changes, newest first. */
export async function listSchemaChanges(
  q: Queryable,
  filter: ChangeFilter,
  page: ChangePage,
): Promise<readonly StoredChange[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select()
    .from(schemaChanges)
    .where(and(matches(filter), beyond(lt, page.after), beyond(gt, page.before)))
    .orderBy(order(schemaChanges.detectedAt), order(schemaChanges.id))
    .limit(page.limit);
  return rows.map((row) => storedChange.parse(row));
}

export async function countSchemaChanges(q: Queryable, filter: ChangeFilter): Promise<number> {
  const [row] = await q.select({ n: count() }).from(schemaChanges).where(matches(filter));
  return row?.n ?? 0;
}

export async function findSchemaChanges(
  q: Queryable,
  ids: readonly number[],
): Promise<readonly StoredChange[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(schemaChanges)
    .where(inArray(schemaChanges.id, [...ids]));
  return rows.map((row) => storedChange.parse(row));
}

export async function findChangeSets(
  q: Queryable,
  ids: readonly string[],
): Promise<readonly SchemaChangeSet[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(schemaChangeSets)
    .where(inArray(schemaChangeSets.id, [...ids]));
  return rows.map((row) => changeSet.parse(row));
}

/** The first changes of each of several sets, in the order in which they were told. */
export async function listFirstChanges(
  q: Queryable,
  setIds: readonly string[],
  limit: number,
): Promise<readonly StoredChange[]> {
  if (setIds.length === 0) return [];
  const ids = sql.join(
    setIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const first = sql`select c.id from unnest(array[${ids}]::uuid[]) s(id)
    cross join lateral (select id from ${schemaChanges} where set_id = s.id
      order by id limit ${limit}) c`;
  const rows = await q
    .select()
    .from(schemaChanges)
    .where(sql`${schemaChanges.id} in (${first})`)
    .orderBy(asc(schemaChanges.id));
  return rows.map((row) => storedChange.parse(row));
}
