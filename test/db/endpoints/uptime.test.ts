// Uptime as the database computes it is what the pure function says, whatever the checks were.
import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  measureUptime,
  validMsFor,
  type MeasuredCheck,
} from '../../../src/monitors/endpoints/uptime.ts';
import { measureEndpoints } from '../../../src/store/endpoint-uptime.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { declare, failed, found, named, record, stateOf } from './rig.ts';

let testStore: TestStore;
beforeAll(async () => {
  testStore = await createTestStore();
});
afterAll(() => testStore.close());

const minuteMs = 60_000;
const dayMs = 86_400_000;

it('agrees with what the checks measured, in any window', async () => {
  const { store } = testStore;
  const seed = chooseSeed();
  process.stdout.write(`uptime: seed ${seed}\n`);
  const random = createSeeded(seed);
  const endpoint = named('random', { every: '3h', retries: 0 });
  await declare(store, [endpoint]);
  const validMs = validMsFor(endpoint.everyMs, endpoint.timeoutMs);
  const beginMs = Date.parse('2030-01-10T05:00:00Z');
  const checks: MeasuredCheck[] = [];
  let atMs = beginMs;
  for (let index = 0; index < 60; index += 1) {
    const gap = random.integer(8) === 0 ? random.integer(40) * 3_600_000 : 0;
    atMs += 1 + random.integer(3 * 3_600_000 + 20 * minuteMs) + gap;
    const ok = random.integer(3) > 0;
    checks.push({ at: new Date(atMs), ok, validMs });
    await record(store, endpoint, new Date(atMs), ok ? found() : failed());
  }
  const { id } = await stateOf(store, 'random');
  for (let index = 0; index < 40; index += 1) {
    // Later windows as well, which the last check does not fill.
    const to = new Date(atMs + random.integer(3) * random.integer(2 * dayMs));
    const windowMs = 1 + random.integer(2) * random.integer(12 * dayMs) + random.integer(dayMs);
    const from = new Date(to.getTime() - windowMs);
    const [measured] = await measureEndpoints(store.q, [id], { from, to });
    const expected = measureUptime(checks, from, to);
    const context = `seed ${seed}, ${from.toISOString()} to ${to.toISOString()}`;
    expect(measured?.upMs, context).toBe(expected.upMs);
    expect(measured?.downMs, context).toBe(expected.downMs);
  }
}, 120_000);

it('is the same for ten endpoints with a check every 5 minutes over 90 days', async () => {
  const { store } = testStore;
  const names = Array.from({ length: 10 }, (_, index) => `many-${index}`);
  await declare(
    store,
    names.map((one) => named(one)),
  );
  await store.raw`
    insert into hawkwatch_store.endpoint_checks (endpoint_id, at, ok, state, duration_ms, phases, valid_ms)
    select e.id, '2030-01-01T00:00:00Z'::timestamptz + n * interval '5 minutes', n % 97 <> 0, 'UP', 12.5,
      '{"connect": 1, "firstByte": 9}', 340000
    from hawkwatch_store.endpoints e, generate_series(0, 25919) n where e.name like 'many-%'`;
  await store.raw`
    insert into hawkwatch_store.endpoint_days (endpoint_id, day, up_ms, down_ms)
    select endpoint_id, date_trunc('day', at at time zone 'UTC') at time zone 'UTC',
      count(*) filter (where ok) * 300000, count(*) filter (where not ok) * 300000
    from hawkwatch_store.endpoint_checks c join hawkwatch_store.endpoints e on e.id = c.endpoint_id
    where e.name like 'many-%' group by 1, 2`;
  await store.raw`
    update hawkwatch_store.endpoints set checked_at = '2030-03-31T23:55:00Z', checked_ok = true,
      valid_ms = 340000 where name like 'many-%'`;
  await store.raw`analyze hawkwatch_store.endpoint_checks`;
  const rows = await store.raw<{ id: string }[]>`
    select id from hawkwatch_store.endpoints where name like 'many-%'`;
  const ids = rows.map(({ id }) => id);
  const to = new Date('2030-03-31T18:00:00Z');
  const took: string[] = [];
  for (const days of [1, 7, 30, 89]) {
    const from = new Date(to.getTime() - days * dayMs);
    const beganMs = performance.now();
    const measured = await measureEndpoints(store.q, ids, { from, to });
    took.push(`${days} d ${Math.round(performance.now() - beganMs)} ms`);
    expect(measured).toHaveLength(10);
    for (const { upMs, downMs } of measured) {
      expect(upMs + downMs).toBe(days * dayMs);
      expect(upMs / (upMs + downMs)).toBeGreaterThan(0.98);
      expect(downMs).toBeGreaterThan(0);
    }
  }
  process.stdout.write(`uptime of 10 endpoints, 259,200 checks: ${took.join(', ')}\n`);
}, 120_000);
