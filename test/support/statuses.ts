// Databases with histories, and what refreshes their stored statuses: on a store of its own, with
// real databases and folders.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createHub, type Hub } from '../../src/bus/hub.ts';
import { startTail } from '../../src/bus/tail.ts';
import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import type { SourceSettings, TargetSettings } from '../../src/databases/target.ts';
import { createTargets, type Targets } from '../../src/databases/targets.ts';
import { checksumOf } from '../../src/migrations/folder.ts';
import { createStatusReader } from '../../src/migrations/status.ts';
import type { StatusReader } from '../../src/migrations/status-words.ts';
import { statusChanged, type StatusFact } from '../../src/store/migration-status-events.ts';
import {
  startStatusRefresher,
  type RefresherOptions,
  type StatusRefresher,
} from '../../src/migrations/statuses/refresher.ts';
import { findDatabaseByName, updateDeclaredDatabases } from '../../src/store/databases.ts';
import { readLog } from '../../src/store/event-log.ts';
import { findStatus, type StoredStatus } from '../../src/store/migration-statuses.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestDatabase } from './databases.ts';
import { createEmptyDatabase, createTestStore } from './store.ts';
import { schemaSettings } from './target-settings.ts';

export const clock = createSystemClock();
export const random = createSystemRandom();

export interface StatusRig {
  readonly store: Store;
  readonly storeUrl: string;
  readonly hub: Hub;
  readonly targets: Targets;
  readonly reader: StatusReader;
  /** A client on a database. */
  sql(name: string): postgres.Sql;
  /** Makes a database that is configured with the next `configure`. */
  addDatabase(name: string, change?: Partial<TargetSettings>): Promise<void>;
  /** A source in a folder of that name. */
  source(name: string, change?: Partial<SourceSettings>): SourceSettings;
  /** Puts a configuration in force: all databases that were added, or these. */
  configure(names?: readonly string[]): Promise<void>;
  change(name: string, settings: Partial<TargetSettings>): void;
  /** Writes `<version>_step.sql` files into a source's folder. */
  write(source: string, ...versions: readonly string[]): Promise<void>;
  /** Puts rows for such files into a database's history. */
  apply(database: string, source: string, ...versions: readonly string[]): Promise<void>;
  start(options?: Partial<RefresherOptions>): StatusRefresher;
  row(database: string, source?: string): Promise<StoredStatus | undefined>;
  changes(database?: string): Promise<readonly StatusFact[]>;
  close(): Promise<void>;
}

const textOf = (version: string): string => `select '${version}';\n`;

export async function createStatusRig(
  options: { readonly logger?: Logger; readonly timeoutMs?: number } = {},
): Promise<StatusRig> {
  const { logger = silentLogger, timeoutMs = 10_000 } = options;
  const testStore = await createTestStore();
  const { store } = testStore;
  const storeUrl = testStore.database.url;
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-statuses-'));
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const targets = createTargets({ clock, healthTtlMs: 0 });
  const reader = createStatusReader({ store, targets, clock, ownConnections: true, timeoutMs });
  const databases = new Map<string, TestDatabase>();
  const settings = new Map<string, TargetSettings>();
  const clients = new Map<string, postgres.Sql>();
  const started: StatusRefresher[] = [];

  const sql = (name: string): postgres.Sql => {
    const url = databases.get(name)?.url ?? '';
    const client = clients.get(name) ?? postgres(url, { max: 1, onnotice: () => undefined });
    clients.set(name, client);
    return client;
  };
  const source = (name: string, change: Partial<SourceSettings> = {}): SourceSettings => ({
    name,
    tool: 'sql',
    folder: path.join(folder, name),
    git: null,
    manifest: false,
    table: null,
    command: null,
    baseline: null,
    outOfOrder: 'refuse',
    ...change,
  });

  return {
    store,
    storeUrl,
    hub,
    targets,
    reader,
    sql,
    source,
    addDatabase: async (name, change = {}) => {
      const database = await createEmptyDatabase();
      databases.set(name, database);
      settings.set(name, {
        name,
        environment: 'test',
        labels: { team: 'orders' },
        url: database.url,
        unavailable: null,
        sources: [source('main')],
        locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000 },
        automatic: null,
        fourEyes: false,
        engine: 'POSTGRESQL',
        schema: schemaSettings({ watch: false }),
        foreign: { watch: false, intervalMs: 3_600_000 },
        ...change,
      });
    },
    change: (name, change) => {
      const before = settings.get(name);
      if (before !== undefined) settings.set(name, { ...before, ...change });
    },
    configure: async (names) => {
      const chosen = [...settings.values()].filter((one) => names?.includes(one.name) ?? true);
      const declared = chosen.map(({ name, environment, labels }) => ({
        name,
        environment,
        labels,
        engine: 'POSTGRESQL',
      }));
      await store.transaction((tx) => updateDeclaredDatabases(tx, declared, random, clock.now()));
      await targets.replace(chosen);
    },
    write: async (name, ...versions) => {
      await mkdir(path.join(folder, name), { recursive: true });
      for (const version of versions) {
        await writeFile(path.join(folder, name, `${version}_step.sql`), textOf(version));
      }
    },
    apply: async (database, sourceName, ...versions) => {
      const client = sql(database);
      await client.unsafe(`create schema if not exists hawkwatch;
        create table if not exists hawkwatch.migrations (source text, version text, name text,
          checksum text, state text, statements_done integer, statements_total integer,
          done_checksum text, intent jsonb, run_id text, applied_by text, started_at timestamptz,
          finished_at timestamptz, duration_ms double precision, error text,
          primary key (source, version))`);
      for (const version of versions) {
        const checksum = checksumOf(Buffer.from(textOf(version)));
        await client`insert into hawkwatch.migrations values (${sourceName}, ${version}, 'step',
          ${checksum}, 'applied', 1, 1, null, null, null, 'test', now(), now(), 1, null)`;
      }
    },
    start: (more = {}) => {
      const refresher = startStatusRefresher({
        address: storeUrl,
        store,
        hub,
        targets,
        reader,
        clock,
        random,
        logger,
        intervalMs: () => 3_600_000,
        leadershipPollMs: 50,
        ...more,
      });
      started.push(refresher);
      return refresher;
    },
    row: async (database, sourceName = 'main') => {
      const found = await findDatabaseByName(store.q, database);
      if (found === undefined) return undefined;
      return findStatus(store.q, { databaseId: found.id, source: sourceName });
    },
    changes: async (database) => {
      const types = [statusChanged.type];
      const { events } = await readLog(store.raw, { after: 0, limit: 10_000 }, { types });
      return events
        .flatMap((event) => statusChanged.read(event) ?? [])
        .filter((fact) => database === undefined || fact.database === database);
    },
    close: async () => {
      await Promise.all(started.map((refresher) => refresher.stop()));
      hub.close();
      await tail.stop();
      await targets.close();
      await Promise.all([...clients.values()].map((client) => client.end()));
      await testStore.close();
      await Promise.all([...databases.values()].map((database) => database.drop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
