// Heartbeats on a real store: they are armed by their first report, told as missing at their time, by one of
// several replicas, once, told as returned, and forgotten when they leave the configuration.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  createHeartbeats,
  type HeartbeatsOptions,
  type HeartbeatsPart,
} from '../../../src/alerts/heartbeats/heartbeats.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import type { HeartbeatSettings } from '../../../src/core/heartbeats.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { heartbeats } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { registerReplica } from '../../support/replica-files.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { openRules } from '../alert-rules/rig.ts';
import { listAll } from '../alerts/rig.ts';

const token = 'token-of-a-test-heartbeat';
const minute = 60_000;
const settingsOf = (name: string, more: Partial<HeartbeatSettings> = {}): HeartbeatSettings => ({
  name,
  everyMs: 5 * minute,
  graceMs: minute,
  token,
  ...more,
});
const nightly = settingsOf('nightly');

interface Told {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

let place: TestStore;
let second: Store;
let parts: HeartbeatsPart[] = [];
beforeAll(async () => {
  place = await createTestStore();
  second = openTestStore(place.database.url);
});
afterAll(async () => {
  await second.close();
  await place.close();
});
afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  parts = [];
  await place.store.q.delete(heartbeats);
});

async function startPart(
  clock: FakeClock | ReturnType<typeof createSystemClock>,
  settings: readonly HeartbeatSettings[],
  more: Partial<HeartbeatsOptions> = {},
): Promise<HeartbeatsPart> {
  const part = createHeartbeats({
    store: place.store,
    clock,
    random: createSystemRandom(),
    logger: silentLogger,
    settings,
    settleMs: 0,
    ...more,
  });
  parts.push(part);
  await part.start();
  return part;
}

function startClock(): FakeClock {
  const clock = createFakeClock();
  clock.advance(Date.UTC(2026, 5, 1, 12));
  return clock;
}

/** What the log tells of a heartbeat, in order. */
async function eventsOf(name: string): Promise<readonly Told[]> {
  return place.store.raw<Told[]>`
    select type, payload from hawkwatch_store.events
    where subject = ${`heartbeat:${name}`} order by id`;
}
const typesOf = async (name: string): Promise<readonly string[]> =>
  (await eventsOf(name)).map(({ type }) => type);

/** Moves the time on until so many events are told; no further than a second at a time. */
const passUntil = (clock: FakeClock, name: string, count: number): Promise<readonly string[]> =>
  until(`${count} events of ${name}`, async () => {
    const types = await typesOf(name);
    if (types.length >= count) return types;
    clock.advance(1_000);
    return undefined;
  });

/** Lets all parts do what they do for a time, a second at a time. */
const passUntilIdle = async (clock: FakeClock, ms: number): Promise<void> => {
  const end = clock.now().getTime() + ms;
  await until('the time has passed', () => {
    clock.advance(1_000);
    return clock.now().getTime() >= end;
  });
};

const asleepFor = (clock: FakeClock, ms: number): Promise<boolean> =>
  until(`it sleeps for ${ms} ms`, () => clock.untilNext() === ms);

describe('a heartbeat', () => {
  it('is armed by its first report, missed at its time, and told when it returns', async () => {
    const clock = startClock();
    const { service } = await startPart(clock, [nightly], { pollMs: 3_600_000 });
    await asleepFor(clock, 3_600_000);
    clock.advance(3_600_000);
    expect(await service.list()).toMatchObject([{ state: 'WAITING', count: 0, lastAt: null }]);
    await asleepFor(clock, 3_600_000);

    const lastAt = clock.now();
    expect(await service.receive('nightly')).toMatchObject({ status: 200 });
    await asleepFor(clock, 6 * minute);
    clock.advance(6 * minute - 1);
    await asleepFor(clock, 1);
    expect(await service.list()).toMatchObject([{ state: 'OK', count: 1, lastAt }]);
    expect(await eventsOf('nightly')).toEqual([]);

    clock.advance(1);
    await until('it is missed', async () => (await eventsOf('nightly')).length === 1);
    const dueAt = clock.now();
    expect(await service.list()).toMatchObject([{ state: 'MISSING', dueAt, missingSince: dueAt }]);
    await asleepFor(clock, 3_600_000);
    clock.advance(10 * minute);
    await service.receive('nightly');
    expect(await service.list()).toMatchObject([{ state: 'OK', count: 2, missingSince: null }]);
    expect(await eventsOf('nightly')).toMatchObject([
      {
        type: 'heartbeat.missed',
        payload: {
          name: 'nightly',
          lastAt: lastAt.toISOString(),
          dueAt: dueAt.toISOString(),
          missedMs: 0,
          everyMs: 5 * minute,
          graceMs: minute,
        },
      },
      { type: 'heartbeat.returned', payload: { name: 'nightly', missedMs: 10 * minute } },
    ]);
  });

  it('is told once, whichever of three replicas is first, and again each time', async () => {
    const clock = startClock();
    const one = settingsOf('shared');
    const replicas = await Promise.all(
      [place.store, second, place.store].map((store) => startPart(clock, [one], { store })),
    );
    const expected: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(replicas.map(({ service }) => service.receive('shared')));
      if (round > 0) expected.push('heartbeat.returned');
      expect(await typesOf('shared')).toEqual(expected);
      clock.advance(6 * minute);
      expected.push('heartbeat.missed');
      expect(await passUntil(clock, 'shared', expected.length)).toEqual(expected);
    }
    // Whoever was late looks again, and finds nothing to tell.
    for (let n = 0; n < 20; n += 1) {
      clock.advance(5_000);
      expect(await typesOf('shared')).toEqual(expected);
    }
  });

  it('is told by another replica when the one that took its report is gone', async () => {
    const clock = startClock();
    const one = settingsOf('orphan');
    const first = await startPart(clock, [one]);
    await startPart(clock, [one], { store: second });
    await first.service.receive('orphan');
    await first.stop();
    clock.advance(6 * minute);
    expect(await passUntil(clock, 'orphan', 1)).toEqual(['heartbeat.missed']);
  });

  it('is not missing just after a start, because nobody listened before', async () => {
    const clock = startClock();
    const one = settingsOf('early');
    const first = await startPart(clock, [one]);
    await first.service.receive('early');
    await first.stop();
    clock.advance(3_600_000);
    await startPart(clock, [one], { settleMs: 30_000, pollMs: 3_600_000 });
    await asleepFor(clock, 30_000);
    expect(await typesOf('early')).toEqual([]);
    clock.advance(30_000);
    expect(await passUntil(clock, 'early', 1)).toEqual(['heartbeat.missed']);
  });

  it('is kept while another replica has it in its file, and forgotten once all agree', async () => {
    const clock = startClock();
    const old = await registerReplica(place.store, 'old');
    const fresh = await registerReplica(place.store, 'new');
    const first = await startPart(clock, [settingsOf('rolling')], { agreed: old.agreed });
    expect(await first.service.receive('rolling')).toMatchObject({ status: 200 });
    // The one with the new file starts, is configured again, and looks again and again.
    const newer = await startPart(clock, [], { store: second, agreed: fresh.agreed });
    await newer.configure([]);
    await passUntilIdle(clock, 60_000);
    expect(await typesOf('rolling')).toEqual([]);
    expect(await first.service.list()).toMatchObject([{ state: 'OK', count: 1 }]);
    await old.leave();
    await passUntil(clock, 'rolling', 1);
    expect(await typesOf('rolling')).toEqual(['heartbeat.removed']);
    await fresh.leave();
  });

  it('is forgotten when it leaves the configuration; its times follow the configuration', async () => {
    const clock = startClock();
    const part = await startPart(clock, [settingsOf('gone'), settingsOf('kept')]);
    await part.service.receive('gone');
    await part.service.receive('kept');
    const kept = settingsOf('kept', { everyMs: 60 * minute, graceMs: 60 * minute });
    const dueAt = new Date(clock.now().getTime() + 120 * minute);
    await part.configure([kept]);
    expect(await part.service.list()).toMatchObject([{ name: 'kept', dueAt, state: 'OK' }]);
    expect(await typesOf('gone')).toEqual(['heartbeat.removed']);
    expect(part.service.refuse('gone', { authorization: `Bearer ${token}` })?.status).toBe(401);
    // One that left while nobody ran is forgotten at the next start.
    await part.stop();
    await startPart(clock, []);
    expect(await typesOf('kept')).toEqual(['heartbeat.removed']);
    expect(await place.store.q.select().from(heartbeats)).toEqual([]);
  });
});

describe('the default rule', () => {
  it('opens an alert for each that is missing, which ends with its return or removal', async () => {
    const rules = await openRules(place);
    const quick = { everyMs: 200, graceMs: 100 };
    const part = await startPart(createSystemClock(), [
      settingsOf('back', quick),
      settingsOf('dropped', quick),
    ]);
    await part.service.receive('back');
    await part.service.receive('dropped');
    const states = async (): Promise<string> =>
      (await listAll(place.store))
        .filter(({ rule }) => rule === 'heartbeat-missing')
        .map(({ labels, state }) => `${labels['heartbeat'] ?? ''} ${state}`)
        .toSorted()
        .join();
    const are = (wanted: string) => until(wanted, async () => (await states()) === wanted, 30_000);
    await are('back FIRING,dropped FIRING');
    const [alert] = await listAll(place.store);
    expect(alert).toMatchObject({ type: 'HEARTBEAT_MISSING', severity: 'CRITICAL' });
    await part.configure([settingsOf('back')]);
    await are('back FIRING,dropped RESOLVED');
    await part.service.receive('back');
    await are('back RESOLVED,dropped RESOLVED');
    await rules.stop();
  });
});
