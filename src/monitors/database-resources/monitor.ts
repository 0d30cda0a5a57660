// Watches the resources of all monitored databases, each with its own interval, a few at a time. Says that
// it is degraded when databases cannot be read again and again.
import type { MonitoredDatabase } from '../../databases/monitored.ts';
import { createGate } from '../gate.ts';
import { defineMonitor, type MonitorContext } from '../monitor.ts';
import { watchEach } from '../watch-each.ts';
import { defaultTimings, type ResourceTimings } from './memory.ts';
import { watchDatabaseResources } from './watch-database.ts';

/** What the configuration says of it; each database has settings of its own beside. */
export interface DatabaseResourcesSettings {
  readonly resources: { readonly databases: { readonly watch: boolean } };
}

interface DatabaseResourcesConfig {
  /** Left out but in tests. */
  readonly timings?: ResourceTimings;
}

const readAtOnce = 4;
const placeMs = 5_000;
const everyMs = 1_000;
const failuresToTell = 3;
const namesTold = 5;

export const databaseResources = defineMonitor<DatabaseResourcesSettings, DatabaseResourcesConfig>({
  kind: 'database-resources',
  scope: 'cluster',
  description:
    'Measures connections, caches, locks, replication, sizes and slow statements of each database.',
  silentAfterMs: 60_000,
  parseConfig: ({ resources }) => (resources.databases.watch ? [{ name: 'main', config: {} }] : []),
  start: (config, context) => watchAll(context, config.timings ?? defaultTimings),
});

async function watchAll(context: MonitorContext, timings: ResourceTimings): Promise<void> {
  const { clock, databases, signal } = context;
  const gate = createGate({ clock, places: readAtOnce, holdMs: placeMs });
  const failures = createFailures(context);
  await watchEach(
    {
      ...context,
      everyMs,
      wanted: () => {
        context.beat();
        return databases
          .list()
          .filter(
            ({ settings }) => settings.resources?.watch === true && settings.unavailable === null,
          );
      },
      watch: async (monitored: MonitoredDatabase, database, stop) => {
        try {
          await watchDatabaseResources({
            ...context,
            gate,
            monitored,
            database,
            timings,
            signal: stop,
            onAttempt: (reason) => failures.note(database.name, reason),
          });
        } finally {
          failures.note(database.name, null);
        }
      },
    },
    signal,
  );
}

/** Tells of databases that cannot be read several times in a row. */
function createFailures({ degraded }: Pick<MonitorContext, 'degraded'>) {
  const failing = new Map<string, { readonly count: number; readonly reason: string }>();
  let told: string | null = null;
  return {
    note: (name: string, reason: string | null): void => {
      if (reason === null) failing.delete(name);
      else failing.set(name, { count: (failing.get(name)?.count ?? 0) + 1, reason });
      const lasting = [...failing]
        .filter(([, { count }]) => count >= failuresToTell)
        .toSorted(([left], [right]) => left.localeCompare(right));
      const named = lasting.slice(0, namesTold).map(([one, { reason: why }]) => `${one}: ${why}`);
      const more = lasting.length > namesTold ? `; ${lasting.length - namesTold} more` : '';
      const next = lasting.length === 0 ? null : `cannot be read: ${named.join('; ')}${more}`;
      if (next === told) return;
      told = next;
      degraded(next);
    },
  };
}
