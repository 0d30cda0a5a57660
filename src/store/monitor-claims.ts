// Who runs a monitor may write for it, and nobody else. Its row has a number, raised by whoever begins
// to run it and by whoever pauses it; what an older holder wants to write is refused. So a holder that
// stood still and was given up does no harm when it goes on.
import { eq, sql } from './drizzle.ts';
import { monitors } from './schema/index.ts';
import { storableJson, storableValue } from './storable.ts';
import type { Queryable } from './store.ts';

/** Somebody else runs the monitor now, or nobody is to. */
export class TakenOverError extends Error {
  override readonly name = 'TakenOverError';

  constructor() {
    super('this monitor is not run here any more');
  }
}

export interface MonitorClaim {
  readonly id: string;
  readonly claim: number;
}

/** Keeps the claim until the transaction ends. @throws TakenOverError when it is another's. */
export async function lockMonitorClaim(q: Queryable, { id, claim }: MonitorClaim): Promise<void> {
  const [row] = await q
    .select({ claim: monitors.claim })
    .from(monitors)
    .where(eq(monitors.id, id))
    .for('no key update');
  if (row?.claim !== claim) throw new TakenOverError();
}

/** The claim must be locked. */
export async function updateMonitorPosition(
  q: Queryable,
  id: string,
  position: unknown,
): Promise<void> {
  await q
    .update(monitors)
    .set({ position: storableValue(position) })
    .where(eq(monitors.id, id));
}

/** What moves all the time, and is no change of state. */
export interface MonitorProgress extends MonitorClaim {
  readonly reason: string | null;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly lagMs: number | null;
  readonly nextRunAt: Date | null;
  readonly beatAt: Date | null;
}

/**
 * Writes the progress of many in one statement. Rows that somebody holds are left out, so that nobody
 * waits; so are those of another holder. @returns the ids that were written.
 */
export async function updateMonitorProgress(
  q: Queryable,
  progress: readonly MonitorProgress[],
): Promise<string[]> {
  if (progress.length === 0) return [];
  const rows = await q.execute<{ id: string }>(sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(progress)}::jsonb) as v(
        "id" uuid, "claim" bigint, "reason" text, "lastSuccessAt" timestamptz,
        "lastErrorAt" timestamptz, "lastError" text, "lagMs" float8, "nextRunAt" timestamptz,
        "beatAt" timestamptz)
    ), free as (
      select m.id from ${monitors} m join given on given.id = m.id and given.claim = m.claim
      for no key update of m skip locked
    )
    update ${monitors} m set
      reason = given.reason, last_success_at = given."lastSuccessAt",
      last_error_at = given."lastErrorAt", last_error = given."lastError",
      lag_ms = given."lagMs", next_run_at = given."nextRunAt", beat_at = given."beatAt"
    from given join free on free.id = given.id
    where m.id = given.id
    returning m.id`);
  return [...rows].map(({ id }) => id);
}
