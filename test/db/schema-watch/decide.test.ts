// Deciding what made the changes that nobody has explained yet: not put off for ever, done once whoever
// does it, and never for want of what has to be compared.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { noNeeds } from '../../../src/databases/needs/needs.ts';
import { decideOrigins } from '../../../src/monitors/schema/decide.ts';
import { defaultTimings, type WatchedSchema } from '../../../src/monitors/schema/watched-schema.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { listUndecidedSets, schemaAttributed } from '../../../src/store/schema-changes.ts';
import { driftDetected, driftResolved, findOpenDrift } from '../../../src/store/schema-drifts.ts';
import { forgetOldSnapshots, listSnapshots } from '../../../src/store/schema-snapshots.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { beginHistory, type SchemaHistory } from '../../support/schema-history.ts';
import { createSeeded } from '../../support/seeded.ts';
import { createSimulatedSchema } from '../../support/simulated-schema.ts';
import { beginStoredRun } from '../../support/stored-runs.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { schemaSettings, targetSettings } from '../../support/target-settings.ts';

let own: TestStore;
let clock: FakeClock;
let history: SchemaHistory;
let watched: WatchedSchema;
beforeEach(async () => {
  own = await createTestStore();
  clock = createFakeClock();
  const random = createSystemRandom();
  const { store } = own;
  await store.transaction((tx) =>
    updateDeclaredDatabases(tx, [targetSettings({})], random, clock.now()),
  );
  history = await beginHistory(store, 'shop', 'create table first (id int)', clock.now());
  watched = {
    database: { id: history.databaseId, name: 'shop' },
    connection: createSimulatedSchema(createSeeded(1)).connection,
    settings: schemaSettings({}),
    hasSources: false,
    needs: { load: () => Promise.resolve(noNeeds) },
    store,
    clock,
    random,
    logger: silentLogger,
    timings: defaultTimings,
    inTurn: (work) => work(),
  };
});
afterEach(async () => {
  await history.close();
  await own.close();
});

const change = (sql: string): Promise<string> =>
  history.change(sql, { origin: 'UNDECIDED', at: clock.now() });
const undecided = async (): Promise<number> =>
  (await listUndecidedSets(own.store.q, history.databaseId)).length;
const countEvents = async (type: string): Promise<number> =>
  (await readLog(own.store.raw, { after: 0, limit: 1000 }, { types: [type] })).events.length;

describe('an origin that is not known', () => {
  it('waits for what is urgent, but not for ever', async () => {
    await change('create table second (id int)');
    clock.advance(defaultTimings.graceMs);
    expect(await decideOrigins(watched, () => true)).toBe(0);
    expect(await undecided()).toBe(1);
    clock.advance(defaultTimings.longestGraceMs);
    expect(await decideOrigins(watched, () => true)).toBeNull();
    expect(await undecided()).toBe(0);
  });

  it('is decided once, also where two replicas do so at the same moment', async () => {
    await change('create table second (id int)');
    await change('create table third (id int)');
    clock.advance(defaultTimings.graceMs);
    await Promise.all([decideOrigins(watched), decideOrigins(watched), decideOrigins(watched)]);
    expect(await countEvents(schemaAttributed.type)).toBe(2);
    expect(await countEvents(driftDetected.type)).toBe(1);
  });

  it('is left as it is by a replica that was held up and would decide otherwise', async () => {
    await change('create table second (id int)');
    // The one sees a run, is held up before it writes, and the other sees none.
    const { store } = own;
    const { databaseId } = history;
    const run = await beginStoredRun(store, { databaseId, at: clock.now(), executor: 'foreign' });
    const reached = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const slow: Store = {
      ...store,
      transaction: async (work) => {
        reached.resolve();
        await held.promise;
        return store.transaction(work);
      },
    };
    const late = decideOrigins({ ...watched, store: slow });
    await reached.promise;
    await store.raw`delete from hawkwatch_store.migration_runs where id = ${run}`;
    clock.advance(defaultTimings.graceMs);
    await decideOrigins(watched);
    held.resolve();
    await late;
    expect(await findOpenDrift(store.q, databaseId)).toMatchObject({ state: 'OPEN' });
    expect(await countEvents(driftResolved.type)).toBe(0);
  });
});

it('old schemas are forgotten, but for those that something still rests on', async () => {
  for (let n = 0; n < 3; n += 1) {
    clock.advance(1_000);
    await history.change(`create table old_${n} (id int)`, { at: clock.now() });
  }
  clock.advance(1_000);
  await change('create table second (id int)');
  for (let n = 0; n < 3; n += 1) {
    clock.advance(1_000);
    await history.change(`create table young_${n} (id int)`, { at: clock.now() });
  }
  await forgetOldSnapshots(own.store.q, history.databaseId, 2);
  const snapshots = await listSnapshots(own.store.q, history.databaseId, { limit: 20 });
  // Newest first: the two that are kept anyway, and the two between which the undecided change lies.
  expect(snapshots.map(({ isKept }) => isKept)).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});
