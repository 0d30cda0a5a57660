// The alerts that belong to a run of migrations: those that name it, those that have it among what changed
// before them, and the one of its source that was open already when it failed.
import type { Role } from '../core/role.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { and, desc, eq, or, sql } from './drizzle.ts';
import { alerts, alertSuspects } from './schema/index.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface RunOfAlerts {
  readonly id: string;
  /** What its events are about. */
  readonly subject: string;
  readonly database: string;
  readonly source: string;
  readonly queuedAt: Date;
  /** When it ended badly, without having been a dry run; else null. */
  readonly failedAt: Date | null;
}

/** A failure is told a moment after it happened. */
const toldWithin = sql`interval '1 minute'`;

/** The newest `limit` of them that the role may see; pending ones may never come to anything. */
export async function listAlertsOfRun(
  q: Queryable,
  run: RunOfAlerts,
  { role, limit }: { readonly role: Role; readonly limit: number },
): Promise<AlertRow[]> {
  const queuedAt = sql`${run.queuedAt.toISOString()}::timestamptz`;
  const isNamed = sql`(${alerts.metadata} ->> 'runId' = ${run.id} or ${alerts.labels} ->> 'run' = ${run.id})`;
  const failedAt = run.failedAt === null ? null : sql`${run.failedAt.toISOString()}::timestamptz`;
  // It ends with a success only, so a later failure of the source opens no other one.
  const wasOpen =
    failedAt === null
      ? undefined
      : sql`(${alerts.metadata} ->> 'event' = 'migration.completed'
          and ${alerts.labels} ->> 'source' = ${run.source} and ${alerts.labels} ->> 'run' is null
          and ${alerts.startedAt} <= ${failedAt} + ${toldWithin}
          and (${alerts.resolvedAt} is null or ${alerts.resolvedAt} >= ${failedAt}))`;
  const isSuspected = sql`(${alerts.startedAt} >= ${queuedAt} and exists (
    select from ${alertSuspects} where ${alertSuspects.alertId} = ${alerts.id}
      and ${alertSuspects.event} ->> 'subject' = ${run.subject}))`;
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(
        visibleTo(alerts.audience, role),
        sql`${alerts.state} <> 'PENDING'`,
        or(and(eq(alerts.databaseName, run.database), or(isNamed, wasOpen)), isSuspected),
      ),
    )
    .orderBy(desc(alerts.startedAt), desc(alerts.id))
    .limit(limit);
  return rows.map(toAlert);
}
