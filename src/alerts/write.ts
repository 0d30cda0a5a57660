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
  // The last new row of a fingerprint is written as an open one first, even where it is resolved already:
  // so the unique index keeps whoever else opens one at the same time away until the commit.
  const last = decisions.flatMap(({ inserts }) => inserts.at(-1) ?? []);
  const written = await insertAlerts(
    q,
    last.map((row) => (row.resolvedAt === null ? row : { ...row, resolvedAt: null })),
  );
  const lost = new Set(last.filter(({ id }) => !written.has(id)).map((row) => row.fingerprint));
  const kept = decisions.flatMap(({ inserts }) =>
    inserts.filter(({ fingerprint }) => !lost.has(fingerprint)),
  );
  await updateAlerts(
    q,
    kept.filter(({ id, resolvedAt }) => resolvedAt !== null && written.has(id)),
  );
  await insertAlerts(
    q,
    kept.filter(({ id }) => !written.has(id)),
  );
  return lost;
}
