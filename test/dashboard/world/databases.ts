// The databases of the world on a PostgreSQL of its own, as they were before hawkwatch came.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../../src/store/embedded/start.ts';
import { createDatabase, databaseUrl } from '../../support/databases.ts';
import { asDbmateDid } from './migrations.ts';

/** All databases that are reached over the network, by their names. */
export const databaseNames = [
  'shop-production',
  'shop-staging',
  'shop-dev',
  'invoices-production',
  'ledger-staging',
  'billing-production',
  'billing-staging',
] as const;
export type DatabaseName = (typeof databaseNames)[number];

export interface WorldPostgres {
  /** Of hawkwatch's own store. */
  readonly storeUrl: string;
  urlOf(name: DatabaseName): string;
  /** Runs SQL as somebody who is not hawkwatch. */
  run(name: DatabaseName, text: string): Promise<void>;
  /** Makes one more empty database; gives its URL. */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the server and fills what has a history of its own. */
export async function startWorldPostgres(): Promise<WorldPostgres> {
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-world-pg-'));
  const server = await startEmbeddedPostgres({
    stateDirectory,
    clock: createSystemClock(),
    random: createSystemRandom(),
    logger: silentLogger,
    settings: { fsync: 'off', max_connections: '300' },
  });
  const serverUrl = server.url('postgres');
  const create = async (name: string): Promise<string> =>
    (await createDatabase(serverUrl, `"${name}"`)).url;
  await create('store');
  for (const name of databaseNames) await create(name);
  const run = async (name: DatabaseName, text: string): Promise<void> => {
    const sql = postgres(databaseUrl(serverUrl, name), {
      max: 1,
      onnotice: () => undefined,
      connection: { application_name: 'psql' },
    });
    try {
      await sql.unsafe(text).simple();
    } finally {
      await sql.end();
    }
  };
  await run('billing-production', asDbmateDid('20261102120000'));
  await run('billing-staging', asDbmateDid('20260915120000'));
  return {
    storeUrl: databaseUrl(serverUrl, 'store'),
    urlOf: (name) => databaseUrl(serverUrl, name),
    run,
    create: async (name) => {
      await create(name);
      return databaseUrl(serverUrl, name);
    },
    stop: async () => {
      await server.stop();
      await rm(stateDirectory, { recursive: true, force: true });
      await rm(path.dirname(server.dataDirectory), { recursive: true, force: true });
    },
  };
}
