// The monitor of how every database is: whether it can be reached, since when, and why not. Whoever
// runs it next goes on from what is stored.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { MonitoredDatabase, MonitoredDatabases } from '../../databases/monitored.ts';
import type { SampleRecorder } from '../../metrics/samples.ts';
import type { Store } from '../../store/store.ts';
import { createGate } from '../gate.ts';
import { defineMonitor, type MonitorContext } from '../monitor.ts';
import { watchEach } from '../watch-each.ts';
import { watchDatabase, type WatchDatabaseOptions } from './watch-database.ts';

type WatchedDatabase = WatchDatabaseOptions['database'];

export interface DatabaseStateOptions {
  readonly store: Store;
  readonly databases: Pick<MonitoredDatabases, 'list'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** What takes latencies; without it they are stored with the state alone. */
  readonly samples?: SampleRecorder;
  /** How often a database that answers is asked. */
  readonly intervalMs?: number;
  /** How often the configuration is compared. */
  readonly everyMs?: number;
  /** Called whenever the configuration was compared. */
  onCompared?(): void;
}

const askedAtOnce = 8;
const placeMs = 2_000;

export const databaseStateMonitor = defineMonitor({
  kind: 'database-states',
  scope: 'cluster',
  description: 'Asks every database how it is, and tells when that changes.',
  silentAfterMs: 60_000,
  parseConfig: () => [{ name: 'main', config: {} }],
  start: (_config: object, context: MonitorContext) =>
    watchDatabaseStates({ ...context, onCompared: () => context.beat() }, context.signal),
});

/** Watches until it is told to stop; the caller sees to it that nobody else does. */
export function watchDatabaseStates(
  options: DatabaseStateOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock, databases, everyMs = 1_000, intervalMs = 10_000 } = options;
  const gate = createGate({ clock, places: askedAtOnce, holdMs: placeMs });
  const each = {
    ...options,
    everyMs,
    wanted: () => databases.list(),
    watch: (of: MonitoredDatabase, database: WatchedDatabase, stop: AbortSignal) =>
      watchDatabase({ ...options, gate, monitored: of, database, intervalMs, signal: stop }),
  };
  return watchEach(each, signal);
}
