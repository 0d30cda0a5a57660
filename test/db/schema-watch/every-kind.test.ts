// Every kind of change is noticed by the service's own watcher, told attribute by attribute with its risk,
// and has the right origin: on PostgreSQL one half is made by a migration, the other half by hand.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChangeOrigin } from '../../../src/core/schema-change.ts';
import type { StoredChange } from '../../../src/store/schema-changes.ts';
import { runDuckdb, runSqlite } from '../../support/database-files.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { until } from '../../support/until.ts';
import type { ChangeRow } from '../schema/change-row.ts';
import { duckdbChanges, sqliteChanges } from '../schema/file-changes.ts';
import { postgresChanges } from '../schema/postgres-changes.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

interface Told extends StoredChange {
  readonly origin: ChangeOrigin;
  readonly runId: string | null;
  readonly database: string;
}

async function readAll(rig: SchemaRig): Promise<readonly Told[]> {
  const sets = await rig.sets();
  const told = await Promise.all(
    sets.map(async (set) => {
      const { origin, runId, database } = set;
      return (await rig.changesOf(set)).map((one) => ({ ...one, origin, runId, database }));
    }),
  );
  return told.flat();
}

function expectTold(told: readonly Told[], row: ChangeRow, name: string): Told | undefined {
  const found = told.filter((one) => one.kind === row.kind && one.name === name);
  expect(found, told.map(({ message }) => message).join('; ')).toHaveLength(1);
  expect(found[0]).toMatchObject({ change: row.change, risk: row.risk });
  return found[0];
}

describe.each(serversAtHand())('on $title', ({ open }) => {
  let place: TestPlace;
  let rig: SchemaRig;
  let told: readonly Told[];
  let runId: string;
  const schemaOf = (at: number): string => `r${at}_`;
  const isMigrated = (at: number): boolean => at % 2 === 0;

  beforeAll(async () => {
    place = await open();
    rig = await createSchemaRig({ url: place.url, schema: { privileges: true } });
    const sql = postgres(place.url, { max: 1, onnotice: () => undefined });
    const run = async (at: number, statements: string): Promise<void> => {
      await sql.unsafe(`set search_path = ${schemaOf(at)}`);
      await sql.unsafe(statements).simple();
    };
    for (const [at, { setup }] of postgresChanges.entries()) {
      await sql.unsafe(`create schema ${schemaOf(at)}`);
      await run(at, setup);
    }
    rig.watch();
    await rig.settled();
    for (const [at, { statement }] of postgresChanges.entries()) {
      if (!isMigrated(at)) await run(at, statement);
    }
    await rig.settled();
    await until('the drift to be decided', async () => {
      const sets = await rig.sets();
      return sets.length > 0 && sets.every(({ origin }) => origin === 'DRIFT');
    });
    runId = await rig.beginRun();
    for (const [at, { statement }] of postgresChanges.entries()) {
      if (isMigrated(at)) await run(at, statement);
    }
    await rig.endRun(runId);
    await rig.settled();
    told = await readAll(rig);
    await sql.end();
  }, 120_000);
  afterAll(async () => {
    await rig.close();
    await place.close();
  });

  it.each(postgresChanges.map((row, at) => ({ ...row, at })))('$what', (row) => {
    const schema = schemaOf(row.at);
    const local = told
      .filter(({ name }) => name.startsWith(`${schema}.`))
      .map((one) => JSON.parse(JSON.stringify(one).replaceAll(`${schema}.`, '@.')) as Told);
    const found = expectTold(local, row, `@.${row.name}`);
    expect(found?.attributes).toEqual(expect.arrayContaining([...row.attributes]));
    expect(found).toMatchObject(
      isMigrated(row.at) ? { origin: 'MIGRATION', runId } : { origin: 'DRIFT', runId: null },
    );
  });

  it('leaves as drift what was done by hand, and nothing else', async () => {
    const drift = await rig.drift();
    const schemas = new Set(drift?.changes.map(({ name }) => name.slice(0, name.indexOf('.'))));
    const byHand = postgresChanges.flatMap((_row, at) => (isMigrated(at) ? [] : [schemaOf(at)]));
    expect([...schemas].toSorted()).toEqual(byHand.toSorted());
  });
});

describe.each([
  { engine: 'SQLITE', scheme: 'sqlite', rows: sqliteChanges, run: runSqlite },
  { engine: 'DUCKDB', scheme: 'duckdb', rows: duckdbChanges, run: runDuckdb },
] as const)('on $engine', ({ engine, scheme, rows, run }) => {
  let folder: string;
  let rig: SchemaRig;
  let told: readonly Told[];
  const fileOf = (at: number): string => path.join(folder, `${at}.db`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-kinds-'));
    for (const [at, { setup }] of rows.entries()) await run(fileOf(at), setup);
    const more = rows.map((_row, at) => ({
      name: `row-${at}`,
      engine,
      url: `${scheme}:${fileOf(at)}`,
    }));
    rig = await createSchemaRig({ more });
    rig.watch();
    await rig.settled();
    for (const [at, { statement }] of rows.entries()) await run(fileOf(at), statement);
    await rig.decided(rows.length);
    told = await readAll(rig);
  }, 120_000);
  afterAll(async () => {
    await rig.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(rows.map((row, at) => ({ ...row, at })))('$what', (row) => {
    const own = told.filter(({ database }) => database === `row-${row.at}`);
    const found = expectTold(own, row, row.name);
    expect(found?.attributes).toEqual(expect.arrayContaining([...row.attributes]));
    expect(found?.origin).toBe('DRIFT');
  });
});
