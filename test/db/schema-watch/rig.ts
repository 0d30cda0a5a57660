// Databases whose schemas are watched: a store, connections of the real drivers, and a watcher that
// looks every few milliseconds.
import postgres from 'postgres';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { ForeignSession, RunExecutor } from '../../../src/core/migrations.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import {
  createMonitoredDatabases,
  type MonitoredDatabases,
} from '../../../src/databases/monitored.ts';
import { createNeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import type { SchemaSettings, TargetSettings } from '../../../src/databases/target.ts';
import { createLogger } from '../../../src/logger.ts';
import { watchSchemas } from '../../../src/monitors/schema/watcher.ts';
import type { SchemaTimings } from '../../../src/monitors/schema/watched-schema.ts';
import { findDatabaseByName, updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { startLeadership, type Leadership } from '../../../src/store/leadership.ts';
import {
  listChangesOfSet,
  schemaAttributed,
  schemaChanged,
  type SchemaSetFact,
  type StoredChange,
} from '../../../src/store/schema-changes.ts';
import {
  driftAcknowledged,
  driftChanged,
  driftDetected,
  driftResolved,
  findOpenDrift,
  type SchemaDrift,
} from '../../../src/store/schema-drifts.ts';
import { findSchemaPosition } from '../../../src/store/schema-positions.ts';
import type { Store } from '../../../src/store/store.ts';
import { createEmptyDatabase, createTestStore } from '../../support/store.ts';
import { beginStoredRun, endStoredRun } from '../../support/stored-runs.ts';
import { schemaSettings, targetSettings } from '../../support/target-settings.ts';
import { until } from '../../support/until.ts';

const clock = createSystemClock();
const random = createSystemRandom();

export interface SchemaRigOptions {
  /** URL and engine of each database; a new one of the test server when left out. */
  readonly url?: string;
  readonly engine?: TargetSettings['engine'];
  readonly schema?: Partial<SchemaSettings>;
  readonly settings?: Partial<TargetSettings>;
  readonly timings?: Partial<SchemaTimings>;
  /** More databases, beside `shop`. */
  readonly more?: readonly Pick<TargetSettings, 'name' | 'url' | 'engine'>[];
}

type DriftEvent = { readonly type: string; readonly resolution: string | null };

export interface SchemaRig {
  readonly store: Store;
  readonly databaseId: string;
  readonly url: string;
  readonly databases: MonitoredDatabases;
  /** A connection of the superuser to the database, where it is a PostgreSQL. */
  readonly sql: postgres.Sql;
  /** Starts a watcher, as a replica does. */
  watch(): Leadership;
  configure(schema: Partial<SchemaSettings>): Promise<void>;
  /** All sets in their order, as they were told; one that was attributed later with its origin. */
  sets(): Promise<readonly SchemaSetFact[]>;
  /** Waits for so many sets whose origin is known. */
  decided(count: number): Promise<readonly SchemaSetFact[]>;
  changesOf(set: SchemaSetFact): Promise<readonly StoredChange[]>;
  drift(): Promise<SchemaDrift | undefined>;
  driftEvents(): Promise<readonly DriftEvent[]>;
  /** Waits until the present schema of each database has been seen. */
  settled(): Promise<void>;
  /** A run as another room would have stored it. */
  beginRun(run?: {
    executor?: RunExecutor;
    foreign?: ForeignSession;
    versions?: readonly string[];
  }): Promise<string>;
  endRun(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function createSchemaRig(options: SchemaRigOptions = {}): Promise<SchemaRig> {
  const { store, database: own, close } = await createTestStore();
  const made = options.url === undefined ? await createEmptyDatabase() : undefined;
  const url = options.url ?? made?.url ?? '';
  const engine = options.engine ?? 'POSTGRESQL';
  const logger =
    process.env['HAWKWATCH_TEST_LOG'] === undefined
      ? silentLogger
      : createLogger({ level: 'debug', pretty: false });
  const databases = createMonitoredDatabases({ clock, random });
  const configure: SchemaRig['configure'] = async (schema) => {
    const settings = targetSettings({
      url,
      engine,
      ...options.settings,
      schema: schemaSettings({ intervalMs: 60, ...options.schema, ...schema }),
    });
    const all = [
      settings,
      ...(options.more ?? []).map((one) => targetSettings({ ...one, schema: settings.schema })),
    ];
    await store.transaction((tx) => updateDeclaredDatabases(tx, all, random, clock.now()));
    await databases.replace(all);
  };
  await configure({});
  const { id: databaseId = '' } = (await findDatabaseByName(store.q, 'shop')) ?? {};
  const sql = postgres(engine === 'POSTGRESQL' ? url : 'postgres://127.0.0.1:1/none', {
    max: 1,
    onnotice: () => undefined,
    fetch_types: false,
    // The test server's superuser is called as the trigger's schema.
    connection: { application_name: 'psql', search_path: 'public' },
  });
  const watchers: Leadership[] = [];
  const needs = createNeedsReader({ clock });
  const sets: SchemaRig['sets'] = async () => {
    const types = [schemaChanged.type, schemaAttributed.type];
    const page = await readLog(store.raw, { after: 0, limit: 10_000 }, { types });
    const byId = new Map<string, SchemaSetFact>();
    for (const event of page.events) {
      const fact = schemaChanged.read(event) ?? schemaAttributed.read(event);
      if (fact !== undefined) byId.set(fact.changeSetId, fact);
    }
    return [...byId.values()];
  };
  return {
    store,
    databaseId,
    url,
    databases,
    sql,
    watch: () => {
      const timings = { graceMs: 150, heldEveryMs: 20, ...options.timings };
      const shared = { store, databases, needs, clock, random, logger, timings, everyMs: 50 };
      const watcher = startLeadership({
        address: own.url,
        name: 'schemas',
        clock,
        logger,
        pollMs: 100,
        work: (signal) => watchSchemas(shared, signal),
      });
      watchers.push(watcher);
      return watcher;
    },
    configure,
    sets,
    decided: (count) =>
      until(
        `${count} sets with an origin`,
        async () => {
          const known = (await sets()).filter(({ origin }) => origin !== 'UNDECIDED');
          return known.length >= count && known;
        },
        20_000,
      ),
    changesOf: (set) => listChangesOfSet(store.q, set.changeSetId),
    drift: () => findOpenDrift(store.q, databaseId),
    driftEvents: async () => {
      const kinds = [driftDetected, driftChanged, driftAcknowledged, driftResolved];
      const types = kinds.map(({ type }) => type);
      const page = await readLog(store.raw, { after: 0, limit: 10_000 }, { types });
      return page.events.flatMap((event) => {
        const fact = kinds.map((kind) => kind.read(event)).find((one) => one !== undefined);
        return fact === undefined ? [] : [{ type: event.type, resolution: fact.resolution }];
      });
    },
    settled: async () => {
      for (const { settings, connection } of databases.list()) {
        const record = await findDatabaseByName(store.q, settings.name);
        await until(
          `the present schema of ${settings.name} to be seen`,
          async () => {
            const fingerprint = await connection.readFingerprint(new AbortController().signal);
            const position = await findSchemaPosition(store.q, record?.id ?? '');
            // It may have been looked at with privileges.
            return position?.fingerprint.startsWith(fingerprint);
          },
          20_000,
        );
      }
    },
    beginRun: ({ executor = 'sql', foreign, versions } = {}) =>
      beginStoredRun(store, { databaseId, at: clock.now(), executor, foreign, versions }),
    endRun: (id) => endStoredRun(store, id, clock.now()),
    close: async () => {
      await Promise.all(watchers.map((watcher) => watcher.stop()));
      await needs.stop();
      await databases.close();
      await sql.end({ timeout: 0 });
      await close();
      await made?.drop();
    },
  };
}
