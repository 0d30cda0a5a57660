// Where alerts stand in their escalation policies. Rows of alerts are locked before those of their standings,
// by everybody. Whoever looks for what is due passes over what somebody else has locked.
import { z } from 'zod';

import { escalationStops, type EscalationStanding } from '../core/escalation.ts';
import type { Role } from '../core/role.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import {
  and,
  asc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  notExists,
  notInArray,
  or,
  sql,
} from './drizzle.ts';
import { alertEscalations, alerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface EscalationRow extends EscalationStanding {
  readonly alertId: string;
  readonly updatedAt: Date;
}

const stopForm = z.enum(escalationStops).nullable();

function toEscalation({ stopReason, ...row }: typeof alertEscalations.$inferSelect): EscalationRow {
  return { ...row, stop: stopForm.parse(stopReason) };
}

/** The standings of these alerts, in no order. */
export async function listEscalations(
  q: Queryable,
  alertIds: readonly string[],
): Promise<EscalationRow[]> {
  if (alertIds.length === 0) return [];
  const rows = await q
    .select()
    .from(alertEscalations)
    .where(inArray(alertEscalations.alertId, [...alertIds]));
  return rows.map(toEscalation);
}

/** The same under locks that last until the transaction ends; the alerts are locked already. */
export async function claimEscalations(
  q: Queryable,
  alertIds: readonly string[],
): Promise<EscalationRow[]> {
  if (alertIds.length === 0) return [];
  const rows = await q
    .select()
    .from(alertEscalations)
    .where(inArray(alertEscalations.alertId, [...alertIds]))
    .orderBy(asc(alertEscalations.alertId))
    .for('no key update');
  return rows.map(toEscalation);
}

/** Alerts that fire and have no standing, by id after `afterId`; not those that nobody is to be told of. */
export async function listUnescalated(
  q: Queryable,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await q
    .select({ id: alerts.id })
    .from(alerts)
    .where(
      and(
        isNull(alerts.resolvedAt),
        isNotNull(alerts.firedAt),
        isNull(alerts.acknowledgedAt),
        sql`${alerts.suppressed} = '[]'::jsonb`,
        afterId === null ? undefined : gt(alerts.id, afterId),
        notExists(
          q
            .select({ alertId: alertEscalations.alertId })
            .from(alertEscalations)
            .where(eq(alertEscalations.alertId, alerts.id)),
        ),
      ),
    )
    .orderBy(asc(alerts.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export interface DueEscalations {
  readonly now: Date;
  /** The policies that this replica knows. */
  readonly policies: readonly string[];
  /** Those of other policies are only due then: a replica with a newer configuration may know them. */
  readonly othersBefore: Date;
  /** Alerts that are left alone. */
  readonly except: readonly string[];
  readonly limit: number;
}

const isDue = ({ now, policies, othersBefore, except }: DueEscalations) =>
  and(
    or(
      and(lte(alertEscalations.nextAt, now), inArray(alertEscalations.policy, ['', ...policies])),
      lte(alertEscalations.nextAt, othersBefore),
    ),
    except.length === 0 ? undefined : notInArray(alertEscalations.alertId, [...except]),
  );

/** Alerts whose next level is due, the longest due first, locked together with their standings. */
export async function claimDueEscalations(
  q: Queryable,
  due: DueEscalations,
): Promise<{ readonly alert: AlertRow; readonly standing: EscalationRow }[]> {
  const rows = await q
    .select({ alert: alerts, standing: alertEscalations })
    .from(alertEscalations)
    .innerJoin(alerts, eq(alerts.id, alertEscalations.alertId))
    .where(isDue(due))
    .orderBy(asc(alertEscalations.nextAt), asc(alertEscalations.alertId))
    .limit(due.limit)
    .for('no key update', { skipLocked: true });
  return rows.map(({ alert, standing }) => ({
    alert: toAlert(alert),
    standing: toEscalation(standing),
  }));
}

/** When something of these policies is due next, perhaps already; undefined: nothing waits. */
export async function findNextEscalation(
  q: Queryable,
  policies: readonly string[],
): Promise<Date | undefined> {
  const [row] = await q
    .select({ nextAt: alertEscalations.nextAt })
    .from(alertEscalations)
    .where(
      and(isNotNull(alertEscalations.nextAt), inArray(alertEscalations.policy, ['', ...policies])),
    )
    .orderBy(asc(alertEscalations.nextAt))
    .limit(1);
  return row?.nextAt ?? undefined;
}

/** Writes standings, new ones and changed ones. */
export async function upsertEscalations(
  q: Queryable,
  rows: readonly EscalationRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const given = rows
    .toSorted((a, b) => (a.alertId < b.alertId ? -1 : 1))
    .map(({ alertId, policy, level, round, nextAt, stop, updatedAt }) => ({
      alert_id: alertId,
      policy,
      level,
      round,
      next_at: nextAt,
      stop_reason: stop,
      updated_at: updatedAt,
    }));
  await q.execute(sql`
    insert into ${alertEscalations}
      (alert_id, policy, level, round, next_at, stop_reason, updated_at)
    select alert_id, policy, level, round, next_at, stop_reason, updated_at
    from jsonb_to_recordset(${storableJson(given)}::jsonb) as r(alert_id uuid, policy text, level int,
      round int, next_at timestamptz, stop_reason text, updated_at timestamptz)
    on conflict (alert_id) do update set policy = excluded.policy, level = excluded.level,
      round = excluded.round, next_at = excluded.next_at, stop_reason = excluded.stop_reason,
      updated_at = excluded.updated_at`);
}

/** How many open alerts that `role` may see stand before each level of each policy. */
export async function countEscalations(
  q: Queryable,
  role: Role,
): Promise<{ readonly policy: string; readonly level: number; readonly alerts: number }[]> {
  return q
    .select({
      policy: alertEscalations.policy,
      level: alertEscalations.level,
      alerts: sql<number>`count(*)::int4`,
    })
    .from(alertEscalations)
    .innerJoin(alerts, eq(alerts.id, alertEscalations.alertId))
    .where(and(isNull(alerts.resolvedAt), visibleTo(alerts.audience, role)))
    .groupBy(alertEscalations.policy, alertEscalations.level);
}

/** Open alerts of a policy that `role` may see, those first whose next level comes first. */
export async function listOpenEscalations(
  q: Queryable,
  policy: string,
  limit: number,
  role: Role,
): Promise<EscalationRow[]> {
  const rows = await q
    .select({ standing: alertEscalations })
    .from(alertEscalations)
    .innerJoin(alerts, eq(alerts.id, alertEscalations.alertId))
    .where(
      and(
        eq(alertEscalations.policy, policy),
        isNull(alerts.resolvedAt),
        visibleTo(alerts.audience, role),
      ),
    )
    .orderBy(sql`${alertEscalations.nextAt} asc nulls last`, asc(alertEscalations.alertId))
    .limit(limit);
  return rows.map(({ standing }) => toEscalation(standing));
}
