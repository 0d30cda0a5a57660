// What people decide about drift, while the schema is watched.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { ConflictError } from '../../../src/core/errors.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import {
  createDriftCommands,
  type DriftCommands,
} from '../../../src/monitors/schema/drift-commands.ts';
import { findDrifts } from '../../../src/store/schema-drift-pages.ts';
import type { SchemaDrift } from '../../../src/store/schema-drifts.ts';
import { until } from '../../support/until.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

const admin: Actor = { id: 'ad', name: 'adam', role: 'admin', origin: 'test' };

let rig: SchemaRig;
let commands: DriftCommands;
beforeEach(async () => {
  rig = await createSchemaRig();
  commands = createDriftCommands({
    store: rig.store,
    clock: createSystemClock(),
    random: createSystemRandom(),
    settingsOf: (name) => rig.databases.find(name)?.settings.schema,
  });
  await rig.sql.unsafe('create table orders (id int primary key, total int)');
  rig.watch();
  await rig.settled();
});
afterEach(() => rig.close());

const drifted = (what: string): Promise<SchemaDrift> =>
  until(`drift of ${what}`, async () => {
    const drift = await rig.drift();
    return drift?.changes.some(({ name }) => name === what) === true && drift;
  });

describe('a drift that was accepted', () => {
  it('stays over; what comes after it is another one', async () => {
    await rig.sql.unsafe('create index by_hand on orders (total)');
    const { id } = await drifted('public.by_hand');
    await commands.accept(admin, { id, comment: 'as agreed' });
    await rig.sql.unsafe('alter table orders add column note text');
    const next = await drifted('public.orders.note');
    expect(next.id).not.toBe(id);
    expect(next.changes.map(({ name }) => name)).toEqual(['public.orders.note']);
    await rig.sql.unsafe('drop index by_hand');
    const both = await drifted('public.by_hand');
    expect(both.changes.map(({ change, name }) => `${change} ${name}`)).toEqual([
      'ADDED public.orders.note',
      'REMOVED public.by_hand',
    ]);
  });

  it('is not accepted with what nobody has seen yet', async () => {
    await rig.sql.unsafe('create index by_hand on orders (total)');
    const { id, digest } = await drifted('public.by_hand');
    await rig.sql.unsafe('alter table orders add column note text');
    await drifted('public.orders.note');
    const accepting = commands.accept(admin, { id, comment: 'as agreed', digest });
    await expect(accepting).rejects.toThrow(ConflictError);
    expect((await rig.drift())?.changeCount).toBe(2);
  });
});

describe('a rule that was made over the API', () => {
  it.each([
    ['TABLE public.tmp_*', 'create table tmp_1 (id int)', 'public.tmp_1'],
    ['public.tmp_*', 'create table tmp_1 (id int)', 'public.tmp_1'],
    ['INDEX public.by_hand', 'create index by_hand on orders (total)', 'public.by_hand'],
    ['TABLE public.orders', 'alter table orders add column note text', 'public.orders.note'],
    ['FUNCTION public.f(*)', 'create function f(int) returns int return 1', 'public.f(integer)'],
  ])('as %s ends the drift that is open, and it is one again without it', async (...row) => {
    const [objects, sql, name] = row;
    await rig.sql.unsafe(sql);
    const { id } = await drifted(name);
    const rule = await commands.ignore(admin, { databaseName: 'shop', objects, reason: 'scratch' });
    const [over] = await findDrifts(rig.store.q, [id]);
    expect(over).toMatchObject({ state: 'RESOLVED', resolution: 'IGNORED' });
    expect(await rig.drift()).toBeUndefined();
    await commands.unignore(admin, rule.id);
    const again = await rig.drift();
    expect(again?.changes.map((change) => change.name)).toEqual([name]);
    expect(again?.id).not.toBe(id);
  });
});
