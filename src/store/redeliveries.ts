// Having deliveries sent again: new ones with the same content, copied within the store however large it is,
// and which ones have not been sent again yet.
import { sql } from './drizzle.ts';
import type { DeliveryState } from '../core/notifications.ts';
import { audiencesOf, type Role } from '../core/role.ts';
import { deliveries, deliveryAlerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface Redelivery {
  /** Of the new one. */
  readonly id: string;
  /** Of the one that it repeats. */
  readonly of: string;
}

/** Writes new deliveries with the content of others, in this order; they wait for their turn. */
export async function insertRedeliveries(
  q: Queryable,
  given: readonly Redelivery[],
  now: Date,
): Promise<void> {
  if (given.length === 0) return;
  const at = now.toISOString();
  const rows = given.map((one, n) => ({ ...one, n }));
  await q.execute(sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, id uuid, "of" uuid)
    ), written as (
      insert into ${deliveries} (id, order_key, channel, route, reason, state, content, created_at,
        attempts, next_at, claim, audience, redelivery_of)
      select g.id, d.order_key, d.channel, d.route, 'REDELIVERY', 'WAITING', d.content,
        ${at}::timestamptz, 0, ${at}::timestamptz, 0, d.audience, d.id
      from given g join ${deliveries} d on d.id = g."of"
      order by g.n
    )
    insert into ${deliveryAlerts} (delivery_id, alert_id)
    select given.id, told.alert_id
    from given join ${deliveryAlerts} told on told.delivery_id = given."of"`);
}

export interface RedeliveryFilter {
  readonly channel: string;
  readonly states: readonly Extract<DeliveryState, 'DEAD' | 'DELIVERED'>[];
  readonly since: Date | undefined;
  /** Those that this role may see. */
  readonly role: Role;
}

/**
 * Ids of deliveries that ended and were not sent again yet, the oldest first, so many at most. Tests of
 * channels are left out. Read from one range of an index for each state, as pages are.
 */
export async function listRedeliverable(
  q: Queryable,
  { channel, states, since, role }: RedeliveryFilter,
  most: number,
): Promise<string[]> {
  const wanted = storableJson(states);
  const rows = await q.execute<{ id: string }>(sql`
    select found.id from jsonb_array_elements_text(${wanted}::jsonb) as range(state)
    cross join lateral (
      select d.id, d.seq from ${deliveries} d
      where (d.channel, d.state, d.seq) > (${channel}, range.state, 0)
        and (d.channel, d.state, d.seq) < (${channel}, range.state, ${Number.MAX_SAFE_INTEGER}::bigint)
        and d.ended_at is not null
        and d.reason <> 'TEST'
        and d.audience in (select jsonb_array_elements_text(${storableJson(audiencesOf(role))}::jsonb))
        ${since === undefined ? sql`` : sql`and d.created_at >= ${since.toISOString()}::timestamptz`}
        and not exists (select from ${deliveries} again where again.redelivery_of = d.id)
      order by d.channel, d.state, d.seq limit ${most}) found
    order by found.seq limit ${most}`);
  return [...rows].map(({ id }) => id);
}
