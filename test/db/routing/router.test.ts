// Who is told of what and when: the alert engine, the router and its groups on a real store.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { findMatcher } from '../../../src/core/matchers.ts';
import type { AlertChange } from '../../../src/store/alert-changes.ts';
import { eq, sql } from '../../../src/store/drizzle.ts';
import { updateKnownChannels } from '../../../src/store/channel-states.ts';
import {
  alerts,
  alertSuspects,
  channelStates,
  deliveries,
  notificationGroupMembers,
  notificationGroups,
} from '../../../src/store/schema/index.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { over } from '../alerts/rig.ts';
import { chat, createRouterRig, route, type RouterRig } from './rig.ts';

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

const second = 1000;
const minute = 60 * second;
const matchers = (...texts: string[]) => texts.flatMap((text) => findMatcher(text) ?? []);
const silence = {
  kind: 'SILENCE',
  id: 's',
  reason: 'silenced by anna: deploying',
  until: null,
} as const;

/** What suppression does: writes the reason, and tells those who follow. */
async function suppress(rig: RouterRig, host: string, on: boolean): Promise<void> {
  const alert = (await rig.alerts()).find(
    (one) => one.labels['host'] === host && one.state !== 'RESOLVED',
  );
  if (alert === undefined) throw new Error('there is no such alert');
  const suppressed = on ? [silence] : [];
  await rig.store.transaction(async (tx) => {
    await tx.q.update(alerts).set({ suppressed }).where(eq(alerts.id, alert.id));
    const kind = on ? 'SUPPRESSED' : 'UNSUPPRESSED';
    await rig.router.follow(tx, [{ kind, alert: { ...alert, suppressed } }], rig.clock.now());
  });
}

async function acknowledge(rig: RouterRig, host: string, on: boolean): Promise<void> {
  const alert = (await rig.alerts()).find((one) => one.labels['host'] === host);
  if (alert === undefined) throw new Error('there is no such alert');
  const set = on
    ? ({ state: 'ACKNOWLEDGED', acknowledgedAt: rig.clock.now(), acknowledgedBy: 'anna' } as const)
    : ({ state: 'FIRING', acknowledgedAt: null, acknowledgedBy: null } as const);
  const change: AlertChange = {
    kind: on ? 'ACKNOWLEDGED' : 'UNACKNOWLEDGED',
    alert: { ...alert, ...set },
  };
  await rig.store.transaction(async (tx) => {
    await tx.q.update(alerts).set(set).where(eq(alerts.id, alert.id));
    await rig.router.follow(tx, [change], rig.clock.now());
  });
}

describe('a group', () => {
  it('waits, is told, hears of more with its next tick, and of the end', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(10 * second);
    await rig.fire('two');
    await rig.run(60 * second);
    await rig.fire('three');
    await rig.end('one');
    await rig.run(10 * minute);
    await rig.end('two');
    await rig.end('three');
    await rig.run(minute * 60);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one +two',
      'chat 330s NEW_ALERTS +two +three -one',
      'chat 930s ALL_RESOLVED -two -three',
    ]);
    expect(await test.store.q.select().from(notificationGroupMembers)).toEqual([]);
  });

  it('tells nothing of what is over before its wait is', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(20 * second);
    await rig.end('one');
    await rig.run(60 * minute);
    expect(await rig.lines()).toEqual([]);
    expect(await test.store.q.select().from(notificationGroups)).toEqual([]);
  });

  it('never tells the end of what began between two ticks', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    await rig.fire('two');
    await rig.run(second);
    await rig.end('two');
    await rig.run(20 * minute);
    expect(await rig.lines()).toEqual(['chat 30s FIRST_NOTIFICATION +one']);
  });

  it('is told at once without a wait, in the transaction of the change', async () => {
    const rig = createRouterRig(test.store, { routes: [route('all', { groupWaitMs: 0 })] });
    await rig.fire('one');
    expect(await rig.lines()).toEqual(['chat 0s FIRST_NOTIFICATION +one']);
    await rig.run(second);
    await rig.fire('two');
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual(['chat 300s NEW_ALERTS +one +two']);
  });

  it('is repeated with the first tick at which it is time, and never when somebody has it', async () => {
    const rig = createRouterRig(test.store, {
      routes: [route('all', { repeatIntervalMs: 12 * minute })],
    });
    await rig.fire('one');
    await rig.run(35 * minute);
    await acknowledge(rig, 'one', true);
    await rig.run(120 * minute);
    await acknowledge(rig, 'one', false);
    await rig.run(10 * minute);
    await rig.end('one');
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 930s REPEAT +one',
      'chat 1830s REPEAT +one',
      'chat 9330s REPEAT +one',
      'chat 9930s ALL_RESOLVED -one',
    ]);
  });

  it('opens anew under another id when something fires after the end', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    await rig.end('one');
    await rig.run(10 * minute);
    const [first] = await test.store.q.select().from(notificationGroups);
    await rig.fire('one');
    const [again] = await test.store.q.select().from(notificationGroups);
    expect(again).toMatchObject({ key: first?.key, told: null, flushedAt: null });
    expect(again?.id).not.toBe(first?.id);
    await rig.run(minute);
    await rig.end('one');
    await rig.run(2 * 86_400 * second);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 330s ALL_RESOLVED -one',
      'chat 690s FIRST_NOTIFICATION +one',
      'chat 990s ALL_RESOLVED -one',
    ]);
    expect(await test.store.q.select().from(notificationGroups)).toEqual([]);
  });

  it('keeps its ticks when somebody comes late', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    rig.clock.advance(30 * second + 17 * minute);
    await rig.router.flushDue(rig.clock.now());
    await rig.fire('two');
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([
      'chat 1050s FIRST_NOTIFICATION +one',
      'chat 1230s NEW_ALERTS +one +two',
    ]);
  });

  it('tells a channel that wants no ends of nothing but new fires', async () => {
    const rig = createRouterRig(test.store, { channels: [{ name: 'chat', sendResolved: false }] });
    await rig.fire('one');
    await rig.run(second);
    await rig.fire('two');
    await rig.run(minute);
    await rig.end('one');
    await rig.run(10 * minute);
    await rig.fire('one');
    await rig.run(10 * minute);
    await rig.end('one');
    await rig.end('two');
    await rig.run(60 * minute);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one +two',
      'chat 930s NEW_ALERTS +two +one',
    ]);
  });

  it('shows the worst first, with what changed before in words', async () => {
    const rig = createRouterRig(test.store, { routes: [route('all', { groupWaitMs: minute })] });
    await rig.fire('minor', { severity: 'INFO' });
    await rig.fire('major', { severity: 'CRITICAL' });
    const [alert] = (await rig.alerts()).filter(({ severity }) => severity === 'CRITICAL');
    await test.store.q.insert(alertSuspects).values({
      alertId: alert?.id ?? '',
      rank: 1,
      eventId: 1,
      event: { type: 'migration.completed', subject: 'database:shop', audience: 'viewer' },
      score: 1,
      reason: 'migration 0042 ended 20 s before',
    });
    await rig.run(minute);
    const [message] = await rig.told();
    expect(message?.alerts.map(({ severity, suspects }) => [severity, suspects])).toEqual([
      ['CRITICAL', ['migration 0042 ended 20 s before']],
      ['INFO', []],
    ]);
  });
});

describe('suppressed alerts', () => {
  it('are absent, and told when it ends', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await suppress(rig, 'one', true);
    await rig.run(20 * minute);
    expect(await rig.lines()).toEqual([]);
    await suppress(rig, 'one', false);
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual(['chat 1230s FIRST_NOTIFICATION +one']);
  });

  it('are told to be over, when they were told before', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    await suppress(rig, 'one', true);
    await rig.run(10 * minute);
    await rig.end('one');
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 930s ALL_RESOLVED -one',
    ]);
  });

  it('keep the message firing while another one is over', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.fire('two');
    await rig.run(minute);
    await suppress(rig, 'one', true);
    await rig.end('two');
    await rig.run(10 * minute);
    await rig.end('one');
    await rig.run(10 * minute);
    const told = await rig.told();
    expect(told.map(({ reason, status }) => [reason, status])).toEqual([
      ['FIRST_NOTIFICATION', 'firing'],
      ['SOME_RESOLVED', 'firing'],
      ['ALL_RESOLVED', 'resolved'],
    ]);
  });
});

describe('hours', () => {
  const hours = {
    from: '09:00',
    to: '17:00',
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    timeZone: 'UTC',
  } as const;
  const hour = 60 * minute;

  it('hold back what fires until they begin, and tell the end at any time', async () => {
    // The clock begins on a Thursday at midnight.
    const rig = createRouterRig(test.store, { routes: [route('all', { hours })] });
    await rig.fire('one');
    await rig.run(8 * hour);
    expect(await rig.lines()).toEqual([]);
    await rig.run(10 * hour);
    expect(await rig.lines()).toEqual([
      'chat 32400s FIRST_NOTIFICATION +one',
      'chat 46800s REPEAT +one',
    ]);
    // It is 18:00: another one waits for Friday, the end does not.
    await rig.fire('two');
    await rig.end('one');
    await rig.run(hour);
    expect(await rig.lines()).toEqual(['chat 64800s ALL_RESOLVED -one']);
    await rig.run(20 * hour);
    expect(await rig.lines()).toEqual([
      'chat 118800s FIRST_NOTIFICATION +two',
      'chat 133200s REPEAT +two',
    ]);
  });

  it('say nothing of what is over before they begin', async () => {
    const rig = createRouterRig(test.store, { routes: [route('all', { hours })] });
    await rig.fire('one');
    await rig.run(hour);
    await rig.end('one');
    await rig.run(24 * hour);
    expect(await rig.lines()).toEqual([]);
  });
});

describe('an alert that becomes worse', () => {
  it('is told again at the next tick, also when somebody has it; one that becomes better is not', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one', { severity: 'WARNING' });
    await rig.run(minute);
    await acknowledge(rig, 'one', true);
    await rig.fire('one', { severity: 'CRITICAL' });
    await rig.run(10 * minute);
    await rig.fire('one', { severity: 'WARNING' });
    await rig.run(10 * minute);
    await rig.fire('one', { severity: 'CRITICAL' });
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 330s NEW_ALERTS +one',
    ]);
  });
});

describe('other routes after a reload', () => {
  it('are told of what fires already; the old channel hears the end', async () => {
    const mail = { name: 'mail', sendResolved: true };
    const rig = createRouterRig(test.store, { channels: [chat, mail] });
    await rig.fire('one');
    await rig.run(minute);
    rig.router.configure({
      routes: [route('other', { channels: ['mail'] })],
      channels: [chat, mail],
    });
    await rig.router.reroute(() => rig.clock.now());
    await rig.run(5 * 60 * minute);
    await rig.end('one');
    await rig.run(10 * minute);
    const lines = await rig.lines();
    expect(lines.filter((line) => line.startsWith('chat'))).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 18330s ALL_RESOLVED -one',
    ]);
    expect(lines.filter((line) => line.startsWith('mail'))).toEqual([
      'mail 90s FIRST_NOTIFICATION +one',
      'mail 14490s REPEAT +one',
      'mail 18090s ALL_RESOLVED -one',
    ]);
  });

  it('are not told of an alert that ends while it is led over them', async () => {
    const rig = createRouterRig(test.store, { routes: [route('none', { channels: [] })] });
    await rig.fire('one');
    rig.router.configure({ routes: [route('new', { groupWaitMs: 0 })], channels: [chat] });
    const replica = openTestStore(test.database.url);
    let isDone = false;
    const ending = await replica.transaction(async (tx) => {
      const now = rig.clock.now();
      await rig.engine.observe(tx, [over(now, { labels: { host: 'one' } })], now);
      const rerouting = rig.router
        .reroute(() => now)
        .finally(() => {
          isDone = true;
        });
      await until('it waits for the end', async () => {
        const [waits] = await test.store.q.execute<{ count: number }>(sql`
          select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        return isDone || (waits?.count ?? 0) > 0;
      });
      return { rerouting };
    });
    await ending.rerouting;
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([]);
    await replica.close();
  });

  it('tell nothing again that they told before', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    await rig.router.reroute(() => rig.clock.now());
    await rig.run(60 * minute);
    expect(await rig.lines()).toEqual(['chat 30s FIRST_NOTIFICATION +one']);
  });

  it('give their intervals to the groups that exist', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    rig.router.configure({
      routes: [route('all', { repeatIntervalMs: 20 * minute, groupIntervalMs: minute })],
      channels: [chat],
    });
    await rig.router.reroute(() => rig.clock.now());
    await rig.run(21 * minute);
    await rig.end('one');
    await rig.run(2 * minute);
    expect(await rig.lines()).toEqual([
      'chat 30s FIRST_NOTIFICATION +one',
      'chat 1230s REPEAT +one',
      'chat 1350s ALL_RESOLVED -one',
    ]);
  });

  it('lose nothing to a replica that does not know them yet', async () => {
    const fresh = createRouterRig(test.store, { routes: [route('fresh')] });
    const stale = createRouterRig(test.store, { routes: [route('old')], clock: fresh.clock });
    await fresh.fire('one');
    fresh.clock.advance(30 * second);
    await stale.router.flushDue(fresh.clock.now());
    await fresh.run(10 * minute);
    expect(await fresh.lines()).toEqual(['chat 330s FIRST_NOTIFICATION +one']);
  });

  it('follow an alert whose severity changes', async () => {
    const mail = { name: 'mail', sendResolved: true };
    const rig = createRouterRig(test.store, {
      routes: [
        route('bad', { match: matchers('severity=CRITICAL'), channels: ['mail'], groupWaitMs: 0 }),
        route('all', { groupWaitMs: 0 }),
      ],
      channels: [chat, mail],
    });
    await rig.fire('one', { severity: 'INFO' });
    rig.clock.advance(second);
    await rig.fire('one', { severity: 'CRITICAL' });
    await rig.run(10 * minute + second);
    await rig.end('one');
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual([
      'chat 0s FIRST_NOTIFICATION +one',
      'mail 1s FIRST_NOTIFICATION +one',
      'chat 900s ALL_RESOLVED -one',
      'mail 901s ALL_RESOLVED -one',
    ]);
  });
});

describe('a channel that a replica does not know', () => {
  const mail = { name: 'mail', sendResolved: true };
  const without = { routes: [route('all', { channels: ['mail'] })], channels: [mail] };
  const groups = () => test.store.q.select().from(notificationGroups);

  it('is told of the end by another one that does', async () => {
    const rig = createRouterRig(test.store);
    const stale = createRouterRig(test.store, { ...without, clock: rig.clock });
    await rig.fire('one');
    await rig.run(minute);
    await rig.end('one');
    rig.clock.advance(5 * minute);
    await stale.router.flushDue(rig.clock.now());
    expect(await rig.lines()).toEqual(['chat 30s FIRST_NOTIFICATION +one']);
    await rig.run(10 * minute);
    expect(await rig.lines()).toEqual(['chat 420s ALL_RESOLVED -one']);
  });

  it('hears of what fires, and of its end, when it comes back', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    rig.router.configure(without);
    await rig.run(minute);
    rig.router.configure({ routes: [route('all')], channels: [chat] });
    await rig.run(minute);
    rig.router.configure(without);
    await rig.end('one');
    await rig.run(20 * minute);
    rig.router.configure({ routes: [route('all')], channels: [chat] });
    await rig.run(minute);
    expect((await rig.lines()).map((line) => line.replace(/ \d+s/, ''))).toEqual([
      'chat FIRST_NOTIFICATION +one',
      'chat ALL_RESOLVED -one',
    ]);
  });

  it('is forgotten an hour after any replica last had it', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await rig.run(minute);
    rig.router.configure({ routes: [], channels: [] });
    await rig.end('one');
    await rig.run(59 * minute);
    await updateKnownChannels(test.store.q, ['chat'], rig.clock.now());
    await rig.run(59 * minute);
    expect((await groups()).map(({ told }) => told !== null)).toEqual([true]);
    await rig.run(5 * minute);
    expect((await groups()).map(({ told }) => told !== null)).toEqual([false]);
    await rig.run(25 * 60 * minute);
    expect(await groups()).toEqual([]);
    await test.store.q.delete(channelStates);
  });
});

describe('escalation', () => {
  const escalate = async (
    rig: RouterRig,
    level: number,
    channels: string[],
    repeatMs: number | null,
  ) => {
    const [alert] = await rig.alerts();
    if (alert === undefined) throw new Error('there is no alert');
    const one = { alert, policy: 'on-call', level, channels, repeatMs };
    await rig.store.transaction((tx) => rig.router.escalate(tx, [one], rig.clock.now()));
  };

  it('is told at once, repeated until somebody takes it on, and ended at once', async () => {
    const pager = { name: 'pager', sendResolved: true };
    const rig = createRouterRig(test.store, { channels: [chat, pager] });
    await rig.fire('one');
    await escalate(rig, 0, ['pager', 'gone'], 10 * minute);
    await rig.run(25 * minute);
    await escalate(rig, 1, ['pager'], null);
    await acknowledge(rig, 'one', true);
    await rig.run(30 * minute);
    await rig.end('one');
    const lines = await rig.lines();
    expect(lines.filter((line) => line.startsWith('pager'))).toEqual([
      'pager 0s ESCALATION +one',
      'pager 600s REPEAT +one',
      'pager 1200s REPEAT +one',
      'pager 1500s ESCALATION +one',
      'pager 3300s ALL_RESOLVED -one',
    ]);
    const [row] = await test.store.q
      .select()
      .from(deliveries)
      .where(eq(deliveries.channel, 'pager'));
    expect(row?.content).toMatchObject({ escalation: { policy: 'on-call', level: 0 } });
  });

  it('tells the end when the one who ended it did not know the channel', async () => {
    const pager = { name: 'pager', sendResolved: true };
    const rig = createRouterRig(test.store, { channels: [pager] });
    const stale = createRouterRig(test.store, { channels: [chat], clock: rig.clock });
    await rig.fire('one');
    await escalate(rig, 0, ['pager'], 10 * minute);
    rig.clock.advance(10 * minute);
    await stale.router.flushDue(rig.clock.now());
    await rig.run(5 * minute);
    await stale.end('one');
    await rig.run(2 * minute);
    const lines = await rig.lines();
    expect(lines.filter((line) => line.startsWith('pager'))).toEqual([
      'pager 0s ESCALATION +one',
      'pager 660s REPEAT +one',
      'pager 960s ALL_RESOLVED -one',
    ]);
  });

  it('tells nothing of what is suppressed or over', async () => {
    const rig = createRouterRig(test.store);
    await rig.fire('one');
    await suppress(rig, 'one', true);
    await escalate(rig, 0, ['chat'], null);
    await rig.end('one');
    await escalate(rig, 0, ['chat'], null);
    expect(await rig.lines()).toEqual([]);
  });
});

it('goes on with the others when one group cannot be read', async () => {
  const rig = createRouterRig(test.store, { routes: [route('all', { groupBy: ['host'] })] });
  await rig.fire('one');
  await rig.fire('two');
  const [broken] = await test.store.q.select().from(notificationGroups);
  await test.store.q
    .update(notificationGroups)
    .set({ told: sql`'{"firing":7}'::jsonb` })
    .where(eq(notificationGroups.id, broken?.id ?? ''));
  rig.clock.advance(minute);
  await rig.router.flushDue(rig.clock.now());
  expect((await rig.lines()).length).toBe(1);
});
