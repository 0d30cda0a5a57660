// Incidents stay true to their alerts: while correlation is switched off, when an end was missed, when an alert
// became worse, and when they come from a version that did not count.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { closeLeftIncidents } from '../../../../src/alerts/incidents/settle.ts';
import { createCorrelationPart } from '../../../../src/alerts/correlation/part.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { createSystemRandom } from '../../../../src/core/random.ts';
import { sql } from '../../../../src/store/drizzle.ts';
import { listIncidents } from '../../../../src/store/incidents.ts';
import { deleteOldKeys } from '../../../../src/store/nearby-alerts.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { createTestStore, type TestStore } from '../../../support/store.ts';
import { until } from '../../../support/until.ts';
import { createEngineRig, holding, over } from '../rig.ts';
import { clear, clockAfter, correlator, settings, storeWorld } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
  await storeWorld(test.store);
});
beforeEach(() => clear(test.store));
afterAll(() => test.close());

const clock = clockAfter();
const switched = {
  ...settings,
  correlation: { ...settings.correlation, enabled: false },
};
const rig = (configured = settings) =>
  createEngineRig(test.store, [correlator(clock, configured)], clock);

const slow = (place: number) => ({
  rule: 'slow-queries',
  type: 'SLOW_QUERY',
  labels: { database: 'shop', statement: `s${place}` },
  databaseName: 'shop',
  subject: 'database:shop',
});
const holds = (place: number) => holding(clock.now(), slow(place));
const ends = (place: number) => over(clock.now(), slow(place));

const incidents = () => listIncidents(test.store.q, {}, { limit: 10 });
const told = async (type: string): Promise<readonly Record<string, unknown>[]> => {
  const rows = await test.store.q.execute<{ payload: Record<string, unknown> }>(
    sql`select payload from hawkwatch_store.events where type = ${type} order by id`,
  );
  return rows.map(({ payload }) => payload);
};
const leftKeys = async (): Promise<number> => {
  const rows = await test.store.q.execute(sql`
    select key from hawkwatch_store.lone_alerts union all select key from hawkwatch_store.incident_ties`);
  return rows.length;
};

describe('with correlation switched off', () => {
  it('an incident that is open is over with its last alert, and takes in no other', async () => {
    await rig().observe(holds(1), holds(2));
    const { observe } = rig(switched);
    expect(await observe(holds(3))).toEqual(['FIRED']);
    await observe(ends(1));
    expect(await told('incident.resolved')).toEqual([]);
    await observe(ends(2));
    expect(await told('incident.resolved')).toMatchObject([{ alertCount: 2, openCount: 0 }]);
    expect((await incidents()).map(({ resolvedAt }) => resolvedAt)).toEqual([clock.now()]);
    expect(await leftKeys()).toBe(0);
  });

  it('an alert that ends alone is not found by those that fire when it is on again', async () => {
    await rig().observe(holds(1));
    await rig(switched).observe(ends(1));
    expect(await rig().observe(holds(2))).toEqual(['FIRED']);
    expect(await incidents()).toEqual([]);
  });
});

it('leaves nothing to be found by of alerts that came and went', async () => {
  const { observe } = rig();
  await observe(holds(1));
  await observe(ends(1));
  await observe(holds(1));
  await observe(holds(2));
  await observe(holds(3));
  await observe(ends(1), ends(2), ends(3));
  expect(await leftKeys()).toBe(0);
});

it('does not open an incident with an alert that ends in the same transaction', async () => {
  const { observe } = rig();
  await observe(holds(1));
  expect(await observe(ends(1), holds(2))).not.toContain('CORRELATED');
  expect(await incidents()).toEqual([]);
});

it('becomes as bad as the worst that its alerts ever were, and tells it', async () => {
  const { observe } = rig();
  await observe(holds(1), holds(2));
  await observe(holding(clock.now(), { ...slow(1), severity: 'CRITICAL' }));
  expect(await told('incident.updated')).toMatchObject([{ severity: 'CRITICAL', alertIds: [] }]);
  await observe(holding(clock.now(), { ...slow(1), severity: 'INFO' }));
  expect(await incidents()).toMatchObject([{ severity: 'CRITICAL' }]);
  expect((await told('incident.updated')).length).toBe(1);
});

it('is not found any more by what is far too old, so that an incident that lasts does not grow', async () => {
  const { observe } = rig();
  await observe(holding(clock.now(), { ...slow(0), labels: {}, databaseName: 'crm', subject: '' }));
  await observe(holds(1), holds(2));
  expect(await deleteOldKeys(test.store.q, clock.now(), 1000)).toBe(0);
  const later = new Date(clock.now().getTime() + 1);
  expect(await deleteOldKeys(test.store.q, later, 1000)).toBe(2);
  expect(await leftKeys()).toBe(0);
  await observe(ends(1), ends(2));
  expect((await incidents()).map(({ resolvedAt }) => resolvedAt)).toEqual([clock.now()]);
});

it('is closed within a minute when its end was missed, and not before its alerts are over', async () => {
  const sweepClock = createFakeClock();
  sweepClock.advance(clock.now().getTime());
  const { observe } = rig();
  await observe(holds(1), holds(2));
  expect(await closeLeftIncidents(test.store, clock.now())).toBe(0);
  await test.store.q.execute(sql`alter table hawkwatch_store.incidents rename to away`);
  await observe(ends(1), ends(2));
  await test.store.q.execute(sql`alter table hawkwatch_store.away rename to incidents`);
  expect((await incidents()).map(({ resolvedAt }) => resolvedAt)).toEqual([null]);

  const refuse = () => Promise.reject(new Error('nothing is to be done'));
  const part = createCorrelationPart({
    store: test.store,
    clock: sweepClock,
    random: createSystemRandom(),
    logger: silentLogger,
    doers: { restartContainer: refuse, rollBack: refuse },
    settings: () => settings,
  });
  part.start();
  sweepClock.advance(60_000);
  await until('the incident to be closed', async () =>
    (await incidents()).every(({ resolvedAt }) => resolvedAt !== null),
  );
  await part.stop();
  expect(await told('incident.resolved')).toMatchObject([{ alertCount: 2, openCount: 0 }]);
  expect(await leftKeys()).toBe(0);
});

it('is counted whole once when it comes from a version that did not count', async () => {
  const { observe } = rig();
  await observe(holds(1), holds(2), holds(3));
  await test.store.q.execute(
    sql`update hawkwatch_store.incidents set alert_count = null, open_count = null`,
  );
  await observe(ends(1));
  await observe(holds(4));
  expect(await told('incident.updated')).toMatchObject([{ alertCount: 4, openCount: 3 }]);
  await observe(ends(2), ends(3), ends(4));
  expect(await told('incident.resolved')).toMatchObject([{ alertCount: 4, openCount: 0 }]);
});
