// One PostgreSQL for all tests: the embedded one, or the server that
// HAWKWATCH_TEST_DATABASE_URL names. The store's schema is migrated once into a template that test
// files clone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { TestProject } from 'vitest/node';

import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded/start.ts';
import { migrateStore } from '../../src/store/migrate.ts';
import { createDatabase, databaseUrl } from './databases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a database whose role may create databases. */
    serverUrl: string;
    storeTemplate: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const steps: (() => Promise<void>)[] = [];
  let serverUrl = process.env['HAWKWATCH_TEST_DATABASE_URL'];
  if (serverUrl === undefined) {
    const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-test-'));
    const server = await startEmbeddedPostgres({
      stateDirectory,
      clock: createSystemClock(),
      random: createSystemRandom(),
      logger: silentLogger,
      settings: { fsync: 'off', max_connections: '300' },
    });
    serverUrl = server.url('postgres');
    steps.push(async () => {
      await server.stop();
      await rm(stateDirectory, { recursive: true, force: true });
      await rm(path.dirname(server.dataDirectory), { recursive: true, force: true });
    });
  }
  const storeTemplate = `hawkwatch_template_${process.pid}`;
  const template = await createDatabase(serverUrl, storeTemplate);
  await migrateStore({
    address: databaseUrl(serverUrl, storeTemplate),
  });
  steps.unshift(template.drop);
  project.provide('serverUrl', serverUrl);
  project.provide('storeTemplate', storeTemplate);
  return async () => {
    for (const step of steps) await step();
  };
}
