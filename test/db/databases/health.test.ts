// What is found of servers and files that are not well: a state with a reason, in time.
import net from 'node:net';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';

import type { TargetHealth } from '../../../src/databases/target.ts';
import { startDebianPostgres } from '../../support/debian-postgres.ts';
import { createReusedDatabase } from '../../support/empty-database.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { openDatabase } from '../../support/snapshots.ts';

const closes: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});

async function healthOf(url: string, limitMs = 5000): Promise<TargetHealth> {
  const connection = openDatabase(url, { connectTimeoutMs: limitMs, statementTimeoutMs: limitMs });
  const health = await connection.health();
  await connection.close();
  return health;
}

/** A server that does so with each connection; tells how many there were. */
async function odd(serve: (socket: net.Socket) => unknown) {
  const seen = { connections: 0 };
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    seen.connections += 1;
    sockets.push(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { seen, url: `postgres://looker:hush@127.0.0.1:${port}/shop` };
}

const authenticationOk = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const html = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n';

type Oddity = readonly [string, string, (socket: net.Socket) => unknown, RegExp];
const oddities: readonly Oddity[] = [
  ['closes at once', '', (socket) => socket.end(), /closed the connection/],
  [
    'closes after the greeting',
    '',
    (socket) => socket.once('data', () => socket.end(authenticationOk)),
    /closed the connection before it was ready/,
  ],
  ['speaks HTTP', '', (socket) => socket.write(html), /no PostgreSQL server/],
  [
    'answers with noise',
    '',
    (socket) =>
      socket.once('data', () => socket.write(Buffer.from([0x52, 0xff, 0xff, 0xff, 0xff, 1, 2]))),
    /no PostgreSQL server/,
  ],
  [
    'answers with noise when asked for TLS',
    '?sslmode=require',
    (socket) => socket.once('data', () => socket.write(html)),
    /no PostgreSQL server/,
  ],
  [
    'agrees to TLS and then speaks something else',
    '?sslmode=require',
    (socket) =>
      socket.once('data', () => {
        socket.write('S');
        socket.once('data', () => socket.write(html));
      }),
    /TLS handshake/,
  ],
  [
    'closes when asked for TLS',
    '?sslmode=require',
    (socket) => socket.once('data', () => socket.end()),
    /closed the connection/,
  ],
];

describe('a server', () => {
  it.each(oddities)(
    'that %s is DOWN at once, and is not asked again and again',
    async (_, query, serve, reason) => {
      const { url, seen } = await odd(serve);
      const started = performance.now();
      const health = await healthOf(`${url}${query}`);
      expect(health).toMatchObject({ state: 'DOWN', reason: expect.stringMatching(reason) });
      expect(JSON.stringify(health)).not.toMatch(/hush/);
      expect(performance.now() - started).toBeLessThan(2000);
      expect(seen.connections).toBe(1);
    },
  );

  it.each([
    ['', undefined],
    ['?sslmode=require', undefined],
    ['?sslmode=require', 'S'],
  ])('that never answers is DOWN in time (%s, %s)', async (query, word) => {
    const { url } = await odd((socket) => {
      if (word !== undefined) socket.once('data', () => socket.write(word));
    });
    expect(await healthOf(`${url}${query}`, 1000)).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/answer/),
    });
  });

  it('whose words come in single bytes is UP', async () => {
    const place = await createReusedDatabase();
    closes.push(() => place.close());
    const { url } = await odd((socket) => {
      const behind = connectToServer(place.url);
      closes.push(() => void behind.destroy());
      socket.on('data', (data) => behind.write(data));
      // Each is a packet of its own: the next is sent when this one has gone.
      let sending = Promise.resolve();
      const send = (byte: number): Promise<void> =>
        new Promise((sent) => socket.write(Buffer.from([byte]), () => setImmediate(sent)));
      behind.on('data', (data: Buffer) => {
        for (const byte of data) sending = sending.then(() => send(byte));
      });
    });
    const through = throughPort(place.url, Number(new URL(url).port));
    expect(await healthOf(through)).toMatchObject({ state: 'UP', reason: null });
  });

  it('without a connection left says so before and when there is none', async () => {
    const limits = { max_connections: '8', superuser_reserved_connections: '3' };
    const server = await startDebianPostgres(15, limits);
    closes.push(() => server.stop());
    const admin = postgres(server.url, { max: 1 });
    closes.push(() => admin.end());
    await admin`create role looker login`;
    const url = server.url.replace('postgres@', 'looker@');
    expect(await healthOf(url)).toMatchObject({ state: 'UP', sizeBytes: expect.any(Number) });
    const busy = postgres(url, { max: 4 });
    await Promise.all([1, 2, 3, 4].map(() => busy`select pg_sleep(0.2)`));
    // All five are taken: four and the administrator's. A superuser still comes in.
    expect(await healthOf(server.url)).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringMatching(/nearly used up/),
    });
    expect(await healthOf(url)).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/no connection left.*max_connections/),
      tls: { encrypted: false },
    });
    await busy.end();
    await admin`alter role looker connection limit 0`;
    expect(await healthOf(url)).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/limit of the role/),
    });
  });

  it('that is a replica is DEGRADED', async () => {
    const server = await startDebianPostgres(15, {}, { 'standby.signal': '' });
    closes.push(() => server.stop());
    expect(await healthOf(server.url)).toMatchObject({
      state: 'DEGRADED',
      role: 'REPLICA',
      reason: expect.stringMatching(/replica or recovering/),
    });
  });

  it('is DEGRADED where the database is read-only, not where only the role is', async () => {
    const place = await createReusedDatabase();
    closes.push(() => place.close());
    const [row] = await place.sql<{ name: string }[]>`select current_database() as name`;
    const name = row?.name ?? '';
    await place.sql.unsafe(`alter database "${name}" set default_transaction_read_only = on`);
    expect(await healthOf(place.url)).toMatchObject({
      state: 'DEGRADED',
      role: 'PRIMARY',
      reason: expect.stringMatching(/read-only \(default_transaction_read_only\)/),
    });
    // Its session is older than the setting.
    await place.sql.unsafe(`alter database "${name}" reset default_transaction_read_only`);
    const options = `?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;
    expect(await healthOf(`${place.url}${options}`)).toMatchObject({ state: 'UP' });
  });
});

describe('a file', () => {
  const folderOf = async (): Promise<string> => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-health-'));
    closes.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };

  it('of SQLite has a size with what is not merged yet, and a version', async () => {
    const file = path.join(await folderOf(), 'shop.db');
    const writer = new DatabaseSync(file);
    writer.exec('pragma journal_mode = wal; create table t (id int)');
    const health = await healthOf(`sqlite:${file}`);
    writer.close();
    expect(health).toMatchObject({
      state: 'UP',
      role: null,
      tls: null,
      latencyMs: expect.any(Number),
    });
    expect(health.serverVersion).toMatch(/^3\./);
    expect(health.sizeBytes).toBeGreaterThan(4096);
  });

  it('of SQLite that somebody writes to alone is DEGRADED for so long', async () => {
    const file = path.join(await folderOf(), 'shop.db');
    const writer = new DatabaseSync(file);
    writer.exec('create table t (id int); begin exclusive');
    expect(await healthOf(`sqlite:${file}`)).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringMatching(/locked by somebody who writes/),
    });
    writer.exec('commit');
    expect(await healthOf(`sqlite:${file}`)).toMatchObject({ state: 'UP' });
    writer.close();
  });

  it('of DuckDB has a size with what is not merged yet, and the version that wrote it', async () => {
    const file = path.join(await folderOf(), 'shop.db');
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run('create table t (id int)');
    connection.closeSync();
    instance.closeSync();
    const first = await healthOf(`duckdb:${file}`);
    expect(first).toMatchObject({ state: 'UP', role: null, tls: null });
    expect(first.serverVersion).toMatch(/^v\d+\.\d+\.\d+/);
    await appendFile(`${file}.wal`, 'x'.repeat(100));
    expect((await healthOf(`duckdb:${file}`)).sizeBytes).toBe((first.sizeBytes ?? 0) + 100);
  });

  it('of DuckDB that is encrypted is DOWN', async () => {
    const file = path.join(await folderOf(), 'shop.db');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run('set force_mbedtls_unsafe = true');
    await connection.run(`attach '${file}' as safe (encryption_key 'x')`);
    await connection.run('create table safe.t (id int); detach safe');
    connection.closeSync();
    instance.closeSync();
    expect(await healthOf(`duckdb:${file}`)).toMatchObject({
      state: 'DOWN',
      reason: 'the file is encrypted: hawkwatch cannot read it',
    });
  });
});
