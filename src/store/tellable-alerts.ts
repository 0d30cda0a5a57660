// Open alerts of which somebody is to be told, page by page and locked: for when it changes who is told.
import { isFiring, alertStates } from '../core/alerts.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { and, asc, gt, inArray, isNull, sql } from './drizzle.ts';
import { alerts } from './schema/index.ts';
import type { Queryable } from './store.ts';

const isTellable = and(
  isNull(alerts.resolvedAt),
  inArray(alerts.state, alertStates.filter(isFiring)),
  sql`${alerts.suppressed} = '[]'::jsonb`,
);

export interface TellablePage {
  /** Locked, and as they are now. */
  readonly alerts: readonly AlertRow[];
  /** Where the next page begins; undefined when this was the last one. */
  readonly after: string | undefined;
}

/** Locks alerts that fire and are not suppressed: a page of them in the order of their fingerprints. */
export async function lockTellableAlerts(
  q: Queryable,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<TellablePage> {
  const found = await q
    .select({ id: alerts.id, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(
      and(isTellable, page.after === undefined ? undefined : gt(alerts.fingerprint, page.after)),
    )
    .orderBy(asc(alerts.fingerprint))
    .limit(page.limit);
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return { alerts: [], after: undefined };
  // Whoever held one may have ended it: the database looks again at what it waited for.
  const rows = await q
    .select()
    .from(alerts)
    .where(and(inArray(alerts.id, ids), isTellable))
    .orderBy(asc(alerts.fingerprint))
    .for('no key update');
  return {
    alerts: rows.map(toAlert),
    after: found.length === page.limit ? found.at(-1)?.fingerprint : undefined,
  };
}
