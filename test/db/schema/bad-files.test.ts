// Files that are none, or cannot be read now: a reason in words, in time, and nothing beside the file.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SnapshotReading } from '../../../src/databases/schema/snapshot.ts';
import { openDatabase, snapshotOf } from '../../support/snapshots.ts';
import { until } from '../../support/until.ts';

let folder: string;
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-bad-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(folder, { recursive: true, force: true });
});

const file = (name = 'shop.db'): string => path.join(folder, name);

async function read(url: string): Promise<SnapshotReading> {
  const connection = openDatabase(url);
  const reading = await connection.readSnapshot({ signal: new AbortController().signal });
  await connection.close();
  return reading;
}

function makeSqlite(name: string, statements: string): void {
  const database = new DatabaseSync(file(name));
  database.exec(statements);
  database.close();
}

async function makeDuckdb(name: string, statements: string): Promise<void> {
  const instance = await DuckDBInstance.create(file(name));
  const connection = await instance.connect();
  await connection.run(statements);
  connection.closeSync();
  instance.closeSync();
}

/** Another process that runs the code and then holds what it has until it is killed. */
function hold(code: string): Promise<void> {
  const script = `${code}; process.stdout.write('held'); setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (status) => reject(new Error(`the holder ended with ${status}`)));
  });
}

describe('a SQLite file', () => {
  const many = Array.from({ length: 200 }, (_, n) => `create table t${n} (id int, a text)`).join(
    ';',
  );

  it.each([
    ['none', () => Promise.resolve(), /no file at that path/],
    ['a folder', () => mkdir(file()), /is no file/],
    [
      'text',
      () => writeFile(file(), 'this is no database at all '.repeat(100)),
      /no SQLite database, or it is encrypted/,
    ],
    [
      'what looks encrypted',
      () =>
        writeFile(file(), Buffer.from(Array.from({ length: 8192 }, (_, n) => (n * 131 + 7) % 256))),
      /no SQLite database, or it is encrypted/,
    ],
    [
      'cut off',
      async () => {
        makeSqlite('shop.db', many);
        await truncate(file(), 6000);
      },
      /damaged/,
    ],
    [
      'scrambled inside',
      async () => {
        makeSqlite('shop.db', many);
        const database = await open(file(), 'r+');
        await database.write(Buffer.alloc(3500, 0xee), 0, 3500, 100);
        await database.close();
      },
      /damaged/,
    ],
  ] as const)('that is %s has a reason', async (_, make, reason) => {
    await make();
    const before = await readdir(folder);
    expect(await read(`sqlite:${file()}`)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it('that is empty is an empty database', async () => {
    await writeFile(file(), '');
    expect(await read(`sqlite:${file()}`)).toMatchObject({ ok: true, snapshot: { objects: [] } });
    expect(await readdir(folder)).toEqual(['shop.db']);
  });

  it('that another process has locked is read when it is free again', async () => {
    makeSqlite('shop.db', 'create table t (id int)');
    await hold(`import { DatabaseSync } from 'node:sqlite';
      const d = new DatabaseSync(${JSON.stringify(file())}); d.exec('begin exclusive')`);
    expect(await read(`sqlite:${file()}`)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/locked/),
    });
    const connection = openDatabase(`sqlite:${file()}`);
    await expect(connection.readFingerprint(new AbortController().signal)).rejects.toThrow(
      /locked/,
    );
    await connection.close();
    children[0]?.kill('SIGKILL');
    await until('the lock is gone', async () => (await read(`sqlite:${file()}`)).ok);
  });

  it('is read in WAL mode with a writer and without one, and nothing is made beside it', async () => {
    makeSqlite('shop.db', 'pragma journal_mode = wal; create table t (id int)');
    const resting = await readdir(folder);
    expect((await snapshotOf(`sqlite:${file()}`)).objects).toHaveLength(2);
    expect(await readdir(folder)).toEqual(resting);
    const writer = new DatabaseSync(file());
    writer.exec('pragma wal_autocheckpoint = 0; create table u (id int)');
    const busy = await readdir(folder);
    expect((await snapshotOf(`sqlite:${file()}`)).objects).toHaveLength(4);
    expect(await readdir(folder)).toEqual(busy);
    writer.close();
  });

  it('that is replaced by rename is seen, and has another fingerprint', async () => {
    makeSqlite('shop.db', 'create table t (id int)');
    makeSqlite('next.db', 'create table u (id int)');
    const connection = openDatabase(`sqlite:${file()}`);
    const signal = new AbortController().signal;
    const first = await connection.readFingerprint(signal);
    let hints = 0;
    const watching = connection.watch?.(() => (hints += 1));
    // The watcher tells nothing before it is ready: the change is made again until it was seen.
    await until('a hint', async () => {
      await copyFile(file('next.db'), file('more.db'));
      await rename(file('more.db'), file());
      return hints > 0;
    });
    expect(await connection.readFingerprint(signal)).not.toBe(first);
    const reading = await connection.readSnapshot({ signal });
    await watching?.close();
    await connection.close();
    expect(reading).toMatchObject({ ok: true, snapshot: { objects: [{}, { name: 'u' }] } });
  });

  it('ends with words when it takes too long', async () => {
    makeSqlite('shop.db', many);
    const connection = openDatabase(`sqlite:${file()}`, { statementTimeoutMs: 0 });
    const health = await connection.health();
    await connection.close();
    expect(health).toMatchObject({
      state: 'DOWN',
      reason: expect.stringMatching(/not read within/),
    });
  });
});

describe('a DuckDB file', () => {
  it.each([
    ['none', () => Promise.resolve(), /no file at that path/],
    ['a folder', () => mkdir(file()), /is no file/],
    ['empty', () => writeFile(file(), ''), /no DuckDB database/],
    [
      'text',
      () => writeFile(file(), 'this is no database at all '.repeat(100)),
      /no DuckDB database, or it is encrypted/,
    ],
    [
      'cut off',
      async () => {
        await makeDuckdb('shop.db', 'create table t (id int)');
        await truncate(file(), 5000);
      },
      /damaged|cannot be read|failed/,
    ],
    [
      'of a version to come',
      async () => {
        await makeDuckdb('shop.db', 'create table t (id int)');
        const database = await open(file(), 'r+');
        await database.write(Buffer.from([250]), 0, 1, 12);
        await database.close();
      },
      /another version|damaged/,
    ],
  ] as const)('that is %s has a reason', async (_, make, reason) => {
    await make();
    const before = await readdir(folder);
    expect(await read(`duckdb:${file()}`)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it('that another process holds is read all the same, with what is not merged yet', async () => {
    await makeDuckdb('shop.db', 'create table t (id int)');
    await hold(`import { DuckDBInstance } from '@duckdb/node-api';
      const i = await DuckDBInstance.create(${JSON.stringify(file())}); const c = await i.connect();
      await c.run('create table u (id int)')`);
    const before = await readdir(folder);
    const { objects } = await snapshotOf(`duckdb:${file()}`);
    expect(objects.filter(({ kind }) => kind === 'TABLE').map(({ name }) => name)).toEqual([
      'main.t',
      'main.u',
    ]);
    expect(await readdir(folder)).toEqual(before);
  });

  it('that was removed in between has a reason', async () => {
    await makeDuckdb('shop.db', 'create table t (id int)');
    const connection = openDatabase(`duckdb:${file()}`);
    const signal = new AbortController().signal;
    await connection.readFingerprint(signal);
    await rm(file());
    await expect(connection.readFingerprint(signal)).rejects.toThrow(/no file at that path/);
    const reading = await connection.readSnapshot({ signal });
    const health = await connection.health();
    await connection.close();
    expect(reading).toMatchObject({ ok: false });
    expect(health).toMatchObject({ state: 'DOWN', reason: expect.stringMatching(/no file/) });
  });
});
