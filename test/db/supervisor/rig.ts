// A supervisor over a store of its own, as one replica of several has it, with kinds that tests make.
import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createMonitoredDatabases } from '../../../src/databases/monitored.ts';
import { createNeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import { quietEventLoop } from '../../support/event-loop.ts';
import { createLogger } from '../../../src/logger.ts';
import { createMonitorCommands, type MonitorCommands } from '../../../src/monitors/commands.ts';
import type { MonitorKinds } from '../../../src/monitors/registry.ts';
import {
  startSupervisor,
  type SettingsOf,
  type Supervisor,
} from '../../../src/monitors/supervisor.ts';
import type { SupervisorTimings } from '../../../src/monitors/supervisor/timings.ts';
import { readLog } from '../../../src/store/event-log.ts';
import {
  listMonitors,
  monitorStates,
  monitorStateChanged,
  type MonitorFact,
  type MonitorRow,
  type MonitorState,
} from '../../../src/store/monitors.ts';
import type { Store } from '../../../src/store/store.ts';
import { createTestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

export const clock = createSystemClock();
export const random = createSystemRandom();

/** Soon enough for tests. */
export const quick: SupervisorTimings = {
  leadershipPollMs: 100,
  leadershipIdleMs: 6_000,
  lookMs: 50,
  writeMs: 100,
  graceMs: 300,
  restart: { firstMs: 20, maxMs: 200 },
  steadyMs: 60_000,
  unledMs: 500,
};

export interface SupervisorRig {
  readonly store: Store;
  readonly url: string;
  readonly hub: Hub;
  readonly commands: MonitorCommands;
  /** Starts one, as a replica does. */
  start<Kinds extends MonitorKinds>(
    kinds: Kinds,
    settings: SettingsOf<Kinds>,
    more?: { host?: string; replica?: string; timings?: Partial<SupervisorTimings> },
  ): Supervisor<SettingsOf<Kinds>>;
  row(kind: string, name?: string): Promise<MonitorRow | undefined>;
  reached(kind: string, state: MonitorState, name?: string): Promise<MonitorRow>;
  changes(kind: string, name?: string): Promise<readonly MonitorFact[]>;
  close(): Promise<void>;
}

export async function createSupervisorRig(): Promise<SupervisorRig> {
  const { store, database, close } = await createTestStore();
  const logger =
    process.env['HAWKWATCH_TEST_LOG'] === undefined
      ? silentLogger
      : createLogger({ level: 'debug', pretty: false });
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const databases = createMonitoredDatabases({ clock, random });
  const needs = createNeedsReader({ clock });
  const started: { stop(): Promise<void> }[] = [];
  const row: SupervisorRig['row'] = async (kind, name = 'main') => {
    const filter = { kinds: [kind], states: monitorStates };
    const rows = await listMonitors(store.q, filter, { limit: 100 });
    return rows.find((one) => one.name === name);
  };
  return {
    store,
    url: database.url,
    hub,
    commands: createMonitorCommands({ store, clock, random }),
    start: (kinds, settings, more = {}) => {
      const { host = 'here', replica = random.uuid(), timings } = more;
      const supervisor = startSupervisor({
        store,
        clock,
        random,
        logger,
        databases,
        needs,
        eventLoop: quietEventLoop,
        samples: { record: () => undefined },
        kinds,
        settings,
        address: database.url,
        hub,
        host,
        replica,
        timings: { ...quick, ...timings },
      });
      started.push(supervisor);
      return supervisor;
    },
    row,
    reached: (kind, state, name) =>
      until(
        `${kind} is ${state}`,
        async () => {
          const found = await row(kind, name);
          return found?.state === state && found;
        },
        20_000,
      ),
    changes: async (kind, name = 'main') => {
      const { events } = await readLog(store.raw, { after: 0, limit: 10_000 }, {});
      return events.flatMap((event) => {
        const fact = monitorStateChanged.read(event);
        return fact?.kind === kind && fact.name === name ? [fact] : [];
      });
    },
    close: async () => {
      await Promise.all(started.map((supervisor) => supervisor.stop()));
      await tail.stop();
      hub.close();
      await Promise.all([databases.close(), needs.stop()]);
      await close();
    },
  };
}
