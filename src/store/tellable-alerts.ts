// Open alerts of which somebody is to be told, page by page: for when it changes who is told.
import { isFiring, alertStates } from '../core/alerts.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { and, asc, gt, inArray, isNull, sql } from './drizzle.ts';
import { alerts } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** Alerts that fire and are not suppressed, by their id. */
export async function listTellableAlerts(
  q: Queryable,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<AlertRow[]> {
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(
        isNull(alerts.resolvedAt),
        inArray(alerts.state, alertStates.filter(isFiring)),
        sql`${alerts.suppressed} = '[]'::jsonb`,
        page.after === undefined ? undefined : gt(alerts.id, page.after),
      ),
    )
    .orderBy(asc(alerts.id))
    .limit(page.limit);
  return rows.map(toAlert);
}
