// What is told of a schema that changes while it is watched, and what of it is drift.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ForeignSession } from '../../../src/core/migrations.ts';
import { statusChanged } from '../../../src/store/migration-status-events.ts';
import { until } from '../../support/until.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

let rig: SchemaRig;
beforeEach(async () => {
  rig = await createSchemaRig();
  await rig.sql.unsafe('create table orders (id int primary key, total numeric(10,2))');
  rig.watch();
  await rig.settled();
});
afterEach(() => rig.close());

describe('a change that no migration explains', () => {
  it('is told once and is drift, until it goes away', async () => {
    await rig.sql.unsafe('alter table orders alter total type numeric(12,2)');
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'DRIFT', database: 'shop', changeCount: 1, runId: null });
    expect(set?.changes[0]?.message).toBe(
      'column public.orders.total: type numeric(10,2) → numeric(12,2)',
    );
    const drift = await rig.drift();
    expect(drift).toMatchObject({ id: set?.driftId, state: 'OPEN', changeCount: 1 });

    await rig.sql.unsafe('alter table orders alter total type numeric(10,2)');
    await rig.decided(2);
    expect(await rig.drift()).toBeUndefined();
    expect(await rig.driftEvents()).toEqual([
      { type: 'drift.detected', resolution: null },
      { type: 'drift.resolved', resolution: 'GONE' },
    ]);
    expect(await rig.sets()).toHaveLength(2);
  });

  it('adds to the drift that is open', async () => {
    await rig.sql.unsafe('create table one (id int)');
    await rig.decided(1);
    await rig.sql.unsafe('create table two (id int)');
    await rig.decided(2);
    expect((await rig.drift())?.changes.map(({ name }) => name)).toEqual([
      'public.one',
      'public.two',
    ]);
    expect((await rig.driftEvents()).map(({ type }) => type)).toEqual([
      'drift.detected',
      'drift.changed',
    ]);
  });

  it('is no drift where a rule says so', async () => {
    await rig.configure({ ignore: [{ objects: 'TABLE public.tmp_*', reason: 'scratch' }] });
    await rig.sql.unsafe('create table tmp_1 (id int)');
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'IGNORED', driftId: null });
    expect(await rig.drift()).toBeUndefined();
  });

  it('is no drift any more once a rule says so', async () => {
    await rig.sql.unsafe('create table tmp_1 (id int)');
    await rig.decided(1);
    await rig.configure({ ignore: [{ objects: 'public.tmp_*', reason: 'scratch' }] });
    await until('the drift to be resolved', async () => (await rig.drift()) === undefined);
    expect(await rig.driftEvents()).toContainEqual({
      type: 'drift.resolved',
      resolution: 'IGNORED',
    });
  });
});

const flyway: ForeignSession = {
  tool: 'flyway',
  pid: 1,
  application: 'Flyway',
  user: 'deploy',
  since: new Date().toISOString(),
  sign: 'holds a lock',
  stale: false,
  query: null,
  waitsFor: [],
  blocks: [],
};

/** What the refresher tells when it has read a history. */
const tellApplied = (applied: readonly string[]): Promise<void> =>
  rig.store.transaction((tx) => {
    const none: string[] = [];
    const lists = { pending: none, failed: none, skipped: none, edited: none, missing: none };
    tx.append(
      statusChanged.create({
        subject: 'database:shop',
        occurredAt: new Date(),
        payload: {
          databaseId: rig.databaseId,
          database: 'shop',
          environment: null,
          labels: {},
          source: 'main',
          tool: 'dbmate',
          state: { before: 'BEHIND', after: 'UP_TO_DATE' },
          reason: null,
          counts: { total: 1, applied: 1, pending: 0, failed: 0, other: 0 },
          currentVersion: applied.at(-1) ?? null,
          revision: null,
          changes: { ...lists, applied: [...applied], gone: none, more: 0 },
        },
      }),
    );
    return Promise.resolve();
  });

describe('a change while a migration runs', () => {
  it("is the run's, told at its end", async () => {
    const run = await rig.beginRun();
    await rig.sql.unsafe('alter table orders add note text');
    await rig.sql.unsafe('create index on orders (note)');
    await rig.endRun(run);
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'MIGRATION', runId: run, changeCount: 2 });
    await rig.settled();
    expect(await rig.sets()).toHaveLength(1);
    expect(await rig.drift()).toBeUndefined();
  });

  it('is told with what the run did before it was seen', async () => {
    const run = await rig.beginRun({ executor: 'foreign', foreign: flyway });
    await rig.sql.unsafe('create table invoices (id int)');
    await rig.endRun(run);
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'FOREIGN_MIGRATION', runId: run });
    expect(await rig.drift()).toBeUndefined();
  });

  it('is taken for its work when the run is noticed a moment late', async () => {
    await rig.sql.unsafe('create table invoices (id int)');
    await until('the change', async () => (await rig.sets()).length === 1);
    const run = await rig.beginRun({ executor: 'foreign' });
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'FOREIGN_MIGRATION', runId: run });
    expect(await rig.driftEvents()).toEqual([]);
    await rig.endRun(run);
  });

  it('is drift all the same where nobody uses the lock any more', async () => {
    const stale = { ...flyway, stale: true };
    const run = await rig.beginRun({ executor: 'foreign', foreign: stale });
    await rig.sql.unsafe('create table invoices (id int)');
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'DRIFT', runId: null });
    await rig.endRun(run);
  });

  it('is drift where it was there before a run of our own began', async () => {
    await rig.sql.unsafe('create table by_hand (id int)');
    await until('the change', async () => (await rig.sets()).length === 1);
    const run = await rig.beginRun();
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'DRIFT', runId: null });
    await rig.endRun(run);
  });

  it('explains nothing that came after it, although its versions are in the history since', async () => {
    const run = await rig.beginRun({ versions: ['5'] });
    await rig.sql.unsafe('create table invoices (id int)');
    await rig.endRun(run);
    await rig.decided(1);
    await tellApplied(['5']);
    await rig.sql.unsafe('create table by_hand (id int)');
    const [, second] = await rig.decided(2);
    expect(second).toMatchObject({ origin: 'DRIFT', runId: null });
  });

  it('that nobody saw is known by the versions that it left in the history', async () => {
    await rig.sql.unsafe('create table invoices (id int)');
    await until('the change', async () => (await rig.sets()).length === 1);
    await tellApplied(['7']);
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'FOREIGN_MIGRATION', runId: null });
    await rig.sql.unsafe('create table by_hand (id int)');
    const [, second] = await rig.decided(2);
    expect(second).toMatchObject({ origin: 'DRIFT' });
  });

  it('ends the drift that it makes part of the schema', async () => {
    await rig.sql.unsafe('alter table orders add note text');
    await rig.decided(1);
    expect(await rig.drift()).toBeDefined();
    const run = await rig.beginRun();
    await rig.sql.unsafe('alter table orders drop note; alter table orders add remark text');
    await rig.endRun(run);
    const sets = await rig.decided(2);
    expect(sets[1]).toMatchObject({ origin: 'MIGRATION', runId: run });
    expect(await rig.driftEvents()).toContainEqual({
      type: 'drift.resolved',
      resolution: 'MIGRATED',
    });
  });

  it('leaves the drift on other objects open', async () => {
    await rig.sql.unsafe('create index drifted on orders (total)');
    await rig.decided(1);
    const run = await rig.beginRun();
    await rig.sql.unsafe('create table invoices (id int)');
    await rig.endRun(run);
    await rig.decided(2);
    const drift = await rig.drift();
    expect(drift?.changes.map(({ name }) => name)).toEqual(['public.drifted']);
    expect((await rig.driftEvents()).map(({ type }) => type)).toEqual(['drift.detected']);
  });
});

describe('a watcher that takes over', () => {
  it('tells what changed while nobody watched, once', async () => {
    await rig.close();
    rig = await createSchemaRig();
    const first = rig.watch();
    await rig.settled();
    await first.stop();
    await rig.sql.unsafe('create table invoices (id int)');
    rig.watch();
    rig.watch();
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'DRIFT', changeCount: 1 });
    await rig.settled();
    expect(await rig.sets()).toHaveLength(1);
  });

  it('decides what the one before had only told', async () => {
    await rig.close();
    rig = await createSchemaRig({ timings: { graceMs: 60_000 } });
    const first = rig.watch();
    await rig.settled();
    await rig.sql.unsafe('create table invoices (id int)');
    await until('the change', async () => (await rig.sets()).length === 1);
    await first.stop();
    const run = await rig.beginRun({ executor: 'foreign' });
    rig.watch();
    const [set] = await rig.decided(1);
    expect(set).toMatchObject({ origin: 'FOREIGN_MIGRATION', runId: run });
    await rig.endRun(run);
  });
});

describe('what applications need', () => {
  it('is named by the change that takes it away', async () => {
    await rig.configure({
      required: [{ table: 'orders', columns: [{ name: 'total', type: null }] }],
    });
    await rig.sql.unsafe('alter table orders drop column total');
    const [set] = await rig.decided(1);
    expect(set?.risk).toBe('CRITICAL');
    const [change] = set === undefined ? [] : await rig.changesOf(set);
    expect(change?.breaks).toEqual([
      { object: expect.stringContaining('required: '), reason: expect.stringContaining('total') },
    ]);
  });
});
