// Every kind of change of a PostgreSQL schema is found, described attribute by attribute and judged.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SchemaDiff } from '../../../src/core/schema-change.ts';
import { describeSchema } from '../../../src/databases/schema/describe-schema.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import type { SchemaSnapshot } from '../../../src/core/schema.ts';
import { createSnapshot } from '../../../src/databases/schema/snapshot.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { postgresChanges } from './postgres-changes.ts';

const schemaOf = (at: number): string => `r${at}_`;

describe.each(serversAtHand())('on $title', ({ open }) => {
  let place: TestPlace;
  let diff: SchemaDiff;
  let before: SchemaSnapshot;
  let after: SchemaSnapshot;

  beforeAll(async () => {
    place = await open();
    const sql = postgres(place.url, { max: 1, onnotice: () => undefined });
    const run = async (at: number, statements: string): Promise<void> => {
      await sql.unsafe(`set search_path = ${schemaOf(at)}`);
      await sql.unsafe(statements).simple();
    };
    for (const [at, { setup }] of postgresChanges.entries()) {
      await sql.unsafe(`create schema ${schemaOf(at)}`);
      await run(at, setup);
    }
    before = await snapshotOf(place.url, { privileges: true });
    for (const [at, { statement }] of postgresChanges.entries()) await run(at, statement);
    after = await snapshotOf(place.url, { privileges: true });
    diff = diffSnapshots(before, after);
    await sql.end();
  }, 120_000);
  afterAll(() => place.close());

  it('has more than sixty kinds of change to find, and tells nothing but them', () => {
    expect(postgresChanges.length).toBeGreaterThanOrEqual(60);
    const schemas = new Set(diff.changes.map(({ name }) => name.slice(0, name.indexOf('.'))));
    expect(schemas.size).toBe(postgresChanges.length);
  });

  it.each(postgresChanges.map((row, at) => ({ ...row, at })))('$what', (row) => {
    const schema = schemaOf(row.at);
    const local = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replaceAll(`${schema}.`, '@.')) as T;
    const own = diff.changes.filter(({ name }) => name.startsWith(`${schema}.`)).map(local);
    const told = own.find(({ kind, name }) => kind === row.kind && name === `@.${row.name}`);
    expect(told, own.map(({ message }) => message).join('; ')).toMatchObject({
      change: row.change,
      risk: row.risk,
      message: expect.stringContaining(row.name),
      breaks: [],
    });
    expect(told?.attributes).toEqual(expect.arrayContaining([...row.attributes]));
    const text = ({ objects }: SchemaSnapshot): string =>
      describeSchema(
        createSnapshot(
          'POSTGRESQL',
          objects.filter((one) => one.name.startsWith(`${schema}.`)),
        ),
      );
    expect(text(after)).not.toBe(text(before));
  });
});
