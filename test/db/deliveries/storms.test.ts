import { randomUUID } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { makeDigest } from '../../../src/notifications/delivery/digest.ts';
import { insertDeliveries } from '../../../src/store/deliveries.ts';
import { claimMergeable, insertDigests } from '../../../src/store/delivery-digests.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  resolvedAlert,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { useDeliveries } from './bench.ts';
import type { Received } from '../../support/webhook-receiver.ts';

const bench = useDeliveries();

/** What was told of each alert, in order: over all messages, and within each. */
function toldOf(received: readonly Received[]): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const { content, answer } of received) {
    if (answer !== 200) continue;
    for (const { fingerprint, status } of content.alerts) {
      told.set(fingerprint, [...(told.get(fingerprint) ?? []), status]);
    }
  }
  return told;
}

describe('more than a channel may be sent', () => {
  it('becomes a digest that names every alert', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({
      clock,
      channels: [webhookChannel(receiver.url, { rate: { messages: 10, perMs: 60_000 } })],
    });
    const many = Array.from({ length: 300 }, (_, n) => n);
    const fired = many.map((n) => newDelivery(notifiedAlert(n)));
    const resolved = many.slice(0, 100).map((n) => newDelivery(resolvedAlert(n)));
    await enqueue(bench.store, dispatcher, [...fired, ...resolved], clock.now());
    const rows = await bench.playToTheEnd(clock);
    // Those that were claimed while the others were written are sent alone, and the digest with the next right.
    const refilled = Math.floor(clock.now().getTime() / 6000);
    expect(receiver.received.length).toBeLessThanOrEqual(Math.min(11, 10 + refilled));
    const told = toldOf(receiver.received);
    for (const n of many) {
      expect(told.get(`f${n}`)).toEqual(n < 100 ? ['firing', 'resolved'] : ['firing']);
    }
    const digests = rows.filter(({ reason }) => reason === 'DIGEST');
    expect(digests.length).toBeGreaterThan(0);
    const merged = rows.filter(({ state }) => state === 'MERGED');
    expect(merged.every(({ mergedInto }) => digests.some(({ id }) => id === mergedInto))).toBe(
      true,
    );
    expect(rows.length).toBe(400 + digests.length);
  });

  it('becomes a digest for those who may see all that it tells', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({
      clock,
      channels: [webhookChannel(receiver.url, { rate: { messages: 2, perMs: 60_000 } })],
    });
    const given = Array.from({ length: 20 }, (_, n) => ({
      ...newDelivery(notifiedAlert(n)),
      audience: n === 10 ? ('admin' as const) : ('viewer' as const),
    }));
    await enqueue(bench.store, dispatcher, given, clock.now());
    const rows = await bench.playToTheEnd(clock);
    const digests = rows.filter(({ reason }) => reason === 'DIGEST');
    const withSecret = digests.filter(({ id }) =>
      rows.some(({ mergedInto, audience }) => mergedInto === id && audience === 'admin'),
    );
    expect(withSecret.map(({ audience }) => audience)).toEqual(['admin']);
  });

  it('becomes digests of no more than a message shows, of large groups as well', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const channel = webhookChannel(receiver.url, { rate: { messages: 5, perMs: 60_000 } });
    const dispatcher = await bench.dispatch({
      clock,
      channels: [{ ...channel, kind: { ...channel.kind, maxAlerts: 25 } }],
    });
    const many = Array.from({ length: 60 }, (_, n) => n);
    const resolved = many.map((n) => newDelivery(resolvedAlert(n)));
    const group = newDelivery(notifiedAlert(100));
    const large = many.map((n) => (n < 40 ? notifiedAlert(n + 100) : resolvedAlert(n + 100)));
    const whole = {
      ...group,
      alertIds: large.map(({ id }) => id),
      notification: { ...group.notification, alerts: large },
    };
    await enqueue(
      bench.store,
      dispatcher,
      [...many.map((n) => newDelivery(notifiedAlert(n))), whole, ...resolved],
      clock.now(),
    );
    const rows = await bench.playToTheEnd(clock);
    const digests = receiver.received.filter(({ content }) => content.reason === 'DIGEST');
    expect(digests.length).toBeGreaterThanOrEqual(6);
    for (const { content } of digests) expect(content.alerts.length).toBeLessThanOrEqual(25);
    const told = toldOf(receiver.received);
    for (const n of many) {
      expect(told.get(`f${n}`)).toEqual(['firing', 'resolved']);
      expect(told.get(`f${n + 100}`)).toEqual([n < 40 ? 'firing' : 'resolved']);
    }
    expect(rows.every(({ state }) => ['DELIVERED', 'MERGED'].includes(state))).toBe(true);
  });

  it('is sent one by one where a receiver keeps what belongs together', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const channel = webhookChannel(receiver.url, { rate: { messages: 5, perMs: 5000 } });
    const dispatcher = await bench.dispatch({
      clock,
      channels: [{ ...channel, kind: { ...channel.kind, digests: false } }],
    });
    const many = Array.from({ length: 12 }, (_, n) => newDelivery(notifiedAlert(n)));
    await enqueue(bench.store, dispatcher, many, clock.now());
    const rows = await bench.playToTheEnd(clock);
    expect(rows.map(({ state }) => state)).toEqual(many.map(() => 'DELIVERED'));
    // Five at once, then one a second.
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(7000);
  });

  it('keeps the order of each alert and drops nothing, whatever happens', async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    const receiver = await bench.receive(() => (random.integer(5) === 0 ? 500 : 200));
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({
      clock,
      random,
      channels: [webhookChannel(receiver.url, { rate: { messages: 8, perMs: 8000 } })],
    });
    const state = new Map<number, 'firing' | 'resolved'>();
    const expected = new Map<string, Set<string>>();
    for (let round = 0; round < 25; round += 1) {
      const batch = Array.from({ length: random.integer(12) }, () => random.integer(400))
        .filter((n) => state.get(n) !== 'resolved')
        .map((n) => {
          const next = state.has(n) ? 'resolved' : 'firing';
          state.set(n, next);
          expected.set(`f${n}`, (expected.get(`f${n}`) ?? new Set()).add(next));
          return newDelivery(next === 'firing' ? notifiedAlert(n) : resolvedAlert(n), {
            key: `k${n % 50}`,
          });
        });
      await enqueue(bench.store, dispatcher, batch, clock.now());
      clock.advance(random.integer(2000));
      await bench.rows();
    }
    await bench.playToTheEnd(clock);
    const told = toldOf(receiver.received);
    for (const [fingerprint, statuses] of expected) {
      const found = told.get(fingerprint) ?? [];
      expect(new Set(found), `${fingerprint}, seed ${seed}`).toEqual(statuses);
      expect(found, `${fingerprint}, seed ${seed}`).toEqual(found.toSorted());
    }
  }, 90_000);
});

describe('a digest', () => {
  it('that another one follows is left as it is, and is told before what came after it', async () => {
    const { store } = bench;
    const now = new Date('2026-01-01T00:00:00Z');
    const [first = '', second = '', ...ids] = Array.from({ length: 5 }, () => randomUUID());
    const found = await store.transaction(async (tx) => {
      const rows = ids.map((id, n) => {
        const { orderKey, channel, notification } = newDelivery(notifiedAlert(n));
        const common = {
          groupId: null,
          alertIds: [],
          audience: 'viewer',
          wanted: false,
        } as const;
        return { ...common, id, orderKey, channel, content: notification };
      });
      const holder = { replica: 'replica', leaseUntil: now, dueAt: now };
      await insertDeliveries(tx.q, rows, holder, now);
      for (const [n, id] of [first, second].entries()) {
        const one = rows.slice(n, n + 1);
        const content = makeDigest(
          'hook',
          one.map((row) => row.content),
        );
        const mergedIds = one.map((row) => row.id);
        await insertDigests(
          tx.q,
          'hook',
          { digests: [{ id, content }], mergedIds, audience: 'viewer' },
          now,
        );
      }
      return claimMergeable(tx.q, 'hook', { mostAlerts: 1000, limit: 10, mostBytes: 1e9 });
    });
    // The third was written before the digests; what these tell came before it all the same.
    expect(found.map(({ id }) => id)).toEqual([second, ids[2]]);
  });

  const of = (alert: ReturnType<typeof notifiedAlert>) => newDelivery(alert).notification;

  it('is resolved when all that it names are, and names the worst first', () => {
    const worst = notifiedAlert(3, { severity: 'CRITICAL' });
    const contents = [of(notifiedAlert(1)), of(notifiedAlert(2)), of(worst), of(resolvedAlert(1))];
    const digest = makeDigest('hook', contents);
    expect(digest).toMatchObject({ reason: 'DIGEST', status: 'firing', groupKey: 'digest/hook' });
    const shown = digest.alerts.map(({ fingerprint, status }) => `${fingerprint} ${status}`);
    expect(shown).toEqual(['f3 firing', 'f1 firing', 'f2 firing', 'f1 resolved']);
    const over = makeDigest('hook', [of(notifiedAlert(1)), of(resolvedAlert(1))]);
    expect(over.status).toBe('resolved');
  });
});
