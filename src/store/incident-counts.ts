// Keeps incidents up to date with their alerts by adding up what changes: an alert of an incident of
// thousands costs as much as one of two. Whoever calls this holds the incidents' rows, so that nothing is
// added twice. What was never counted, or may have been missed, is counted whole, once.
import { z } from 'zod';

import { severities, type Severity } from '../core/alerts.ts';
import type { Role } from '../core/role.ts';
import { sql, type SQL } from './drizzle.ts';
import { audienceForm, severityForm, type Incident, type IncidentCounts } from './incidents.ts';
import type { Queryable } from './store.ts';
import { strictness } from './visible-rows.ts';

/** What happened to the alerts of an incident that are for one audience, in a transaction. */
export interface IncidentMove {
  readonly id: string;
  readonly audience: Role;
  /** So many came to it, and so many are over now. */
  readonly came: number;
  readonly ended: number;
  /** The worst of those that changed; null when no severity is known. */
  readonly worst: Severity | null;
}

export interface SettledIncident extends Incident, IncidentCounts {
  /** It is worse than it was. */
  readonly isWorse: boolean;
}

const time = z.union([z.date(), z.string().transform((text) => new Date(text))]);
const settledForm = z.object({
  id: z.string(),
  title: z.string(),
  severity: severityForm,
  reason: z.string(),
  startedAt: time,
  updatedAt: time,
  resolvedAt: time.nullable(),
  audience: audienceForm,
  alertCount: z.number(),
  openCount: z.number(),
  isWorse: z.boolean(),
});

const severityList = `{${severities.join(',')}}`;
const rankOf = (column: SQL): SQL => sql`array_position(${severityList}::text[], ${column})`;
const isSeen = (audience: SQL): SQL =>
  sql`${strictness(audience)} <= ${strictness(sql`i.audience`)}`;
const countOf = (which: SQL): SQL =>
  sql`(select count(*)::int from hawkwatch_store.alerts a
    where a.incident_id = i.id and ${isSeen(sql`a.audience`)} and ${which})`;
const isOpen = sql`a.resolved_at is null`;

/**
 * Brings locked incidents up to date: the worst severity they ever had; over, and without ties, when none of
 * their alerts is open any more. Whoever may see an incident may not see all of its alerts: severity and
 * counts are of those that they may, whether it is over is of all. `recount`: what was added up until now is not trusted.
 */
export async function settleIncidents(
  q: Queryable,
  moves: readonly IncidentMove[],
  now: Date,
  { recount = false }: { readonly recount?: boolean } = {},
): Promise<readonly SettledIncident[]> {
  if (moves.length === 0) return [];
  const at = sql`${now.toISOString()}::timestamptz`;
  const added = (column: SQL, change: SQL, which: SQL): SQL =>
    recount ? countOf(which) : sql`coalesce(${column} + ${change}, ${countOf(which)})`;
  const rows = await q.execute<Record<string, unknown>>(sql`
    with move as materialized (
      select i.id,
        coalesce(sum(m.came) filter (where ${isSeen(sql`m.audience`)}), 0)::int as came,
        coalesce(sum(m.ended) filter (where ${isSeen(sql`m.audience`)}), 0)::int as ended,
        min(${rankOf(sql`m.worst`)}) filter (where ${isSeen(sql`m.audience`)}) as worst,
        sum(m.came + m.ended) > 0 as is_newer
      from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
        as m(id uuid, audience text, came int, ended int, worst text)
      join hawkwatch_store.incidents i on i.id = m.id and i.resolved_at is null
      group by i.id),
    moved as materialized (
      select i.id, ${added(sql`i.alert_count`, sql`m.came`, sql`true`)} as alert_count,
        ${added(sql`i.open_count`, sql`m.came - m.ended`, isOpen)} as open_count,
        ${rankOf(sql`i.severity`)} as severity_before,
        least(m.worst, ${rankOf(sql`i.severity`)}) as worst, m.is_newer
      from move m join hawkwatch_store.incidents i on i.id = m.id)
    update hawkwatch_store.incidents i
    set alert_count = m.alert_count, open_count = m.open_count,
        updated_at = case when m.is_newer then ${at} else i.updated_at end,
        severity = (${severityList}::text[])[m.worst],
        resolved_at = case when m.open_count <= 0 and not exists (
          select 1 from hawkwatch_store.alerts a where a.incident_id = i.id and ${isOpen}) then ${at} end
    from moved m
    where i.id = m.id
    returning i.id, i.title, i.severity, i.reason, i.started_at as "startedAt",
      i.updated_at as "updatedAt", i.resolved_at as "resolvedAt", i.audience, i.alert_count as "alertCount",
      greatest(i.open_count, 0) as "openCount", m.worst < m.severity_before as "isWorse"`);
  const settled = rows.map((row) => settledForm.parse(row));
  const over = settled.filter(({ resolvedAt }) => resolvedAt !== null).map(({ id }) => id);
  if (over.length > 0) {
    await q.execute(sql`delete from hawkwatch_store.incident_ties
      where incident_id = any(${`{${over.join(',')}}`}::uuid[])`);
  }
  return settled;
}

/** Locks open incidents of which no alert is open, `most` at most; those that somebody holds are left out. */
export async function lockLeftIncidents(q: Queryable, most: number): Promise<readonly string[]> {
  const rows = await q.execute<{ id: string }>(sql`
    select i.id from hawkwatch_store.incidents i
    where i.resolved_at is null and not exists (
      select 1 from hawkwatch_store.alerts a where a.incident_id = i.id and ${isOpen})
    order by i.started_at, i.id limit ${most}
    for no key update skip locked`);
  return rows.map(({ id }) => id);
}
