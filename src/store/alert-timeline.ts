// What happened to an alert, in order. Rows are only added.
import { z } from 'zod';

import { and, asc, desc, eq, gt, lt, sql } from './drizzle.ts';
import { alertTimeline } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export type TimelineEntry = typeof alertTimeline.$inferSelect;

export interface NewTimelineEntry {
  readonly alertId: string;
  readonly at: Date;
  readonly kind: string;
  readonly actor: string | null;
  readonly text: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function insertTimeline(
  q: Queryable,
  entries: readonly NewTimelineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await q.execute(sql`
    insert into ${alertTimeline} (alert_id, at, kind, actor, text, detail)
    select r."alertId", r.at, r.kind, r.actor, r.text, r.detail
    from rows from (jsonb_to_recordset(${storableJson(entries)}::jsonb)
      as ("alertId" uuid, at timestamptz, kind text, actor text, text text, detail jsonb))
      with ordinality as r("alertId", at, kind, actor, text, detail, place)
    order by r.place`);
}

export interface TimelinePage {
  readonly limit: number;
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly backwards?: boolean | undefined;
}

/** Entries of an alert, oldest first. */
export function listTimeline(
  q: Queryable,
  alertId: string,
  page: TimelinePage,
): Promise<TimelineEntry[]> {
  return q
    .select()
    .from(alertTimeline)
    .where(
      and(
        eq(alertTimeline.alertId, alertId),
        page.after === undefined ? undefined : gt(alertTimeline.id, page.after),
        page.before === undefined ? undefined : lt(alertTimeline.id, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(alertTimeline.id) : asc(alertTimeline.id))
    .limit(page.limit);
}

/** The newest entry there is; 0 without any. */
export async function findNewestEntry(q: Queryable): Promise<number> {
  const [row] = await q
    .select({ id: alertTimeline.id })
    .from(alertTimeline)
    .orderBy(desc(alertTimeline.id))
    .limit(1);
  return row?.id ?? 0;
}

const longForm = z.array(z.object({ alertId: z.string(), oldest: z.number() }));

export interface TrimmedTimelines {
  /** The newest entry that was looked at; undefined when there was none. */
  readonly newest: number | undefined;
  /** How many entries were looked at. */
  readonly count: number;
}

/**
 * Looks at entries after one, `limit` at most: of the alerts that they are of, only the newest `most` stay.
 * A timeline grows by new entries only, so those of others are as short as they were.
 */
export async function trimTimelines(
  q: Queryable,
  { most, after, limit }: { readonly most: number; readonly after: number; readonly limit: number },
): Promise<TrimmedTimelines> {
  const [row] = await q.execute<{ newest: string | null; n: number; long: unknown }>(sql`
    with fresh as materialized (
      select id, alert_id from ${alertTimeline} where id > ${after} order by id limit ${limit}),
    long as (
      select grown.alert_id, first.id as oldest
      from (select distinct alert_id from fresh) grown
      cross join lateral (
        select kept.id from ${alertTimeline} kept where kept.alert_id = grown.alert_id
        order by kept.id desc offset ${most - 1} limit 1) first)
    select (select max(id)::text from fresh) as newest, (select count(*)::int from fresh) as n,
      (select jsonb_agg(jsonb_build_object('alertId', alert_id, 'oldest', oldest)) from long) as long`);
  const { newest = null, n = 0, long = null } = row ?? {};
  // One by one: hardly ever there is any, and all at once the database would read the whole table for it.
  for (const { alertId, oldest } of longForm.parse(long ?? [])) {
    await q
      .delete(alertTimeline)
      .where(and(eq(alertTimeline.alertId, alertId), lt(alertTimeline.id, oldest)));
  }
  return { newest: newest === null ? undefined : Number(newest), count: n };
}
