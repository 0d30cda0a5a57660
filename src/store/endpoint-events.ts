// What is told of endpoints. Several that fail together are one finding, `endpoints.failing_together`,
// with an id; each one's own `endpoint.state_changed` is told all the same and carries that id once the
// finding is made. Those that were told before it stand in its list.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';
import { endpointStates } from '../core/endpoints.ts';

const about = z.object({
  endpointId: z.string(),
  endpoint: z.string(),
  kind: z.string(),
  environment: z.string().nullable(),
  /** Name of the monitored database that it stands for. */
  database: z.string().nullable(),
});
export type AboutEndpoint = z.infer<typeof about>;

const stateFact = about.extend({
  state: z.enum(endpointStates),
  before: z.enum(endpointStates),
  reason: z.string().nullable(),
  since: z.iso.datetime(),
  /** Of the HTTP response. */
  status: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** The finding that it belongs to; a state before that finding was made is in its list. */
  outageId: z.string().nullable(),
});

export const endpointStateChanged = defineEvent({
  type: 'endpoint.state_changed',
  version: 1,
  audience: 'viewer',
  schema: stateFact,
});

/** A certificate ends within so many days, or has ended; once for each certificate and threshold. */
export const endpointCertificateExpiring = defineEvent({
  type: 'endpoint.certificate_expiring',
  version: 1,
  audience: 'viewer',
  schema: about.extend({
    /** 30, 14, 7, 1, or 0 when it has ended. */
    withinDays: z.number(),
    expired: z.boolean(),
    /** 0: the server's own; else its place in the chain. */
    depth: z.number(),
    subject: z.string(),
    issuer: z.string(),
    validTo: z.iso.datetime(),
    fingerprint: z.string(),
  }),
});

/** A chain of which an end was told now has no certificate that ends soon; once, until one does again. */
export const endpointCertificateRenewed = defineEvent({
  type: 'endpoint.certificate_renewed',
  version: 1,
  audience: 'viewer',
  schema: about.extend({
    subject: z.string(),
    validTo: z.iso.datetime(),
    fingerprint: z.string(),
  }),
});

const outageFact = z.object({
  outageId: z.string(),
  beganAt: z.iso.datetime(),
  endpoints: z.array(about.extend({ reason: z.string().nullable(), since: z.iso.datetime() })),
  /** How many endpoints were checked then. */
  total: z.number(),
});

/** Once for a finding. Those that join it later are told by `endpoint.state_changed` with its id. */
export const endpointsFailingTogether = defineEvent({
  type: 'endpoints.failing_together',
  version: 1,
  audience: 'viewer',
  schema: outageFact,
});

/** None of those that failed together is down any more. */
export const endpointsRecoveredTogether = defineEvent({
  type: 'endpoints.recovered_together',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    outageId: z.string(),
    beganAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    endpoints: z.array(z.string()),
  }),
});

const named = z.object({ endpointId: z.string(), endpoint: z.string(), kind: z.string() });

export const endpointAdded = defineEvent({
  type: 'endpoint.added',
  version: 1,
  audience: 'viewer',
  schema: named,
});

export const endpointRetired = defineEvent({
  type: 'endpoint.retired',
  version: 1,
  audience: 'viewer',
  schema: named,
});

export const endpointRegistered = defineEvent({
  type: 'endpoint.registered',
  version: 1,
  audience: 'admin',
  schema: z.object({ endpoint: z.string(), kind: z.string() }),
});

export const endpointUnregistered = defineEvent({
  type: 'endpoint.unregistered',
  version: 1,
  audience: 'admin',
  schema: z.object({ endpoint: z.string() }),
});
