// One owner at a time: who comes second says who was first, and harms nothing.
import os from 'node:os';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  lockClass,
  lockObject,
  ownerName,
  parseOwnerName,
} from '../../../src/store/embedded/ownership.ts';
import { AlreadyRunningError } from '../../../src/store/embedded/start.ts';
import { ask, killServer, makeRig, runs, serverPid } from './rig.ts';
import type { Rig } from './rig.ts';
import { until } from '../../support/until.ts';

const lock = `select pg_advisory_lock(${lockClass}, ${lockObject})`;
const ownerPid = `select pid from pg_locks where locktype = 'advisory' and objid = ${lockObject} and granted`;

// Most tests go on with the data of the one before; the others make a rig of their own.
let rig: Rig;
beforeAll(async () => {
  rig = await makeRig();
});
afterEach(() => rig.settle());
afterAll(() => rig[Symbol.asyncDispose]());

describe('the name of an owner', () => {
  it('is read back, also when PostgreSQL cuts it', () => {
    const long = { pid: 4_194_304, host: 'h'.repeat(64) };
    expect(parseOwnerName(ownerName({ pid: 7, host: 'box' }))).toEqual({ pid: 7, host: 'box' });
    expect(parseOwnerName(ownerName(long))?.pid).toBe(long.pid);
    expect(ownerName(long)).toHaveLength(63);
    expect(parseOwnerName('psql')).toBeUndefined();
  });
});

it('refuses a second start on the same state directory and names the owner', async () => {
  const owner = rig.owner();
  const { dataDirectory = '', url = '' } = await owner.report();
  const pid = await serverPid(dataDirectory);
  const begun = performance.now();
  const failure = await rig.start().catch((error: unknown) => error);
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(failure).toBeInstanceOf(AlreadyRunningError);
  expect(failure).toMatchObject({ code: 'ALREADY_RUNNING' });
  expect(String(failure)).toContain(`process ${owner.pid} on host ${os.hostname()}`);
  expect(String(failure)).toContain(rig.state);
  expect(await serverPid(dataDirectory)).toBe(pid);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await owner.end('SIGTERM');
  expect(await runs(pid)).toBe(false);
});

it('refuses a second start within one process', async () => {
  const first = await rig.start();
  await expect(rig.start()).rejects.toBeInstanceOf(AlreadyRunningError);
  expect(await ask(first.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('lets exactly one of two simultaneous first starts win', async () => {
  await using fresh = await makeRig();
  const owners = [fresh.owner(), fresh.owner()];
  const reports = await Promise.all(owners.map((owner) => owner.report()));
  const winner = reports.findIndex((report) => report.code === undefined);
  const loser = reports.find((report) => report.code !== undefined);
  expect(loser?.code).toBe('ALREADY_RUNNING');
  expect(loser?.message).toContain(`process ${owners[winner]?.pid} on host`);
  expect(await ask(reports[winner]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  await owners[winner]?.end('SIGTERM');
});

it('keeps the server when Ctrl-C reaches the whole process group', async () => {
  const owner = rig.owner();
  const { dataDirectory = '', url = '' } = await owner.report();
  const pid = await serverPid(dataDirectory);
  await owner.end('SIGINT', true);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await serverPid(dataDirectory)).toBe(pid);
});

it('starts a server that was killed again, on the same address', async () => {
  const server = await rig.start();
  const exits: string[] = [];
  server.onExit((reason) => exits.push(reason));
  const target = server.connection('postgres');
  const killed = await killServer(server.dataDirectory);
  await until('it answers again', () => ask(target, ownerPid).catch(() => undefined));
  expect(await serverPid(server.dataDirectory)).not.toBe(killed);
  expect(exits).toEqual([]);
});

it('takes the ownership again when only its connection was cut', async () => {
  const server = await rig.start();
  const target = server.connection('postgres');
  const pid = await serverPid(server.dataDirectory);
  const [before] = await ask(target, ownerPid);
  await ask(target, `select pg_terminate_backend(${String(before?.['pid'])})`);
  await until('it is owned again', async () => {
    const [now] = await ask(target, ownerPid);
    return now !== undefined && now['pid'] !== before?.['pid'];
  });
  expect(await serverPid(server.dataDirectory)).toBe(pid);
  await expect(rig.start()).rejects.toBeInstanceOf(AlreadyRunningError);
});

it('reports it when another one has taken the ownership, and does not stop its server', async () => {
  const server = await rig.start();
  const reason = new Promise<string>((resolve) => server.onExit(resolve));
  const target = server.connection('postgres');
  const name = ownerName({ pid: 1, host: 'elsewhere' });
  // Waits for the lock, so that it has it the moment the owner is cut.
  const thief = ask(target, `set application_name = '${name}'; ${lock}; select pg_sleep(60)`).catch(
    () => 'cut',
  );
  await until('the other one waits', async () => {
    const rows = await ask(
      target,
      `select 1 from pg_locks where objid = ${lockObject} and not granted`,
    );
    return rows.length === 1;
  });
  await ask(target, `select pg_terminate_backend(pid) from (${ownerPid}) as owner`);
  expect(await reason).toContain('process 1 on host elsewhere');
  await server.stop();
  expect(await serverPid(server.dataDirectory)).toBeGreaterThan(0);
  await ask(target, `select pg_terminate_backend(pid) from (${ownerPid}) as owner`);
  expect(await thief).toBe('cut');
});
