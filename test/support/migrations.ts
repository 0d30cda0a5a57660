// A whole runner on a store and a target of its own: what the service puts together, without HTTP.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createHub, type Hub } from '../../src/bus/hub.ts';
import { startTail } from '../../src/bus/tail.ts';
import type { Actor } from '../../src/core/actor.ts';
import { createSystemClock, type Clock } from '../../src/core/clock.ts';
import { isRunEnded } from '../../src/core/migrations.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { createLogger } from '../../src/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createTargets } from '../../src/databases/targets.ts';
import type { SourceSettings, TargetSettings } from '../../src/databases/target.ts';
import { createMigrationCommands } from '../../src/migrations/commands.ts';
import type { MigrationCommands } from '../../src/migrations/commands-contract.ts';
import { progressEvents, progressKindOf, type Progress } from '../../src/migrations/events.ts';
import type { ExpectedMigration } from '../../src/migrations/expected.ts';
import type { ImpactAssessor } from '../../src/migrations/impact/assessor-contract.ts';
import type { RequestOptions } from '../../src/migrations/requests.ts';
import { startDispatcher, type DispatcherOptions } from '../../src/migrations/runner/dispatcher.ts';
import type { RunTaskOptions } from '../../src/migrations/runner/run-task.ts';
import { createStatusReader } from '../../src/migrations/status.ts';
import type { SourceStatus, StatusReader } from '../../src/migrations/status-words.ts';
import { createSqlAnalyser } from '../../src/sql/analyser.ts';
import { updateDeclaredDatabases } from '../../src/store/databases.ts';
import { readLog } from '../../src/store/event-log.ts';
import { findRun, type MigrationRun } from '../../src/store/migration-runs.ts';
import { updateReplica } from '../../src/store/replicas.ts';
import { createSealer } from '../../src/store/sealing.ts';
import type { Store } from '../../src/store/store.ts';
import { createEmptyDatabase, createTestStore, openTestStore } from './store.ts';
import { until } from './until.ts';
import { schemaSettings } from './target-settings.ts';

export const operator: Actor = { id: 'op', name: 'olga', role: 'operator', origin: 'test' };
export const admin: Actor = { id: 'ad', name: 'adam', role: 'admin', origin: 'test' };

/** What the rooms of the service are made of. */
export type BenchParts = RequestOptions &
  Omit<RunTaskOptions, 'spool' | 'commandsDirectory'> & { statuses: StatusReader };

export interface Bench {
  readonly parts: BenchParts;
  readonly store: Store;
  readonly storeUrl: string;
  readonly hub: Hub;
  readonly commands: MigrationCommands;
  readonly statuses: StatusReader;
  readonly replicaId: string;
  /** A client on the target database. */
  readonly target: postgres.Sql;
  readonly targetUrl: string;
  readonly folder: string;
  readonly stateDirectory: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  trigger(options?: Partial<TriggerOptions>): Promise<MigrationRun>;
  rollback(toVersion: string): Promise<MigrationRun>;
  retry(runId: string): Promise<MigrationRun>;
  /** Waits for a run's end. */
  ended(runId: string): Promise<MigrationRun>;
  /** Triggers everything and waits for the end. */
  migrate(options?: Partial<TriggerOptions>): Promise<MigrationRun>;
  status(): Promise<SourceStatus>;
  /** `version STATE` of each migration. */
  states(): Promise<readonly string[]>;
  progress(runId: string): Promise<readonly (Progress & { kind: string })[]>;
  /** Waits for an event of a run. */
  event(runId: string, kind: string): Promise<Progress & { kind: string }>;
  /** Empties the target and the folder, between two tests on one bench. */
  clear(): Promise<void>;
  /** Stops what runs here and leaves the state directory as it is, for the next bench. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

interface TriggerOptions {
  readonly toVersion: string;
  readonly dryRun: boolean;
  readonly autoApply: boolean;
  readonly confidenceThreshold: number;
  readonly clientMutationId: string;
  readonly expected: readonly ExpectedMigration[];
}

export interface BenchOptions {
  /** Another replica on the store, target and folder of this bench. */
  readonly replicaOf?: Bench;
  /** False: nothing executes the runs. */
  readonly dispatches?: boolean;
  readonly dispatcher?: Partial<DispatcherOptions>;
  readonly stateDirectory?: string;
  readonly source?: Partial<SourceSettings>;
  readonly target?: Partial<TargetSettings>;
  readonly locks?: Partial<TargetSettings['locks']>;
  readonly logger?: Logger;
  readonly assessor?: ImpactAssessor;
  readonly clock?: Clock;
}

interface Place {
  readonly store: Store;
  readonly storeUrl: string;
  readonly targetUrl: string;
  readonly folder: string;
  remove(): Promise<void>;
}

async function createPlace(replicaOf: Bench | undefined): Promise<Place> {
  if (replicaOf !== undefined) {
    const { storeUrl, targetUrl, folder } = replicaOf;
    const store = openTestStore(storeUrl);
    return { store, storeUrl, targetUrl, folder, remove: () => store.close() };
  }
  const testStore = await createTestStore();
  const database = await createEmptyDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-migrations-'));
  return {
    store: testStore.store,
    storeUrl: testStore.database.url,
    targetUrl: database.url,
    folder,
    remove: async () => {
      await testStore.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function chooseLogger(options: BenchOptions): Logger {
  if (options.logger !== undefined) return options.logger;
  return process.env['HAWKWATCH_TEST_LOG'] === undefined
    ? silentLogger
    : createLogger({ level: 'debug', pretty: false });
}

function settingsOf(options: BenchOptions, { targetUrl, folder }: Place): TargetSettings {
  const source = {
    name: 'main',
    tool: 'sql',
    folder,
    git: null,
    manifest: false,
    table: null,
    command: null,
    baseline: null,
    outOfOrder: 'refuse',
  } as const;
  return {
    name: 'shop',
    environment: 'test',
    labels: {},
    url: targetUrl,
    unavailable: null,
    sources: [{ ...source, ...options.source }],
    locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000, ...options.locks },
    automatic: null,
    fourEyes: false,
    engine: 'POSTGRESQL',
    schema: schemaSettings({ watch: false }),
    foreign: { watch: false, intervalMs: 3_600_000 },
    ...options.target,
  };
}

/** Starts a runner. */
export async function createBench(options: BenchOptions = {}): Promise<Bench> {
  const place = await createPlace(options.replicaOf);
  const { store, storeUrl, targetUrl, folder } = place;
  const stateDirectory =
    options.stateDirectory ?? (await mkdtemp(path.join(tmpdir(), 'hawkwatch-state-')));
  const clock = options.clock ?? createSystemClock();
  const random = createSystemRandom();
  const logger = chooseLogger(options);
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const targets = createTargets({ clock, healthTtlMs: 0 });
  await targets.replace([settingsOf(options, place)]);
  await store.transaction((tx) =>
    updateDeclaredDatabases(
      tx,
      [{ name: 'shop', engine: 'POSTGRESQL', environment: 'test', labels: {} }],
      random,
      clock.now(),
    ),
  );
  const analyser = await createSqlAnalyser({ clock });
  const statuses = createStatusReader({ store, targets, clock });
  const sealer = createSealer(Buffer.alloc(32, 7), random);
  const { assessor } = options;
  const shared = { store, targets, sealer, analyser, statuses, assessor, clock, random, logger };
  const commands = createMigrationCommands(shared);
  const replicaId = options.dispatcher?.replicaId ?? random.uuid();
  await store.transaction((tx) =>
    updateReplica(
      tx,
      { id: replicaId, host: 'test', processId: random.uuid(), configurationHash: 'same' },
      clock.now(),
    ),
  );
  const spool = { directory: path.join(stateDirectory, 'spool') };
  const dispatcher =
    options.dispatches === false
      ? undefined
      : await startDispatcher({
          ...shared,
          hub,
          replicaId,
          spool,
          commandsDirectory: path.join(stateDirectory, 'commands'),
          ...options.dispatcher,
        });
  // A role called as the history's schema would find its tables there.
  const connection = { search_path: 'public' };
  const target = postgres(targetUrl, { max: 4, onnotice: () => undefined, connection });
  const reader = openTestStore(storeUrl);

  const stop = async (): Promise<void> => {
    await dispatcher?.stop();
    hub.close();
    await tail.stop();
    await analyser.stop();
    await targets.close();
    await target.end();
    await reader.close();
    await place.remove();
  };

  const trigger = (more: Partial<TriggerOptions> = {}): Promise<MigrationRun> =>
    commands.trigger(operator, {
      databaseName: 'shop',
      dryRun: false,
      autoApply: false,
      confidenceThreshold: 90,
      ...more,
    });
  const ended = (runId: string): Promise<MigrationRun> =>
    until(
      'the end of a run',
      async () => {
        const run = await findRun(store.q, runId);
        return run !== undefined && isRunEnded(run.state) ? run : undefined;
      },
      25_000,
    );
  const status = async (): Promise<SourceStatus> => {
    const [first] = await statuses.read('shop');
    if (first === undefined) throw new Error('the bench has no source');
    return first;
  };
  const progress = async (runId: string): Promise<readonly (Progress & { kind: string })[]> => {
    const subjects = [`migration-run:${runId}`];
    const page = await readLog(reader.raw, { after: 0, limit: 10_000 }, { subjects });
    return page.events.flatMap((event) => {
      const kind = progressKindOf(event.type);
      const payload = kind === undefined ? undefined : progressEvents[kind].read(event);
      return kind === undefined || payload === undefined ? [] : [{ ...payload, kind }];
    });
  };
  return {
    parts: shared,
    store,
    storeUrl,
    hub,
    commands,
    statuses,
    replicaId,
    target,
    targetUrl,
    folder,
    stateDirectory,
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) {
        await writeFile(path.join(folder, name), text);
      }
    },
    trigger,
    rollback: async (toVersion) =>
      ended((await commands.rollback(operator, { databaseName: 'shop', toVersion })).id),
    retry: async (runId) => ended((await commands.retry(operator, runId)).id),
    ended,
    migrate: async (more) => ended((await trigger(more)).id),
    status,
    states: async () =>
      (await status()).migrations.map((migration) => `${migration.version} ${migration.state}`),
    progress,
    event: (runId, kind) =>
      until(`${kind} of a run`, async () =>
        (await progress(runId)).find((event) => event.kind === kind),
      ),
    clear: async () => {
      await target.unsafe('drop schema if exists hawkwatch cascade');
      await target.unsafe('drop schema public cascade; create schema public');
      for (const name of await readdir(folder)) await rm(path.join(folder, name));
    },
    stop,
    close: async () => {
      await stop();
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
