// A schema as text shows every object and attribute of real snapshots: whatever is changed in one
// changes its text, and nothing else does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  schemaObjectKinds,
  type AttributeValue,
  type SchemaObject,
  type SchemaSnapshot,
} from '../../../src/core/schema.ts';
import { describeSchema } from '../../../src/databases/schema/describe-schema.ts';
import { createSnapshot, objectId } from '../../../src/databases/schema/snapshot.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../support/seeded.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { runDuckdb, runSqlite } from '../../support/database-files.ts';
import { duckdbChanges, sqliteChanges } from './file-changes.ts';
import { postgresChanges } from './postgres-changes.ts';

const seed = chooseSeed();
const cluster = `
  create extension pg_trgm; create foreign data wrapper w; create server far foreign data wrapper w;
  create foreign table distant (a int, b text options (x 'y')) server far options (q 'r');
  create function noticed() returns event_trigger language plpgsql as $$
  begin
    -- a blank line follows, then blanks at the end${'   '}

    return;
  end $$;
  create event trigger noticing on ddl_command_end when tag in ('DROP TABLE') execute function noticed();
  create table "Odd ""name" ("a b" int, "NOT NULL" text default '(none)', c text default ' x ');
  comment on table "Odd ""name" is E'"quoted"\\n  (none)\\n';
  create type tricky as enum ('', ' ', ')', '(', '(none)', E'two\\nlines', '"q"', 'x: y');`;

let folder: string;
const snapshots = new Map<string, SchemaSnapshot>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-text-'));
  const { url, drop } = await createEmptyDatabase();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(cluster).simple();
  for (const [at, { setup, statement }] of postgresChanges.entries()) {
    await sql.unsafe(`create schema r${at}_; set search_path = r${at}_`).simple();
    await sql.unsafe(setup).simple();
    await sql.unsafe(statement).simple();
  }
  snapshots.set('POSTGRESQL', await snapshotOf(url, { privileges: true }));
  await sql.end();
  await drop();
  const sqlite = path.join(folder, 'a.sqlite');
  await runSqlite(sqlite, sqliteChanges.at(-1)?.setup ?? '');
  await runSqlite(
    sqlite,
    `create table a (id integer primary key, b text not null default '', check (b <> 'x'));
     create index a_b on a (b); create view every_a as select * from a;
     create trigger on_a after insert on a begin delete from a; end`,
  );
  snapshots.set('SQLITE', await snapshotOf(`sqlite:${sqlite}`));
  const duckdb = path.join(folder, 'a.duckdb');
  await runDuckdb(duckdb, duckdbChanges.at(-1)?.setup ?? '');
  await runDuckdb(
    duckdb,
    `create type mood as enum ('low', 'high'); create sequence s; create schema other;
     create table other.a (id integer primary key, m mood, check (id > 3)); create view v as select 1 as one;
     create unique index a_m on other.a (m); create macro add_all(x, y) as x + y`,
  );
  snapshots.set('DUCKDB', await snapshotOf(`duckdb:${duckdb}`));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(['POSTGRESQL', 'SQLITE', 'DUCKDB'])('the text of a schema of %s', (engine) => {
  const real = (): SchemaSnapshot => {
    const snapshot = snapshots.get(engine);
    if (snapshot === undefined) throw new Error(`there is no snapshot of ${engine}`);
    return snapshot;
  };
  const changed = (objects: readonly SchemaObject[]): string =>
    describeSchema(createSnapshot(real().engine, objects));

  it('is the same for the same schema, in whatever order its objects were found', () => {
    const text = describeSchema(real());
    expect(changed(real().objects.toReversed())).toBe(text);
    expect(changed(real().objects.map(reordered))).toBe(text);
  });

  it('has each object once', () => {
    const { objects } = real();
    const lines = describeSchema(real()).split('\n');
    const heads = lines.filter(
      (line) => /^[A-Z][A-Z ]+ \S/.test(line) && !line.startsWith('--') && !line.startsWith(')'),
    );
    const inside = objects.filter(({ kind }) => kind === 'COLUMN' || kind === 'CONSTRAINT');
    expect(heads.length).toBe(objects.length - inside.length);
    expect(new Set(heads).size).toBe(heads.length);
  });

  it(`differs whenever anything in it does (seed ${seed})`, () => {
    const random = createSeeded(seed);
    const { objects } = real();
    const text = describeSchema(real());
    // Of every kind each attribute is changed once, and one object is left out.
    const seen = new Set<string>();
    for (const object of shuffled(objects, random)) {
      const others = objects.filter((one) => one !== object);
      if (!seen.has(object.kind) && changed(others) === text) throw new Error(objectId(object));
      seen.add(object.kind);
      for (const [name, value] of Object.entries(object.attributes)) {
        if (seen.has(`${object.kind}.${name}`)) continue;
        seen.add(`${object.kind}.${name}`);
        const texts = [value, ...otherValues(value)].map((other) => {
          const attributes = { ...object.attributes, [name]: other };
          return changed([...others, { ...object, attributes }]);
        });
        const { [name]: _gone, ...rest } = object.attributes;
        texts.push(changed([...others, { ...object, attributes: rest }]));
        expect(new Set(texts).size, `${objectId(object)}: ${name}`).toBe(texts.length);
      }
    }
  });
});

it('shows every kind of object that there is', () => {
  const shown = [...snapshots.values()].flatMap(({ objects }) => objects.map(({ kind }) => kind));
  const missing = schemaObjectKinds.filter((kind) => !shown.includes(kind));
  expect(missing).toEqual([]);
  const made = (kind: (typeof schemaObjectKinds)[number]): SchemaObject => ({
    kind,
    name: `of_${kind.toLowerCase()}`,
    parent: 'TABLE nowhere',
    attributes: { definition: 'x' },
    uses: [],
  });
  const text = describeSchema(createSnapshot('POSTGRESQL', schemaObjectKinds.map(made)));
  for (const kind of schemaObjectKinds) {
    expect(text.split(`of_${kind.toLowerCase()} ON TABLE nowhere\n`).length, kind).toBe(2);
  }
});

it('says what could not be read', () => {
  expect(describeSchema(createSnapshot('SQLITE', [], ['VIEW', 'POLICY']))).toBe(
    '-- SQLite: 0 objects\n-- Not read: POLICY, VIEW\n',
  );
});

function reordered(object: SchemaObject): SchemaObject {
  const attributes = Object.fromEntries(Object.entries(object.attributes).toReversed());
  return { ...object, attributes };
}

function shuffled<T>(items: readonly T[], random: Seeded): readonly T[] {
  return items
    .map((item) => ({ item, key: random.fraction() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Values that could be taken for this one, and for each other. */
function otherValues(value: AttributeValue): readonly AttributeValue[] {
  const all: AttributeValue[] = [true, false, null, '', ' ', '(none)', '(false)', '(', 'x', 'true'];
  all.push('x\ny', 'x\n  y', 'x\ny\n', '"x"', ['x', 'y'], ['x\ny'], ['x'], [], ['(none)'], [')']);
  all.push(7, '7');
  return all.filter((other) => JSON.stringify(other) !== JSON.stringify(value));
}
