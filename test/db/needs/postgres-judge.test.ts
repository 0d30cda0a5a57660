// PostgreSQL is the judge: for each change of a schema, the queries that are told as broken are those that
// it refuses from then on. What it refuses and is not told must have been left unchecked, and said so.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SchemaSnapshot } from '../../../src/core/schema.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { addBrokenNeeds, breaksOf } from '../../../src/databases/needs/broken-needs.ts';
import { checkNeeds, type ApplicationNeeds } from '../../../src/databases/needs/needs.ts';
import { createNeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { changes, queries, setup } from './queries.ts';

const refusals = /^(?:42P01|42703|42883|42704|42702|428C9|23502|42601|42803|3F000)$/;

let folder: string;
let reused: ReusedDatabase;
let needs: ApplicationNeeds;
let before: SchemaSnapshot;
const found = { right: 0, unchecked: 0 };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-queries-'));
  // One statement a line: the line is the query's place in the list.
  await writeFile(path.join(folder, 'all.sql'), `${queries.join(';\n')};\n`);
  const reader = createNeedsReader({ clock: createSystemClock() });
  needs = await reader.load({ required: [], queries: folder });
  await reader.stop();
  reused = await createReusedDatabase();
  await prepare();
  before = await snapshotOf(reused.url);
}, 60_000);
afterAll(async () => {
  await reused.close();
  await rm(folder, { recursive: true });
});

async function prepare(): Promise<void> {
  await reused.sql.unsafe('drop extension if exists pg_trgm');
  await reused.empty();
  await reused.sql.unsafe(setup).simple();
}

/** What tells whether the server takes a query: its plan, and of an INSERT a row. */
function trialsOf(query: string): readonly string[] {
  const plan = `prepare q as ${query}; deallocate q`;
  // A row for those that read one; it may be refused itself.
  const row = `do $$ begin insert into customers (name) values ('a'); exception when others then end $$`;
  if (query.startsWith('merge')) return [plan, `insert into items (order_id, sku) values (1, 'a')`];
  if (!query.startsWith('insert')) return [plan];
  const filled = query
    .replaceAll(/\$\d/g, `'x'`)
    .replace('select note from orders', `values ('x')`);
  return [plan, `${row}; ${filled}`];
}

/** SQLSTATEs of those that the server refuses, by their place. */
async function refused(): Promise<ReadonlyMap<number, string>> {
  const codes = new Map<number, string>();
  await reused.sql.unsafe('begin').simple();
  for (const [place, query] of queries.entries()) {
    for (const trial of trialsOf(query)) {
      await reused.sql.unsafe('savepoint s').simple();
      const code = await reused.sql
        .unsafe(trial)
        .simple()
        .then(() => '', codeOf);
      await reused.sql.unsafe('rollback to s').simple();
      if (refusals.test(code) && !codes.has(place)) codes.set(place, code);
    }
  }
  await reused.sql.unsafe('rollback').simple();
  return codes;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const placeOf = (need: string): number => Number(need.slice(need.lastIndexOf(':') + 1)) - 1;

it('meets all needs of a schema that the server takes them for', async () => {
  expect([...(await refused())].map(([place, code]) => `${code} ${queries[place]}`)).toEqual([]);
  expect(needs.faults).toEqual([]);
  expect(needs.queries.length).toBe(queries.length);
  expect(checkNeeds(before, needs).unmet).toEqual([]);
});

describe('after a change', () => {
  it.each(changes)('%s', async (change) => {
    await prepare();
    await reused.sql.unsafe(change).simple();
    const after = await snapshotOf(reused.url);
    const codes = await refused();
    const broken = breaksOf(before, after, needs);
    const told = new Set(broken.map(({ need }) => placeOf(need)));
    const falseAlarms = broken.filter(({ need }) => !codes.has(placeOf(need)));
    expect(falseAlarms.map(({ need, message }) => `${queries[placeOf(need)]}: ${message}`)).toEqual(
      [],
    );
    const unchecked = new Set(checkNeeds(after, needs).notChecked.map(({ need }) => placeOf(need)));
    const missed = [...codes].filter(([place]) => !told.has(place) && !unchecked.has(place));
    expect(missed.map(([place, code]) => `${code} ${queries[place]}`)).toEqual([]);
    found.right += told.size;
    found.unchecked += [...codes.keys()].filter((place) => !told.has(place)).length;

    const diff = diffSnapshots(before, after);
    const judged = addBrokenNeeds(diff, before, after, needs);
    const listed = judged.changes.flatMap(({ breaks }) => breaks.map(({ object }) => object));
    expect(new Set(listed.filter((object) => object.startsWith('queries/')))).toEqual(
      new Set(broken.slice(0, 50).map(({ need }) => need)),
    );
    expect(judged.changes.map((one) => ({ ...one, breaks: [], risk: '', classes: [] }))).toEqual(
      diff.changes.map((one) => ({ ...one, breaks: [], risk: '', classes: [] })),
    );
    expect(['HIGH', 'CRITICAL'].includes(judged.risk) || told.size === 0).toBe(true);
  });

  it('tells nearly all of what the server refuses', () => {
    expect(found.right).toBeGreaterThan(100);
    expect(found.right / (found.right + found.unchecked)).toBeGreaterThan(0.9);
  });
});
