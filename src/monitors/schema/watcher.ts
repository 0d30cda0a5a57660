// The monitor of schemas: watches those of all databases. Whoever runs it next goes on from the
// positions in the store.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { MonitoredDatabase, MonitoredDatabases } from '../../databases/monitored.ts';
import type { NeedsReader } from '../../databases/needs/needs-reader.ts';
import type { Store } from '../../store/store.ts';
import { createGate } from '../gate.ts';
import { defineMonitor, type MonitorContext } from '../monitor.ts';
import { watchEach } from '../watch-each.ts';
import { watchDatabaseSchema } from './watch-database.ts';
import { defaultTimings, type SchemaTimings, type WatchedSchema } from './watched-schema.ts';

export interface SchemaWatcherOptions {
  readonly store: Store;
  readonly databases: Pick<MonitoredDatabases, 'list'>;
  /** What applications need of the schemas. */
  readonly needs: Pick<NeedsReader, 'load'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timings?: Partial<SchemaTimings>;
  /** How often the configuration is compared. */
  readonly everyMs?: number;
  /** Databases that are read as a whole at once. */
  readonly places?: number;
  /** Called whenever the configuration was compared. */
  onCompared?(): void;
}

export const schemaMonitor = defineMonitor({
  kind: 'schemas',
  scope: 'cluster',
  description: 'Notices every change to the schemas of the databases, and what of it is drift.',
  silentAfterMs: 60_000,
  parseConfig: () => [{ name: 'main', config: {} }],
  start: (_config: object, context: MonitorContext) =>
    watchSchemas({ ...context, onCompared: () => context.beat() }, context.signal),
});

/** Watches until it is told to stop; the caller sees to it that nobody else does. */
export function watchSchemas(options: SchemaWatcherOptions, signal: AbortSignal): Promise<void> {
  const { databases, clock, timings, everyMs = 1_000, places = 4 } = options;
  const gate = createGate({ clock, places });
  const shared = { ...options, timings: { ...defaultTimings, ...timings } };
  const each = {
    ...options,
    everyMs,
    wanted: () =>
      databases
        .list()
        .filter(({ settings }) => settings.schema.watch && settings.unavailable === null),
    watch: (
      { settings, connection }: MonitoredDatabase,
      database: WatchedSchema['database'],
      stop: AbortSignal,
    ) => {
      const watched: WatchedSchema = {
        ...shared,
        database,
        connection,
        settings: settings.schema,
        hasSources: settings.sources.length > 0,
        logger: options.logger.child({ database: database.name }),
        inTurn: (work) => gate.pass(stop, work),
      };
      return watchDatabaseSchema(watched, stop);
    },
  };
  return watchEach(each, signal);
}
