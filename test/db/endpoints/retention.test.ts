// What is old goes, of every endpoint, whether it is still checked or not.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { deleteOldMeasurements } from '../../../src/monitors/endpoints/retention.ts';
import { listEndpointChecks } from '../../../src/store/endpoint-checks.ts';
import { retireOtherEndpoints } from '../../../src/store/endpoints.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { declare, failed, found, named, record, stateOf } from './rig.ts';

const dayMs = 86_400_000;
const start = new Date('2030-03-01T12:00:00Z');
const day = (days: number): Date => new Date(start.getTime() + days * dayMs);

let testStore: TestStore;
beforeAll(async () => {
  testStore = await createTestStore();
});
afterAll(() => testStore.close());

it('removes checks, days and ended outages by their age, also of endpoints nobody checks', async () => {
  const { store } = testStore;
  const all = ['a', 'b', 'c'].map((name) => named(name, { retries: 0 }));
  const recordAll = async (at: Date, finding = found()): Promise<void> => {
    for (const one of all) await record(store, one, at, finding);
  };
  await declare(store, all);
  await recordAll(day(0));
  await recordAll(day(1), failed());
  await recordAll(day(2));
  await recordAll(day(20), failed());
  const outages = async (): Promise<readonly unknown[]> =>
    store.raw`select ended_at as ended from hawkwatch_store.endpoint_outages order by found_at`;
  expect(await outages()).toEqual([{ ended: expect.anything() }, { ended: null }]);
  await store.transaction((tx) => retireOtherEndpoints(tx, ['b', 'c'], day(20)));
  await deleteOldMeasurements(store, day(30), 15 * dayMs);
  for (const name of ['a', 'b', 'c']) {
    const { id } = await stateOf(store, name);
    const checks = await listEndpointChecks(store.q, id, { limit: 10 });
    expect(checks.map(({ at }) => at)).toEqual([day(20)]);
  }
  expect(await outages()).toEqual([{ ended: null }]);
  const days = async (): Promise<number> =>
    (await store.raw`select 1 from hawkwatch_store.endpoint_days`).length;
  expect(await days()).toBeGreaterThan(0);
  await deleteOldMeasurements(store, day(900), 15 * dayMs);
  expect(await days()).toBe(0);
});

it('ends in bounded batches, however much there is', async () => {
  const { store } = testStore;
  await declare(store, [named('many')]);
  const { id } = await stateOf(store, 'many');
  await store.raw`
    insert into hawkwatch_store.endpoint_checks
      (endpoint_id, at, ok, state, duration_ms, phases, valid_ms)
    select ${id}::uuid, '2030-01-01'::timestamptz + n * interval '1 second', true, 'UP', 1, '{}', 1000
    from generate_series(1, 12000) n`;
  await deleteOldMeasurements(store, day(0), dayMs);
  expect(await listEndpointChecks(store.q, id, { limit: 1 })).toEqual([]);
});
