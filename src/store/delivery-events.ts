// Facts about deliveries and channels, self-contained and without anything secret.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';
import { failureReasons, notifyReasons } from '../core/notifications.ts';

const about = {
  deliveryId: z.string(),
  channel: z.string(),
  route: z.string(),
  reason: z.enum(notifyReasons),
  /** The attempt, counted from 1; 0 when there was none. */
  attempt: z.number().int(),
  /** Of the alerts, 20 at most. */
  alertIds: z.array(z.string()),
};

const failure = {
  status: z.number().nullable(),
  failureReason: z.enum(failureReasons).nullable(),
  failure: z.string().nullable(),
};

export const deliveryDelivered = defineEvent({
  type: 'delivery.delivered',
  version: 1,
  audience: 'viewer',
  schema: z.object({ ...about, status: z.number().nullable(), durationMs: z.number() }),
});

/** An attempt failed. */
export const deliveryFailed = defineEvent({
  type: 'delivery.failed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    ...about,
    ...failure,
    /** When it is tried again; null when it is given up. */
    nextAt: z.string().nullable(),
  }),
});

/** It is given up. */
export const deliveryDead = defineEvent({
  type: 'delivery.dead',
  version: 1,
  audience: 'operator',
  schema: z.object({ ...about, ...failure, createdAt: z.string() }),
});

/** It is left alone because it failed so often in a row; told anew with each try that fails. */
export const channelFailing = defineEvent({
  type: 'channel.failing',
  version: 1,
  audience: 'operator',
  schema: z.object({
    channel: z.string(),
    kind: z.string().nullable(),
    /** In a row. */
    failures: z.number().int(),
    failure: z.string().nullable(),
    /** When it is tried again. */
    nextAt: z.string(),
  }),
});

/** It had been left alone, and works again. */
export const channelRecovered = defineEvent({
  type: 'channel.recovered',
  version: 1,
  audience: 'operator',
  schema: z.object({ channel: z.string(), kind: z.string().nullable() }),
});

export const channelDisabled = defineEvent({
  type: 'channel.disabled',
  version: 1,
  audience: 'operator',
  schema: z.object({ channel: z.string(), kind: z.string().nullable(), reason: z.string() }),
});

export const channelEnabled = defineEvent({
  type: 'channel.enabled',
  version: 1,
  audience: 'operator',
  schema: z.object({ channel: z.string(), by: z.string() }),
});

export const channelSubject = (name: string): string => `channel:${name}`;
const mostIds = 20;

/** Ids of alerts as events name them. */
export const namedAlerts = (ids: readonly string[]): string[] =>
  [...new Set(ids)].slice(0, mostIds);
