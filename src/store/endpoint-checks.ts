// The checks of endpoints: each one is kept for a while, and what it measured is added to its day when the
// next one comes, so that long windows need not read every check.
import { and, desc, eq, gt, inArray, lt, sql } from './drizzle.ts';
import { endpointStates, type EndpointFinding, type EndpointState } from '../core/endpoints.ts';
import { z } from 'zod';

import { findingForm, toEndpoint, type EndpointRecord } from './endpoints.ts';
import { endpointChecks, endpointDays, endpoints } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable } from './store.ts';

export interface EndpointCheck {
  readonly endpointId: string;
  readonly at: Date;
  readonly ok: boolean;
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly status: number | null;
  readonly durationMs: number;
  readonly phases: z.infer<typeof findingForm>['phases'];
  readonly validMs: number;
}

/** The state of an endpoint after a check. */
export interface StateAfterCheck {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly since: Date;
  readonly failures: number;
  readonly successes: number;
  readonly rowSince: Date;
  readonly told: Readonly<Record<string, number>>;
}

export interface RecordedCheck {
  readonly at: Date;
  readonly finding: EndpointFinding;
  readonly validMs: number;
  readonly after: StateAfterCheck;
  /** What the check before this one measured, day by day (midnight, UTC). */
  readonly measured: readonly { readonly day: Date; readonly ms: number }[];
}

/** Stores a check and the state after it; the endpoint is claimed. */
export async function insertEndpointCheck(
  q: Queryable,
  before: EndpointRecord,
  { at, finding, validMs, after, measured }: RecordedCheck,
): Promise<EndpointRecord> {
  const { ok, status, durationMs, phases } = finding;
  const reason = finding.reason === null ? null : storableText(finding.reason);
  const check = { ok, state: after.state, reason, status, durationMs, phases, validMs };
  await q
    .insert(endpointChecks)
    .values({ endpointId: before.id, at, ...check })
    // A clock that was set back may come to the same moment again.
    .onConflictDoUpdate({ target: [endpointChecks.endpointId, endpointChecks.at], set: check });
  const wasOk = before.checkedOk === true;
  for (const { day, ms } of measured) {
    const [upMs, downMs] = wasOk ? [ms, 0] : [0, ms];
    await q
      .insert(endpointDays)
      .values({ endpointId: before.id, day, upMs, downMs })
      .onConflictDoUpdate({
        target: [endpointDays.endpointId, endpointDays.day],
        set: {
          upMs: sql`${endpointDays.upMs} + excluded.up_ms`,
          downMs: sql`${endpointDays.downMs} + excluded.down_ms`,
        },
      });
  }
  const [row] = await q
    .update(endpoints)
    .set({
      ...after,
      reason: after.reason === null ? null : storableText(after.reason),
      checkedAt: at,
      checkedOk: ok,
      validMs,
      finding: storableValue(finding),
      ...(ok ? { lastOkAt: at } : {}),
    })
    .where(eq(endpoints.id, before.id))
    .returning();
  if (row === undefined) throw new Error('an endpoint went away while it was claimed');
  return toEndpoint(row);
}

/** Removes checks of an endpoint that are older, the oldest first; returns how many. */
export async function deleteEndpointChecks(
  q: Queryable,
  endpointId: string,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const old = q
    .select({ at: endpointChecks.at })
    .from(endpointChecks)
    .where(and(eq(endpointChecks.endpointId, endpointId), lt(endpointChecks.at, before)))
    .orderBy(endpointChecks.at)
    .limit(limit);
  const removed = await q
    .delete(endpointChecks)
    .where(and(eq(endpointChecks.endpointId, endpointId), inArray(endpointChecks.at, old)))
    .returning({ at: endpointChecks.at });
  return removed.length;
}

/** Removes the sums of days of an endpoint that are older. */
export async function deleteEndpointDays(
  q: Queryable,
  endpointId: string,
  before: Date,
): Promise<void> {
  await q
    .delete(endpointDays)
    .where(and(eq(endpointDays.endpointId, endpointId), lt(endpointDays.day, before)));
}

export interface CheckPage {
  readonly limit: number;
  /** Checks before (after) this moment, in the order of the page. */
  readonly before?: Date | undefined;
  readonly after?: Date | undefined;
  /** Oldest first. */
  readonly backwards?: boolean | undefined;
}

/** Checks of an endpoint, newest first. */
export async function listEndpointChecks(
  q: Queryable,
  endpointId: string,
  page: CheckPage,
): Promise<EndpointCheck[]> {
  const rows = await q
    .select()
    .from(endpointChecks)
    .where(
      and(
        eq(endpointChecks.endpointId, endpointId),
        page.before === undefined ? undefined : lt(endpointChecks.at, page.before),
        page.after === undefined ? undefined : gt(endpointChecks.at, page.after),
      ),
    )
    .orderBy(page.backwards === true ? endpointChecks.at : desc(endpointChecks.at))
    .limit(page.limit);
  return rows.map((row) => ({
    ...row,
    state: z.enum(endpointStates).parse(row.state),
    phases: findingForm.shape.phases.parse(row.phases),
  }));
}
