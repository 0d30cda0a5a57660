// Keeps databases and the containers they run in together: what is recognised and not configured becomes
// a discovered database, what is gone is retired. One replica does it for the containers of all hosts, as
// the replicas of these have stored them, and says of those that nobody watches any more that they are gone.
import { networkInterfaces } from 'node:os';

import { defineMonitor, type MonitorContext } from '../../monitor.ts';
import type { ContainerSettings } from '../settings.ts';
import { keepDatabases } from './keep-databases.ts';
import { leaveLost } from './leave-lost.ts';

const intervalMs = 5000;
const timeoutMs = 30_000;
/** A container that is recreated is gone for a moment. */
const graceMs = 60_000;
const most = 1000;

interface Settings {
  readonly containers: Pick<ContainerSettings, 'daemons'>;
}

interface Places {
  /** The daemons at an address. */
  readonly elsewhere: readonly { readonly host: string; readonly daemon: string }[];
}

const placesElsewhere = (daemons: ContainerSettings['daemons']): Places['elsewhere'] =>
  daemons.flatMap(({ name, address }) =>
    address === undefined ? [] : [{ host: address.host, daemon: name }],
  );

export const containerDatabasesMonitor = defineMonitor<Settings, Places>({
  kind: 'container-databases',
  scope: 'cluster',
  description:
    'Makes databases that were recognised in containers known, and links those that are configured ' +
    'with their containers.',
  parseConfig: ({ containers: { daemons } }) => [
    { name: 'main', config: { elsewhere: placesElsewhere(daemons) } },
  ],
  intervalMs: () => intervalMs,
  timeoutMs: () => timeoutMs,
  check: async ({ elsewhere }, context) => {
    const { store, clock, random, logger, databases, host } = context;
    const transaction: MonitorContext['transaction'] = (work) => context.transaction(work);
    const now = clock.now();
    const lost = await leaveLost({ store, now, here: host, elsewhere, transaction });
    if (lost.length > 0) logger.info({ lost }, 'containers that nobody watches any more');
    const interfaces = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
    const kept = await keepDatabases({
      store,
      random,
      now,
      here: { name: host, addresses: new Set(interfaces.map(({ address }) => address)) },
      configured: databases.list().map(({ settings }) => settings),
      graceMs,
      most,
      transaction,
    });
    const { discovered, again, retired, leftOut } = kept;
    if (discovered.length + again.length + retired.length > 0) {
      logger.info({ discovered, again, retired }, 'databases in containers');
    }
    context.degraded(
      leftOut === 0
        ? null
        : `${leftOut} recognised databases are left out, because ${most} are the most: set the ` +
            'label hawkwatch.ignore=true on containers that nobody wants to know of',
    );
  },
});
