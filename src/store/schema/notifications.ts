// Who is told of which alerts, and what became of each delivery. Deliveries are written in the transaction
// of the change that they tell of, and are claimed with a lease and a fencing number.

import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import { alerts } from './alerts.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

/** What one channel is told of together: alerts of one route with the same group labels. */
export const notificationGroups = storeSchema.table(
  'notification_groups',
  {
    id: uuid('id').primaryKey(),
    /** Route, group labels and channel; what is told of it in order. */
    key: text('key').notNull().unique(),
    route: text('route').notNull(),
    channel: text('channel').notNull(),
    labels: json('labels').notNull(),
    /** Set for groups of an escalation: policy and level. */
    escalation: json('escalation'),
    groupIntervalMs: bigint('group_interval_ms', { mode: 'number' }).notNull(),
    repeatIntervalMs: bigint('repeat_interval_ms', { mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
    /** When it is looked at next; null when nothing is to come. */
    flushAt: instant('flush_at'),
    flushedAt: instant('flushed_at'),
    /** What was told last: fingerprints that fire, that are resolved, and when. */
    told: json('told'),
    /** What the receiver calls the message, for channels that change it later. */
    handle: json('handle'),
    /** The least role that may see it: the role that may see one of the alerts that it was made for. */
    audience: text('audience').notNull().default('viewer'),
  },
  (table) => [
    index('notification_groups_flush')
      .on(table.flushAt)
      .where(sql`${table.flushAt} is not null`),
  ],
);

export const notificationGroupMembers = storeSchema.table(
  'notification_group_members',
  {
    groupId: uuid('group_id')
      .notNull()
      .references(() => notificationGroups.id, { onDelete: 'cascade' }),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.alertId] }),
    index('notification_group_members_alert').on(table.alertId),
  ],
);

export const deliveries = storeSchema.table(
  'deliveries',
  {
    /** What receivers recognise a repetition by (`webhook-id`). */
    id: uuid('id').primaryKey(),
    /** In the order in which they came to be. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Of one key, a delivery is claimed only when all before it have ended. */
    orderKey: text('order_key').notNull(),
    groupId: uuid('group_id'),
    channel: text('channel').notNull(),
    route: text('route').notNull(),
    reason: text('reason').notNull(),
    state: text('state').notNull(),
    /** The notification, whole. */
    content: json('content').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Attempts that were begun. */
    attempts: integer('attempts').notNull(),
    nextAt: instant('next_at').notNull(),
    /** Raised with each claim: what an older claim still writes is refused. */
    claim: integer('claim').notNull(),
    claimedBy: text('claimed_by'),
    leaseUntil: instant('lease_until'),
    endedAt: instant('ended_at'),
    /** Of the last attempt. */
    failure: text('failure'),
    failureReason: text('failure_reason'),
    status: integer('status'),
    /** The digest that tells what it would have told. */
    mergedInto: uuid('merged_into'),
    /** The digest that was refused, of which it tells a part. */
    partOf: uuid('part_of'),
    /** The role that may see what it tells. */
    audience: text('audience').notNull().default('viewer'),
    /** Which delivery it repeats by hand. */
    redeliveryOf: uuid('redelivery_of'),
    /** What the receiver calls the message. */
    handle: json('handle'),
  },
  (table) => [
    index('deliveries_open_order')
      .on(table.orderKey, table.seq)
      .where(sql`${table.endedAt} is null`),
    // Of a claimed one, `next_at` is the end of its lease: whatever is due is found by one range.
    index('deliveries_open_next')
      .on(table.channel, table.nextAt, table.seq)
      .where(sql`${table.endedAt} is null`),
    index('deliveries_open_merged')
      .on(table.mergedInto)
      .where(sql`${table.endedAt} is null`),
    uniqueIndex('deliveries_seq').on(table.seq),
    index('deliveries_part_of')
      .on(table.partOf)
      .where(sql`${table.partOf} is not null`),
    index('deliveries_redelivery_of')
      .on(table.redeliveryOf)
      .where(sql`${table.redeliveryOf} is not null`),
    // Pages by state, by channel and by both: one range for each state and channel that is asked for.
    index('deliveries_state').on(table.state, table.seq),
    index('deliveries_channel_state').on(table.channel, table.state, table.seq),
    index('deliveries_created').on(table.createdAt),
    index('deliveries_ended')
      .on(table.endedAt)
      .where(sql`${table.endedAt} is not null`),
  ],
);

export const deliveryAlerts = storeSchema.table(
  'delivery_alerts',
  {
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    alertId: uuid('alert_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.alertId] }),
    index('delivery_alerts_alert').on(table.alertId),
  ],
);

export const deliveryAttempts = storeSchema.table(
  'delivery_attempts',
  {
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull(),
    replica: text('replica').notNull(),
    durationMs: doublePrecision('duration_ms'),
    ok: boolean('ok'),
    status: integer('status'),
    failure: text('failure'),
    failureReason: text('failure_reason'),
    /** The beginning of what was answered, without secrets. */
    body: text('body'),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.attempt] })],
);

/** How a channel is: whether it is tried at all, and how much it may be sent. */
export const channelStates = storeSchema.table('channel_states', {
  channel: text('channel').primaryKey(),
  /** Failures in a row; the breaker opens by it. */
  failures: integer('failures').notNull(),
  openUntil: instant('open_until'),
  /** The receiver asked to be left alone until then. */
  pausedUntil: instant('paused_until'),
  /** A failure counts when its attempt was begun after this: earlier ones say what is known already. */
  countedFrom: instant('counted_from'),
  /** Set when the receiver said that it is gone for good. */
  disabledAt: instant('disabled_at'),
  disabledReason: text('disabled_reason'),
  /** What is left to send within the rate limit, and when that was counted. */
  tokens: doublePrecision('tokens'),
  tokensAt: instant('tokens_at'),
  lastDeliveredAt: instant('last_delivered_at'),
  lastFailureAt: instant('last_failure_at'),
  lastFailure: text('last_failure'),
  /** When a replica last had it in its configuration. */
  knownAt: instant('known_at').notNull(),
});
