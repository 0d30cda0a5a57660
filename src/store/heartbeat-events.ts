// Facts about heartbeats: that one did not come in time, came again, or is not waited for any more.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';

const about = {
  name: z.string(),
  /** When it was heard of last; null for one that was never. */
  lastAt: z.iso.datetime().nullable(),
};

export const heartbeatMissed = defineEvent({
  type: 'heartbeat.missed',
  version: 1,
  audience: 'operator',
  schema: z.object({
    ...about,
    lastAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    /** Since when it is missing: when it was due. */
    since: z.iso.datetime(),
    /** For how long it was already missing when that was told. */
    missedMs: z.number(),
    everyMs: z.number(),
    graceMs: z.number(),
  }),
});

export const heartbeatReturned = defineEvent({
  type: 'heartbeat.returned',
  version: 1,
  audience: 'operator',
  schema: z.object({
    ...about,
    lastAt: z.iso.datetime(),
    /** For how long it was missing. */
    missedMs: z.number(),
  }),
});

/** It left the configuration. */
export const heartbeatRemoved = defineEvent({
  type: 'heartbeat.removed',
  version: 1,
  audience: 'operator',
  schema: z.object(about),
});

export const heartbeatSubject = (name: string): string => `heartbeat:${name}`;
