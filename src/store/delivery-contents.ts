// What deliveries tell, for those who ask for it: contents may be large, and no list reads them.
import { inArray, sql } from './drizzle.ts';
import type { Notification } from '../core/notifications.ts';
import { deliveries, deliveryAlerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

/** The contents of deliveries, by their ids. */
export async function listDeliveryContents(
  q: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Notification>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({ id: deliveries.id, content: deliveries.content })
    .from(deliveries)
    .where(inArray(deliveries.id, [...ids]));
  // It was a notification when it was written, and is never changed.
  return new Map(rows.map(({ id, content }) => [id, content as Notification]));
}

/** How many alerts deliveries name, by their ids; nothing of those that name none. */
export async function countNamedAlerts(
  q: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await q.execute<{ id: string; n: number }>(sql`
    select delivery_id as id, count(*)::int as n from ${deliveryAlerts}
    where delivery_id in (select jsonb_array_elements_text(${storableJson(ids)}::jsonb)::uuid)
    group by delivery_id`);
  return new Map([...rows].map(({ id, n }) => [id, n]));
}

/** Ids of the alerts that deliveries name, so many of each at most. */
export async function listNamedAlerts(
  q: Queryable,
  ids: readonly string[],
  most: number,
): Promise<{ readonly deliveryId: string; readonly alertId: string }[]> {
  if (ids.length === 0) return [];
  const rows = await q.execute<{ deliveryId: string; alertId: string }>(sql`
    select d.id as "deliveryId", named.alert_id as "alertId"
    from (select jsonb_array_elements_text(${storableJson(ids)}::jsonb)::uuid as id) d
    cross join lateral (
      select alert_id from ${deliveryAlerts} where delivery_id = d.id
      order by alert_id limit ${most}) named`);
  return [...rows];
}

/** The parts that tell digests which were refused, in their order, so many of each at most. */
export async function listPartIds(
  q: Queryable,
  ids: readonly string[],
  most: number,
): Promise<{ readonly digestId: string; readonly partId: string }[]> {
  if (ids.length === 0) return [];
  const rows = await q.execute<{ digestId: string; partId: string }>(sql`
    select d.id as "digestId", part.id as "partId"
    from (select jsonb_array_elements_text(${storableJson(ids)}::jsonb)::uuid as id) d
    cross join lateral (
      select id, seq from ${deliveries} where part_of = d.id order by seq limit ${most}) part
    order by part.seq`);
  return [...rows];
}
