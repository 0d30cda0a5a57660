// What must hold of every course of events: whoever was told that something fires is told that it is over, in
// that order, and nobody is told without a reason.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { isFiring } from '../../../src/core/alerts.ts';
import { alerts, deliveries, notificationGroups } from '../../../src/store/schema/index.ts';
import { inArray, eq } from '../../../src/store/drizzle.ts';
import { findNextFlush } from '../../../src/store/notification-groups.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../support/seeded.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { holding, over } from '../alerts/rig.ts';
import { chat, createRouterRig, route, type RouterRig, type ToldMessage } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.store.q.delete(notificationGroups);
  await test.store.q.delete(deliveries);
  await test.store.q.delete(alerts);
});

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** One key's messages, checked one after the other; returns what was told and has not ended. */
function check(messages: readonly ToldMessage[], repeatIntervalMs: number): ReadonlySet<string> {
  const open = new Set<string>();
  let lastAtMs = Number.NEGATIVE_INFINITY;
  for (const { reason, alerts: told, atMs, status } of messages) {
    const firing = told.filter((one) => one.status === 'firing').map((one) => one.fingerprint);
    const resolved = told.filter((one) => one.status === 'resolved').map((one) => one.fingerprint);
    expect(new Set([...firing, ...resolved]).size).toBe(told.length);
    for (const one of resolved) expect(open).toContain(one);
    // Whoever came late told it late, by less than an interval of the group; repetitions keep to its ticks.
    const isEarly = reason === 'REPEAT' && atMs - lastAtMs <= repeatIntervalMs - 5 * minute;
    expect(isEarly).toBe(false);
    const tellsEnds = reason === 'SOME_RESOLVED' || reason === 'ALL_RESOLVED';
    expect(tellsEnds && resolved.length === 0).toBe(false);
    expect(reason === 'FIRST_NOTIFICATION' && firing.length === 0).toBe(false);
    for (const one of resolved) open.delete(one);
    for (const one of firing) open.add(one);
    expect(status).toBe(open.size > 0 ? 'firing' : 'resolved');
    lastAtMs = atMs;
  }
  return open;
}

async function setSuppressed(rig: RouterRig, host: string, on: boolean): Promise<void> {
  const alert = (await rig.alerts()).find(
    ({ labels, state }) => labels['host'] === host && isFiring(state),
  );
  if (alert === undefined || alert.suppressed.length > 0 === on) return;
  const suppressed = on
    ? [{ kind: 'SILENCE' as const, id: 's', reason: 'quiet', until: null }]
    : [];
  await rig.store.transaction(async (tx) => {
    await tx.q.update(alerts).set({ suppressed }).where(eq(alerts.id, alert.id));
    const kind = on ? ('SUPPRESSED' as const) : ('UNSUPPRESSED' as const);
    await rig.router.follow(tx, [{ kind, alert: { ...alert, suppressed } }], rig.clock.now());
  });
}

const crash = new Error('killed');

/** One step of a random course of events; some steps die before their commit. */
async function step(rig: RouterRig, random: Seeded): Promise<void> {
  const host = `h${random.integer(6)}`;
  const what = random.integer(10);
  if (what < 6) {
    const labels = { host };
    const now = rig.clock.now();
    const seen = what < 4 ? holding(now, { labels }) : over(now, { labels });
    const dies = random.integer(8) === 0;
    await rig.store
      .transaction(async (tx) => {
        await rig.engine.observe(tx, [seen], now);
        if (dies) throw crash;
      })
      .catch((error: unknown) => {
        if (error !== crash) throw error;
      });
  } else if (what < 8) await setSuppressed(rig, host, random.integer(2) === 0);
  else if (what === 8) {
    // Nobody looked for a while.
    rig.clock.advance(random.integer(20) * minute);
    await rig.router.flushDue(rig.clock.now());
  } else await rig.router.reroute(() => rig.clock.now());
  await rig.run(random.integer(4) * random.integer(100) * second);
}

describe('every course of events', () => {
  it('tells the end of whatever was told, in order, and forgets nobody', async () => {
    const seed = chooseSeed();
    print(`seed ${seed}`);
    const random = createSeeded(seed);
    for (let round = 0; round < 6; round += 1) {
      await test.store.q.delete(notificationGroups);
      await test.store.q.delete(deliveries);
      await test.store.q.delete(alerts);
      const repeatIntervalMs = 20 * minute;
      const groupWaitMs = random.integer(2) * 30 * second;
      const rig = createRouterRig(test.store, {
        channels: [chat, { name: 'mail', sendResolved: true }],
        routes: [
          route('one', { goOn: true, groupWaitMs, repeatIntervalMs }),
          route('two', { channels: ['mail'], groupBy: ['...'], groupWaitMs, repeatIntervalMs }),
        ],
      });
      for (let count = 0; count < 40; count += 1) await step(rig, random);
      // Nothing that may be told is left untold: all silences end, and everybody has their tick.
      for (let host = 0; host < 6; host += 1) await setSuppressed(rig, `h${host}`, false);
      await rig.run(6 * minute);
      const fires = new Set(
        (await rig.alerts())
          .filter(({ state }) => isFiring(state))
          .map(({ fingerprint }) => fingerprint),
      );
      const told = [...(await rig.told())];
      const openOf = (channel: string) => {
        const byKey = Map.groupBy(
          told.filter((one) => one.channel === channel),
          ({ orderKey }) => orderKey,
        );
        return new Set([...byKey.values()].flatMap((one) => [...check(one, repeatIntervalMs)]));
      };
      expect(openOf('chat')).toEqual(fires);
      expect(openOf('mail')).toEqual(fires);
      // And at the end, all of it is over; what flaps, after half an hour without a change.
      for (const waitMs of [31 * minute, 6 * minute]) {
        for (let host = 0; host < 6; host += 1) await rig.end(`h${host}`);
        await rig.run(waitMs);
      }
      told.push(...(await rig.told()));
      expect(openOf('chat')).toEqual(new Set());
      expect(openOf('mail')).toEqual(new Set());
      await rig.run(25 * hour);
      expect(await test.store.q.select().from(notificationGroups)).toEqual([]);
    }
  }, 240_000);
});

describe('thirty days', () => {
  it('have the repetitions that they should, and take no time', async () => {
    const rig = createRouterRig(test.store, { routes: [route('all', { groupBy: ['host'] })] });
    await rig.fire('one');
    const startMs = performance.now();
    await rig.run(30 * 24 * hour);
    await rig.end('one');
    await rig.run(hour);
    print(`30 days took ${Math.round(performance.now() - startMs)} ms`);
    const told = await rig.told();
    const repeats = told.filter(({ reason }) => reason === 'REPEAT');
    expect(repeats.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 179 }, (_, index) => 30 * second + (index + 1) * 4 * hour),
    );
    expect(told.length).toBe(repeats.length + 2);
  }, 120_000);
});

describe('two replicas', () => {
  it('look at each group once, whoever is first', async () => {
    const other = openTestStore(test.database.url);
    try {
      const rig = createRouterRig(test.store, { routes: [route('all', { groupBy: ['...'] })] });
      const twin = createRouterRig(other, {
        routes: [route('all', { groupBy: ['...'] })],
        clock: rig.clock,
      });
      const observations = Array.from({ length: 1000 }, (_, n) =>
        holding(rig.clock.now(), { labels: { host: `h${n}` } }),
      );
      await rig.observe(...observations);
      rig.clock.advance(minute);
      const work = async ({ router }: RouterRig): Promise<number> => {
        let all = 0;
        for (;;) {
          const count = await router.flushDue(rig.clock.now());
          all += count;
          const next = await findNextFlush(test.store.q);
          if (count === 0 && (next === undefined || next > rig.clock.now())) return all;
        }
      };
      const counts = await Promise.all([work(rig), work(twin), work(rig), work(twin)]);
      expect(counts.reduce((sum, one) => sum + one)).toBe(1000);
      const told = await rig.told();
      expect(new Set(told.map(({ orderKey }) => orderKey)).size).toBe(1000);
      expect(told.length).toBe(1000);
    } finally {
      await other.close();
    }
  }, 120_000);
});

describe('ten thousand alerts', () => {
  const count = 10_000;
  const observe = async (rig: RouterRig, ends: boolean): Promise<void> => {
    for (let from = 0; from < count; from += 500) {
      const now = rig.clock.now();
      const some = Array.from({ length: 500 }, (_, n) => {
        const labels = { host: `h${from + n}` };
        return ends ? over(now, { labels }) : holding(now, { labels });
      });
      await rig.observe(...some);
    }
  };

  it.each([
    ['of one group', ['rule']],
    ['of as many groups', ['...']],
  ])(
    '%s are told and ended',
    async (name, groupBy) => {
      const rig = createRouterRig(test.store, { routes: [route('all', { groupBy })] });
      const time = async (what: string, work: () => Promise<void>): Promise<void> => {
        const startMs = performance.now();
        await work();
        print(`${count} ${name}, ${what}: ${Math.round(performance.now() - startMs)} ms`);
      };
      await time('fired', () => observe(rig, false));
      await time('told', () => rig.run(minute));
      await time('over', () => observe(rig, true));
      await time('told to be over', () => rig.run(10 * minute));
      const told = await rig.told();
      const ofStatus = (status: string) =>
        told.flatMap((one) => (one.status === status ? one.alerts : []));
      expect(ofStatus('firing').length).toBe(count);
      expect(ofStatus('resolved').length).toBe(count);
      const rest = await test.store.q
        .select()
        .from(notificationGroups)
        .where(inArray(notificationGroups.route, ['all']));
      expect(rest.every((group) => group.told === null)).toBe(true);
    },
    240_000,
  );
});
