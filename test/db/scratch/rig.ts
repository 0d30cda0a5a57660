// A database, a folder of files, and a comparer with a scratch server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { inject } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createMonitoredDatabases } from '../../../src/databases/monitored.ts';
import type { SourceSettings } from '../../../src/databases/target.ts';
import { createTargets } from '../../../src/databases/targets.ts';
import { createSourceOpener } from '../../../src/migrations/files/open-source.ts';
import {
  createMigrationComparer,
  type MigrationComparer,
} from '../../../src/migrations/scratch/compare.ts';
import type { ScratchSettings } from '../../../src/migrations/scratch/scratch-server.ts';
import { createStatusReader } from '../../../src/migrations/status.ts';
import { createSqlAnalyser } from '../../../src/sql/analyser.ts';
import type { Store } from '../../../src/store/store.ts';
import { createEmptyDatabase, createTestStore } from '../../support/store.ts';
import { sourceSettings, targetSettings } from '../../support/target-settings.ts';

export const operator: Actor = { id: 'op', name: 'olga', role: 'operator', origin: 'test' };

export interface ScratchRig {
  readonly store: Store;
  readonly comparer: MigrationComparer;
  /** A client on the database that is compared. */
  readonly sql: postgres.Sql;
  /** Of the scratch server. */
  readonly serverUrl: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Names of scratch databases and roles that are there now. */
  left(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly source?: Partial<SourceSettings>;
  readonly scratch?: Partial<ScratchSettings>;
  readonly serverUrl?: string;
  readonly databaseUrl?: string;
  readonly clock?: Clock;
}

export async function createRig(options: RigOptions = {}): Promise<ScratchRig> {
  const clock = options.clock ?? createSystemClock();
  const random = createSystemRandom();
  const testStore = await createTestStore();
  const { store } = testStore;
  const database =
    options.databaseUrl === undefined
      ? await createEmptyDatabase()
      : { url: options.databaseUrl, drop: () => Promise.resolve() };
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-scratch-'));
  const settings = targetSettings({
    url: database.url,
    sources: [sourceSettings({ folder, ...options.source })],
  });
  const targets = createTargets({ clock });
  const monitored = createMonitoredDatabases({ clock, random });
  await Promise.all([targets.replace([settings]), monitored.replace([settings])]);
  const analyser = await createSqlAnalyser({ clock });
  const openFiles = createSourceOpener({ store, clock });
  const serverUrl = options.serverUrl ?? inject('serverUrl');
  const scratch: ScratchSettings = {
    server: { url: serverUrl, isConfined: true },
    timeoutMs: 60_000,
    ...options.scratch,
  };
  const comparer = createMigrationComparer({
    store,
    targets,
    monitored,
    statuses: createStatusReader({ store, targets, clock, openFiles }),
    openFiles,
    analyser,
    clock,
    random,
    logger: silentLogger,
    scratch: () => scratch,
  });
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const server = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  return {
    store,
    comparer,
    sql,
    serverUrl,
    write: async (files) => {
      for (const [name, text] of Object.entries(files))
        await writeFile(path.join(folder, name), text);
    },
    left: async () => {
      const rows = await server<{ name: string }[]>`
        select datname as name from pg_database where datname like 'hawkwatch\\_scratch\\_%'
        union select rolname from pg_roles where rolname like 'hawkwatch\\_scratch\\_%' order by 1`;
      return rows.map(({ name }) => name);
    },
    close: async () => {
      await comparer.stop();
      await analyser.stop();
      await Promise.all([sql.end(), server.end(), targets.close(), monitored.close()]);
      await database.drop();
      await testStore.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
