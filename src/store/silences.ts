// Silences as they are stored. One is never changed but ended: whoever changes one ends it and makes
// another. `ended_at` is also set when its time is over, so that a replica whose clock is late cannot
// have it again.
import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import type { Matcher } from '../core/matchers.ts';
import { silences } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable } from './store.ts';

export interface SilenceRow {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdBy: string;
  readonly comment: string;
  readonly createdAt: Date;
  /** When it ended, by time or by hand. */
  readonly endedAt: Date | null;
  /** Null: by time. */
  readonly endedBy: string | null;
}

export const silenceStates = ['PENDING', 'ACTIVE', 'EXPIRED'] as const;
export type SilenceState = (typeof silenceStates)[number];

/** How a silence stands at a moment. */
export function silenceStateOf(silence: SilenceRow, now: Date): SilenceState {
  if (silence.endedAt !== null || silence.endsAt <= now) return 'EXPIRED';
  return silence.startsAt > now ? 'PENDING' : 'ACTIVE';
}

// The columns below hold only what this file wrote from the types above.
const columns = {
  id: silences.id,
  matchers: sql<readonly Matcher[]>`${silences.matchers}`,
  startsAt: silences.startsAt,
  endsAt: silences.endsAt,
  createdBy: silences.createdBy,
  comment: silences.comment,
  createdAt: silences.createdAt,
  endedAt: silences.endedAt,
  endedBy: silences.endedBy,
};

const isOpen = isNull(silences.endedAt);

export async function insertSilences(q: Queryable, rows: readonly SilenceRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    ...row,
    comment: storableText(row.comment),
    matchers: JSON.parse(storableJson(row.matchers)),
  }));
  await q.insert(silences).values(values);
}

/** Silences with these ids, in no order. */
export async function findSilences(q: Queryable, ids: readonly string[]): Promise<SilenceRow[]> {
  if (ids.length === 0) return [];
  return q
    .select(columns)
    .from(silences)
    .where(inArray(silences.id, [...ids]));
}

/** The same under the locks of their rows, which are taken in the order of the ids. */
export async function lockSilences(q: Queryable, ids: readonly string[]): Promise<SilenceRow[]> {
  if (ids.length === 0) return [];
  return q
    .select(columns)
    .from(silences)
    .where(inArray(silences.id, [...ids]))
    .orderBy(asc(silences.id))
    .for('update');
}

/** Those that are in force. */
export function listActiveSilences(q: Queryable, now: Date): Promise<SilenceRow[]> {
  return q
    .select(columns)
    .from(silences)
    .where(and(isOpen, lte(silences.startsAt, now), gt(silences.endsAt, now)))
    .orderBy(asc(silences.startsAt), asc(silences.id));
}

/** How many are in force or to come. */
export async function countOpenSilences(q: Queryable, now: Date): Promise<number> {
  const [row] = await q
    .select({ open: count() })
    .from(silences)
    .where(and(isOpen, gt(silences.endsAt, now)));
  return row?.open ?? 0;
}

/** When the next one begins or ends after `now`; undefined when none does. */
export async function findNextSilenceChange(q: Queryable, now: Date): Promise<Date | undefined> {
  const begins = q
    .select({ at: silences.startsAt })
    .from(silences)
    .where(and(isOpen, gt(silences.startsAt, now)))
    .orderBy(asc(silences.startsAt))
    .limit(1);
  const ends = q
    .select({ at: silences.endsAt })
    .from(silences)
    .where(and(isOpen, gt(silences.endsAt, now)))
    .orderBy(asc(silences.endsAt))
    .limit(1);
  const [first, last] = await Promise.all([begins, ends]);
  const times = [...first, ...last].map(({ at }) => at.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

/** Ends silences; of those that had ended nothing changes. Returns those it ended. */
export async function endSilences(
  q: Queryable,
  ids: readonly string[],
  ended: { readonly at: Date; readonly by: string },
): Promise<SilenceRow[]> {
  if (ids.length === 0) return [];
  return q
    .update(silences)
    .set({ endedAt: ended.at, endedBy: ended.by })
    .where(and(inArray(silences.id, [...ids]), isOpen, gt(silences.endsAt, ended.at)))
    .returning(columns);
}

/** Notes of some whose time is over that they ended; each is given once. */
export function endOverdueSilences(q: Queryable, now: Date, most = 500): Promise<SilenceRow[]> {
  const overdue = q
    .select({ id: silences.id })
    .from(silences)
    .where(and(isOpen, lte(silences.endsAt, now)))
    .orderBy(asc(silences.id))
    .limit(most)
    .for('update', { skipLocked: true });
  return q
    .update(silences)
    .set({ endedAt: sql`${silences.endsAt}` })
    .where(sql`${silences.id} in ${overdue}`)
    .returning(columns);
}

/** Forgets some that ended before a time; returns how many. */
export async function deleteOldSilences(q: Queryable, before: Date, most = 500): Promise<number> {
  const old = q
    .select({ id: silences.id })
    .from(silences)
    .where(
      and(isNotNull(silences.endedAt), lt(silences.endsAt, before), lt(silences.endedAt, before)),
    )
    .limit(most);
  const gone = await q
    .delete(silences)
    .where(sql`${silences.id} in ${old}`)
    .returning({ id: silences.id });
  return gone.length;
}

export interface SilenceFilter {
  readonly states?: readonly SilenceState[] | undefined;
  readonly createdBy?: readonly string[] | undefined;
  /** Part of the comment. */
  readonly text?: string | undefined;
}

export interface SilencePage {
  readonly limit: number;
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly before?: { readonly at: Date; readonly id: string } | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function inStates(states: readonly SilenceState[] | undefined, now: Date): SQL | undefined {
  if (states === undefined) return undefined;
  const conditions = {
    PENDING: and(isOpen, gt(silences.startsAt, now), gt(silences.endsAt, now)),
    ACTIVE: and(isOpen, lte(silences.startsAt, now), gt(silences.endsAt, now)),
    EXPIRED: or(isNotNull(silences.endedAt), lte(silences.endsAt, now)),
  };
  return or(sql`false`, ...states.map((state) => conditions[state]));
}

function beyond(compare: typeof lt, place: SilencePage['after']): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(silences.createdAt, place.at),
    and(eq(silences.createdAt, place.at), compare(silences.id, place.id)),
  );
}

/** Silences, newest first. */
export function listSilences(
  q: Queryable,
  { states, createdBy, text }: SilenceFilter,
  page: SilencePage,
  now: Date,
): Promise<SilenceRow[]> {
  const order = page.backwards === true ? asc : desc;
  return q
    .select(columns)
    .from(silences)
    .where(
      and(
        inStates(states, now),
        createdBy === undefined ? undefined : inArray(silences.createdBy, ['', ...createdBy]),
        text === undefined
          ? undefined
          : sql`position(lower(${storableText(text)}) in lower(${silences.comment})) > 0`,
        beyond(lt, page.after),
        beyond(gt, page.before),
      ),
    )
    .orderBy(order(silences.createdAt), order(silences.id))
    .limit(page.limit);
}
