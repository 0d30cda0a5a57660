// The form of `hawkwatch.yaml`, section by section.
import { z } from 'zod';

import { databaseUrlFault, fileDatabaseOf, postgresUrlFault } from '../core/database-url.ts';
import { environmentForm, labelKeyForm } from '../core/database-words.ts';
import {
  dayMs,
  duration,
  filled,
  listOf,
  longestRetentionMs,
  longestTimerMs,
  named,
  onOrOff,
  section,
  whole,
} from './forms.ts';
import { hours } from './sections/hours.ts';
import { heartbeats, outgoingHeartbeat } from './sections/heartbeats.ts';
import { intakes } from './sections/intakes.ts';
import { analysis } from './sections/analysis.ts';
import { escalation } from './sections/escalation.ts';
import { endpointRules, endpoints } from './sections/endpoints.ts';
import { metricsSection } from './sections/metrics.ts';
import { databaseResources, resources } from './sections/resources.ts';
import { eventRoutes, routes } from './sections/routes.ts';
import { files } from './sections/files.ts';
import { actions } from './sections/actions.ts';
import { externalUrl } from './sections/channel-kinds.ts';
import { channels } from './sections/channels.ts';
import { alerts } from './sections/alerts.ts';
import { containers } from './sections/containers.ts';
import { dependencies, inhibitions, maintenance } from './sections/suppression.ts';
import { correlation, remediation, topology } from './sections/correlation.ts';

const git = section({
  repository: filled,
  ref: filled.default('HEAD'),
  path: z.string().default(''),
});

const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of a variable');

// A program and its arguments, as a list: no shell ever reads it.
const command = section({
  migrate: listOf('the program and its arguments', 1),
  rollback: listOf('the program and its arguments', 1).optional(),
  directory: filled.optional(),
  // Nothing of hawkwatch's own environment is handed on but what is named here.
  pass: z.array(environmentName).default(['PATH', 'HOME', 'LANG']),
  set: z.record(environmentName, z.string()).default({}),
  timeout: duration(1_800_000, longestTimerMs),
}).transform(({ timeout, ...rest }) => ({ ...rest, timeoutMs: timeout }));

const migrationSource = section({
  name: named.default('main'),
  tool: named.default('sql'),
  folder: filled.optional(),
  git: git.optional(),
  manifest: z.literal(true, 'must be true or left out').optional(),
  table: filled.optional(),
  baseline: filled.optional(),
  outOfOrder: z.enum(['refuse', 'run'], 'must be refuse or run').default('refuse'),
  command: command.optional(),
}).superRefine((source, context) => {
  const places = [source.folder, source.git, source.manifest].filter(
    (place) => place !== undefined,
  );
  if (places.length > 1) context.addIssue('needs one of folder, git and manifest, not several');
  if (source.tool === 'sql') {
    if (source.folder === undefined) {
      context.addIssue({ code: 'custom', path: ['folder'], message: 'is missing' });
    }
    if (source.command !== undefined) {
      context.addIssue('has a command, but hawkwatch runs sources of the tool sql itself');
    }
  }
});

const listed = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

const locks = section({
  lockTimeout: duration(5_000, longestTimerMs),
  retries: whole(0, 10),
  waitForRun: duration(600_000, longestTimerMs),
});

// Without this section nothing ever runs by itself.
const automatic = section({
  maxRisk: z.enum(['NONE', 'LOW', 'MEDIUM'], 'must be NONE, LOW or MEDIUM').default('LOW'),
  confidence: whole(0, 90).refine((value) => value <= 100, 'must be 100 at most'),
  hours: hours.optional(),
  dryRun: z.boolean('must be true or false').default(true),
});

const review = section({
  fourEyes: z.boolean('must be true or false').default(false),
});

const foreign = section({
  watch: z.boolean('must be true or false').default(true),
  interval: duration(1_000, 3_600_000),
}).transform(({ watch, interval }) => ({ watch, intervalMs: interval }));

const shortestInterval = 'must be 1s at least';

const ignoredDrift = section({ objects: filled, reason: filled });

// A table of an application's needs; a type of `any` says that the column must be there.
const requiredTable = section({
  table: filled,
  columns: z
    .union([z.array(filled), z.record(filled, filled)], {
      error: 'must be a list of columns, or columns with their types',
    })
    .default([])
    .transform((columns): readonly { name: string; type: string | null }[] =>
      Array.isArray(columns)
        ? columns.map((name) => ({ name, type: null }))
        : Object.entries(columns).map(([name, type]) => ({
            name,
            type: type === 'any' ? null : type,
          })),
    ),
});

const drift = section({
  beforeRun: z.enum(['off', 'warn', 'block'], 'must be off, warn or block').default('warn'),
  ignore: z.array(ignoredDrift).default([]),
});

const schema = section({
  watch: z.boolean('must be true or false').default(true),
  interval: duration(15_000, dayMs).refine((ms) => ms >= 1000, shortestInterval),
  privileges: z.boolean('must be true or false').default(false),
  drift: drift.prefault({}),
  required: z.array(requiredTable).default([]),
  queries: filled.optional(),
}).transform(({ interval, ...rest }) => ({ ...rest, intervalMs: interval }));

const labelKey = z.string().regex(labelKeyForm.pattern, labelKeyForm.message);

const database = section({
  name: named,
  url: z.string().superRefine((url, context) => {
    const fault = databaseUrlFault(url);
    if (fault !== undefined) context.addIssue(fault);
  }),
  environment: z.string().regex(environmentForm.pattern, environmentForm.message).optional(),
  labels: z.record(labelKey, z.string()).default({}),
  migrations: z.preprocess(listed, z.array(migrationSource)).default([]),
  locks: locks.prefault({}),
  automatic: automatic.optional(),
  review: review.prefault({}),
  foreign: foreign.prefault({}),
  schema: schema.prefault({}),
  resources: databaseResources.prefault({}),
}).superRefine(({ url, migrations }, context) => {
  if (migrations.length > 0 && fileDatabaseOf(url) !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['migrations'],
      message: 'are read and run on PostgreSQL databases only',
    });
  }
});

const limits = section({
  depth: whole(1, 12),
  cost: whole(1, 5_000),
  aliases: whole(1, 30),
  tokens: whole(1, 2_000),
  messageBytes: whole(1, 262_144),
  subscriptionsPerSocket: whole(1, 100),
  socketsPerToken: whole(1, 100),
  slowClient: duration(20_000, longestTimerMs),
}).transform(({ slowClient, ...rest }) => ({ ...rest, slowClientMs: slowClient }));

const defaultHardLimitMs = 90 * dayMs;
const defaultMinutesMs = 60 * dayMs;
const defaultRollupsMs = 400 * dayMs;

const retention = section({
  events: duration(30 * dayMs, longestRetentionMs),
  // 0 stands for "not said" and cannot be written: a duration is longer than nothing.
  eventsHardLimit: duration(0, longestRetentionMs),
  samples: duration(14 * dayMs, longestRetentionMs),
  // What was measured in each minute, and in each hour.
  minutes: duration(0, longestRetentionMs),
  rollups: duration(0, longestRetentionMs),
  alerts: duration(90 * dayMs, longestRetentionMs),
}).transform(({ events, eventsHardLimit, samples, alerts, ...given }, context) => {
  const minutes = given.minutes === 0 ? Math.max(defaultMinutesMs, samples) : given.minutes;
  const rollups = given.rollups === 0 ? Math.max(defaultRollupsMs, minutes) : given.rollups;
  if (minutes < samples) {
    context.addIssue({
      code: 'custom',
      path: ['minutes'],
      message: 'must not be shorter than samples',
    });
  }
  if (rollups < minutes) {
    context.addIssue({
      code: 'custom',
      path: ['rollups'],
      message: 'must not be shorter than minutes',
    });
  }
  if (eventsHardLimit !== 0 && eventsHardLimit < events) {
    context.addIssue({
      code: 'custom',
      path: ['eventsHardLimit'],
      message: 'must not be shorter than events',
    });
  }
  return {
    eventsMs: events,
    eventsHardLimitMs:
      eventsHardLimit === 0 ? Math.max(defaultHardLimitMs, events) : eventsHardLimit,
    samplesMs: samples,
    minutesMs: minutes,
    rollupsMs: rollups,
    alertsMs: alerts,
  };
});

const statuses = section({
  interval: duration(60_000, dayMs).refine((ms) => ms >= 1000, shortestInterval),
}).transform(({ interval }) => ({ intervalMs: interval }));

// Where databases are made to see what migration files produce.
const scratch = section({
  url: z
    .string()
    .superRefine((url, context) => {
      const fault = postgresUrlFault(url);
      if (fault !== undefined) context.addIssue(fault);
    })
    .optional(),
  timeout: duration(300_000, dayMs).refine((ms) => ms >= 1000, shortestInterval),
}).transform(({ url, timeout }) => ({ url, timeoutMs: timeout }));

/** The whole file. */
export const fileSchema = section({
  databases: z.array(database).default([]),
  // The kill switch: off stops every run that nobody asked for.
  automaticRuns: onOrOff('must be on or off, true or false').default(true),
  statuses: statuses.prefault({}),
  scratch: scratch.prefault({}),
  containers: containers.prefault({}),
  actions: actions.prefault({}),
  limits: limits.prefault({}),
  retention: retention.prefault({}),
  analysis: analysis.prefault({}),
  alerts: alerts.prefault({}),
  endpoints,
  endpointRules: endpointRules.prefault({}),
  metrics: metricsSection.prefault({}),
  resources: resources.prefault({}),
  files,
  intakes,
  heartbeats,
  heartbeat: outgoingHeartbeat,
  maintenance,
  inhibitions,
  dependencies,
  escalation: escalation.prefault({}),
  externalUrl,
  channels,
  routes,
  eventRoutes,
  topology: topology.prefault({}),
  correlation: correlation.prefault({}),
  remediation,
});

export type FileContent = z.output<typeof fileSchema>;
