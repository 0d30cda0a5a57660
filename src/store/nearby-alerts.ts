// What new alerts find each other by: each key (of an object, of a suspect) leads to the open incidents whose
// alerts have it, and to the alerts that have no incident yet. Two of these with the same key, one soon after
// the other, are an incident, so there are few for each key, however many alerts are open.
//
// Ties are written by whoever holds the incident's row, rows of alerts by whoever holds the alert's.
import { storableJson } from './storable.ts';
import { sql, type SQL } from './drizzle.ts';
import type { Queryable } from './store.ts';

/** An open incident, or an alert without one, that has a key. */
export interface Neighbour {
  readonly key: string;
  /** Of the two, one is null. */
  readonly incidentId: string | null;
  readonly alertId: string | null;
  /** When the first and the last of its alerts with this key began. */
  readonly firstMs: number;
  readonly lastMs: number;
}

interface NeighbourRow extends Record<string, unknown> {
  readonly key: string;
  readonly incidentId: string | null;
  readonly alertId: string | null;
  readonly firstMs: string;
  readonly lastMs: string;
}

const millisecondsOf = (time: SQL): SQL => sql`(extract(epoch from ${time}) * 1000)::bigint`;

/** Of hexadecimal words and uuids only. */
const listOf = (words: readonly string[]): string => `{${words.join(',')}}`;

/**
 * Those with one of these keys that began in a range of time; `most` of incidents and of alerts, which is
 * far more than there are: the rest is found by the next alert.
 */
export async function listNeighbours(
  q: Queryable,
  range: {
    readonly keys: readonly string[];
    readonly since: Date;
    readonly until: Date;
    readonly most: number;
  },
): Promise<readonly Neighbour[]> {
  if (range.keys.length === 0) return [];
  const keys = sql`any(${listOf(range.keys)}::text[])`;
  const since = sql`${range.since.toISOString()}::timestamptz`;
  const until = sql`${range.until.toISOString()}::timestamptz`;
  const rows = await q.execute<NeighbourRow>(sql`
    (select t.key, t.incident_id as "incidentId", null::uuid as "alertId",
       ${millisecondsOf(sql`t.first_at`)} as "firstMs", ${millisecondsOf(sql`t.last_at`)} as "lastMs"
     from hawkwatch_store.incident_ties t
     where t.key = ${keys} and t.last_at >= ${since} and t.first_at <= ${until}
     order by t.first_at, t.incident_id limit ${range.most})
    union all
    (select l.key, null, l.alert_id, ${millisecondsOf(sql`l.started_at`)},
       ${millisecondsOf(sql`l.started_at`)}
     from hawkwatch_store.lone_alerts l
     where l.key = ${keys} and l.started_at >= ${since} and l.started_at <= ${until}
     order by l.started_at desc, l.alert_id limit ${range.most})`);
  return rows.map(({ firstMs, lastMs, ...row }) => ({
    ...row,
    firstMs: Number(firstMs),
    lastMs: Number(lastMs),
  }));
}

export interface AlertKey {
  readonly key: string;
  readonly alertId: string;
  readonly startedAt: Date;
}

/** Remembers alerts that have no incident. */
export async function insertLoneAlerts(q: Queryable, rows: readonly AlertKey[]): Promise<void> {
  if (rows.length === 0) return;
  await q.execute(sql`
    insert into hawkwatch_store.lone_alerts (key, started_at, alert_id)
    select r.key, r."startedAt", r."alertId" from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as r(key text, "startedAt" timestamptz, "alertId" uuid)
    on conflict do nothing`);
}

/** Forgets alerts that are over or have an incident now; returns what they were known by. */
export async function deleteLoneAlerts(
  q: Queryable,
  alertIds: readonly string[],
): Promise<readonly AlertKey[]> {
  if (alertIds.length === 0) return [];
  const rows = await q.execute<{ key: string; alertId: string; startedMs: string }>(sql`
    delete from hawkwatch_store.lone_alerts where alert_id = any(${listOf(alertIds)}::uuid[])
    returning key, alert_id as "alertId", ${millisecondsOf(sql`started_at`)} as "startedMs"`);
  return rows.map(({ key, alertId, startedMs }) => ({
    key,
    alertId,
    startedAt: new Date(Number(startedMs)),
  }));
}

export interface IncidentTie {
  readonly key: string;
  readonly incidentId: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Adds to what locked incidents are found by; each key of an incident once. */
export async function addIncidentTies(q: Queryable, ties: readonly IncidentTie[]): Promise<void> {
  if (ties.length === 0) return;
  await q.execute(sql`
    insert into hawkwatch_store.incident_ties as t (key, incident_id, first_at, last_at)
    select r.key, r."incidentId", r."firstAt", r."lastAt"
    from jsonb_to_recordset(${storableJson(ties)}::jsonb)
      as r(key text, "incidentId" uuid, "firstAt" timestamptz, "lastAt" timestamptz)
    on conflict (key, incident_id) do update
      set first_at = least(t.first_at, excluded.first_at),
          last_at = greatest(t.last_at, excluded.last_at)`);
}

/** Forgets what is too old for anything new to be near it, `most` at most of incidents and of alerts. */
export async function deleteOldKeys(q: Queryable, before: Date, most: number): Promise<number> {
  const at = sql`${before.toISOString()}::timestamptz`;
  // What somebody holds is left for later: they hold others, too.
  const gone = await q.execute(sql`
    with ties as (
      delete from hawkwatch_store.incident_ties where (key, incident_id) in (
        select key, incident_id from hawkwatch_store.incident_ties where last_at < ${at}
        limit ${most} for update skip locked)
      returning 1),
    alone as (
      delete from hawkwatch_store.lone_alerts where (key, started_at, alert_id) in (
        select key, started_at, alert_id from hawkwatch_store.lone_alerts where started_at < ${at}
        limit ${most} for update skip locked)
      returning 1)
    select 1 from ties union all select 1 from alone`);
  return gone.length;
}
