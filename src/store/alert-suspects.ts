// What changed just before alerts, as people are told of it.
import { z } from 'zod';

import { asc, inArray } from './drizzle.ts';
import { alertSuspects } from './schema/index.ts';
import type { Queryable } from './store.ts';

const eventForm = z.object({ type: z.string(), subject: z.string() }).partial();

/** The suspects of alerts in words, the most likely first, by the alert's id. */
export async function listSuspectWords(
  q: Queryable,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = new Map<string, string[]>();
  if (alertIds.length === 0) return words;
  const rows = await q
    .select({
      alertId: alertSuspects.alertId,
      event: alertSuspects.event,
      reason: alertSuspects.reason,
    })
    .from(alertSuspects)
    .where(inArray(alertSuspects.alertId, [...alertIds]))
    .orderBy(asc(alertSuspects.rank));
  for (const { alertId, event, reason } of rows) {
    const { type, subject } = eventForm.safeParse(event).data ?? {};
    const what = [type, subject].filter((part) => part !== undefined).join(' of ');
    const list = words.get(alertId) ?? [];
    list.push(what === '' ? reason : `${what}: ${reason}`);
    words.set(alertId, list);
  }
  return words;
}
