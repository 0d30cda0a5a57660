// How the alert engine locks and writes alerts: many in one statement. Rows are locked in the order of
// their fingerprints, so that nobody waits for each other in a circle; a weaker lock than `for update`
// lets others refer to an alert meanwhile.
import { ruleSource } from '../core/alerts.ts';
import { and, asc, desc, isNotNull, isNull, notInArray, sql, type SQL } from './drizzle.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { alerts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

/** Of hexadecimal words and uuids only. */
const listOf = (words: readonly string[], type: 'text' | 'uuid'): SQL =>
  sql`any(${`{${words.join(',')}}`}::${sql.raw(type)}[])`;

/** The open alerts of these fingerprints, locked. */
export async function lockOpenAlerts(
  q: Queryable,
  fingerprints: readonly string[],
): Promise<AlertRow[]> {
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(sql`${alerts.fingerprint} = ${listOf(fingerprints, 'text')}`, isNull(alerts.resolvedAt)),
    )
    .orderBy(asc(alerts.fingerprint))
    .for('no key update');
  return rows.map(toAlert);
}

/** The last resolved alert of each of these fingerprints. */
export async function listLastAlerts(
  q: Queryable,
  fingerprints: readonly string[],
): Promise<AlertRow[]> {
  if (fingerprints.length === 0) return [];
  const rows = await q
    .selectDistinctOn([alerts.fingerprint])
    .from(alerts)
    .where(
      and(
        sql`${alerts.fingerprint} = ${listOf(fingerprints, 'text')}`,
        isNotNull(alerts.resolvedAt),
      ),
    )
    .orderBy(
      asc(alerts.fingerprint),
      desc(alerts.resolvedAt),
      desc(alerts.observedAt),
      desc(alerts.startedAt),
    );
  return rows.map(toAlert);
}

/** Alerts with these ids, locked. */
export async function lockAlerts(q: Queryable, ids: readonly string[]): Promise<AlertRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(alerts)
    .where(sql`${alerts.id} = ${listOf(ids, 'uuid')}`)
    .orderBy(asc(alerts.fingerprint), asc(alerts.id))
    .for('no key update');
  return rows.map(toAlert);
}

/** The open alerts of a rule, locked. */
export async function lockAlertsOfRule(
  q: Queryable,
  { source, rule }: { readonly source: string; readonly rule: string },
  limit: number,
): Promise<AlertRow[]> {
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(
        sql`${alerts.rule} = ${rule}`,
        sql`${alerts.source} = ${source}`,
        isNull(alerts.resolvedAt),
      ),
    )
    .orderBy(asc(alerts.fingerprint))
    .limit(limit)
    .for('no key update');
  return rows.map(toAlert);
}

export interface DueAlerts {
  readonly now: Date;
  readonly limit: number;
  /** Ids of alerts that are left out. */
  readonly except: readonly string[];
}

/** Alerts that are due, locked; those that somebody else has locked are left to them. */
export async function claimDueAlerts(
  q: Queryable,
  { now, limit, except }: DueAlerts,
): Promise<AlertRow[]> {
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(
        sql`${alerts.wakeAt} <= ${now.toISOString()}::timestamptz`,
        except.length === 0 ? undefined : sql`not ${alerts.id} = ${listOf(except, 'uuid')}`,
      ),
    )
    .orderBy(asc(alerts.wakeAt))
    .limit(limit)
    .for('no key update', { skipLocked: true });
  return rows.map(toAlert);
}

/** When the next alert is due, or was; undefined when none is. */
export async function findNextWake(q: Queryable): Promise<Date | undefined> {
  const [row] = await q
    .select({ at: alerts.wakeAt })
    .from(alerts)
    .where(isNotNull(alerts.wakeAt))
    .orderBy(asc(alerts.wakeAt))
    .limit(1);
  return row?.at ?? undefined;
}

const columns =
  sql.raw(`id uuid, fingerprint text, rule text, source text, type text, severity text,
  state text, title text, message text, labels jsonb, metadata jsonb, "database" text, subject text,
  value double precision, url text, "startedAt" timestamptz, "firedAt" timestamptz,
  "acknowledgedAt" timestamptz, "acknowledgedBy" text, "recoveringSince" timestamptz,
  "resolvedAt" timestamptz, "resolvedBy" text, resolution text, "assignedTo" text,
  "observedAt" timestamptz, condition boolean, "forMs" bigint, "keepFiringForMs" bigint,
  "lastsMs" bigint, "wakeAt" timestamptz, "timesFired" int, flips jsonb,
  "flappingSince" timestamptz, suppressed jsonb, "incidentId" uuid, "eventId" bigint,
  audience text, "updatedAt" timestamptz`);

/** Writes new alerts. Those whose fingerprint has an open one meanwhile are left out: returns the others. */
export async function insertAlerts(
  q: Queryable,
  rows: readonly AlertRow[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await q.execute<{ id: string }>(sql`
    insert into ${alerts} (id, fingerprint, rule, source, type, severity, state, title, message,
      labels, metadata, database_name, subject, value, url, started_at, fired_at, acknowledged_at,
      acknowledged_by, recovering_since, resolved_at, resolved_by, resolution, assigned_to,
      observed_at, condition, for_ms, keep_firing_for_ms, lasts_ms, wake_at, times_fired, flips,
      flapping_since, suppressed, incident_id, event_id, audience, updated_at)
    select r.id, r.fingerprint, r.rule, r.source, r.type, r.severity, r.state, r.title, r.message,
      r.labels, r.metadata, r."database", r.subject, r.value, r.url, r."startedAt", r."firedAt",
      r."acknowledgedAt", r."acknowledgedBy", r."recoveringSince", r."resolvedAt", r."resolvedBy",
      r.resolution, r."assignedTo", r."observedAt", r.condition, r."forMs", r."keepFiringForMs",
      r."lastsMs", r."wakeAt", r."timesFired", r.flips, r."flappingSince", r.suppressed,
      r."incidentId", r."eventId", r.audience, r."updatedAt"
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(${columns})
    order by r.fingerprint
    on conflict (fingerprint) where resolved_at is null do nothing
    returning id`);
  return new Set(inserted.map(({ id }) => id));
}

/** Writes what the engine decides of alerts; why they are not told, and their incident, stay. */
export async function updateAlerts(q: Queryable, rows: readonly AlertRow[]): Promise<void> {
  if (rows.length === 0) return;
  await q.execute(sql`
    update ${alerts} a set type = r.type, severity = r.severity, state = r.state, title = r.title,
      message = r.message, metadata = r.metadata, database_name = r."database", subject = r.subject,
      value = r.value, url = r.url, started_at = r."startedAt", fired_at = r."firedAt",
      acknowledged_at = r."acknowledgedAt", acknowledged_by = r."acknowledgedBy",
      recovering_since = r."recoveringSince", resolved_at = r."resolvedAt",
      resolved_by = r."resolvedBy", resolution = r.resolution, assigned_to = r."assignedTo",
      observed_at = r."observedAt", condition = r.condition, for_ms = r."forMs",
      keep_firing_for_ms = r."keepFiringForMs", lasts_ms = r."lastsMs", wake_at = r."wakeAt",
      times_fired = r."timesFired", flips = r.flips, flapping_since = r."flappingSince",
      event_id = r."eventId", audience = r.audience, updated_at = r."updatedAt"
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(${columns})
    where a.id = r.id`);
}

/** That they were observed once more, and nothing else. */
export async function touchAlerts(
  q: Queryable,
  rows: readonly Pick<AlertRow, 'id' | 'observedAt' | 'wakeAt'>[],
): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ id, observedAt, wakeAt }) => ({ id, observedAt, wakeAt }));
  await q.execute(sql`
    update ${alerts} a set observed_at = r."observedAt", wake_at = r."wakeAt"
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as r(id uuid, "observedAt" timestamptz, "wakeAt" timestamptz)
    where a.id = r.id`);
}

export async function deleteAlerts(q: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await q.delete(alerts).where(sql`${alerts.id} = ${listOf(ids, 'uuid')}`);
}

/** Alerts that were resolved before this time and are not held, with all that belongs to them. */
export async function deleteOldAlerts(q: Queryable, before: Date, limit: number): Promise<number> {
  const time = sql`${before.toISOString()}::timestamptz`;
  // One that was resolved by hand is kept while its condition is seen to hold.
  const old = sql`select id from ${alerts} where resolved_at < ${time}
    and (not condition or observed_at < ${time}) order by resolved_at limit ${limit}
    for update skip locked`;
  const gone = await q.execute(sql`delete from ${alerts} where id in (${old}) returning id`);
  return gone.length;
}

/** Ids of open alerts that neither a rule nor one of these intakes has made. */
export async function listAlertsOfOtherSources(
  q: Queryable,
  intakes: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await q
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(notInArray(alerts.source, [ruleSource, ...intakes]), isNull(alerts.resolvedAt)))
    .orderBy(asc(alerts.fingerprint))
    .limit(limit);
  return rows.map(({ id }) => id);
}
