// The form of `hawkwatch.yaml`. Unknown keys are refused; the message of such an issue is the list
// of the known ones, from which `faults.ts` chooses the nearest.
import { z } from 'zod';

import { databaseUrlFault } from './database-url.ts';
import { durationForm, findDurationMs } from './duration.ts';

const names = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const nameForm =
  'must begin with a lower-case letter or digit, then lower-case letters, digits, "_" or "-", 63 at most';

const dayMs = 86_400_000;
// PostgreSQL's and Node's timers count milliseconds in 31 bits.
const longestTimerMs = 24 * dayMs;
const longestRetentionMs = 36_500 * dayMs;

/** The known keys inside the message of an unrecognized-keys issue. */
export function knownKeysOf(message: string): readonly string[] {
  return message.split(', ');
}

function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined,
  });
}

function duration(defaultMs: number, longestMs: number) {
  return z
    .string(`must be ${durationForm}`)
    .transform((text, context): number => {
      const durationMs = findDurationMs(text);
      if (durationMs === undefined) context.addIssue(`must be ${durationForm}`);
      else if (durationMs < 1) context.addIssue('must be longer than nothing');
      else if (durationMs > longestMs) context.addIssue(`must be ${longestMs / dayMs}d at most`);
      else return durationMs;
      return z.NEVER;
    })
    .default(defaultMs);
}

// A reference gives text, so digits are taken for the number they write.
function whole(least: number, defaultValue: number) {
  const digits = (value: unknown): unknown =>
    typeof value === 'string' && /^[0-9]{1,10}$/.test(value) ? Number(value) : value;
  const message = `must be a whole number from ${least} to 2147483647`;
  const number = z.int(message).min(least, message).max(2_147_483_647, message);
  return z.preprocess(digits, number).default(defaultValue);
}

const migrationSource = section({
  name: z.string().regex(names, nameForm).default('main'),
  tool: z.string().regex(names, nameForm).default('sql'),
  folder: z.string().min(1, 'must not be empty'),
  baseline: z.string().min(1, 'must not be empty').optional(),
  outOfOrder: z.enum(['refuse', 'run'], 'must be refuse or run').default('refuse'),
});

const listed = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];

const locks = section({
  lockTimeout: duration(5_000, longestTimerMs),
  retries: whole(0, 10),
  waitForRun: duration(600_000, longestTimerMs),
});

const labelKey = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_./-]{0,62}$/,
    'a label begins with a letter, then letters, digits, "_", ".", "/" or "-", 63 at most',
  );

const database = section({
  name: z.string().regex(names, nameForm),
  url: z.string().superRefine((url, context) => {
    const fault = databaseUrlFault(url);
    if (fault !== undefined) context.addIssue(fault);
  }),
  environment: z
    .string()
    .regex(/^[\w.-]{1,63}$/, 'must be letters, digits, "_", "." or "-", 63 at most')
    .optional(),
  labels: z.record(labelKey, z.string()).default({}),
  migrations: z.preprocess(listed, z.array(migrationSource)).default([]),
  locks: locks.prefault({}),
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

const retention = section({
  events: duration(30 * dayMs, longestRetentionMs),
  // 0 stands for "not said" and cannot be written: a duration is longer than nothing.
  eventsHardLimit: duration(0, longestRetentionMs),
}).transform(({ events, eventsHardLimit }, context) => {
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
  };
});

/** The whole file. */
export const fileSchema = section({
  databases: z.array(database).default([]),
  limits: limits.prefault({}),
  retention: retention.prefault({}),
});

export type FileContent = z.output<typeof fileSchema>;
