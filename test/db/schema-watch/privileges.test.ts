// Rights as part of a watched schema: switching them on or off is no change, whatever was granted meanwhile;
// in between they are watched as everything else is.
import { afterEach, beforeEach, expect, it } from 'vitest';

import { findSchemaPosition } from '../../../src/store/schema-positions.ts';
import { readSnapshotContent } from '../../../src/store/schema-snapshots.ts';
import { until } from '../../support/until.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

let rig: SchemaRig;
beforeEach(async () => {
  rig = await createSchemaRig();
  await rig.sql.unsafe(`create table orders (id int primary key, total int);
    create function one() returns int language sql as 'select 1';
    grant select on orders to pg_monitor`);
  rig.watch();
  await rig.settled();
});
afterEach(() => rig.close());

/** Switches them, and waits until the watch has seen the schema so. */
async function turn(privileges: boolean): Promise<void> {
  await rig.configure({ privileges });
  await until(
    `the schema to be seen ${privileges ? 'with' : 'without'} privileges`,
    async () => {
      const position = await findSchemaPosition(rig.store.q, rig.databaseId);
      const current = await readSnapshotContent(rig.store.q, position?.snapshotId ?? '');
      return current?.unread.includes('PRIVILEGE') === !privileges;
    },
    20_000,
  );
}

it('switching is no change; a right that is granted by hand is drift until it is revoked', async () => {
  await turn(true);
  expect(await rig.sets()).toEqual([]);
  expect(await rig.drift()).toBeUndefined();

  await rig.sql.unsafe('grant select on orders to public');
  const [set] = await rig.decided(1);
  expect(set).toMatchObject({ origin: 'DRIFT', risk: 'HIGH', changeCount: 1 });
  expect(set?.changes[0]?.message).toBe('privilege public.orders TO PUBLIC was added: SELECT');
  expect((await rig.drift())?.changes.map(({ name }) => name)).toEqual(['public.orders TO PUBLIC']);

  await rig.sql.unsafe('revoke select on orders from public');
  await rig.decided(2);
  expect(await rig.drift()).toBeUndefined();

  await turn(false);
  expect(await rig.drift()).toBeUndefined();
  expect(await rig.sets()).toHaveLength(2);
  expect((await rig.driftEvents()).map(({ resolution }) => resolution)).toEqual([null, 'GONE']);
});

it('what nobody watched is no drift afterwards, and what was drift is none any more', async () => {
  await turn(true);
  await rig.sql.unsafe('revoke all on orders from pg_monitor');
  await rig.decided(1);
  expect(await rig.drift()).toMatchObject({ state: 'OPEN', changeCount: 1 });
  await turn(false);
  expect(await rig.drift()).toBeUndefined();
  expect(await rig.driftEvents()).toEqual([
    { type: 'drift.detected', resolution: null },
    { type: 'drift.resolved', resolution: 'IGNORED' },
  ]);

  await rig.sql.unsafe('grant update on orders to pg_monitor; grant all on orders to public');
  const run = await rig.beginRun();
  await rig.sql.unsafe('create table invoices (id int)');
  await rig.endRun(run);
  await rig.decided(2);
  await turn(true);
  expect(await rig.drift()).toBeUndefined();
  expect(await rig.sets()).toHaveLength(2);

  await rig.sql.unsafe('revoke all on orders from public; grant select on invoices to pg_monitor');
  await rig.decided(3);
  expect((await rig.drift())?.changes.map(({ name, risk }) => [name, risk])).toEqual([
    ['public.invoices TO pg_monitor', 'MEDIUM'],
    ['public.orders TO PUBLIC', 'MEDIUM'],
  ]);
});

it('rights that a migration gives become part of the baseline', async () => {
  await turn(true);
  const run = await rig.beginRun();
  await rig.sql.unsafe(`create table invoices (id int); grant select on invoices to pg_monitor;
    grant execute on function one to pg_monitor; alter table orders owner to pg_monitor`);
  await rig.endRun(run);
  const [set] = await rig.decided(1);
  expect(set).toMatchObject({ origin: 'MIGRATION', runId: run });
  // Those of the new table came with it.
  expect(set?.changes.map(({ name }) => name).toSorted()).toEqual([
    'public.invoices',
    'public.one() TO pg_monitor',
    'public.orders',
    'public.orders TO pg_monitor',
  ]);
  expect(await rig.drift()).toBeUndefined();
  await rig.sql.unsafe('revoke select on invoices from pg_monitor');
  const [, second] = await rig.decided(2);
  expect(second?.changes.map(({ message }) => message)).toEqual([
    'privilege public.invoices TO pg_monitor was removed: SELECT',
  ]);
  expect(await rig.drift()).toMatchObject({ changeCount: 1 });
});

it('a table that is drift when they are switched on takes its rights along', async () => {
  await rig.sql.unsafe('create table tried (id int); grant select on tried to public');
  await rig.decided(1);
  await turn(true);
  expect((await rig.drift())?.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'TABLE public.tried',
  ]);
  await rig.sql.unsafe('drop table tried');
  await rig.decided(2);
  expect(await rig.drift()).toBeUndefined();
});
