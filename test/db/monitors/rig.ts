// Monitored databases with a store of their own, and the monitor of their states.
import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createMonitoredDatabases } from '../../../src/databases/monitored.ts';
import type { TargetSettings } from '../../../src/databases/target.ts';
import { watchDatabaseStates } from '../../../src/monitors/database-state/monitor.ts';
import {
  databaseStateChanged,
  findDatabaseStates,
  type DatabaseStateFact,
  type DatabaseStateRow,
} from '../../../src/store/database-states.ts';
import { findDatabaseByName, updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { startLeadership, type Leadership } from '../../../src/store/leadership.ts';
import type { TestStore } from '../../support/store.ts';
import { targetSettings } from '../../support/target-settings.ts';
import { until } from '../../support/until.ts';

export const clock = createSystemClock();
const random = createSystemRandom();

type Declared = Pick<TargetSettings, 'name' | 'engine' | 'url'>;

export interface StateRig {
  /** Puts these databases in force. */
  declare(...databases: readonly Declared[]): Promise<void>;
  start(): Leadership;
  row(name: string): Promise<DatabaseStateRow | undefined>;
  /** Waits until a database is stored to be in that state. */
  reached(name: string, state: string): Promise<DatabaseStateRow>;
  changes(name: string): Promise<readonly DatabaseStateFact[]>;
  close(): Promise<void>;
}

/** Whatever is silent is given up after `limitMs`. */
export function createStateRig({ store, database }: TestStore, limitMs: number): StateRig {
  const limits = { connectTimeoutMs: limitMs, statementTimeoutMs: limitMs };
  const monitored = createMonitoredDatabases({ clock, random, ...limits });
  const started: Leadership[] = [];
  const row: StateRig['row'] = async (name) => {
    const found = await findDatabaseByName(store.q, name);
    return found && (await findDatabaseStates(store.q, [found.id]))[0];
  };
  return {
    declare: async (...databases) => {
      const settings = databases.map((one) => targetSettings(one));
      await store.transaction((tx) => updateDeclaredDatabases(tx, settings, random, clock.now()));
      await monitored.replace(settings);
    },
    start: () => {
      const shared = { clock, logger: silentLogger };
      const times = { intervalMs: 100, everyMs: 100 };
      const options = { ...shared, ...times, store, databases: monitored, random };
      const monitor = startLeadership({
        ...shared,
        address: database.url,
        name: 'database states',
        pollMs: 100,
        work: (signal) => watchDatabaseStates(options, signal),
      });
      started.push(monitor);
      return monitor;
    },
    row,
    reached: (name, state) =>
      until(
        `${name} is ${state}`,
        async () => {
          const found = await row(name);
          return found?.state === state && found;
        },
        20_000,
      ),
    changes: async (name) => {
      const { events } = await readLog(store.raw, { after: 0, limit: 1000 }, {});
      return events.flatMap((event) => {
        const fact = databaseStateChanged.read(event);
        return fact?.database === name ? [fact] : [];
      });
    },
    close: async () => {
      await Promise.all(started.map((monitor) => monitor.stop()));
      await monitored.close();
    },
  };
}
