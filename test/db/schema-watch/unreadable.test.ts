// A schema that cannot be read is a state with a reason; the others are watched on, and what changed
// meanwhile is told when it can be read again.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, expect, inject, it } from 'vitest';

import { readLog } from '../../../src/store/event-log.ts';
import {
  findSchemaWatchStates,
  schemaWatchChanged,
  type SchemaWatchState,
} from '../../../src/store/schema-watch-states.ts';
import { runSqlite } from '../../support/database-files.ts';
import { throughPort } from '../../support/server-socket.ts';
import { until } from '../../support/until.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(options: Parameters<typeof createSchemaRig>[0]): Promise<SchemaRig> {
  const rig = await createSchemaRig(options);
  closing.push(() => rig.close());
  return rig;
}

const stateOf = (rig: SchemaRig, state: SchemaWatchState['state']): Promise<SchemaWatchState> =>
  until(
    `the state ${state}`,
    async () => {
      const [found] = await findSchemaWatchStates(rig.store.q, [rig.databaseId]);
      return found?.state === state && found;
    },
    20_000,
  );

it('a damaged file is told with its reason, and what changed once it is whole', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-unreadable-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const [file, kept] = [path.join(folder, 'shop.db'), path.join(folder, 'kept.db')];
  await runSqlite(file, 'create table orders (id integer primary key)');
  const rig = await open({ url: `sqlite:${file}`, engine: 'SQLITE' });
  rig.watch();
  await stateOf(rig, 'READ');
  await copyFile(file, kept);
  await writeFile(file, 'this is no database, whatever its name says'.repeat(100));
  const failing = await stateOf(rig, 'FAILING');
  expect(failing.reason).toMatch(/no SQLite database|not a database|encrypted/);
  await runSqlite(kept, 'create table invoices (id integer primary key)');
  await copyFile(kept, file);
  const [set] = await rig.decided(1);
  expect(set?.changes.map(({ name }) => name)).toEqual(['invoices']);
  await stateOf(rig, 'READ');
  const page = await readLog(
    rig.store.raw,
    { after: 0, limit: 100 },
    { types: [schemaWatchChanged.type] },
  );
  const told = page.events.map((event) => schemaWatchChanged.read(event)?.state);
  expect(told).toEqual(['FAILING', 'READ']);
});

it('a server that never answers holds up nobody', async () => {
  const sockets = new Set<net.Socket>();
  const silent = net.createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
  const address = silent.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const url = throughPort(inject('serverUrl'), port);
  const more = Array.from({ length: 8 }, (_, at) => ({
    name: `silent-${at}`,
    url,
    engine: 'POSTGRESQL' as const,
  }));
  const rig = await open({ more });
  rig.watch();
  await stateOf(rig, 'READ');
  await rig.sql.unsafe('create table orders (id int)');
  const [set] = await rig.decided(1);
  expect(set?.database).toBe('shop');
});

it('what a role may not read is said, and its objects are not told as removed', async () => {
  const rig = await open({});
  await rig.sql.unsafe('create function f() returns int language sql as $$ select 1 $$');
  const role = `reader_${rig.databaseId.slice(0, 8)}`;
  await rig.sql.unsafe(`create role ${role} login password 'reader'`);
  closing.push(async () => {
    await rig.sql.unsafe(`drop owned by ${role}; drop role ${role}`);
  });
  const asRole = new URL(rig.url);
  asRole.username = role;
  asRole.password = 'reader';
  await rig.sql.unsafe('revoke select on pg_catalog.pg_trigger from public');
  const limited = await open({ url: asRole.href });
  limited.watch();
  const partial = await stateOf(limited, 'PARTIAL');
  expect(partial.reason).toMatch(/trigger/i);
  await rig.sql.unsafe('create table orders (id int)');
  const [set] = await limited.decided(1);
  expect(set?.changes.map(({ name }) => name)).toEqual(['public.orders']);
});

it('a failure of the store is no failure of the database, and tells nobody what it asked', async () => {
  const rig = await open({});
  rig.watch();
  await stateOf(rig, 'READ');
  await rig.settled();
  const rename = (from: string, to: string) =>
    rig.store.raw.unsafe(`alter table hawkwatch_store.${from} rename to ${to}`);
  await rename('schema_change_sets', 'hidden');
  await rig.sql.unsafe('create table very_private_name (id int)');
  await until('looks that fail', async () => {
    const [row] = await rig.store.raw.unsafe<{ rolled: number }[]>(
      `select xact_rollback::int as rolled from pg_stat_database where datname = current_database()`,
    );
    return (row?.rolled ?? 0) > 3;
  });
  const [state] = await findSchemaWatchStates(rig.store.q, [rig.databaseId]);
  expect(state).toMatchObject({ state: 'READ', reason: null });
  await rename('hidden', 'schema_change_sets');
  const [set] = await rig.decided(1);
  expect(set?.changes.map(({ name }) => name)).toEqual(['public.very_private_name']);
  const types = [schemaWatchChanged.type];
  expect((await readLog(rig.store.raw, { after: 0, limit: 100 }, { types })).events).toEqual([]);
});
