// The one event of foreign migrations that is no progress of their run: a lock that nobody uses.
import { z } from 'zod';

import { defineEvent } from '../../core/events.ts';

/** A migration lock is held without activity; told once, until it is used again. */
export const staleLockSeen = defineEvent({
  type: 'migration.stale_lock',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    runId: z.string(),
    database: z.string(),
    databaseId: z.string(),
    tool: z.string(),
    /** 0 where only a row of the tool's lock table is seen. */
    pid: z.number(),
    application: z.string().nullable(),
    user: z.string().nullable(),
    sign: z.string(),
    since: z.string(),
  }),
});
