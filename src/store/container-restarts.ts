// That somebody wants a container restarted: on record before the daemon is told, so that what happens
// next has a reason even when hawkwatch ends in between.
import { z } from 'zod';

import { defineEvent } from '../core/events.ts';
import type { ContainerRow } from './containers.ts';
import type { StoreTransaction } from './store.ts';

export const containerRestartRequested = defineEvent({
  type: 'container.restart_requested',
  version: 1,
  audience: 'operator',
  schema: z.object({
    containerId: z.string(),
    dockerId: z.string(),
    host: z.string(),
    daemon: z.string(),
    key: z.string(),
    databaseId: z.string().nullable(),
    /** Name of the token. */
    by: z.string(),
  }),
});

/** Announces a restart that is about to be asked for. */
export function announceRestart(
  tx: StoreTransaction,
  { id, containerId, host, daemon, key, databaseId }: ContainerRow,
  by: string,
  now: Date,
): void {
  const payload = { containerId: id, dockerId: containerId, host, daemon, key, databaseId, by };
  const subject = `container:${key}`;
  tx.append(containerRestartRequested.create({ subject, occurredAt: now, payload }));
}
