// Groups of notifications: what one channel is told of together. Whoever changes a group holds its row; rows
// are locked in the order of their keys, or skipped when somebody else has them, so nobody waits in a circle.
import { z } from 'zod';

import type { Labels } from '../core/alerts.ts';
import { roles, type Role } from '../core/role.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { and, asc, eq, inArray, isNotNull, lte, sql } from './drizzle.ts';
import { alerts, notificationGroupMembers, notificationGroups } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';
import { strictness } from './visible-rows.ts';

export interface ToldRecord {
  /** How bad each of `firing` was told to be, by fingerprint; 0 is the worst. */
  readonly ranks?: Readonly<Record<string, number>> | undefined;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly open: readonly string[];
  readonly at: Date | null;
}

export interface GroupEscalation {
  readonly policy: string;
  readonly level: number;
}

export interface GroupRow {
  readonly id: string;
  readonly key: string;
  /** Name of the route, or of the policy of an escalation. */
  readonly route: string;
  readonly channel: string;
  readonly labels: Labels;
  readonly escalation: GroupEscalation | null;
  /** 0: its changes are told at once. */
  readonly groupIntervalMs: number;
  /** 0: never. */
  readonly repeatIntervalMs: number;
  readonly createdAt: Date;
  readonly flushAt: Date | null;
  /** Null as long as it waits for the first time. */
  readonly flushedAt: Date | null;
  /** Null before the first time, and when the group is closed. */
  readonly told: ToldRecord | null;
  /** The least role that may see it. */
  readonly audience: Role;
}

const labelsForm = z.record(z.string(), z.string());
const fingerprints = z.array(z.string());
const toldForm = z.object({
  ranks: z.record(z.string(), z.number()).optional(),
  firing: fingerprints,
  resolved: fingerprints,
  open: fingerprints,
  at: z.coerce.date().nullable(),
});
const audienceForm = z.enum(roles);
const escalationForm = z.object({ policy: z.string(), level: z.number() });

type StoredGroup = typeof notificationGroups.$inferSelect;

export function toGroup(row: Omit<StoredGroup, 'handle'>): GroupRow {
  return {
    ...row,
    labels: labelsForm.parse(row.labels),
    escalation: escalationForm.nullable().parse(row.escalation),
    told: toldForm.nullable().parse(row.told),
    audience: audienceForm.parse(row.audience),
  };
}

export const groupColumns = {
  id: notificationGroups.id,
  key: notificationGroups.key,
  route: notificationGroups.route,
  channel: notificationGroups.channel,
  labels: notificationGroups.labels,
  escalation: notificationGroups.escalation,
  groupIntervalMs: notificationGroups.groupIntervalMs,
  repeatIntervalMs: notificationGroups.repeatIntervalMs,
  createdAt: notificationGroups.createdAt,
  flushAt: notificationGroups.flushAt,
  flushedAt: notificationGroups.flushedAt,
  told: notificationGroups.told,
  audience: notificationGroups.audience,
};

/** A group that is to be there; `flushAt` counts when it is new or was closed. */
export type WantedGroup = Pick<
  GroupRow,
  | 'id'
  | 'key'
  | 'route'
  | 'channel'
  | 'labels'
  | 'escalation'
  | 'groupIntervalMs'
  | 'repeatIntervalMs'
  | 'audience'
> & { readonly flushAt: Date };

export interface TouchedGroup {
  readonly id: string;
  readonly key: string;
  readonly flushAt: Date | null;
  readonly escalation: boolean;
}

const instantOf = (at: Date) => sql`${at.toISOString()}::timestamptz`;
const listOf = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`;

// The first tick after `now`: whole intervals after the group was looked at last.
const nextTick = (now: Date, intervalMs: ReturnType<typeof sql>) => sql`
  case when ${intervalMs} = 0 then ${instantOf(now)}
  else g.flushed_at + greatest(1, ceil(
    extract(epoch from ${instantOf(now)} - g.flushed_at) * 1000 / nullif(${intervalMs}, 0)))
    * ${intervalMs} * interval '1 millisecond' end`;

/**
 * Makes groups, opens closed ones under a new id, and lets others be looked at with their next tick. Holds
 * all of them until the end of the transaction. A group is new when it has the id that was wanted.
 */
export async function upsertGroups(
  q: Queryable,
  groups: readonly WantedGroup[],
  now: Date,
): Promise<readonly TouchedGroup[]> {
  if (groups.length === 0) return [];
  const closed = sql`(g.told is null and g.flushed_at is not null)`;
  const rows = await q.execute<{ id: string; key: string; flush_at: string | null; esc: boolean }>(
    sql`
    insert into ${notificationGroups} as g (id, key, route, channel, labels, escalation,
      group_interval_ms, repeat_interval_ms, created_at, flush_at, audience)
    select r.id, r.key, r.route, r.channel, r.labels, nullif(r.escalation, 'null'::jsonb),
      r."groupIntervalMs", r."repeatIntervalMs", ${instantOf(now)}, r."flushAt", r.audience
    from jsonb_to_recordset(${storableJson(groups)}::jsonb) as r(id uuid, key text, route text,
      channel text, labels jsonb, escalation jsonb, "groupIntervalMs" bigint,
      "repeatIntervalMs" bigint, "flushAt" timestamptz, audience text)
    order by r.key
    on conflict (key) do update set
      id = case when ${closed} then excluded.id else g.id end,
      route = excluded.route, labels = excluded.labels, escalation = excluded.escalation,
      group_interval_ms = excluded.group_interval_ms,
      repeat_interval_ms = excluded.repeat_interval_ms,
      audience = case when ${closed} or ${strictness(sql`excluded.audience`)} < ${strictness(sql`g.audience`)}
        then excluded.audience else g.audience end,
      created_at = case when ${closed} then excluded.created_at else g.created_at end,
      handle = case when ${closed} then null else g.handle end,
      flushed_at = case when ${closed} then null else g.flushed_at end,
      flush_at = case when ${closed} then excluded.flush_at
        when g.flushed_at is null then g.flush_at
        else least(g.flush_at, ${nextTick(now, sql`excluded.group_interval_ms`)}) end
    returning id, key, flush_at, escalation is not null as esc`,
  );
  return [...rows].map(toTouched);
}

const toTouched = (row: {
  id: string;
  key: string;
  flush_at: string | null;
  esc: boolean;
}): TouchedGroup => ({
  id: row.id,
  key: row.key,
  flushAt: row.flush_at === null ? null : new Date(row.flush_at),
  escalation: row.esc,
});

/** Lets the groups that these alerts are in be looked at with their next tick, and holds them. */
export async function updateGroupsOf(
  q: Queryable,
  alertIds: readonly string[],
  now: Date,
): Promise<readonly TouchedGroup[]> {
  if (alertIds.length === 0) return [];
  const rows = await q.execute<{ id: string; key: string; flush_at: string | null; esc: boolean }>(
    sql`
    with held as materialized (
      select id from ${notificationGroups} where id in (
        select group_id from ${notificationGroupMembers} where alert_id = any(${listOf(alertIds)}))
      order by key for update)
    update ${notificationGroups} g set
      flush_at = case when g.flushed_at is null then g.flush_at
        else least(g.flush_at, ${nextTick(now, sql`g.group_interval_ms`)}) end
    from held where held.id = g.id
    returning g.id, g.key, g.flush_at, g.escalation is not null as esc`,
  );
  return [...rows].map(toTouched);
}

export interface RouteIntervals {
  readonly route: string;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
}

/**
 * Gives the groups of these routes other intervals. Those that changed are looked at as soon as the new
 * intervals may have something to tell, if that is sooner.
 */
export async function updateIntervals(
  q: Queryable,
  routes: readonly RouteIntervals[],
  now: Date,
): Promise<readonly TouchedGroup[]> {
  if (routes.length === 0) return [];
  const rows = await q.execute<{ id: string; key: string; flush_at: string | null; esc: boolean }>(
    sql`
    with held as materialized (
      select g.id, r."groupIntervalMs" as group_ms, r."repeatIntervalMs" as repeat_ms
      from ${notificationGroups} g
      join jsonb_to_recordset(${storableJson(routes)}::jsonb) as r(route text,
        "groupIntervalMs" bigint, "repeatIntervalMs" bigint) on r.route = g.route
      where g.escalation is null and (g.group_interval_ms <> r."groupIntervalMs"
        or g.repeat_interval_ms <> r."repeatIntervalMs")
      order by g.key for update of g)
    update ${notificationGroups} g set group_interval_ms = held.group_ms,
      repeat_interval_ms = held.repeat_ms,
      flush_at = case when g.flushed_at is null or g.told is null then g.flush_at
        else least(g.flush_at, ${nextTick(now, sql`held.group_ms`)}) end
    from held where held.id = g.id
    returning g.id, g.key, g.flush_at, g.escalation is not null as esc`,
  );
  return [...rows].map(toTouched);
}

/** Holds groups of both kinds in one order, before they are changed one kind after the other. */
export async function lockGroups(
  q: Queryable,
  keys: readonly string[],
  alertIds: readonly string[],
): Promise<void> {
  await q.execute(sql`
    select from ${notificationGroups}
    where key in (select jsonb_array_elements_text(${storableJson(keys)}::jsonb)) or id in (
      select group_id from ${notificationGroupMembers} where alert_id = any(${listOf(alertIds)}))
    order by key for update`);
}

export interface Membership {
  readonly groupId: string;
  readonly alertId: string;
}

/** Adds alerts to groups that the caller holds; those that are in stay. */
export async function insertMembers(q: Queryable, members: readonly Membership[]): Promise<void> {
  if (members.length === 0) return;
  await q.execute(sql`
    insert into ${notificationGroupMembers} (group_id, alert_id)
    select * from unnest(${listOf(members.map(({ groupId }) => groupId))},
      ${listOf(members.map(({ alertId }) => alertId))})
    on conflict do nothing`);
}

/** The keys of the groups that alerts are in; none of these memberships ends before the transaction does. */
export async function listMembershipKeys(
  q: Queryable,
  alertIds: readonly string[],
): Promise<readonly { readonly alertId: string; readonly key: string }[]> {
  if (alertIds.length === 0) return [];
  const rows = await q.execute<{ alert_id: string; key: string }>(sql`
    select m.alert_id, g.key from ${notificationGroupMembers} m
    join ${notificationGroups} g on g.id = m.group_id
    where m.alert_id = any(${listOf(alertIds)})
    order by g.key, m.alert_id for key share of m`);
  return [...rows].map(({ alert_id, key }) => ({ alertId: alert_id, key }));
}

/** Takes groups that are due, the longest due first; those that somebody else has are left out. */
export async function claimDueGroups(q: Queryable, now: Date, limit: number): Promise<GroupRow[]> {
  const rows = await q
    .select(groupColumns)
    .from(notificationGroups)
    .where(and(isNotNull(notificationGroups.flushAt), lte(notificationGroups.flushAt, now)))
    .orderBy(asc(notificationGroups.flushAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map(toGroup);
}

/** Groups that the caller holds. */
export async function listGroups(q: Queryable, ids: readonly string[]): Promise<GroupRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select(groupColumns)
    .from(notificationGroups)
    .where(inArray(notificationGroups.id, [...ids]));
  return rows.map(toGroup);
}

/** When the next group is due; undefined when none is. */
export async function findNextFlush(q: Queryable): Promise<Date | undefined> {
  const [row] = await q
    .select({ flushAt: notificationGroups.flushAt })
    .from(notificationGroups)
    .where(isNotNull(notificationGroups.flushAt))
    .orderBy(asc(notificationGroups.flushAt))
    .limit(1);
  return row?.flushAt ?? undefined;
}

/** The alerts of groups, by the group's id. */
export async function listMembers(
  q: Queryable,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AlertRow[]>> {
  const members = new Map<string, AlertRow[]>(groupIds.map((id) => [id, []]));
  if (groupIds.length === 0) return members;
  const rows = await q
    .select({ groupId: notificationGroupMembers.groupId, alert: alerts })
    .from(notificationGroupMembers)
    .innerJoin(alerts, eq(alerts.id, notificationGroupMembers.alertId))
    .where(sql`${notificationGroupMembers.groupId} = any(${listOf(groupIds)})`);
  for (const { groupId, alert } of rows) members.get(groupId)?.push(toAlert(alert));
  return members;
}

/** What became of a group when it was looked at. */
export interface FlushedGroup {
  readonly id: string;
  readonly told: ToldRecord | null;
  readonly flushedAt: Date | null;
  readonly flushAt: Date | null;
}

/** Stores what became of groups that the caller holds, in one statement. */
export async function updateFlushed(q: Queryable, groups: readonly FlushedGroup[]): Promise<void> {
  if (groups.length === 0) return;
  await q.execute(sql`
    update ${notificationGroups} g set told = nullif(r.told, 'null'::jsonb),
      flushed_at = r."flushedAt", flush_at = r."flushAt"
    from jsonb_to_recordset(${storableJson(groups)}::jsonb) as r(id uuid, told jsonb,
      "flushedAt" timestamptz, "flushAt" timestamptz)
    where g.id = r.id`);
}

/** Lets the group that is due longest be looked at later, without reading it; returns its key. */
export async function deferDueGroup(
  q: Queryable,
  now: Date,
  until: Date,
): Promise<string | undefined> {
  const rows = await q.execute<{ key: string }>(sql`
    update ${notificationGroups} set flush_at = ${instantOf(until)} where id = (
      select id from ${notificationGroups} where flush_at <= ${instantOf(now)}
      order by flush_at limit 1 for update skip locked)
    returning key`);
  return rows[0]?.key;
}

/**
 * Takes alerts out of groups that the caller holds, but for those that somebody is just looking at; returns
 * how many went of each group.
 */
export async function deleteMembers(
  q: Queryable,
  members: readonly Membership[],
): Promise<ReadonlyMap<string, number>> {
  const gone = new Map<string, number>();
  if (members.length === 0) return gone;
  const rows = await q.execute<{ group_id: string }>(sql`
    with free as materialized (
      select m.group_id, m.alert_id from ${notificationGroupMembers} m
      join unnest(${listOf(members.map(({ groupId }) => groupId))},
        ${listOf(members.map(({ alertId }) => alertId))}) as r(group_id, alert_id)
        on m.group_id = r.group_id and m.alert_id = r.alert_id
      for update of m skip locked)
    delete from ${notificationGroupMembers} m using free
    where m.group_id = free.group_id and m.alert_id = free.alert_id
    returning m.group_id`);
  for (const { group_id } of rows) gone.set(group_id, (gone.get(group_id) ?? 0) + 1);
  return gone;
}

/** Removes groups that nobody was ever told of, or that were closed long ago; the caller holds them. */
export async function deleteGroups(q: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await q.execute(sql`
    delete from ${notificationGroups} g where g.id = any(${listOf(ids)})
      and not exists (select from ${notificationGroupMembers} m where m.group_id = g.id)`);
}
