// Deliveries as rows: written, claimed, recorded. A claim is a lease with a number; whoever writes with an
// older number is refused. Of an order key, and of an alert on one channel, only the oldest that has not ended
// is ever claimed; that holds because writers of one key come one after the other (the router holds its
// group's row), so that what is committed later has the higher `seq`.
//
//   WAITING ──claim──> SENDING ──> DELIVERED | DEAD          next_at: when it is tried
//      ^                  │                                   next_at of SENDING: when its lease ends
//      └── failed, handed back, lease over
//   WAITING ──digest──> MERGED (goes on holding up its key until the digest has ended)
//   SENDING ──digest refused──> SPLIT (goes on holding up what comes after it until its parts have ended)
//
// Leases and due times (`lease_until`, `next_at`) are told by the store's clock (`store-clock.ts`), whoever
// writes or reads them; `created_at` is when what is told happened, by the clock of its replica.
import { sql, type SQL } from './drizzle.ts';
import type { Notification } from '../core/notifications.ts';
import type { Role } from '../core/role.ts';
import {
  deliveries,
  deliveryAlerts,
  deliveryAttempts,
  notificationGroups,
} from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface ClaimedDelivery {
  readonly id: string;
  readonly channel: string;
  readonly route: string;
  readonly groupId: string | null;
  readonly content: Notification;
  /** The attempt that this claim is for, counted from 1. */
  readonly attempt: number;
  readonly claim: number;
  readonly leaseUntil: Date;
  readonly createdAt: Date;
  /** What the receiver called an earlier message of the group. */
  readonly handle: unknown;
  /** The role that may see what it tells. */
  readonly audience: Role;
}

export interface DeliveryInsert {
  readonly id: string;
  readonly orderKey: string;
  readonly groupId: string | null;
  readonly channel: string;
  readonly content: Notification;
  readonly alertIds: readonly string[];
  readonly audience: Role;
  /** To be claimed at once where nothing of its key precedes it. */
  readonly wanted: boolean;
}

export interface ClaimHolder {
  readonly replica: string;
  readonly leaseUntil: Date;
}

// Groups may share an alert: "resolved" of one must not overtake "firing" of another on the same channel. What
// is merged is told by its digest, which has the same alerts. A digest waits only for what was tried already:
// what was written before it and waits behind its own parts would wait for it in turn. `offset 0` and
// the limit keep it to a few index look-ups for each alert: a plan that begins with all that is open reads
// it again for each. A digest that was refused is told by its parts: it holds up all but them.
const openOf = (alertId: SQL, channel: SQL): SQL => sql`
  select 1 from (
    select delivery_id from ${deliveryAlerts} where alert_id = ${alertId} offset 0) other
  cross join lateral (
    select b.channel, b.ended_at, b.state, b.seq, b.attempts from ${deliveries} b
    where b.id = other.delivery_id offset 0) before
  where before.channel = ${channel} and before.ended_at is null and before.state <> 'MERGED'`;

/** Writes deliveries in their order; gives the claims that were wanted and could be given. */
export async function insertDeliveries(
  q: Queryable,
  given: readonly DeliveryInsert[],
  { replica, leaseUntil, dueAt }: ClaimHolder & { readonly dueAt: Date },
  now: Date,
): Promise<ClaimedDelivery[]> {
  if (given.length === 0) return [];
  const rows = given.map((one, n) => ({
    n,
    id: one.id,
    order_key: one.orderKey,
    group_id: one.groupId,
    channel: one.channel,
    route: one.content.route,
    reason: one.content.reason,
    content: one.content,
    alerts: one.alertIds,
    audience: one.audience,
    wanted: one.wanted,
  }));
  const at = now.toISOString();
  const due = dueAt.toISOString();
  const until = leaseUntil.toISOString();
  const claimed = await q.execute<{ id: string; handle: unknown }>(sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, id uuid,
        order_key text, group_id uuid, channel text, route text, reason text, content jsonb,
        alerts jsonb, audience text, wanted boolean)
    ), written as (
      insert into ${deliveries} (id, order_key, group_id, channel, route, reason, content,
        created_at, audience, state, attempts, claim, claimed_by, lease_until, next_at)
      select g.id, g.order_key, g.group_id, g.channel, g.route, g.reason, g.content,
        ${at}::timestamptz, g.audience,
        case when g.free then 'SENDING' else 'WAITING' end,
        g.free::int, g.free::int,
        case when g.free then ${replica}::text end,
        case when g.free then ${until}::timestamptz end,
        case when g.free then ${until}::timestamptz else ${due}::timestamptz end
      from (
        select given.*, wanted and not exists (
          select 1 from ${deliveries} before
          where before.order_key = given.order_key and before.ended_at is null)
          and not exists (
            select from jsonb_array_elements_text(given.alerts) as mine(id)
            cross join lateral (${openOf(sql`mine.id::uuid`, sql`given.channel`)} limit 1) one) as free
        from given
      ) g
      order by g.n
      returning id, group_id, state
    ), about as (
      insert into ${deliveryAlerts} (delivery_id, alert_id)
      select given.id, alert::uuid from given, jsonb_array_elements_text(given.alerts) as alert
      on conflict do nothing
    )
    select written.id, known.handle from written
    left join ${notificationGroups} known on known.id = written.group_id
    where written.state = 'SENDING'`);
  const handles = new Map([...claimed].map((row) => [row.id, row.handle]));
  return given
    .filter(({ id }) => handles.has(id))
    .map(({ id, channel, groupId, content, audience }) => ({
      id,
      channel,
      route: content.route,
      groupId,
      content,
      attempt: 1,
      claim: 1,
      leaseUntil,
      createdAt: now,
      handle: handles.get(id) ?? null,
      audience,
    }));
}

export interface ChannelShare {
  readonly name: string;
  /** Claimed of it at most. */
  readonly most: number;
}

interface ClaimedRow extends Record<string, unknown> {
  readonly id: string;
  readonly channel: string;
  readonly route: string;
  readonly groupId: string | null;
  readonly content: Notification;
  readonly attempts: number;
  readonly claim: number;
  readonly createdAt: string;
  readonly handle: unknown;
  readonly audience: Role;
}

/**
 * Claims what is due, the earliest first. What another one holds is passed. Of a claim whose lease is over
 * the attempt is kept: begun, with no outcome.
 */
export async function claimDeliveries(
  q: Queryable,
  shares: readonly ChannelShare[],
  { replica, leaseUntil, leaseMs }: ClaimHolder & { readonly leaseMs: number },
  now: Date,
): Promise<ClaimedDelivery[]> {
  const wanted = shares.filter(({ most }) => most > 0);
  if (wanted.length === 0) return [];
  const at = now.toISOString();
  const rows = await q.execute<ClaimedRow>(sql`
    with due as materialized (
      select d.* from jsonb_to_recordset(${storableJson(wanted)}::jsonb) as c(name text, most int)
      cross join lateral (
        select d.id, d.state, d.attempts, d.claimed_by, d.lease_until from ${deliveries} d
        where d.ended_at is null and d.channel = c.name and d.next_at <= ${at}::timestamptz
          and not exists (
            select 1 from ${deliveries} before
            where before.order_key = d.order_key and before.ended_at is null
              and before.seq < d.seq)
          and not exists (
            select from ${deliveryAlerts} mine
            cross join lateral (${openOf(sql`mine.alert_id`, sql`d.channel`)}
              and before.seq < d.seq and (d.reason <> 'DIGEST' or before.attempts > 0)
              and (d.part_of is null or before.state <> 'SPLIT') limit 1) one
            where mine.delivery_id = d.id)
        order by d.next_at, d.seq limit c.most
        for update of d skip locked
      ) d
    ), interrupted as (
      insert into ${deliveryAttempts} (delivery_id, attempt, at, replica)
      select id, attempts, lease_until - ${leaseMs} * interval '1 millisecond', claimed_by
      from due where state = 'SENDING'
      on conflict do nothing
    ), claimed as (
      update ${deliveries} d set state = 'SENDING', claim = d.claim + 1,
        attempts = d.attempts + 1, claimed_by = ${replica},
        lease_until = ${leaseUntil.toISOString()}::timestamptz,
        next_at = ${leaseUntil.toISOString()}::timestamptz
      from due where d.id = due.id
      returning d.*
    )
    select claimed.id, claimed.channel, claimed.route, claimed.group_id as "groupId",
      claimed.content, claimed.attempts, claimed.claim, claimed.created_at as "createdAt",
      claimed.audience, coalesce(claimed.handle, known.handle) as handle
    from claimed left join ${notificationGroups} known on known.id = claimed.group_id
    order by claimed.seq`);
  return [...rows].map(({ attempts, createdAt, ...row }) => ({
    ...row,
    attempt: attempts,
    leaseUntil,
    createdAt: new Date(createdAt),
  }));
}

/** Makes what an earlier process of this replica had claimed due again; gives how many. */
export async function releaseOwnClaims(q: Queryable, replica: string, now: Date): Promise<number> {
  const rows = await q.execute(sql`
    update ${deliveries} set next_at = ${now.toISOString()}::timestamptz
    where ended_at is null and state = 'SENDING' and claimed_by = ${replica}
    returning 1`);
  return rows.length;
}

/** Gives back what was claimed and not sent, as if it had not been claimed. */
export async function handBackDeliveries(
  q: Queryable,
  claims: readonly Pick<ClaimedDelivery, 'id' | 'claim'>[],
  now: Date,
): Promise<void> {
  if (claims.length === 0) return;
  const rows = claims.map(({ id, claim }) => ({ id, claim }));
  await q.execute(sql`
    update ${deliveries} d set state = 'WAITING', attempts = d.attempts - 1, claimed_by = null,
      lease_until = null, next_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, claim int)
    where d.id = r.id and d.claim = r.claim and d.state = 'SENDING' and d.ended_at is null`);
}
