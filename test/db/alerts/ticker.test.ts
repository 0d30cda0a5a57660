import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createAlertCore, type AlertCore } from '../../../src/alerts/alert-core.ts';
import { createAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import { findLateness } from '../../../src/alerts/health.ts';
import {
  createTimelineTrimmer,
  forgetOldAlerts,
  longestTimeline,
} from '../../../src/alerts/retention.ts';
import { insertTimeline, listTimeline } from '../../../src/store/alert-timeline.ts';
import { createAlertTicker, type AlertTicker } from '../../../src/alerts/ticker.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { captureLog } from '../../support/log-capture.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { holding, listAll, over } from './rig.ts';

let stored: TestStore;
let clock: FakeClock;
const cores: AlertCore[] = [];

beforeAll(async () => {
  stored = await createTestStore();
});
afterAll(() => stored.close());
beforeEach(async () => {
  await stored.store.q.execute(sql`delete from hawkwatch_store.alerts`);
  await stored.store.q.execute(sql`delete from hawkwatch_store.events`);
  clock = createFakeClock();
  clock.advance(1_000_000_000);
});

function openCore(store = stored.store, followers: readonly AlertFollower[] = []): AlertCore {
  const core = createAlertCore({
    store,
    clock,
    random: createSystemRandom(),
    logger: captureLog().logger,
    followers,
    retentionMs: () => 86_400_000,
  });
  cores.push(core);
  return core;
}

async function closeCores(): Promise<void> {
  await Promise.all(cores.splice(0).map((core) => core.stop()));
}

const observe = (core: AlertCore, ...seen: Parameters<AlertCore['engine']['observe']>[1]) =>
  stored.store.transaction((tx) => core.engine.observe(tx, seen, clock.now()));

const stateIs = (state: string) => async (): Promise<boolean> => {
  const [alert] = await listAll(stored.store);
  return alert?.state === state;
};

describe('the ticker', () => {
  it('is woken by whoever writes, and does everything to the millisecond', async () => {
    const { store } = stored;
    const { logger } = captureLog();
    const woken: { ticker?: AlertTicker } = {};
    const engine = createAlertEngine({
      store,
      clock,
      random: createSystemRandom(),
      following: createFollowing([]),
      onWake: (at) => woken.ticker?.expect(at),
    });
    // By itself it would look once an hour.
    const ticker = createAlertTicker({ store, clock, engine, logger, idleMs: 3_600_000 });
    woken.ticker = ticker;
    ticker.start();
    const planned = (ms: number) =>
      until(`it is to look in ${ms} ms`, () => clock.untilNext() === ms || undefined);
    const see = (...seen: Parameters<typeof engine.observe>[1]) =>
      store.transaction((tx) => engine.observe(tx, seen, clock.now()));
    try {
      await planned(3_600_000);
      const start = clock.now().getTime();
      await see(holding(clock.now(), { forMs: 10_000, keepFiringForMs: 5_000 }));
      await planned(10_000);
      clock.advance(10_000);
      await until('the alert fires', stateIs('FIRING'));
      await planned(3_600_000);
      await see(over(clock.now()));
      await planned(5_000);
      clock.advance(5_000);
      await until('the alert is resolved', stateIs('RESOLVED'));
      const [alert] = await listAll(store);
      expect(alert?.firedAt?.getTime()).toBe(start + 10_000);
      expect(alert?.resolvedAt?.getTime()).toBe(start + 15_000);
    } finally {
      await ticker.stop();
    }
  });

  it('changes each alert once, though two replicas look at the same moment', async () => {
    const other = openTestStore(stored.database.url);
    const here = openCore();
    const there = openCore(other);
    try {
      const at = clock.now();
      const many = Array.from({ length: 1200 }, (_, n) =>
        holding(at, { labels: { n: String(n) }, forMs: 60_000 }),
      );
      await observe(here, ...many);
      clock.advance(60_000);
      const done = await Promise.all([here.ticker.tick(), there.ticker.tick()]);
      await here.ticker.tick();
      expect((done[0] ?? 0) + (done[1] ?? 0)).toBeGreaterThan(0);
      const [told] = await stored.store.q.execute<{ n: number; alerts: number }>(sql`
        select count(*)::int as n, count(distinct subject)::int as alerts
        from hawkwatch_store.events where type = 'alert.fired'`);
      expect(told).toEqual({ n: 1200, alerts: 1200 });
    } finally {
      await closeCores();
      await other.close();
    }
  });

  it('lets one that fails keep nobody else', async () => {
    const core = openCore(stored.store, [
      {
        follow: (_tx, changes) => {
          const fails = changes.some(
            ({ kind, alert }) => kind === 'FIRED' && alert.labels['n'] === '3',
          );
          return fails ? Promise.reject(new Error('a bug')) : Promise.resolve(changes);
        },
      },
    ]);
    const at = clock.now();
    await observe(
      core,
      ...Array.from({ length: 8 }, (_, n) =>
        holding(at, { labels: { n: String(n) }, forMs: 60_000 }),
      ),
    );
    clock.advance(60_000);
    await expect(core.ticker.tick()).rejects.toThrow('1 alerts that are due failed');
    const pending = (await listAll(stored.store)).filter(({ state }) => state === 'PENDING');
    expect(pending.map(({ labels }) => labels['n'])).toEqual(['3']);
    expect(await findLateness({ store: stored.store, clock })).toBeUndefined();
    clock.advance(31_000);
    expect(await findLateness({ store: stored.store, clock })).toContain('due since 31 s');
    await closeCores();
  });
});

describe('retention', () => {
  it('forgets what was resolved long ago, but no open and no held alert', async () => {
    const core = openCore();
    const labels = (n: string) => ({ labels: { n } });
    await observe(core, ...['over', 'open', 'held'].map((n) => holding(clock.now(), labels(n))));
    await observe(core, over(clock.now(), labels('over')));
    const held = (await listAll(stored.store)).find((alert) => alert.labels['n'] === 'held');
    const admin = { id: 'a', name: 'anna', role: 'admin', origin: 'test' } as const;
    await core.commands.resolve(admin, [held?.id ?? '']);
    clock.advance(2 * 86_400_000);
    await observe(core, holding(clock.now(), labels('held')));
    const alertsMs = () => 86_400_000;
    expect(await forgetOldAlerts({ store: stored.store, clock, alertsMs })).toBe(1);
    const left = await listAll(stored.store);
    expect(new Set(left.map((alert) => alert.labels['n']))).toEqual(new Set(['held', 'open']));
  });

  it('cuts a timeline that has become too long, whenever it grew, and no other', async () => {
    const core = openCore();
    const { store } = stored;
    await observe(core, ...['long', 'short'].map((n) => holding(clock.now(), { labels: { n } })));
    const found = await listAll(store);
    const idOf = (n: string) => found.find(({ labels }) => labels['n'] === n)?.id ?? '';
    const grow = (n: string, count: number) =>
      insertTimeline(
        store.q,
        Array.from({ length: count }, (_, place) => ({
          alertId: idOf(n),
          at: clock.now(),
          kind: 'COMMENTED',
          actor: null,
          text: `${place}`,
          detail: {},
        })),
      );
    const texts = async (n: string) =>
      (await listTimeline(store.q, idOf(n), { limit: 5000 })).map(({ text }) => text);
    const trim = createTimelineTrimmer(store);
    await grow('long', longestTimeline + 5);
    await grow('short', 5);
    await trim();
    expect(await texts('long')).toHaveLength(longestTimeline);
    expect((await texts('long'))[0]).toBe('5');
    expect(await texts('short')).toHaveLength(6);
    await grow('long', 3);
    await trim();
    expect(await texts('long')).toHaveLength(longestTimeline);
    expect((await texts('long')).at(-1)).toBe('2');
  });
});
