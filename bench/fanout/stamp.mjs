// Loaded into the measured service before its program: tells when the hub got each event, and opens
// the same door that the peers have. The service is not changed by it.
import { subscribe } from 'node:diagnostics_channel';
import { isMainThread } from 'node:worker_threads';

import { monotonicMs, openControl } from './peers/control.mjs';

// Node loads it into the service's worker threads too.
if (isMainThread) {
  const { stamps, port } = await openControl(() => {
    throw new Error('events of the service come from its log');
  });
  subscribe('hawkwatch:hub:events', (events) => {
    const now = monotonicMs();
    for (const event of events) stamps.push([event.id, now]);
  });
  process.send({ control: port });
  // Neither the door nor the channel to the bench keeps the service alive; it ends with the bench.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
