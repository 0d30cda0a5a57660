// Two replicas on one store that have different files, as in a rolling update: what only one file has is in
// force on both, nothing is begun and ended again and again, and it ends once they agree.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { findMatcher } from '../../../src/core/matchers.ts';
import type { MaintenanceSettings, SuppressionSettings } from '../../../src/core/suppression.ts';
import { sql } from '../../../src/store/drizzle.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { registerReplica, type ReplicaFile } from '../../support/replica-files.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { holding } from '../alerts/rig.ts';
import { anna, eventsOf, noSettings, openRig, prepareTold, type SuppressionRig } from './rig.ts';

const hourMs = 3_600_000;
const matchers = (...texts: readonly string[]) => texts.map((text) => findMatcher(text)!);

let place: TestStore;
let otherStore: Store;
let clock: FakeClock;
let files: ReplicaFile[] = [];
let rigs: SuppressionRig[] = [];

beforeAll(async () => {
  place = await createTestStore();
  otherStore = openTestStore(place.database.url);
  await prepareTold(place.store);
});
afterAll(async () => {
  await otherStore.close();
  await place.close();
});
beforeEach(async () => {
  await place.store.q.execute(sql`truncate told, hawkwatch_store.alerts, hawkwatch_store.silences,
    hawkwatch_store.maintenance_windows, hawkwatch_store.maintenance_occurrences,
    hawkwatch_store.replicas cascade`);
  await place.store.q.execute(sql`delete from hawkwatch_store.events`);
  clock = createFakeClock();
  clock.advance(Date.parse('2026-06-01T12:00:00Z'));
});
afterEach(async () => {
  for (const rig of rigs) await rig.stop();
  rigs = [];
  files = [];
});

const deploying = (match: string, hours = 2): MaintenanceSettings => ({
  name: 'deploying',
  match: matchers(match),
  comment: 'a release',
  schedule: {
    kind: 'once',
    from: clock.now().toISOString(),
    until: new Date(clock.now().getTime() + hours * hourMs).toISOString(),
  },
});

/** Two replicas, one with the old file and one with the new one. */
async function open(
  old: Partial<SuppressionSettings>,
  next: Partial<SuppressionSettings>,
): Promise<readonly [SuppressionRig, SuppressionRig]> {
  const one = await registerReplica(place.store, 'old');
  const other = await registerReplica(place.store, 'new');
  files = [one, other];
  const first = await openRig(place.store, clock, { ...noSettings, ...old }, one.agreed);
  const second = await openRig(otherStore, clock, { ...noSettings, ...next }, other.agreed);
  rigs = [first, second];
  return [first, second];
}

/** Both do what their tickers do, again and again. */
async function settleAll(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const rig of rigs) await rig.settle();
    clock.advance(15_000);
  }
}

const typesOf = async (prefix: string): Promise<readonly string[]> =>
  (await eventsOf(place.store, prefix)).map(({ type }) => type);
const reasons = async (): Promise<readonly string[]> =>
  ((await rigs[0]?.alerts()) ?? []).map(
    ({ rule, suppressed }) => `${rule} ${suppressed.map(({ kind, id }) => `${kind} ${id}`).join()}`,
  );

describe('a window that only one file has', () => {
  it('goes on, also for alerts that the other replica makes, and ends when both agree', async () => {
    const [first, second] = await open({ maintenance: [deploying('rule=disk-full')] }, {});
    await settleAll();
    await first.observe(holding(clock.now(), { labels: { host: 'one' } }));
    await second.observe(holding(clock.now(), { labels: { host: 'two' } }));
    await settleAll();
    expect(await reasons()).toEqual(
      Array.from({ length: 2 }, () => 'disk-full MAINTENANCE deploying'),
    );
    expect(await first.told()).toEqual([]);
    expect(await typesOf('maintenance.')).toEqual(['maintenance.began']);
    expect(await typesOf('alert.unsuppressed')).toEqual([]);

    await files[0]?.read('new');
    await second.settle();
    expect(await typesOf('maintenance.')).toEqual(['maintenance.began', 'maintenance.ended']);
    expect(await first.told()).toHaveLength(2);
    expect(await reasons()).toEqual(['disk-full ', 'disk-full ']);
  });

  it('ends when the replica that has it stops, or at its time', async () => {
    const [first, second] = await open({ maintenance: [deploying('rule=disk-full', 1)] }, {});
    await first.observe(holding(clock.now()));
    await settleAll();
    clock.advance(hourMs);
    await second.settle();
    expect(await typesOf('maintenance.')).toEqual(['maintenance.began', 'maintenance.ended']);
    expect(await first.told()).toHaveLength(1);

    first.ground.configure({ ...noSettings, maintenance: [deploying('rule=disk-full')] });
    await settleAll();
    expect(await typesOf('maintenance.')).toHaveLength(3);
    await files[0]?.leave();
    await second.settle();
    expect(await typesOf('maintenance.')).toHaveLength(4);
  });

  it('ends at once for both when it was made over the API', async () => {
    const [first, second] = await open({}, {});
    await first.suppression.services.maintenance.create(anna, {
      name: 'move',
      match: ['rule=disk-full'],
      comment: '',
      once: { from: clock.now(), until: new Date(clock.now().getTime() + hourMs) },
    });
    await second.observe(holding(clock.now()));
    await settleAll();
    expect(await reasons()).toEqual(['disk-full MAINTENANCE move']);
    await second.suppression.services.maintenance.end(anna, 'move');
    expect(await reasons()).toEqual(['disk-full ']);
    expect(await typesOf('maintenance.')).toContain('maintenance.ended');
  });
});

describe('a window that both files have differently', () => {
  it('is in force as it was noted, until they agree', async () => {
    const [first, second] = await open(
      { maintenance: [deploying('rule=disk-full', 1)] },
      { maintenance: [deploying('rule=other', 2)] },
    );
    await settleAll();
    await first.observe(holding(clock.now(), { rule: 'other' }));
    await second.observe(holding(clock.now()));
    await settleAll();
    expect(new Set(await reasons())).toEqual(
      new Set(['disk-full MAINTENANCE deploying', 'other ']),
    );
    expect(await typesOf('maintenance.')).toEqual(['maintenance.began']);
    expect(await typesOf('alert.unsuppressed')).toEqual([]);

    await files[0]?.read('new');
    first.ground.configure({ ...noSettings, maintenance: [] });
    await second.settle();
    expect(new Set(await reasons())).toEqual(
      new Set(['disk-full ', 'other MAINTENANCE deploying']),
    );
    expect(await typesOf('maintenance.')).toEqual(['maintenance.began']);
  });
});

describe('an inhibition that only one file has', () => {
  it('keeps quiet what it has until both agree', async () => {
    const inhibition = {
      name: 'worse-first',
      kind: 'INHIBITION' as const,
      source: matchers('rule=source'),
      target: matchers('rule=target'),
      equal: ['host'],
    };
    const dependency = {
      ...inhibition,
      name: 'parent-first',
      kind: 'DEPENDENCY' as const,
      target: matchers('rule=child'),
    };
    const [first, second] = await open(
      { inhibitions: [inhibition], dependencies: [dependency] },
      {},
    );
    await first.observe(holding(clock.now(), { rule: 'source' }));
    await first.observe(holding(clock.now(), { rule: 'target' }));
    await first.observe(holding(clock.now(), { rule: 'child' }));
    await settleAll();
    expect(await first.told()).toEqual(['fire The disk is full']);
    expect(await typesOf('alert.unsuppressed')).toEqual([]);
    await files[0]?.leave();
    await second.settle();
    expect(await typesOf('alert.unsuppressed')).toHaveLength(2);
  });
});
