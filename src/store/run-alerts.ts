// The alerts that belong to a run of migrations: those that name it, those that have it among what changed
// before them, and the one of its source that was open already when it failed.
import { longestSlowWindowMs } from '../core/correlation.ts';
import type { Role } from '../core/role.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { and, desc, sql, type SQL } from './drizzle.ts';
import { alerts } from './schema/index.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface RunOfAlerts {
  readonly id: string;
  /** What its events are about. */
  readonly subject: string;
  readonly database: string;
  readonly source: string;
  readonly queuedAt: Date;
  /** Null: it has not ended. */
  readonly finishedAt: Date | null;
  /** Whether it ended badly, without having been a dry run. */
  readonly hasFailed: boolean;
}

/** A failure is told a moment after it happened. */
const toldWithin = sql`interval '1 minute'`;

/** The newest `limit` of them that the role may see; pending ones may never come to anything. */
export async function listAlertsOfRun(
  q: Queryable,
  run: RunOfAlerts,
  { role, limit }: { readonly role: Role; readonly limit: number },
): Promise<AlertRow[]> {
  const rows = await q
    .select()
    .from(alerts)
    .where(and(visibleTo(alerts.audience, role), sql`${alerts.state} <> 'PENDING'`, isOfRun(run)))
    .orderBy(desc(alerts.startedAt), desc(alerts.id))
    .limit(limit);
  return rows.map(toAlert);
}

/**
 * What `alerts` must fulfil for it. The few ids are found first, each kind within its own bounds and by
 * its own index: in the order of their beginning, all alerts that are kept would be read for a few.
 * - those of the database that were open at some time from the request on: the open ones of all are few, and
 *   of the others either few have ended since then or few had begun by then;
 * - those that may have it among their suspects: no change is looked for longer before an alert. The limit keeps
 *   the planner from reading the suspects of all alerts instead.
 */
export function isOfRun(run: RunOfAlerts): SQL {
  const queuedAt = instantOf(run.queuedAt);
  const hasBegun = (startedAt: SQL): SQL =>
    run.finishedAt === null
      ? sql`true`
      : sql`${startedAt} <= ${instantOf(new Date(run.finishedAt.getTime() + longestSlowWindowMs))}`;
  const isOfDatabase = sql`near.database_name = ${run.database}
    and ${hasBegun(sql`near.started_at`)} and (${isNamed(run)} or ${wasOpen(run)})`;
  return sql`alerts.id = any(array(
    select near.id from hawkwatch_store.alerts near
      where near.resolved_at is null and ${isOfDatabase}
    union
    select near.id from hawkwatch_store.alerts near
      where near.resolved_at >= ${queuedAt} and ${isOfDatabase}
    union
    select later.id from hawkwatch_store.alerts later,
        lateral (select from hawkwatch_store.alert_suspects suspect
          where suspect.alert_id = later.id and suspect.event ->> 'subject' = ${run.subject}
          limit 1) suspected
      where later.started_at >= ${queuedAt} and ${hasBegun(sql`later.started_at`)}))`;
}

function isNamed({ id }: RunOfAlerts): SQL {
  return sql`near.metadata ->> 'runId' = ${id} or near.labels ->> 'run' = ${id}`;
}

/** It ends with a success only, so a later failure of the source opens no other one. */
function wasOpen({ hasFailed, finishedAt, source }: RunOfAlerts): SQL {
  if (!hasFailed || finishedAt === null) return sql`false`;
  const failedAt = instantOf(finishedAt);
  return sql`(near.started_at <= ${failedAt} + ${toldWithin}
    and (near.resolved_at is null or near.resolved_at >= ${failedAt})
    and near.metadata ->> 'event' = 'migration.completed'
    and near.labels ->> 'source' = ${source} and near.labels ->> 'run' is null)`;
}

function instantOf(time: Date): SQL {
  return sql`${time.toISOString()}::timestamptz`;
}
