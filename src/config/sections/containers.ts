// The section `containers`: which Docker daemons are watched. Without it none is, because whoever may
// talk to a daemon rules its host: that is to be given on purpose.
import { z } from 'zod';

import { dayMs, duration, filled, longestRetentionMs, named, section } from '../forms.ts';

const tls = section({
  ca: filled.optional(),
  cert: filled.optional(),
  key: filled.optional(),
}).superRefine(({ cert, key }, context) => {
  if ((cert === undefined) !== (key === undefined)) {
    context.addIssue('needs both cert and key, or neither');
  }
});

const addressFault = 'must be tcp://HOST:PORT';

const address = filled.transform((text, context) => {
  const found = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})\/?$/.exec(text);
  const port = Number(found?.[3]);
  const host = found?.[1] ?? found?.[2];
  if (host !== undefined && port >= 1 && port <= 65_535) return { host, port };
  context.addIssue(addressFault);
  return z.NEVER;
});

const daemon = section({
  name: named,
  socket: filled.optional(),
  address: address.optional(),
  tls: tls.optional(),
  optional: z.boolean('must be true or false').default(false),
}).superRefine((entry, context) => {
  if ((entry.socket === undefined) === (entry.address === undefined)) {
    context.addIssue('needs one of socket and address');
  }
  if (entry.tls !== undefined && entry.address === undefined) {
    context.addIssue({ code: 'custom', path: ['tls'], message: 'is only for an address' });
  }
});

const daemons = z
  .array(daemon, 'must be auto, or a list of daemons')
  .max(50, 'has too many entries')
  .superRefine((entries, context) => {
    const names = new Set<string>();
    const places = new Set<string>();
    for (const [index, { name, socket, address: at }] of entries.entries()) {
      const place = socket ?? `${at?.host}:${at?.port}`;
      const fault = (key: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [index, key], message });
      if (names.has(name)) fault('name', 'is there twice');
      if (places.has(place)) {
        fault(socket === undefined ? 'address' : 'socket', 'is another entry of this list already');
      }
      names.add(name);
      places.add(place);
    }
  });

const shortest = 10_000;
const shortestStats = 5_000;

const stats = section({
  interval: duration(15_000, dayMs).refine((ms) => ms >= shortestStats, 'must be 5s at least'),
}).transform(({ interval }) => ({ intervalMs: interval }));

const usual = [{ name: 'local', socket: '/var/run/docker.sock', optional: true }];

/** `daemons: auto` is the usual socket of this host, where there is one. */
export const containers = section({
  daemons: z.preprocess((value) => (value === 'auto' ? usual : value), daemons).default([]),
  reconcile: duration(120_000, dayMs).refine((ms) => ms >= shortest, 'must be 10s at least'),
  keep: duration(30 * dayMs, longestRetentionMs),
  stats: stats.prefault({}),
}).transform(({ daemons: list, reconcile, keep, stats: measured }) => ({
  daemons: list,
  reconcileMs: reconcile,
  keepMs: keep,
  stats: measured,
}));
