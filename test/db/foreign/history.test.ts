// What became of a foreign migration, read from a real history: somebody applies by hand what
// hawkwatch's own form of migrations has in its folder.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { listRunSteps } from '../../../src/store/migration-runs.ts';
import { createRig, isOpen, type Rig } from './rig.ts';

let rig: Rig;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-history-'));
  await writeFile(path.join(folder, '1_orders.sql'), 'create table orders (id int)');
  await writeFile(path.join(folder, '2_note.sql'), 'alter table orders add note text');
  rig = await createRig({
    sources: [
      {
        name: 'main',
        tool: 'sql',
        folder,
        git: null,
        manifest: false,
        table: null,
        command: null,
        baseline: null,
        outOfOrder: 'refuse',
      },
    ],
  });
  const { sql, end } = await rig.connect();
  await sql.unsafe(`create table orders (id int); create schema hawkwatch;
    create table hawkwatch.migrations (source text, version text, name text, checksum text,
      state text, statements_done int, statements_total int, done_checksum text, intent jsonb,
      run_id text, applied_by text, started_at timestamptz, finished_at timestamptz,
      duration_ms float8, error text)`);
  await sql.unsafe(row('1', 'applied', "now() - interval '1 hour'"));
  await end();
});
afterEach(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const row = (version: string, state: string, at = 'clock_timestamp()'): string =>
  `insert into hawkwatch.migrations values ('main', '${version}', 'x', 'y', '${state}', 1, 1, null,
    null, null, 'by hand', ${at}, ${at}, 5, 'it broke')`;

it.each([
  ['applied', 'SUCCEEDED', '2 APPLIED'],
  ['failed', 'FAILED', '2 FAILED'],
])('a row that is %s makes it %s', async (state, outcome, step) => {
  const client = await rig.connect({ application: 'psql' });
  await client.sql.unsafe('begin; alter table orders add note text');
  const run = await rig.run('the run', isOpen);
  // Its history is read meanwhile.
  await client.sql.unsafe('select pg_sleep(1.5)');
  await client.sql.unsafe(row('2', state));
  await client.sql.unsafe('commit');
  const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
  expect(ended.state).toBe(outcome);
  const steps = await listRunSteps(rig.store.q, [run.id]);
  expect(steps.map((one) => `${one.version} ${one.state}`)).toEqual([step]);
  const kinds = (await rig.progress(run.id)).map(({ kind, migration }) => [
    kind,
    migration?.version,
  ]);
  expect(kinds.slice(-2)).toEqual([
    ['MIGRATION_FINISHED', '2'],
    ['FINISHED', undefined],
  ]);
});

it('a roll-back leaves nothing new, and that is said', async () => {
  const client = await rig.connect({ application: 'psql' });
  await client.sql.unsafe('begin; alter table orders add note text');
  const run = await rig.run('the run', isOpen);
  await client.sql.unsafe('rollback');
  const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
  expect(ended.state).toBe('SUCCEEDED');
  expect((await rig.progress(run.id)).at(-1)?.message).toMatch(/^nothing new is recorded/);
});
