// How long notifications have waited for being sent.
import { and, isNull, sql } from './drizzle.ts';
import { deliveries } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** Milliseconds since the oldest open delivery was due; 0 when none is. */
export async function readOutboxAgeMs(q: Queryable, now: Date): Promise<number> {
  const [row] = await q
    .select({ at: sql<string | null>`min(${deliveries.nextAt})` })
    .from(deliveries)
    .where(
      and(
        isNull(deliveries.endedAt),
        sql`${deliveries.nextAt} <= ${now.toISOString()}::timestamptz`,
      ),
    );
  const at = row?.at ?? null;
  return at === null ? 0 : Math.max(0, now.getTime() - new Date(at).getTime());
}
