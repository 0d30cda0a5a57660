// Watched databases with real sessions in them: a store, some targets, and a watcher that looks
// every few milliseconds.
import { randomBytes } from 'node:crypto';

import postgres from 'postgres';
import { inject } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger, type Logger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { SourceSettings, TargetSettings } from '../../../src/databases/target.ts';
import { createTargets, type Targets } from '../../../src/databases/targets.ts';
import { createLogger } from '../../../src/logger.ts';
import { progressEvents, progressKindOf, type Progress } from '../../../src/migrations/events.ts';
import {
  createSessionCommands,
  type SessionCommands,
} from '../../../src/migrations/foreign/terminate.ts';
import {
  startForeignWatcher,
  type ForeignWatcherOptions,
} from '../../../src/migrations/foreign/watcher.ts';
import { createStatusReader } from '../../../src/migrations/status.ts';
import type { StatusReader } from '../../../src/migrations/status-words.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import type { Leadership } from '../../../src/store/leadership.ts';
import { listRuns, type MigrationRun } from '../../../src/store/migration-runs.ts';
import type { Store } from '../../../src/store/store.ts';
import type { TestDatabase } from '../../support/databases.ts';
import {
  createEmptyDatabase,
  createTestStore,
  openTestStore,
  type TestStore,
} from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { schemaSettings } from '../../support/target-settings.ts';

export const clock = createSystemClock();
export const random = createSystemRandom();

export interface RigOptions {
  /** Names of the databases; `shop` alone when left out. */
  readonly databases?: readonly string[];
  readonly sources?: readonly SourceSettings[];
  readonly watcher?: Partial<ForeignWatcherOptions>;
  /** False: nobody watches until `watch` is called. */
  readonly watches?: boolean;
  /** A store that somebody else closes. */
  readonly testStore?: TestStore;
}

export interface Rig {
  readonly store: Store;
  readonly storeUrl: string;
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly sessions: SessionCommands;
  readonly databases: ReadonlyMap<string, TestDatabase>;
  /** Starts a watcher, as a replica does. */
  watch(options?: Partial<ForeignWatcherOptions>): Leadership;
  configure(change?: (settings: TargetSettings) => Partial<TargetSettings>): Promise<void>;
  /** One connection as a role that may migrate and is no superuser. */
  connect(options?: { database?: string; application?: string }): Promise<Client>;
  /** The URL of a database as a new role without any right but to connect; members are given. */
  urlOfRole(database: string, ...memberOf: readonly string[]): Promise<string>;
  /** A connection of the superuser. */
  superuser(database?: string): postgres.Sql;
  /** Ends every client, and waits for the end of all runs. */
  clear(): Promise<void>;
  runs(): Promise<readonly MigrationRun[]>;
  /** Waits for a run that fulfils the condition. */
  run(what: string, condition: (run: MigrationRun) => boolean): Promise<MigrationRun>;
  progress(runId: string): Promise<readonly (Progress & { kind: string })[]>;
  /** The types of all events of a run, in their order. */
  eventTypes(runId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Client {
  readonly pid: number;
  readonly sql: postgres.Sql;
  end(): Promise<void>;
}

function chooseLogger(): Logger {
  return process.env['HAWKWATCH_TEST_LOG'] === undefined
    ? silentLogger
    : createLogger({ level: 'debug', pretty: false });
}

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const { store, database: own, close } = options.testStore ?? (await createTestStore());
  const logger = chooseLogger();
  const names = options.databases ?? ['shop'];
  const databases = new Map<string, TestDatabase>();
  for (const name of names) databases.set(name, await createEmptyDatabase());
  const role = `migrator_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(8).toString('hex');
  const admin = postgres(inject('serverUrl'), { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create role ${role} login password '${password}'`);
  for (const { name } of databases.values()) {
    await admin.unsafe(`alter database ${name} owner to ${role}`);
  }
  const targets = createTargets({ clock });
  const clients = new Set<postgres.Sql>();
  const watchers: Leadership[] = [];

  const urlOf = (name: string): string => {
    const database = databases.get(name);
    if (database === undefined) throw new Error(`the rig has no database ${name}`);
    return database.url;
  };
  const roles = [role];
  const loginOf = (database: string, user: string): string => {
    const url = new URL(urlOf(database));
    url.username = user;
    url.password = password;
    return url.href;
  };
  const settingsOf = (name: string): TargetSettings => ({
    name,
    environment: 'test',
    labels: {},
    url: urlOf(name),
    unavailable: null,
    sources: options.sources ?? [],
    locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000 },
    automatic: null,
    fourEyes: false,
    engine: 'POSTGRESQL',
    schema: schemaSettings({ watch: false }),
    foreign: { watch: true, intervalMs: 40 },
  });
  const configure: Rig['configure'] = async (change = () => ({})) => {
    const settings = names.map((name) => {
      const usual = settingsOf(name);
      return { ...usual, ...change(usual) };
    });
    const declared = settings.map(({ name, environment, labels }) => ({
      name,
      environment,
      labels,
      engine: 'POSTGRESQL',
    }));
    await store.transaction((tx) => updateDeclaredDatabases(tx, declared, random, clock.now()));
    await targets.replace(settings);
  };
  await configure();
  const statuses: StatusReader = createStatusReader({ store, targets, clock });
  const shared = { store, targets, statuses, clock, random, logger };
  const watch: Rig['watch'] = (more = {}) => {
    const watcher = startForeignWatcher({
      ...shared,
      address: own.url,
      everyMs: 100,
      thresholds: { namedMs: 300, statementMs: 300, exclusiveMs: 500 },
      poller: { longMs: 300, tablesEveryMs: 200 },
      ...options.watcher,
      ...more,
    });
    watchers.push(watcher);
    return watcher;
  };
  if (options.watches !== false) watch();

  const open = (url: string, application: string): postgres.Sql => {
    const sql = postgres(url, {
      max: 1,
      onnotice: () => undefined,
      fetch_types: false,
      connection: { application_name: application },
    });
    clients.add(sql);
    return sql;
  };
  const reader = openTestStore(own.url);
  const runs: Rig['runs'] = async () => {
    const all = await listRuns(store.q, {}, { limit: 100 });
    return all.filter((run) => run.origin === 'FOREIGN');
  };
  return {
    store,
    storeUrl: own.url,
    targets,
    statuses,
    sessions: createSessionCommands(shared),
    databases,
    watch,
    configure,
    connect: async ({ database = names[0] ?? '', application = 'deploy' } = {}) => {
      const sql = open(loginOf(database, role), application);
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const end = async (): Promise<void> => {
        clients.delete(sql);
        await sql.end({ timeout: 0 });
      };
      return { pid: row?.pid ?? 0, sql, end };
    },
    urlOfRole: async (database, ...memberOf) => {
      const name = `other_${randomBytes(6).toString('hex')}`;
      await admin.unsafe(`create role ${name} login password '${password}'`);
      roles.push(name);
      for (const group of memberOf) await admin.unsafe(`grant ${group} to ${name}`);
      return loginOf(database, name);
    },
    superuser: (database = names[0] ?? '') => open(urlOf(database), 'an admin'),
    clear: async () => {
      await Promise.all([...clients].map((sql) => sql.end({ timeout: 0 })));
      clients.clear();
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${role}`;
      await until('the end of all runs', async () => !(await runs()).some(isOpen), 20_000);
    },
    runs,
    run: (what, condition) =>
      until(what, async () => (await runs()).find((run) => condition(run)), 20_000),
    progress: async (runId) => {
      const subjects = [`migration-run:${runId}`];
      const page = await readLog(reader.raw, { after: 0, limit: 10_000 }, { subjects });
      return page.events.flatMap((event) => {
        const kind = progressKindOf(event.type);
        const payload = kind === undefined ? undefined : progressEvents[kind].read(event);
        return kind === undefined || payload === undefined ? [] : [{ ...payload, kind }];
      });
    },
    eventTypes: async (runId) => {
      const subjects = [`migration-run:${runId}`];
      const page = await readLog(reader.raw, { after: 0, limit: 10_000 }, { subjects });
      return page.events.map((event) => event.type);
    },
    close: async () => {
      await Promise.all(watchers.map((watcher) => watcher.stop()));
      await Promise.all([...clients].map((sql) => sql.end({ timeout: 0 })));
      await targets.close();
      await reader.close();
      if (options.testStore === undefined) await close();
      for (const database of databases.values()) await database.drop();
      for (const name of roles) await admin.unsafe(`drop role ${name}`);
      await admin.end();
    },
  };
}

export const isOpen = (run: MigrationRun): boolean => run.state === 'RUNNING';
