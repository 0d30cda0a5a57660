import { describe, expect, it } from 'vitest';

import {
  bigintOf,
  createLockBook,
  flywayLock,
  golangMigrateLock,
  oneKey,
} from '../../../src/migrations/foreign/lock-keys.ts';

const book = createLockBook({ databaseName: 'shop', tables: [] });
const keyOf = (tool: string) => book.locks.find((lock) => lock.tool === tool)?.key;

describe("a tool's advisory lock", () => {
  // Halves as the tools' own sources and reports of their users give them.
  it.each([
    ['prisma', 0, 72_707_369],
    ['graphile-migrate', 1_100_694, 573_543_859],
    ['node-pg-migrate', 1_686_128, 708_954_076],
    ['goose', 0, 4_097_083_626],
    ['atlas', 0, 2_686_470_616],
  ])('%s has its halves in pg_locks', (tool, classId, objectId) => {
    expect(keyOf(tool)).toEqual({ classId, objectId, keys: 1 });
  });

  it('of Flyway is the name and the Java hash of the quoted table', () => {
    const lock = flywayLock({ schema: 'public', name: 'flyway_schema_history' });
    expect(lock).toEqual({ classId: 18_028, objectId: 4_163_491_309, keys: 1 });
    expect(book.find(lock)).toMatchObject({ tool: 'flyway' });
  });

  it.each([-2_147_483_648n, -2_037_866_874n, 0n, 2_147_483_647n])(
    'of Flyway is known for any table: hash %d',
    (hash) => {
      expect(book.find(oneKey(0x466c79776179n + hash))).toMatchObject({ tool: 'flyway' });
    },
  );

  it('next to the range of Flyway is none', () => {
    expect(book.find(oneKey(0x466c79776179n - 2_147_483_649n))).toBeUndefined();
    expect(book.find(oneKey(0x466c79776179n + 2_147_483_648n))).toBeUndefined();
  });

  it('of Rails and sqlx is computed from the name of the database', () => {
    const lockOf = (databaseName: string, tool: string): bigint => {
      const { locks } = createLockBook({ databaseName, tables: [] });
      return bigintOf(locks.find((lock) => lock.tool === tool)?.key ?? oneKey(0n));
    };
    expect(lockOf('zone', 'sqlx')).toBe(2_771_974_297_191_923_538n);
    expect(lockOf('shop', 'rails')).toBe(2_053_462_845n * 2_892_647_586n);
  });

  it('of golang-migrate is made of schema, table and database', () => {
    const table = { schema: 'schema_name_1', name: 'schema_name_2' };
    expect(golangMigrateLock('database_name', table)).toEqual(oneKey(3_743_845_847n));
    const lock = golangMigrateLock('shop', { schema: 'public', name: 'schema_migrations' });
    expect(lock.classId).toBe(0);
    expect(book.find(lock)).toMatchObject({ tool: 'golang-migrate' });
    const configured = createLockBook({
      databaseName: 'shop',
      tables: [{ tool: 'golang-migrate', schema: 'app', name: 'versions' }],
    });
    const other = golangMigrateLock('shop', { schema: 'app', name: 'versions' });
    expect(configured.find(other)?.name).toBe("golang-migrate's lock of app.versions");
    expect(configured.find(lock)).toMatchObject({ tool: 'golang-migrate' });
  });

  it('that is negative is given back as it was', () => {
    const key = -8_525_285_245_963_000_605n;
    expect(bigintOf(oneKey(key))).toBe(key);
    expect(book.find(oneKey(key))).toMatchObject({ tool: 'postgres-migrations' });
  });

  it('is not one with the same bits as two keys', () => {
    const prisma = keyOf('prisma') ?? oneKey(0n);
    expect(book.find({ ...prisma, keys: 2 })).toBeUndefined();
    expect(book.find({ ...flywayLock({ schema: 'a', name: 'b' }), keys: 2 })).toBeUndefined();
  });
});
