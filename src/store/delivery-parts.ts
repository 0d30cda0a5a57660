// A digest that its receiver refused, and the parts that tell it instead. Parts are sent one after the other;
// the digest stays open (`SPLIT`) until the last of them has ended, so that nothing overtakes them, and so do
// the deliveries that were merged into it. A part that is refused has parts of its own.
import { sql } from './drizzle.ts';
import type { Notification } from '../core/notifications.ts';
import type { Role } from '../core/role.ts';
import { deliveries, deliveryAlerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface NewPart {
  readonly id: string;
  readonly content: Notification;
}

const partsKey = (digestId: string): string => `parts/${digestId}`;

/** Writes the parts of a digest in their order; the caller has recorded that it is split. */
export async function insertParts(
  q: Queryable,
  digest: { readonly id: string; readonly channel: string; readonly audience: Role },
  parts: readonly NewPart[],
  now: Date,
): Promise<void> {
  const { id, channel, audience } = digest;
  const at = now.toISOString();
  const rows = parts.map((part, n) => ({
    ...part,
    n,
    route: part.content.route,
    alerts: [...new Set(part.content.alerts.map((alert) => alert.id))],
  }));
  await q.execute(sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, id uuid, route text,
        content jsonb, alerts jsonb)
    ), written as (
      insert into ${deliveries} (id, order_key, channel, route, reason, state, content, created_at,
        attempts, next_at, claim, audience, part_of)
      select g.id, ${partsKey(id)}, ${channel}, g.route, 'DIGEST', 'WAITING', g.content,
        ${at}::timestamptz, 0, ${at}::timestamptz, 0, ${audience}, ${id}::uuid
      from given g order by g.n
    )
    insert into ${deliveryAlerts} (delivery_id, alert_id)
    select given.id, alert::uuid from given, jsonb_array_elements_text(given.alerts) as alert`);
}

/**
 * Ends those of these digests whose parts have all ended, with what was merged into them, and in turn the
 * digests of which they are parts. True when one has ended: what it held up may be due.
 */
export async function endSplits(
  q: Queryable,
  digestIds: readonly string[],
  now: Date,
): Promise<boolean> {
  const at = now.toISOString();
  let ids = [...new Set(digestIds)];
  let isAnyOver = false;
  // A part has half of what its digest has: there are few rounds.
  while (ids.length > 0) {
    const wanted = sql`(select jsonb_array_elements_text(${storableJson(ids)}::jsonb)::uuid)`;
    // Who ends one part waits here for who ends another one: else each would take the other's for open.
    await q.execute(sql`
      select 1 from ${deliveries} d where d.id in ${wanted} and d.state = 'SPLIT'
      order by d.id for update`);
    const rows = await q.execute<{ partOf: string | null }>(sql`
      with over as (
        update ${deliveries} d set ended_at = ${at}::timestamptz
        where d.id in ${wanted}
          and d.state = 'SPLIT' and d.ended_at is null
          and not exists (
            select from ${deliveries} part where part.part_of = d.id and part.ended_at is null)
        returning d.id, d.part_of
      ), merged as (
        update ${deliveries} m set ended_at = ${at}::timestamptz
        from over where m.merged_into = over.id and m.ended_at is null
      )
      select part_of as "partOf" from over`);
    isAnyOver ||= rows.length > 0;
    ids = [...new Set([...rows].flatMap(({ partOf }) => partOf ?? []))];
  }
  return isAnyOver;
}
