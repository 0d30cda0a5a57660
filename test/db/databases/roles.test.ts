// The role of docs/database-roles.md, made by the document's own statements: it is enough for health,
// fingerprint and snapshot, and what hawkwatch holds meanwhile is what the document says.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startDebianPostgres, type DebianPostgres } from '../../support/debian-postgres.ts';
import { openDatabase, readSnapshot, snapshotOf } from '../../support/snapshots.ts';

const signal = new AbortController().signal;
const hba = 'local all postgres trust\nlocal all all scram-sha-256\n';

let server: DebianPostgres;
let admin: postgres.Sql;
let url: string;
let blocks: readonly string[];
beforeAll(async () => {
  const document = path.join(import.meta.dirname, '../../../docs/database-roles.md');
  const text = await readFile(document, 'utf8');
  blocks = [...text.matchAll(/```sql\n(.*?)```/gs)].map(([, block = '']) => block);
  server = await startDebianPostgres(15, {}, { 'pg_hba.conf': hba });
  const first = postgres(server.url, { max: 1 });
  await first`create database shop`;
  await first.end();
  const shop = server.url.replace(/\/postgres$/, '/shop');
  admin = postgres(shop, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`revoke all on database shop from public;
    revoke all on schema public from public;
    create schema secret;
    create table secret.orders (id int primary key, total numeric default 0);
    create view secret.totals as select sum(total) from secret.orders;
    create function secret.f() returns int language sql as $$ select 1 $$;
    alter table secret.orders enable row level security;
    create policy own on secret.orders using (id = 1)`);
  for (let n = 0; n < 300; n += 1) await admin.unsafe(`create table secret.t${n} (id int, a text)`);
  await admin.unsafe(blocks[0] ?? '');
  url = shop.replace('postgres@', 'hawkwatch:change-me@');
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

describe('the role that only reads', () => {
  it('is what three statements make of it', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    expect(blocks[0]).toMatch(/create role hawkwatch[^;]*;\ngrant[^;]*;\nalter role[^;]*;\n$/);
  });

  it('is enough for health, and the database is not called read-only', async () => {
    const connection = openDatabase(url);
    const health = await connection.health();
    await connection.close();
    expect(health).toMatchObject({ state: 'UP', reason: null, role: 'PRIMARY' });
    expect(health.sizeBytes).toBeGreaterThan(1_000_000);
  });

  it('is enough for a whole snapshot, the same as a superuser has, and for the fingerprint', async () => {
    const connection = openDatabase(url);
    const snapshot = await readSnapshot(connection);
    const fingerprint = await connection.readFingerprint(signal);
    await connection.close();
    const whole = await snapshotOf(server.url.replace(/\/postgres$/, '/shop'));
    expect(snapshot.hash).toBe(whole.hash);
    expect(snapshot.objects.some(({ kind }) => kind === 'POLICY')).toBe(true);
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  it('reads no row and writes nothing', async () => {
    const own = postgres(url, { max: 1 });
    await expect(own`select * from secret.orders`).rejects.toMatchObject({ code: '42501' });
    await expect(own`create temp table t (id int)`).rejects.toMatchObject({
      code: expect.stringMatching(/^(25006|42501)$/),
    });
    await own.end();
  });

  it('holds ACCESS SHARE at most, on two connections, while a snapshot is read', async () => {
    const connection = openDatabase(url);
    const [sessions = '', locks = ''] = (blocks[2] ?? '').split(';\n');
    const modes = new Set<unknown>();
    const counts: number[] = [];
    let reading = true;
    const watching = (async () => {
      while (reading) {
        for (const row of await admin.unsafe<{ mode: string }[]>(locks)) modes.add(row.mode);
        const rows = await admin.unsafe<{ application_name: string; count: string }[]>(sessions);
        for (const row of rows) expect(row.application_name).toBe('hawkwatch');
        counts.push(rows.reduce((sum, row) => sum + Number(row.count), 0));
      }
    })();
    for (let n = 0; n < 3; n += 1) {
      await connection.health();
      await connection.readFingerprint(signal);
      await readSnapshot(connection);
    }
    reading = false;
    await watching;
    await connection.close();
    expect([...modes]).toEqual(['AccessShareLock']);
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(2);
  });

  it('may be given more', async () => {
    await admin.unsafe(blocks[1] ?? '');
    const [row] = await admin<{ has: boolean }[]>`
      select pg_has_role('hawkwatch', 'pg_read_all_stats', 'usage') as has`;
    expect(row?.has).toBe(true);
  });
});
