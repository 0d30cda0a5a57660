// What is told of silences and maintenance windows. Alerts that are not told of any more, or again, are
// told by the alert's own events.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';

const silenceFact = z.object({
  silenceId: z.string(),
  /** As `severity=CRITICAL`. */
  matchers: z.array(z.string()),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  createdBy: z.string(),
  comment: z.string(),
});

export const silenceCreated = defineEvent({
  type: 'silence.created',
  version: 1,
  audience: 'viewer',
  schema: silenceFact.extend({
    /** The silence that it takes the place of. */
    replaces: z.string().nullable(),
  }),
});

/** Its time is over, or somebody ended it. */
export const silenceExpired = defineEvent({
  type: 'silence.expired',
  version: 1,
  audience: 'viewer',
  schema: silenceFact.extend({
    /** Null: by time. */
    endedBy: z.string().nullable(),
    endedAt: z.iso.datetime(),
    /** The silence that takes its place. */
    replacedBy: z.string().nullable(),
  }),
});

/** A window was declared, changed or ended for good over the API. */
export const maintenanceDeclared = defineEvent({
  type: 'maintenance.declared',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    window: z.string(),
    action: z.enum(['CREATED', 'UPDATED', 'ENDED']),
    by: z.string(),
  }),
});

const occurrenceFact = z.object({
  window: z.string(),
  comment: z.string(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
});

export const maintenanceBegan = defineEvent({
  type: 'maintenance.began',
  version: 1,
  audience: 'viewer',
  schema: occurrenceFact,
});

export const maintenanceEnded = defineEvent({
  type: 'maintenance.ended',
  version: 1,
  audience: 'viewer',
  schema: occurrenceFact.omit({ comment: true }).extend({
    endedAt: z.iso.datetime(),
    /** Alerts that it still kept from being told when it ended. */
    alerts: z.number(),
  }),
});
