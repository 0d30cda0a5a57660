// The ordinary life of the embedded server: first start, later starts, stop, and its privacy.
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { ask, makeRig, runs, serverPid } from './rig.ts';
import type { Rig } from './rig.ts';

const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

// Most tests go on with the data of the one before; the others make a rig of their own.
let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterEach(() => rig.settle());
afterAll(() => rig[Symbol.asyncDispose]());

it('starts from nothing, keeps to a private socket, and finds its data again', async () => {
  const first = await rig.start();
  expect(first.adopted).toBe(false);
  const shop = first.connection('shop');
  await Promise.all([first.ensureDatabase('shop'), first.ensureDatabase('shop')]);
  await ask(shop, 'create table hawk (name text)');
  const [settings] = await ask(
    first.url('shop'),
    `select current_setting('listen_addresses') as tcp, current_setting('synchronous_commit') as sync,
       current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
       current_setting('max_connections') as connections, current_database() as name`,
  );
  const expected = { tcp: '', sync: 'on', zone: 'UTC', encoding: 'UTF8', connections: '200' };
  expect(settings).toEqual({ ...expected, name: 'shop' });
  await expect(ask({ ...shop, password: 'guess' }, 'select 1')).rejects.toMatchObject({
    code: '28P01',
  });
  expect(await modeOf(shop.host)).toBe(0o700);
  expect(await modeOf(first.dataDirectory)).toBe(0o700);
  expect(await modeOf(path.join(rig.state, 'postgres-password'))).toBe(0o600);
  expect(await modeOf(first.logFile)).toBe(0o600);

  const pid = await serverPid(first.dataDirectory);
  await Promise.all([first.stop(), first.stop()]);
  expect(await runs(pid)).toBe(false);
  const left = await readdir(rig.state);
  expect(left.toSorted()).toEqual(['postgres', 'postgres-password', 'postgres.log']);

  const second = await rig.start();
  expect(second.adopted).toBe(false);
  expect(await ask(second.connection('shop'), 'select name from hawk')).toHaveLength(0);
});

it('keeps SQL and its values out of the log', async () => {
  const server = await rig.start();
  const target = server.connection('postgres');
  await expect(ask(target, `select 'hunter2'::int`)).rejects.toThrow('hunter2');
  await expect(ask(target, `alter role nobody_here password 'hunter2' (`)).rejects.toThrow(
    'syntax',
  );
  await expect(
    ask(target, `do $$ begin raise exception 'failed' using detail = 'hunter2'; end $$`),
  ).rejects.toThrow('failed');
  await server.stop();
  const log = await readFile(server.logFile, 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log).not.toContain('hunter2');
});

it('stops in time although a session is in the middle of a statement', async () => {
  const server = await rig.start();
  const busy = ask(server.connection('postgres'), 'select pg_sleep(60)').catch(() => 'cut');
  const begun = performance.now();
  await server.stop();
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await busy).toBe('cut');
});

it('gives up a start when asked to, and leaves no server behind', async () => {
  await using fresh = await makeRig();
  const giveUp = new AbortController();
  const starting = fresh.start(fresh.host, giveUp.signal);
  giveUp.abort(new Error('never mind'));
  await expect(starting).rejects.toThrow('never mind');
  await expect(serverPid(path.join(fresh.state, 'postgres'))).rejects.toThrow('no server');
});

it('refuses data of another PostgreSQL version and leaves it as it is', async () => {
  await using fresh = await makeRig();
  const data = path.join(fresh.state, 'postgres');
  await mkdir(data, { recursive: true });
  await writeFile(path.join(data, 'PG_VERSION'), '17\n');
  await expect(fresh.start()).rejects.toThrow(/is of PostgreSQL 17 .* are of 18/);
  expect(await readdir(data)).toEqual(['PG_VERSION']);
  expect(await readdir(fresh.state)).toEqual(['postgres']);
});

it('refuses a data directory that holds something else', async () => {
  await using fresh = await makeRig();
  const data = path.join(fresh.state, 'postgres');
  await mkdir(data, { recursive: true });
  await writeFile(path.join(data, 'holiday.jpg'), '');
  await expect(fresh.start()).rejects.toThrow('is no PostgreSQL data directory');
  expect(await readdir(data)).toEqual(['holiday.jpg']);
});

it('puts the socket elsewhere when the path of the state directory is too long', async () => {
  await using fresh = await makeRig();
  const state = path.join(fresh.directory, 'long'.repeat(25), 'state');
  const owner = fresh.owner({ state });
  const report = await owner.report();
  expect(report.dataDirectory).toBe(path.join(state, 'postgres'));
  expect(await ask(report.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  await owner.end('SIGTERM');
});
