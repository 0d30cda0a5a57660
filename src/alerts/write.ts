// Writes what was decided of many alerts, in few statements.
import { deleteAlerts, insertAlerts, touchAlerts, updateAlerts } from '../store/alert-writes.ts';
import type { Queryable } from '../store/store.ts';
import type { Decision } from './decide.ts';

/**
 * Writes decisions by fingerprint. Returns the fingerprints of which nothing new was written, because
 * somebody else has opened an alert of them meanwhile.
 */
export async function writeDecisions(
  q: Queryable,
  decisions: ReadonlyMap<string, Decision>,
): Promise<ReadonlySet<string>> {
  const all = [...decisions.values()];
  // A resolved row makes room for an open one of the same fingerprint.
  await deleteAlerts(
    q,
    all.flatMap(({ deletes }) => deletes),
  );
  await updateAlerts(
    q,
    all.flatMap(({ updates }) => updates),
  );
  await touchAlerts(
    q,
    all.flatMap(({ touches }) => touches),
  );
  const inserts = all.flatMap((decision) => decision.inserts);
  const open = inserts.filter(({ resolvedAt }) => resolvedAt === null);
  const written = await insertAlerts(q, open);
  const lost = new Set(open.filter(({ id }) => !written.has(id)).map((row) => row.fingerprint));
  await insertAlerts(
    q,
    inserts.filter((row) => row.resolvedAt !== null && !lost.has(row.fingerprint)),
  );
  return lost;
}
