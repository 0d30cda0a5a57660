// Deliveries as they are read: pages of them, single ones, attempts, what waits for a channel. What they tell
// is read by itself (`delivery-contents.ts`), by whoever asks for it.
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
  readonly createdAt: Date;
  readonly attempts: number;
  /** When it is tried next; of one that waits. */
  readonly nextAt: Date | null;
  readonly endedAt: Date | null;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly status: number | null;
  readonly mergedInto: string | null;
  /** The digest that was refused, of which it tells a part. */
  readonly partOf: string | null;
  readonly redeliveryOf: string | null;
  /** The role that may see it. */
  readonly audience: Role;
}

// Without what is told: a page of deliveries may be many megabytes of it.
const columns = {
  id: deliveries.id,
  seq: deliveries.seq,
  orderKey: deliveries.orderKey,
  channel: deliveries.channel,
  route: deliveries.route,
  reason: deliveries.reason,
  state: deliveries.state,
  createdAt: deliveries.createdAt,
  attempts: deliveries.attempts,
  nextAt: deliveries.nextAt,
  endedAt: deliveries.endedAt,
  failure: deliveries.failure,
  failureReason: deliveries.failureReason,
  status: deliveries.status,
  mergedInto: deliveries.mergedInto,
  partOf: deliveries.partOf,
  redeliveryOf: deliveries.redeliveryOf,
  audience: deliveries.audience,
};

function toDelivery(row: Pick<typeof deliveries.$inferSelect, keyof typeof columns>): DeliveryRow {
  const state = z.enum(deliveryStates).parse(row.state);
  return {
    ...row,
    reason: z.enum(notifyReasons).parse(row.reason),
    state,
    nextAt: state === 'WAITING' ? row.nextAt : null,
    failureReason: z.enum(failureReasons).nullable().parse(row.failureReason),
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

const textsOf = (words: readonly string[]): SQL =>
  sql`(select jsonb_array_elements_text(${storableJson(words)}::jsonb))`;

/** Deliveries, newest first. */
export async function listDeliveries(
  q: Queryable,
  filter: DeliveryFilter,
  page: DeliveryPage,
): Promise<DeliveryRow[]> {
  const rows = await pageQuery(q, filter, page);
  return rows.map(toDelivery);
}

/** The query of a page; a test asks how it is planned. */
export function pageQuery(
  q: Queryable,
  { channels, states, reasons, alertId, since, role }: DeliveryFilter,
  page: DeliveryPage,
) {
  const { limit, after, before, backwards = false } = page;
  const order = backwards ? asc(deliveries.seq) : desc(deliveries.seq);
  const others = and(
    inArray(deliveries.audience, [...audiencesOf(role)]),
    oneOf(deliveries.reason, reasons),
    since === undefined ? undefined : gte(deliveries.createdAt, since),
    after === undefined ? undefined : lt(deliveries.seq, after),
    before === undefined ? undefined : gt(deliveries.seq, before),
  );
  const where = (): SQL | undefined => {
    if (alertId !== undefined) {
      const told = q
        .select({ id: deliveryAlerts.deliveryId })
        .from(deliveryAlerts)
        .where(eq(deliveryAlerts.alertId, alertId));
      const those = [oneOf(deliveries.channel, channels), oneOf(deliveries.state, states)];
      return and(inArray(deliveries.id, told), ...those, others);
    }
    if (channels === undefined && states === undefined) return others;
    // One range of an index for each channel and state: over several at once no index has them in order. As
    // bounds of whole rows only that index has them in order, else all of the table may be read for what is
    // rare.
    const ranges = (channels ?? [null]).flatMap((channel) =>
      (states ?? deliveryStates).map((state) => ({ channel, state })),
    );
    const isOfChannel = channels !== undefined;
    const [row, start] = isOfChannel
      ? [sql`d.channel, d.state, d.seq`, sql`range.channel, range.state`]
      : [sql`d.state, d.seq`, sql`range.state`];
    const way = backwards ? sql`asc` : sql`desc`;
    const found = sql`
      select found.seq from jsonb_to_recordset(${storableJson(ranges)}::jsonb)
        as range(channel text, state text)
      cross join lateral (
        select d.seq from ${deliveries} d
        where (${row}) > (${start}, ${before ?? 0}::bigint)
          and (${row}) < (${start}, ${after ?? Number.MAX_SAFE_INTEGER}::bigint)
          and d.audience in ${textsOf(audiencesOf(role))}
          ${reasons === undefined ? sql`` : sql`and d.reason in ${textsOf(reasons)}`}
          ${since === undefined ? sql`` : sql`and d.created_at >= ${since.toISOString()}::timestamptz`}
        order by ${isOfChannel ? sql`d.channel ${way},` : sql``} d.state ${way}, d.seq ${way}
        limit ${limit}) found
      order by found.seq ${way} limit ${limit}`;
    return sql`${deliveries.seq} in (${found})`;
  };
  return q.select(columns).from(deliveries).where(where()).orderBy(order).limit(limit);
}

export async function findDeliveries(q: Queryable, ids: readonly string[]): Promise<DeliveryRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select(columns)
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
    where ended_at is null and state not in ('MERGED', 'SPLIT')
      and channel in (select jsonb_array_elements_text(${storableJson(channels)}::jsonb))
    group by channel`);
  return new Map([...rows].map(({ channel, n }) => [channel, n]));
}

/** Writes a delivery that was sent outside the queue, with its only attempt. */
export async function insertEndedDelivery(
  q: Queryable,
  given: Pick<DeliveryRow, 'id' | 'channel' | 'failure' | 'failureReason' | 'status'> & {
    readonly content: Notification;
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
