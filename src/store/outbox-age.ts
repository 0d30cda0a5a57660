// How long notifications have waited for being sent, by the store's clock: so they were told when.
import { and, isNull, sql } from './drizzle.ts';
import { deliveries } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** Milliseconds since the oldest open delivery was due; 0 when none is. */
export async function readOutboxAgeMs(q: Queryable): Promise<number> {
  const [row] = await q
    .select({
      ageMs: sql<
        number | null
      >`(extract(epoch from now() - min(${deliveries.nextAt})) * 1000)::float8`,
    })
    .from(deliveries)
    .where(and(isNull(deliveries.endedAt), sql`${deliveries.nextAt} <= now()`));
  return Math.max(0, row?.ageMs ?? 0);
}
