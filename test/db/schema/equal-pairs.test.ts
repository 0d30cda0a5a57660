// What is the same gives no difference, however it was written, made or read.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import type { SchemaSnapshot } from '../../../src/core/schema.ts';
import { startDebianPostgres, type DebianPostgres } from '../../support/debian-postgres.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { equalPairs, manyForms } from './equal-pairs.ts';

const schemaOf = (at: number): string => `e${at}_`;

let debian: DebianPostgres;
let old: TestDatabase;
let left: TestDatabase;
let right: TestDatabase;
beforeAll(async () => {
  debian = await startDebianPostgres(15);
  old = await createDatabase(debian.url, 'equal');
  [left, right] = [await createEmptyDatabase(), await createEmptyDatabase()];
}, 120_000);
afterAll(async () => {
  await debian.stop();
  await left.drop();
  await right.drop();
});

async function fill(url: string, side: 1 | 2): Promise<SchemaSnapshot> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const texts = [...equalPairs.map((pair) => pair[side]), manyForms];
  for (const [at, text] of texts.entries()) {
    const schema = schemaOf(at);
    await sql.unsafe(`create schema ${schema}; set search_path = ${schema}`);
    await sql.unsafe(text.replaceAll('@.', `${schema}.`)).simple();
  }
  await sql.end();
  return snapshotOf(url);
}

describe('what only looks different', () => {
  let told: readonly string[];
  let one: SchemaSnapshot;
  let other: SchemaSnapshot;
  beforeAll(async () => {
    one = await fill(left.url, 1);
    other = await fill(right.url, 2);
    told = diffSnapshots(one, other).changes.map(({ message }) => message);
  });

  it('comes in more than forty pairs, with one hash for both', () => {
    expect(equalPairs.length).toBeGreaterThanOrEqual(40);
    expect(told).toEqual([]);
    expect(one.hash).toBe(other.hash);
  });

  it.each(equalPairs.map(([what], at) => ({ what, at })))('$what', ({ at }) => {
    expect(told.filter((message) => message.includes(`${schemaOf(at)}.`))).toEqual([]);
  });

  it('is the same on PostgreSQL 15 and on the newest', async () => {
    const earlier = await fill(old.url, 1);
    const changes = diffSnapshots(earlier, one).changes;
    expect(changes.map(({ name, attributes }) => ({ name, attributes }))).toEqual([]);
    expect(earlier.hash).toBe(one.hash);
  });

  it('is the same when it is read twice, and by a role with another search path', async () => {
    const sql = postgres(left.url, { max: 1, onnotice: () => undefined });
    await sql.unsafe(`alter database ${left.name} set search_path = e0_, e1_, public`);
    await sql.unsafe(`alter database ${left.name} set quote_all_identifiers = on`);
    await sql.unsafe(`alter database ${left.name} set datestyle = 'German'`);
    await sql.end();
    expect((await snapshotOf(left.url)).hash).toBe(one.hash);
    expect((await snapshotOf(left.url)).hash).toBe(one.hash);
  });
});
