// Alerts with what became of them, the rules they come of, what keeps them from being told, and what
// changed before them.

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
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

/** Rules of the API whole, and what is known of all others by their name. */
export const alertRules = storeSchema.table('alert_rules', {
  name: text('name').primaryKey(),
  /** `DEFAULT`, `FILE` or `API`. */
  origin: text('origin').notNull(),
  /** Of rules that were made over the API; null for all others. */
  definition: json('definition'),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  /** When an event or measurement fitted it last, alert or not. */
  lastMatchedAt: instant('last_matched_at'),
  lastEvaluatedAt: instant('last_evaluated_at'),
  /** Why its last evaluation failed; null when it did not. */
  lastError: text('last_error'),
});

export const alerts = storeSchema.table(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    /** SHA-256 (hex, 32 characters) of the rule and the labels. */
    fingerprint: text('fingerprint').notNull(),
    rule: text('rule').notNull(),
    /** Who found it: `rule`, or the name of an intake. */
    source: text('source').notNull(),
    type: text('type').notNull(),
    severity: text('severity').notNull(),
    state: text('state').notNull(),
    title: text('title').notNull(),
    message: text('message').notNull(),
    labels: json('labels').notNull(),
    metadata: json('metadata').notNull(),
    databaseName: text('database_name'),
    subject: text('subject').notNull(),
    value: doublePrecision('value'),
    url: text('url'),
    startedAt: instant('started_at').notNull(),
    firedAt: instant('fired_at'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    /** When the condition ended, while it recovers. */
    recoveringSince: instant('recovering_since'),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
    /** RECOVERED, MANUAL, EXPIRED, RULE_REMOVED, INTAKE_REMOVED. */
    resolution: text('resolution'),
    assignedTo: text('assigned_to'),
    /** When the condition was heard of last, and what it was. */
    observedAt: instant('observed_at').notNull(),
    condition: boolean('condition').notNull(),
    /** What decides without another observation: of the rule when it was observed last, milliseconds. */
    forMs: bigint('for_ms', { mode: 'number' }).notNull(),
    keepFiringForMs: bigint('keep_firing_for_ms', { mode: 'number' }).notNull(),
    /** It expires when nothing was heard of it for so long; null: never. */
    lastsMs: bigint('lasts_ms', { mode: 'number' }),
    /** When time alone changes its state next; null when it does not. */
    wakeAt: instant('wake_at'),
    /** How often it became firing (again), and when lately: flapping is seen by that. */
    timesFired: integer('times_fired').notNull(),
    flips: json('flips').notNull(),
    flappingSince: instant('flapping_since'),
    /** Why nobody is told of it now. */
    suppressed: json('suppressed').notNull(),
    incidentId: uuid('incident_id'),
    /** The event it came of; null for measurements. */
    eventId: bigint('event_id', { mode: 'number' }),
    /** The least role that may see it: the strictest of the events that it came of. */
    audience: text('audience').notNull().default('viewer'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    // Never two open alerts for one fingerprint, whoever writes.
    uniqueIndex('alerts_open')
      .on(table.fingerprint)
      .where(sql`${table.resolvedAt} is null`),
    // The last one of a fingerprint: what it was resolved by decides whether another one opens. It has
    // nothing that repeated observations change, so that those need no new entries in any index.
    index('alerts_last')
      .on(table.fingerprint, table.resolvedAt)
      .where(sql`${table.resolvedAt} is not null`),
    index('alerts_wake')
      .on(table.wakeAt)
      .where(sql`${table.wakeAt} is not null`),
    // With who may see them, so that they are counted by the index alone.
    index('alerts_started').on(table.startedAt, table.id, table.audience),
    index('alerts_rule').on(table.rule, table.startedAt),
    // Open ones by time: few among all that are kept.
    index('alerts_open_started')
      .on(table.startedAt, table.id)
      .where(sql`${table.resolvedAt} is null`),
    // What the next observation of a rule may change: the open ones, and those that are held.
    index('alerts_standing')
      .on(table.rule)
      .where(
        sql`${table.resolvedAt} is null or (${table.resolution} = 'MANUAL' and ${table.condition})`,
      ),
    index('alerts_database').on(table.databaseName, table.startedAt),
    // Whether any of an incident is open still is one look.
    index('alerts_incident').on(table.incidentId, table.resolvedAt),
    // Sources of inhibitions among many open alerts.
    index('alerts_open_type')
      .on(table.type)
      .where(sql`${table.resolvedAt} is null`),
    // Few of many: those that are to be told of again when their reasons end.
    index('alerts_suppressed')
      .on(table.fingerprint)
      .where(sql`${table.suppressed} <> '[]'::jsonb`),
    index('alerts_resolved')
      .on(table.resolvedAt)
      .where(sql`${table.resolvedAt} is not null`),
  ],
);

/** What happened to an alert, in order. */
export const alertTimeline = storeSchema.table(
  'alert_timeline',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    /** FIRED, ACKNOWLEDGED, COMMENTED … */
    kind: text('kind').notNull(),
    /** Name of the token; null for hawkwatch itself. */
    actor: text('actor'),
    text: text('text'),
    detail: json('detail').notNull(),
  },
  (table) => [index('alert_timeline_alert').on(table.alertId, table.id)],
);

/** The changes just before an alert; the event is kept whole, because the log is pruned. */
export const alertSuspects = storeSchema.table(
  'alert_suspects',
  {
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    rank: integer('rank').notNull(),
    eventId: bigint('event_id', { mode: 'number' }).notNull(),
    event: json('event').notNull(),
    score: doublePrecision('score').notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [primaryKey({ columns: [table.alertId, table.rank] })],
);

/** What was done about alerts, by whoever asked or by hawkwatch itself. */
export const alertRemediations = storeSchema.table(
  'alert_remediations',
  {
    id: uuid('id').primaryKey(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    /** Name of the remedy in the configuration. */
    remedy: text('remedy').notNull(),
    action: text('action').notNull(),
    /** What it is done to, as `container:host/key` or `database:shop`. */
    object: text('object').notNull(),
    source: text('source'),
    automatic: boolean('automatic').notNull(),
    /** Name of the token; of automatic ones, of the remedy. */
    askedBy: text('asked_by').notNull(),
    /** QUEUED, RUNNING, SUCCEEDED, FAILED, TIMED_OUT, UNKNOWN. */
    state: text('state').notNull(),
    queuedAt: instant('queued_at').notNull(),
    startedAt: instant('started_at'),
    /** Whoever does it says again and again that it lives; after this it is gone. */
    leaseUntil: instant('lease_until'),
    finishedAt: instant('finished_at'),
    message: text('message'),
  },
  (table) => [
    index('alert_remediations_alert').on(table.alertId, table.queuedAt),
    index('alert_remediations_object').on(table.object, table.queuedAt),
    // One at a time for each object.
    uniqueIndex('alert_remediations_open')
      .on(table.object)
      .where(sql`${table.finishedAt} is null`),
  ],
);

export const silences = storeSchema.table(
  'silences',
  {
    id: uuid('id').primaryKey(),
    matchers: json('matchers').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    createdBy: text('created_by').notNull(),
    comment: text('comment').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When somebody ended it before its time. */
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [index('silences_ends').on(table.endsAt)],
);

/** Windows that were declared over the API; those of the file are not stored. */
export const maintenanceWindows = storeSchema.table('maintenance_windows', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull().unique(),
  definition: json('definition').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  endedAt: instant('ended_at'),
});

/** When windows began and ended, of the file and of the API; what ended does not come again. */
export const maintenanceOccurrences = storeSchema.table(
  'maintenance_occurrences',
  {
    name: text('name').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    endedAt: instant('ended_at'),
    /** What was in force when it was noted: where it was declared, its matchers, its comment. */
    definition: json('definition'),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.startsAt] }),
    index('maintenance_occurrences_open')
      .on(table.endsAt)
      .where(sql`${table.endedAt} is null`),
  ],
);

/** Where an alert stands in its escalation policy. */
export const alertEscalations = storeSchema.table(
  'alert_escalations',
  {
    alertId: uuid('alert_id')
      .primaryKey()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    policy: text('policy').notNull(),
    /** Of the level that comes next, counted from 0. */
    level: integer('level').notNull(),
    /** How often all levels were gone through. */
    round: integer('round').notNull(),
    /** When the next level is told; null when nothing comes any more. */
    nextAt: instant('next_at'),
    stopReason: text('stop_reason'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('alert_escalations_next')
      .on(table.nextAt)
      .where(sql`${table.nextAt} is not null`),
  ],
);

/** Who stands in for whom in a rotation, as it was said over the API. */
export const onCallOverrides = storeSchema.table(
  'on_call_overrides',
  {
    id: uuid('id').primaryKey(),
    rotation: text('rotation').notNull(),
    person: text('person').notNull(),
    from: instant('from_at').notNull(),
    until: instant('until_at').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('on_call_overrides_until').on(table.until)],
);

/** What CI told of deployments. */
export const deployments = storeSchema.table(
  'deployments',
  {
    id: uuid('id').primaryKey(),
    service: text('service').notNull(),
    version: text('version').notNull(),
    environment: text('environment'),
    databases: text('databases').array().notNull(),
    status: text('status').notNull(),
    url: text('url'),
    at: instant('at').notNull(),
    recordedBy: text('recorded_by').notNull(),
    /** Per actor: the same key is the same deployment. */
    clientMutationId: text('client_mutation_id'),
  },
  (table) => [
    index('deployments_at').on(table.at, table.id),
    uniqueIndex('deployments_once').on(table.recordedBy, table.clientMutationId),
  ],
);

/** When something that reports to hawkwatch was heard of last. */
export const heartbeats = storeSchema.table('heartbeats', {
  name: text('name').primaryKey(),
  lastAt: instant('last_at'),
  /** When it is missing; null while nothing was ever heard of it. */
  dueAt: instant('due_at'),
  missingSince: instant('missing_since'),
  count: bigint('count', { mode: 'number' }).notNull(),
});
