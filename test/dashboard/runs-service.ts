// A service of one's own for tests of runs: on a PostgreSQL of its own that outlives it, on a port and a state
// directory that stay, so that it can be killed in the middle of a run and started again.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded/start.ts';
import { createDatabase, databaseUrl } from '../support/databases.ts';
import { findFreePort } from '../support/free-port.ts';
import { ask, createPlace, openWebSocket, startService, type Service } from '../support/service.ts';
import { act } from './world/client.ts';

export interface RunsService {
  readonly url: string;
  readonly tokens: Readonly<Record<'admin' | 'operator' | 'viewer', string>>;
  /** Asks for a run; gives its id. `more` are further fields of the input. */
  trigger(database: string, more?: string): Promise<string>;
  /** Asks for a roll-back; gives its id. */
  rollBack(database: string, toVersion: string): Promise<string>;
  /** The same ahead of everything else; it is verified afterwards. */
  rollBackNow(database: string, toVersion: string): Promise<string>;
  /** Migrates the source of several databases, one after the other. */
  startWave(databases: readonly string[]): Promise<void>;
  stateOf(id: string): Promise<string>;
  /** When each event of a run happened, from its first one to its last; it must have ended. */
  eventsOf(id: string): Promise<readonly string[]>;
  /** Adds a file to the folder of a database's migrations. */
  addMigration(database: string, name: string, text: string): Promise<void>;
  /** A session of somebody else in a database; it holds what `text` locks until it is left. */
  hold(database: string, text: string): Promise<{ pid: number; leave(): Promise<void> }>;
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export type Folders = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function writeFolders(directory: string, folders: Folders): Promise<void> {
  for (const [name, files] of Object.entries(folders)) {
    await mkdir(path.join(directory, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) {
      await writeFile(path.join(directory, name, file), text);
    }
  }
}

async function startPostgres(names: readonly string[]) {
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-runs-pg-'));
  const server = await startEmbeddedPostgres({
    stateDirectory,
    clock: createSystemClock(),
    random: createSystemRandom(),
    logger: silentLogger,
    settings: { fsync: 'off' },
  });
  const serverUrl = server.url('postgres');
  for (const name of ['store', ...names]) await createDatabase(serverUrl, `"${name}"`);
  const other = postgres(serverUrl, { max: 1 });
  await other.unsafe(`create role reporting login password 'reporting'`);
  await other.end();
  return {
    urlOf: (name: string) => databaseUrl(serverUrl, name),
    stop: async () => {
      await server.stop();
      await rm(stateDirectory, { recursive: true, force: true });
      await rm(path.dirname(server.dataDirectory), { recursive: true, force: true });
    },
  };
}

/** Starts it with a database for each folder. */
export async function startRunsService(folders: Folders): Promise<RunsService> {
  const names = Object.keys(folders);
  const server = await startPostgres(names);
  const port = await findFreePort();
  const place = await createPlace({
    DATABASE_URL: server.urlOf('store'),
    HAWKWATCH_PORT: String(port),
  });
  await writeFolders(place.directory, folders);
  const entries = names.map(
    (name) => `  - name: ${name}
    url: '${server.urlOf(name)}'
    environment: test
    locks: { lockTimeout: 60s }
    migrations: { folder: ./${name} }`,
  );
  await place.writeConfiguration(`databases:\n${entries.join('\n')}\n`);
  const start = (): Promise<Service> =>
    startService({ stateDirectory: place.stateDirectory, env: place.env, startMs: 90_000 });
  let service = await start().catch(async (error: unknown) => {
    await server.stop();
    await place.remove();
    throw error;
  });
  const { token } = place;
  const tokenOf = async (name: string, role: string): Promise<string> => {
    const call = `createToken(input: { name: "${name}", role: ${role} })`;
    return String((await act(service, token, call, '... on CreatedToken { text }'))['text']);
  };
  const tokens = {
    admin: token,
    operator: await tokenOf('olga', 'OPERATOR'),
    viewer: await tokenOf('vera', 'VIEWER'),
  };
  const read = <T>(query: string, id: string): Promise<T> => ask<T>(service, token, query, { id });
  return {
    url: service.url,
    tokens,
    trigger: async (database, more = '') => {
      const call = `triggerMigration(input: { database: "${database}" ${more} })`;
      return String((await act(service, token, call, '... on MigrationRun { id }'))['id']);
    },
    rollBack: async (database, toVersion) => {
      const call = `rollbackMigration(database: "${database}", toVersion: "${toVersion}")`;
      return String((await act(service, token, call, '... on MigrationRun { id }'))['id']);
    },
    rollBackNow: async (database, toVersion) => {
      const input = `{ database: "${database}", toVersion: "${toVersion}", reason: "orders fail" }`;
      const call = `emergencyRollback(input: ${input})`;
      return String((await act(service, token, call, '... on MigrationRun { id }'))['id']);
    },
    startWave: async (databases) => {
      const names = databases.map((name) => `"${name}"`).join(', ');
      const input = `{ source: "main", databases: [${names}], stopOnFailure: true }`;
      await act(service, token, `startMigrationWave(input: ${input})`);
    },
    stateOf: async (id) => {
      const query = 'query ($id: ID!) { migrationRun(id: $id) { state } }';
      return (await read<{ migrationRun: { state: string } }>(query, id)).migrationRun.state;
    },
    eventsOf: async (id) => {
      const query = 'query ($id: ID!) { migrationRun(id: $id) { cursor } }';
      const run = await read<{ migrationRun: { cursor: string } }>(query, id);
      const client = openWebSocket(service, token);
      const events = client.iterate<{ migrationProgress: { at: string } }>({
        query: `subscription ($id: ID!, $after: Cursor) {
          migrationProgress(runId: $id, after: $after) { at } }`,
        variables: { id, after: run.migrationRun.cursor },
      });
      const times: string[] = [];
      for await (const { data } of events) times.push(data?.migrationProgress.at ?? 'nothing');
      await client.dispose();
      return times;
    },
    addMigration: (database, name, text) =>
      writeFile(path.join(place.directory, database, name), text),
    hold: async (database, text) => {
      const owner = postgres(server.urlOf(database), { max: 1, onnotice: () => undefined });
      await owner.unsafe('grant all on all tables in schema public to reporting');
      await owner.unsafe('grant create on schema public to reporting');
      await owner.end();
      const url = new URL(server.urlOf(database));
      url.username = 'reporting';
      url.password = 'reporting';
      let isOpen = true;
      const sql = postgres(url.href, {
        max: 1,
        onnotice: () => undefined,
        onclose: () => {
          isOpen = false;
        },
        connection: { application_name: 'nightly-report' },
      });
      const session = await sql.reserve();
      await session.unsafe('begin');
      await session.unsafe(text);
      const [row] = await session.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
      return {
        pid: row?.pid ?? 0,
        leave: async () => {
          // Somebody may have ended it from outside.
          if (isOpen) await session.unsafe('rollback');
          await sql.end({ timeout: 0 });
        },
      };
    },
    kill: () => service.kill(),
    restart: async () => {
      service = await start();
    },
    stop: async () => {
      await service.stop();
      await server.stop();
      await place.remove();
    },
  };
}
