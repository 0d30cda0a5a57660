// A whole runner on a store and a target of its own: what the service puts together, without HTTP.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createHub, type Hub } from '../../src/bus/hub.ts';
import { startTail } from '../../src/bus/tail.ts';
import type { Actor } from '../../src/core/actor.ts';
import { createSystemClock } from '../../src/core/clock.ts';
import { isRunEnded } from '../../src/core/migrations.ts';
import { silentLogger, type Logger } from '../../src/core/logger.ts';
import { createLogger } from '../../src/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createTargets } from '../../src/databases/targets.ts';
import type { SourceSettings, TargetSettings } from '../../src/databases/target.ts';
import { createMigrationCommands } from '../../src/migrations/commands.ts';
import type { MigrationCommands } from '../../src/migrations/commands-contract.ts';
import { progressKindOf, type Progress } from '../../src/migrations/events.ts';
import { startDispatcher } from '../../src/migrations/runner/dispatcher.ts';
import { createStatusReader } from '../../src/migrations/status.ts';
import type { StatusReader } from '../../src/migrations/status-words.ts';
import { createSqlAnalyser } from '../../src/sql/analyser.ts';
import { updateDeclaredDatabases } from '../../src/store/databases.ts';
import { readLog } from '../../src/store/event-log.ts';
import { findRun, type MigrationRun } from '../../src/store/migration-runs.ts';
import { createSealer } from '../../src/store/sealing.ts';
import type { Store } from '../../src/store/store.ts';
import { createEmptyDatabase, createTestStore, openTestStore } from './store.ts';
import { until } from './until.ts';

export const operator: Actor = { id: 'op', name: 'olga', role: 'operator', origin: 'test' };
export const admin: Actor = { id: 'ad', name: 'adam', role: 'admin', origin: 'test' };

export interface Bench {
  readonly store: Store;
  readonly storeUrl: string;
  readonly hub: Hub;
  readonly commands: MigrationCommands;
  readonly statuses: StatusReader;
  /** A client on the target database. */
  readonly target: postgres.Sql;
  readonly targetUrl: string;
  readonly folder: string;
  readonly stateDirectory: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  trigger(options?: Partial<TriggerOptions>): Promise<MigrationRun>;
  /** Waits for a run's end. */
  ended(runId: string): Promise<MigrationRun>;
  /** Triggers everything and waits for the end. */
  migrate(options?: Partial<TriggerOptions>): Promise<MigrationRun>;
  progress(runId: string): Promise<readonly (Progress & { kind: string })[]>;
  close(): Promise<void>;
}

interface TriggerOptions {
  readonly toVersion: string;
  readonly dryRun: boolean;
  readonly clientMutationId: string;
}

export interface BenchOptions {
  readonly source?: Partial<SourceSettings>;
  readonly target?: Partial<TargetSettings>;
  readonly locks?: Partial<TargetSettings['locks']>;
  readonly logger?: Logger;
}

/** Starts a runner. */
export async function createBench(options: BenchOptions = {}): Promise<Bench> {
  const testStore = await createTestStore();
  const database = await createEmptyDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-migrations-'));
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-state-'));
  const { store } = testStore;
  const clock = createSystemClock();
  const random = createSystemRandom();
  const logger = options.logger ?? (process.env['HAWKWATCH_TEST_LOG'] ? createLogger({ level: 'debug', pretty: false }) : silentLogger);
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger, listener: hub.listener });
  const targets = createTargets({ clock, healthTtlMs: 0 });
  await targets.replace([
    {
      name: 'shop',
      environment: 'test',
      labels: {},
      url: database.url,
      unavailable: null,
      sources: [
        {
          name: 'main',
          tool: 'sql',
          folder,
          baseline: null,
          outOfOrder: 'refuse',
          ...options.source,
        },
      ],
      locks: { lockTimeoutMs: 5000, retries: 10, waitForRunMs: 60_000, ...options.locks },
      ...options.target,
    },
  ]);
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
  const shared = { store, targets, sealer, analyser, statuses, clock, random, logger };
  const commands = createMigrationCommands(shared);
  const replicaId = random.uuid();
  const spool = { directory: path.join(stateDirectory, 'spool') };
  const dispatcher = await startDispatcher({ ...shared, hub, replicaId, spool });
  const target = postgres(database.url, { max: 4, onnotice: () => undefined });

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
  return {
    store,
    storeUrl: testStore.database.url,
    hub,
    commands,
    statuses,
    target,
    targetUrl: database.url,
    folder,
    stateDirectory,
    write: async (files) => {
      for (const [name, text] of Object.entries(files)) {
        await writeFile(path.join(folder, name), text);
      }
    },
    trigger,
    ended,
    migrate: async (more) => ended((await trigger(more)).id),
    progress: async (runId) => {
      const reader = openTestStore(testStore.database.url);
      const page = await readLog(
        reader.raw,
        { after: 0, limit: 10_000 },
        { subjects: [`migration-run:${runId}`] },
      );
      await reader.close();
      return page.events.flatMap((event) => {
        const kind = progressKindOf(event.type);
        return kind === undefined ? [] : [{ ...(event.payload as Progress), kind }];
      });
    },
    close: async () => {
      await dispatcher.stop();
      hub.close();
      await tail.stop();
      await analyser.stop();
      await targets.close();
      await target.end();
      await testStore.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}
