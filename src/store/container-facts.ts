// The events about containers. Each holds the whole container as it was then, so that nobody has to
// ask; verdicts say whether somebody meant it. Nothing here holds a value of an environment.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';

/**
 * PLANNED: somebody stopped it. COMPLETED: it ended by itself with exit code 0. UNPLANNED: it ended
 * by itself otherwise. OOM: the kernel ended it for its memory. CRASH_LOOP: once more, in a crash
 * loop that was told. DEPLOY: replaced by another image or configuration. HOST_MAINTENANCE: all went
 * down together, with their daemon.
 */
export const containerVerdicts = [
  'PLANNED',
  'COMPLETED',
  'UNPLANNED',
  'OOM',
  'CRASH_LOOP',
  'DEPLOY',
  'HOST_MAINTENANCE',
] as const;
export type ContainerVerdict = (typeof containerVerdicts)[number];

const verdict = z.enum(containerVerdicts);

const storedCompose = z.object({
  project: z.string(),
  service: z.string(),
  number: z.string(),
  configHash: z.string().nullable(),
});
export type StoredCompose = z.infer<typeof storedCompose>;

/** Which container, as it was. */
export const containerIdentity = z.object({
  /** Of the row. */
  containerId: z.string(),
  /** Docker's id at that time. */
  dockerId: z.string(),
  host: z.string(),
  daemon: z.string(),
  key: z.string(),
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  compose: storedCompose.nullable(),
  state: z.string(),
  health: z.string().nullable(),
  /** The database that it was recognised as. */
  databaseId: z.string().nullable(),
  database: z.string().nullable(),
});

const containerFact = containerIdentity.extend({
  /** Null where nothing is to be judged. */
  verdict: verdict.nullable(),
  reason: z.string().nullable(),
  exitCode: z.number().nullable(),
  /** Concluded afterwards from the daemon's list, because its event was missed. */
  inferred: z.boolean(),
  at: z.iso.datetime(),
});
export type ContainerFact = z.infer<typeof containerFact>;

const kind = <Type extends string, Schema extends z.ZodType>(type: Type, schema: Schema) =>
  defineEvent<Type, z.infer<Schema>>({ type, version: 1, audience: 'viewer', schema });

/** Seen for the first time. */
export const containerDiscovered = kind('container.discovered', containerFact);

export const containerStarted = kind('container.started', containerFact);

/** It ended; the verdict says whether that was meant. */
export const containerStopped = kind(
  'container.stopped',
  containerFact.extend({
    oomKilled: z.boolean(),
    /** It has a restart policy by which it should run on. */
    shouldRun: z.boolean(),
  }),
);

/** Started again soon after its end, by its policy or by somebody; the verdict is that of the end. */
export const containerRestarted = kind(
  'container.restarted',
  containerFact.extend({
    /** How many restarts: more than one when they were missed. */
    count: z.number(),
  }),
);

/** The kernel ended one of its processes for its memory; it may run on. */
export const containerRanOutOfMemory = kind('container.ran_out_of_memory', containerFact);

/** It ends again and again: told once for each loop. */
export const containerCrashLooping = kind(
  'container.crash_loop_began',
  containerFact.extend({ deaths: z.number(), since: z.iso.datetime() }),
);

/** It has been running for a while, or was stopped or removed. */
export const containerCrashLoopEnded = kind(
  'container.crash_loop_ended',
  containerFact.extend({ since: z.iso.datetime() }),
);

export const containerHealthChanged = kind(
  'container.health_changed',
  containerFact.extend({ before: z.string().nullable() }),
);

/** Replaced by one of another image or configuration. */
export const containerDeployed = kind(
  'container.deployed',
  containerFact.extend({
    imageBefore: z.string(),
    imageIdBefore: z.string(),
    configChanged: z.boolean(),
  }),
);

export const containerPaused = kind('container.paused', containerFact);
export const containerResumed = kind('container.resumed', containerFact);
export const containerRemoved = kind('container.removed', containerFact);

/** One finding instead of many: these went down together, with their daemon. */
export const containersStoppedTogether = kind(
  'containers.stopped_together',
  z.object({
    host: z.string(),
    daemon: z.string(),
    verdict: z.literal('HOST_MAINTENANCE'),
    reason: z.string(),
    inferred: z.boolean(),
    at: z.iso.datetime(),
    count: z.number(),
    /** The first hundred of them. */
    containers: z.array(
      z.object({ containerId: z.string(), key: z.string(), databaseId: z.string().nullable() }),
    ),
  }),
);

/** All kinds about one container. */
export const containerEventKinds = [
  containerDiscovered,
  containerStarted,
  containerStopped,
  containerRestarted,
  containerRanOutOfMemory,
  containerCrashLooping,
  containerCrashLoopEnded,
  containerHealthChanged,
  containerDeployed,
  containerPaused,
  containerResumed,
  containerRemoved,
] as const;

export const parseStoredCompose = (value: unknown): StoredCompose | null =>
  storedCompose.nullable().parse(value);

export const parseContainerVerdict = (value: unknown): ContainerVerdict | null =>
  verdict.nullable().parse(value);
