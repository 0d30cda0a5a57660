// What happened to an alert, in order. Rows are only added.
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

/** Of each alert with more, the oldest entries beyond the newest `most` that an alert may keep. */
export async function trimTimelines(q: Queryable, most: number): Promise<void> {
  await q.execute(sql`
    delete from ${alertTimeline} t using (
      select alert_id, (array_agg(id order by id desc))[${most}::int] as oldest
      from ${alertTimeline} group by alert_id having count(*) > ${most}) long
    where t.alert_id = long.alert_id and t.id < long.oldest`);
}
