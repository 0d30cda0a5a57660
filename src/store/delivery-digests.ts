// Deliveries that become one. Those that are merged stay open until the digest has ended, so that nothing
// of their keys is sent before it. The caller holds the row of the channel.
import { sql } from './drizzle.ts';
import type { Notification } from '../core/notifications.ts';
import type { Role } from '../core/role.ts';
import { deliveries, deliveryAlerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

/** Looked at again when the digest has ended: never by time. */
export const never = new Date('9999-12-31T00:00:00Z');
const digestKey = (channel: string): string => `digest/${channel}`;

export interface MergeableDelivery {
  readonly id: string;
  readonly orderKey: string;
  readonly isDigest: boolean;
  readonly audience: Role;
  readonly content: Notification;
}

/** True of a digest that is told as it is. */
const isFull = (alias: string, mostAlerts: number) => sql`
  jsonb_array_length(${sql.raw(alias)}.content -> 'alerts') >= ${mostAlerts}`;

/**
 * Which deliveries of a channel wait and can be merged: those that tell of alerts, are not parts of a digest
 * that was refused, nor digests that failed, are full (`mostAlerts`) or have another one after them, and have nothing of their key before
 * them that is being sent. A digest in the middle would come after those that follow it.
 */
const mergeable = (channel: string, mostAlerts: number) => sql`
  d.ended_at is null and d.state = 'WAITING' and d.channel = ${channel}
  and d.part_of is null and d.content ->> 'kind' = 'ALERTS'
  and not (d.reason = 'DIGEST' and (d.attempts > 0
    or ${isFull('d', mostAlerts)}
    or exists (
      select 1 from ${deliveries} later
      where later.order_key = d.order_key and later.ended_at is null and later.seq > d.seq)))
  and not exists (
    select 1 from ${deliveries} before
    where before.order_key = d.order_key and before.ended_at is null and before.seq < d.seq
      and (before.state = 'SENDING' or before.channel <> d.channel
        or before.content ->> 'kind' <> 'ALERTS'))`;

/** How many wait at all, counted up to `most`. */
export async function countWaiting(q: Queryable, channel: string, most: number): Promise<number> {
  const [row] = await q.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from ${deliveries} d
      where d.ended_at is null and d.state = 'WAITING' and d.channel = ${channel}
      limit ${most}) w`);
  return row?.n ?? 0;
}

/**
 * Locks what can be merged, in the order in which it is to be told: what a digest has came before whatever
 * waits of the same keys, also where that was written before the digest. So many deliveries and bytes (as
 * they are stored) at most.
 */
export async function claimMergeable(
  q: Queryable,
  channel: string,
  {
    mostAlerts,
    limit,
    mostBytes,
  }: { readonly mostAlerts: number; readonly limit: number; readonly mostBytes: number },
): Promise<MergeableDelivery[]> {
  const rows = await q.execute<MergeableDelivery & Record<string, unknown>>(sql`
    with early as materialized (
      select d.id, sum(pg_column_size(d.content)) over (order by d.reason <> 'DIGEST', d.seq) as bytes
      from ${deliveries} d where ${mergeable(channel, mostAlerts)}
      order by d.reason <> 'DIGEST', d.seq limit ${limit}
    )
    select d.id, d.order_key as "orderKey", d.reason = 'DIGEST' as "isDigest", d.audience,
      d.content
    from early join ${deliveries} d on d.id = early.id
    where early.bytes <= ${mostBytes} and d.ended_at is null and d.state = 'WAITING'
    order by d.reason <> 'DIGEST', d.seq
    for update of d`);
  return [...rows];
}

export interface NewDigests {
  /** In their order. */
  readonly digests: readonly { readonly id: string; readonly content: Notification }[];
  readonly mergedIds: readonly string[];
  /** The least role that may see all that they tell. */
  readonly audience: Role;
}

/** Writes what is told in one digest or several, and marks what they tell: it ends with the last one. */
export async function insertDigests(
  q: Queryable,
  channel: string,
  { digests, mergedIds, audience }: NewDigests,
  now: Date,
): Promise<void> {
  for (const digest of digests) await insertDigest(q, channel, { ...digest, audience }, now);
  const last = digests.at(-1);
  if (last === undefined) return;
  const at = now.toISOString();
  const ids = storableJson(mergedIds);
  // What an earlier digest had merged is told by this one now; that digest itself is over.
  await q.execute(sql`
    update ${deliveries} set state = 'MERGED', merged_into = ${last.id},
      next_at = ${never.toISOString()}::timestamptz,
      ended_at = case when reason = 'DIGEST' then ${at}::timestamptz end
    where id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)
      or (ended_at is null and merged_into in (
        select jsonb_array_elements_text(${ids}::jsonb)::uuid))`);
}

async function insertDigest(
  q: Queryable,
  channel: string,
  { id, content, audience }: NewDigests['digests'][number] & Pick<NewDigests, 'audience'>,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await q.execute(sql`
    insert into ${deliveries} (id, order_key, channel, route, reason, state, content, created_at,
      attempts, next_at, claim, audience)
    values (${id}, ${digestKey(channel)}, ${channel}, ${content.route}, 'DIGEST', 'WAITING',
      ${storableJson(content)}::jsonb, ${at}::timestamptz, 0, ${at}::timestamptz, 0,
      ${audience})`);
  await q.execute(sql`
    insert into ${deliveryAlerts} (delivery_id, alert_id)
    select distinct ${id}::uuid, alert::uuid
    from jsonb_array_elements_text(${storableJson(content.alerts.map((one) => one.id))}::jsonb) alert`);
}
