// Deliveries as they are read: pages of them, single ones, attempts, what waits for a channel.
import { z } from 'zod';

import { and, asc, desc, eq, gt, gte, inArray, lt, sql, type SQL } from './drizzle.ts';
import {
  deliveryStates,
  failureReasons,
  notifyReasons,
  type DeliveryState,
  type FailureReason,
  type Notification,
  type NotifyReason,
} from '../core/notifications.ts';
import { audiencesOf, roles, type Role } from '../core/role.ts';
import { deliveries, deliveryAlerts, deliveryAttempts } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface DeliveryRow {
  readonly id: string;
  readonly seq: number;
  readonly orderKey: string;
  readonly channel: string;
  readonly route: string;
  readonly reason: NotifyReason;
  readonly state: DeliveryState;
  readonly content: Notification;
  readonly createdAt: Date;
  readonly attempts: number;
  /** When it is tried next; of one that waits. */
  readonly nextAt: Date | null;
  readonly endedAt: Date | null;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly status: number | null;
  readonly mergedInto: string | null;
  readonly redeliveryOf: string | null;
  /** The role that may see it. */
  readonly audience: Role;
}

function toDelivery(row: typeof deliveries.$inferSelect): DeliveryRow {
  const state = z.enum(deliveryStates).parse(row.state);
  return {
    id: row.id,
    seq: row.seq,
    orderKey: row.orderKey,
    channel: row.channel,
    route: row.route,
    reason: z.enum(notifyReasons).parse(row.reason),
    state,
    // It was a notification when it was written, and is never changed.
    content: row.content as Notification,
    createdAt: row.createdAt,
    attempts: row.attempts,
    nextAt: state === 'WAITING' ? row.nextAt : null,
    endedAt: row.endedAt,
    failure: row.failure,
    failureReason: z.enum(failureReasons).nullable().parse(row.failureReason),
    status: row.status,
    mergedInto: row.mergedInto,
    redeliveryOf: row.redeliveryOf,
    audience: z.enum(roles).parse(row.audience),
  };
}

/** Which deliveries; what is left out does not restrict. */
export interface DeliveryFilter {
  readonly channels?: readonly string[] | undefined;
  readonly states?: readonly DeliveryState[] | undefined;
  readonly reasons?: readonly NotifyReason[] | undefined;
  readonly alertId?: string | undefined;
  readonly since?: Date | undefined;
  /** Those that this role may see. */
  readonly role: Role;
}

export interface DeliveryPage {
  readonly limit: number;
  /** Older than the one with this number. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly backwards?: boolean | undefined;
}

const oneOf = (
  column: typeof deliveries.channel | typeof deliveries.state | typeof deliveries.reason,
  words: readonly string[] | undefined,
): SQL | undefined => (words === undefined ? undefined : inArray(column, ['', ...words]));

/** Deliveries, newest first. */
export async function listDeliveries(
  q: Queryable,
  { channels, states, reasons, alertId, since, role }: DeliveryFilter,
  page: DeliveryPage,
): Promise<DeliveryRow[]> {
  const rows = await q
    .select()
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.audience, [...audiencesOf(role)]),
        oneOf(deliveries.channel, channels),
        oneOf(deliveries.state, states),
        oneOf(deliveries.reason, reasons),
        alertId === undefined
          ? undefined
          : inArray(
              deliveries.id,
              q
                .select({ id: deliveryAlerts.deliveryId })
                .from(deliveryAlerts)
                .where(eq(deliveryAlerts.alertId, alertId)),
            ),
        since === undefined ? undefined : gte(deliveries.createdAt, since),
        page.after === undefined ? undefined : lt(deliveries.seq, page.after),
        page.before === undefined ? undefined : gt(deliveries.seq, page.before),
      ),
    )
    .orderBy(page.backwards === true ? asc(deliveries.seq) : desc(deliveries.seq))
    .limit(page.limit);
  return rows.map(toDelivery);
}

export async function findDeliveries(q: Queryable, ids: readonly string[]): Promise<DeliveryRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(deliveries)
    .where(inArray(deliveries.id, [...ids]));
  return rows.map(toDelivery);
}

export interface DeliveryAttemptRow {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: Date;
  readonly replica: string;
  readonly durationMs: number | null;
  /** Null: it began, and nobody knows how it ended. */
  readonly ok: boolean | null;
  readonly status: number | null;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly body: string | null;
}

/** Attempts of deliveries, the first one first. */
export async function listDeliveryAttempts(
  q: Queryable,
  ids: readonly string[],
): Promise<DeliveryAttemptRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(deliveryAttempts)
    .where(inArray(deliveryAttempts.deliveryId, [...ids]))
    .orderBy(asc(deliveryAttempts.deliveryId), asc(deliveryAttempts.attempt));
  return rows.map((row) => ({
    ...row,
    failureReason: z.enum(failureReasons).nullable().parse(row.failureReason),
  }));
}

/** The newest deliveries of alerts, so many of each at most. */
export async function listDeliveriesOfAlerts(
  q: Queryable,
  alertIds: readonly string[],
  most: number,
): Promise<{ readonly alertId: string; readonly deliveryId: string }[]> {
  if (alertIds.length === 0) return [];
  const rows = await q.execute<{ alertId: string; deliveryId: string }>(sql`
    select a as "alertId", of_alert.id as "deliveryId"
    from jsonb_array_elements_text(${storableJson(alertIds)}::jsonb) a
    cross join lateral (
      select d.id, d.seq from ${deliveryAlerts} da join ${deliveries} d on d.id = da.delivery_id
      where da.alert_id = a::uuid order by d.seq desc limit ${most}) of_alert
    order by a, of_alert.seq desc`);
  return [...rows];
}

/** How many deliveries wait for each channel, those that a digest tells with it. */
export async function countWaitingOf(
  q: Queryable,
  channels: readonly string[],
): Promise<Map<string, number>> {
  if (channels.length === 0) return new Map();
  const rows = await q.execute<{ channel: string; n: number }>(sql`
    select channel, count(*)::int as n from ${deliveries}
    where ended_at is null and state <> 'MERGED'
      and channel in (select jsonb_array_elements_text(${storableJson(channels)}::jsonb))
    group by channel`);
  return new Map([...rows].map(({ channel, n }) => [channel, n]));
}

/** Writes a delivery that was sent outside the queue, with its only attempt. */
export async function insertEndedDelivery(
  q: Queryable,
  given: Pick<
    DeliveryRow,
    'id' | 'channel' | 'content' | 'failure' | 'failureReason' | 'status'
  > & {
    readonly attempt: Omit<DeliveryAttemptRow, 'deliveryId' | 'attempt'>;
    readonly now: Date;
  },
): Promise<void> {
  const { id, channel, content, failure, failureReason, status, attempt, now } = given;
  await q.insert(deliveries).values({
    id,
    orderKey: `test/${id}`,
    channel,
    route: content.route,
    reason: content.reason,
    state: attempt.ok === true ? 'DELIVERED' : 'DEAD',
    content: JSON.parse(storableJson(content)),
    createdAt: attempt.at,
    attempts: 1,
    nextAt: now,
    claim: 1,
    claimedBy: attempt.replica,
    endedAt: now,
    failure,
    failureReason,
    status,
  });
  await q.insert(deliveryAttempts).values({ ...attempt, deliveryId: id, attempt: 1 });
}
