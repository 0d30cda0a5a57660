// Groups of notifications as lists show them, and how many alerts each route tells of.
import { and, asc, desc, gt, inArray, isNotNull, isNull, lt, sql } from './drizzle.ts';
import type { Role } from '../core/role.ts';
import { groupColumns, toGroup, type GroupRow } from './notification-groups.ts';
import { alerts, notificationGroupMembers, notificationGroups } from './schema/index.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface GroupFilter {
  readonly routes?: readonly string[] | undefined;
  readonly channels?: readonly string[] | undefined;
  /** Those that have this alert. */
  readonly alertId?: string | undefined;
  readonly escalation?: boolean | undefined;
  /** Whose view it is. */
  readonly role: Role;
}

export interface GroupPage {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly backwards?: boolean | undefined;
}

/** Groups that are not closed, by their key. */
export async function listNotificationGroups(
  q: Queryable,
  { routes, channels, alertId, escalation, role }: GroupFilter,
  page: GroupPage,
): Promise<GroupRow[]> {
  const { id, key, told, flushedAt } = notificationGroups;
  const rows = await q
    .select(groupColumns)
    .from(notificationGroups)
    .where(
      and(
        sql`(${told} is not null or ${flushedAt} is null)`,
        visibleTo(notificationGroups.audience, role),
        routes === undefined ? undefined : inArray(notificationGroups.route, ['', ...routes]),
        channels === undefined ? undefined : inArray(notificationGroups.channel, ['', ...channels]),
        alertId === undefined
          ? undefined
          : sql`${id} in (select m.group_id from ${notificationGroupMembers} m
              where m.alert_id = ${alertId})`,
        escalation === undefined
          ? undefined
          : escalation
            ? isNotNull(notificationGroups.escalation)
            : isNull(notificationGroups.escalation),
        page.after === undefined ? undefined : gt(key, page.after),
        page.before === undefined ? undefined : lt(key, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(key) : asc(key))
    .limit(page.limit);
  return rows.map(toGroup);
}

export interface GroupMembers {
  readonly groupId: string;
  readonly count: number;
  /** Ids of alerts, the oldest members of each group first. */
  readonly alertIds: readonly string[];
}

/** The members of groups that `role` may see: how many, and the first of each. */
export async function listGroupMembers(
  q: Queryable,
  groupIds: readonly string[],
  most: number,
  role: Role,
): Promise<readonly GroupMembers[]> {
  if (groupIds.length === 0) return [];
  const rows = await q.execute<{ group_id: string; n: number; ids: string[] }>(sql`
    select group_id, max(n)::int4 as n, jsonb_agg(alert_id order by place) as ids from (
      select m.group_id, m.alert_id, count(*) over (partition by m.group_id) as n,
        row_number() over (partition by m.group_id order by m.alert_id) as place
      from ${notificationGroupMembers} m join ${alerts} on ${alerts.id} = m.alert_id
      where m.group_id = any(${`{${groupIds.join(',')}}`}::uuid[])
        and ${visibleTo(alerts.audience, role) ?? sql`true`}) as numbered
    where place <= ${most} group by group_id`);
  return [...rows].map((row) => ({ groupId: row.group_id, count: row.n, alertIds: row.ids }));
}

export interface RouteCount {
  readonly route: string;
  readonly alerts: number;
  readonly groups: number;
}

/** How many alerts that `role` may see routes tell of now, and in how many groups. */
export async function countRoutes(
  q: Queryable,
  routes: readonly string[],
  role: Role,
): Promise<readonly RouteCount[]> {
  if (routes.length === 0) return [];
  const rows = await q
    .select({
      route: notificationGroups.route,
      alerts: sql<number>`count(distinct ${notificationGroupMembers.alertId})::int4`,
      groups: sql<number>`count(distinct ${notificationGroups.id})::int4`,
    })
    .from(notificationGroups)
    .innerJoin(
      notificationGroupMembers,
      sql`${notificationGroupMembers.groupId} = ${notificationGroups.id}`,
    )
    .innerJoin(alerts, sql`${alerts.id} = ${notificationGroupMembers.alertId}`)
    .where(
      and(
        isNull(notificationGroups.escalation),
        inArray(notificationGroups.route, [...routes]),
        visibleTo(alerts.audience, role),
      ),
    )
    .groupBy(notificationGroups.route);
  return rows;
}
