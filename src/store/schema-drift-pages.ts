// Reading drift: pages of it, newest first, and what is open in many databases at once. Nothing here
// writes.
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  lt,
  ne,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import type { RiskLevel } from '../core/impact.ts';
import type { DriftResolution, DriftState } from '../core/schema-change.ts';
import { drift, type SchemaDrift } from './schema-drifts.ts';
import { schemaDrifts } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** Which drifts; what is left out does not restrict. */
export interface DriftFilter {
  readonly databaseIds?: readonly string[] | undefined;
  readonly states?: readonly DriftState[] | undefined;
  readonly resolutions?: readonly DriftResolution[] | undefined;
  readonly risks?: readonly RiskLevel[] | undefined;
  /** Opened then or later. */
  readonly since?: Date | undefined;
}

export interface DriftPlace {
  readonly at: Date;
  readonly id: string;
}

export interface DriftPage {
  readonly limit: number;
  /** Older (newer) than this one. */
  readonly after?: DriftPlace | undefined;
  readonly before?: DriftPlace | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function within(
  column: Parameters<typeof inArray>[0],
  words: readonly string[] | undefined,
): SQL | undefined {
  if (words === undefined) return undefined;
  return words.length === 0 ? sql`false` : inArray(column, [...words]);
}

function matches(filter: DriftFilter): SQL | undefined {
  return and(
    within(schemaDrifts.databaseId, filter.databaseIds),
    within(schemaDrifts.state, filter.states),
    within(schemaDrifts.resolution, filter.resolutions),
    within(schemaDrifts.risk, filter.risks),
    filter.since === undefined ? undefined : gte(schemaDrifts.openedAt, filter.since),
  );
}

function beyond(compare: typeof lt, place: DriftPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(schemaDrifts.openedAt, place.at),
    and(eq(schemaDrifts.openedAt, place.at), compare(schemaDrifts.id, place.id)),
  );
}

/** Drifts, those opened last first. */
export async function listDrifts(
  q: Queryable,
  filter: DriftFilter,
  page: DriftPage,
): Promise<readonly SchemaDrift[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select()
    .from(schemaDrifts)
    .where(and(matches(filter), beyond(lt, page.after), beyond(gt, page.before)))
    .orderBy(order(schemaDrifts.openedAt), order(schemaDrifts.id))
    .limit(page.limit);
  return rows.map((row) => drift.parse(row));
}

export async function countDrifts(q: Queryable, filter: DriftFilter): Promise<number> {
  const [row] = await q.select({ n: count() }).from(schemaDrifts).where(matches(filter));
  return row?.n ?? 0;
}

export async function findDrifts(
  q: Queryable,
  ids: readonly string[],
): Promise<readonly SchemaDrift[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(schemaDrifts)
    .where(inArray(schemaDrifts.id, [...ids]));
  return rows.map((row) => drift.parse(row));
}

/** The drifts that last, of several databases. */
export async function findOpenDrifts(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<readonly SchemaDrift[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select()
    .from(schemaDrifts)
    .where(
      and(inArray(schemaDrifts.databaseId, [...databaseIds]), ne(schemaDrifts.state, 'RESOLVED')),
    );
  return rows.map((row) => drift.parse(row));
}
