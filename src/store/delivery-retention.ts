// Removes deliveries that ended long ago, and tells how deliveries stand as a whole.
import { sql } from './drizzle.ts';
import { deliveries } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** Removes some of those that ended before; gives how many. */
export async function deleteEndedDeliveries(
  q: Queryable,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await q.execute(sql`
    delete from ${deliveries} where id in (
      select id from ${deliveries}
      where ended_at is not null and ended_at < ${before.toISOString()}::timestamptz
      order by ended_at limit ${limit})
    returning 1`);
  return rows.length;
}

export interface DeliveryFigures {
  /** Those that are to be sent, or are being sent. */
  readonly waiting: number;
  /** When the oldest of them came to be. */
  readonly oldestAt: Date | null;
  /** Given up since then. */
  readonly dead: number;
}

/** How deliveries stand. What a digest tells counts with the digest. */
export async function readDeliveryFigures(q: Queryable, since: Date): Promise<DeliveryFigures> {
  const [row] = await q.execute<{ waiting: number; oldestAt: string | null; dead: number }>(sql`
    select
      (select count(*)::int from ${deliveries}
        where ended_at is null and state not in ('MERGED', 'SPLIT')) as waiting,
      (select min(created_at) from ${deliveries} where ended_at is null) as "oldestAt",
      (select count(*)::int from ${deliveries}
        where ended_at >= ${since.toISOString()}::timestamptz and state = 'DEAD'
          and reason <> 'TEST') as dead`);
  const { waiting = 0, oldestAt = null, dead = 0 } = row ?? {};
  return { waiting, oldestAt: oldestAt === null ? null : new Date(oldestAt), dead };
}
