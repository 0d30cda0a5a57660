// Writes what was decided of many alerts, in few statements.
import { deleteAlerts, insertAlerts, touchAlerts, updateAlerts } from '../store/alert-writes.ts';
import type { Queryable } from '../store/store.ts';
import type { Decision } from './decide.ts';

/**
 * Writes decisions. Returns the fingerprints of which nothing new was written, because somebody else has
 * opened an alert of them meanwhile.
 */
export async function writeDecisions(
  q: Queryable,
  decisions: readonly Decision[],
): Promise<ReadonlySet<string>> {
  await deleteAlerts(
    q,
    decisions.flatMap(({ deletes }) => deletes),
  );
  // A row that is resolved makes room for an open one of the same fingerprint.
  await updateAlerts(
    q,
    decisions.flatMap(({ updates }) => updates),
  );
  await touchAlerts(
    q,
    decisions.flatMap(({ touches }) => touches),
  );
  const inserts = decisions.flatMap((decision) => decision.inserts);
  const open = inserts.filter(({ resolvedAt }) => resolvedAt === null);
  const written = await insertAlerts(q, open);
  const lost = new Set(open.filter(({ id }) => !written.has(id)).map((row) => row.fingerprint));
  await insertAlerts(
    q,
    inserts.filter((row) => row.resolvedAt !== null && !lost.has(row.fingerprint)),
  );
  return lost;
}
