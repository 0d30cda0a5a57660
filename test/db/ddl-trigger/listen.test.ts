// Hints of the PostgreSQL driver: at once after a schema change, and whenever some may have been missed.
import net from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { ChangeHint } from '../../../src/databases/driver.ts';
import { listenForDdl } from '../../../src/databases/postgres/ddl-trigger/listen.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { openDatabase } from '../../support/snapshots.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { until } from '../../support/until.ts';
import { createTriggerRig, type TriggerRig } from './rig.ts';

let database: TestDatabase;
let rig: TriggerRig;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await createEmptyDatabase();
  rig = await createTriggerRig(database.url);
});
afterAll(async () => {
  await rig.close();
  await database.drop();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function watch(url: string): ChangeHint['kind'][] {
  const heard: ChangeHint['kind'][] = [];
  const connection = openDatabase(url);
  const watching = connection.watch?.(({ kind }) => heard.push(kind));
  closing.push(async () => {
    await watching?.close();
    await connection.close();
  });
  return heard;
}

const kill = () => rig.sql`select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and query like 'listen hawkwatch_ddl%'`;

describe('watching a PostgreSQL database', () => {
  it('begins with a hint, and hears a trigger that is installed only later', async () => {
    const heard = watch(database.url);
    await until('the first hint', () => heard.length === 1);
    await rig.install();
    await rig.sql.unsafe('create table orders (id int)');
    await until('the notification', () => heard.includes('notification'));
    expect(heard).toEqual(['reconnected', 'notification']);
    await rig.sql.unsafe('begin; alter table orders add column x int; rollback');
    await rig.sql.unsafe('drop table orders');
    await until('the next', () => heard.length === 3);
    expect(heard).toEqual(['reconnected', 'notification', 'notification']);
  });

  it('says so when it listens again after its connection was lost', async () => {
    await rig.install();
    const heard = watch(database.url);
    await until('the first hint', () => heard.length === 1);
    await kill();
    await until('the second hint', () => heard.length === 2);
    await rig.sql.unsafe('create table later (); drop table later');
    await until('the notification', () => heard.length === 3);
    expect(heard).toEqual(['reconnected', 'reconnected', 'notification']);
  });

  it('finds a connection that died without a word', async () => {
    let silent = false;
    let connections = 0;
    const sockets = new Set<net.Socket>();
    const proxy = net.createServer((client) => {
      connections += 1;
      const server = connectToServer(inject('serverUrl'));
      for (const socket of [client, server]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.on('data', (data) => void (silent || server.write(data)));
      server.on('data', (data) => void (silent || client.write(data)));
      client.on('close', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const heard: string[] = [];
    const listening = listenForDdl({
      url: throughPort(database.url, port),
      applicationName: 'hawkwatch',
      clock: createSystemClock(),
      random: createSystemRandom(),
      connectTimeoutMs: 1000,
      statementTimeoutMs: 200,
      aliveEveryMs: 30,
      onHint: ({ kind }) => heard.push(kind),
    });
    await until('the first hint', () => heard.length === 1);
    silent = true;
    await until('another attempt', () => connections > 1);
    silent = false;
    await until('the second hint', () => heard.length === 2);
    await listening.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
    expect(heard).toEqual(['reconnected', 'reconnected']);
  });

  it('goes on trying where nobody answers, and stops at once', async () => {
    const heard = watch('postgres://127.0.0.1:1/nowhere');
    const unknown = watch(database.url.replace(/\/[^/]*$/, '/nowhere'));
    await new Promise((resolve) => setImmediate(resolve));
    const started = performance.now();
    for (const close of closing.splice(0)) await close();
    expect(performance.now() - started).toBeLessThan(1000);
    expect([...heard, ...unknown]).toEqual([]);
  });
});
