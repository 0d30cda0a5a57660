// A digest that its receiver refuses for good: what it holds is told in parts, each with its own outcome.
import { describe, expect, it } from 'vitest';

import {
  createHousekeeping,
  longestWaitMs,
} from '../../../src/notifications/delivery/housekeeping.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { NotifiedAlert } from '../../../src/core/notifications.ts';
import { enableChannelState } from '../../../src/store/channel-states.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  resolvedAlert,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import type { Answer, Received } from '../../support/webhook-receiver.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();
const rate = { messages: 4, perMs: 4000 };
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

type Told = Omit<Received, 'answer'>;
const isPoisonous =
  (...fingerprints: readonly string[]) =>
  (_n: number, { content }: Told): Answer =>
    content.alerts.some(({ fingerprint }) => fingerprints.includes(fingerprint)) ? 400 : 200;

/** What the receiver took of each alert, in order. */
function takenOf(received: readonly Received[]): Map<string, string[]> {
  const taken = new Map<string, string[]>();
  for (const { content, answer } of received) {
    if (answer !== 200) continue;
    for (const { fingerprint, status } of content.alerts) {
      taken.set(fingerprint, [...(taken.get(fingerprint) ?? []), status]);
    }
  }
  return taken;
}

/** Starts to deliver over a channel that makes digests of more than four messages. */
async function begin(answer: (n: number, told: Told) => Answer) {
  const receiver = await bench.receive(answer);
  const clock = createFakeClock();
  const channels = [webhookChannel(receiver.url, { rate })];
  const dispatcher = await bench.dispatch({ clock, channels });
  return {
    receiver,
    clock,
    dispatcher,
    tell: (alerts: readonly NotifiedAlert[]) =>
      enqueue(
        bench.store,
        dispatcher,
        alerts.map((alert) => newDelivery(alert)),
        clock.now(),
      ),
  };
}

const isSplit = (): Promise<boolean> =>
  until('a digest that was refused', async () =>
    (await bench.rows()).some(({ state }) => state === 'SPLIT'),
  );

describe('a digest that is refused', () => {
  it('costs only the one alert that the receiver does not take', async () => {
    const { receiver, clock, tell } = await begin(isPoisonous('f37'));
    await tell([...numbers(64).map((n) => notifiedAlert(n)), ...numbers(32).map(resolvedAlert)]);
    const rows = await bench.playToTheEnd(clock);
    const taken = takenOf(receiver.received);
    for (const n of numbers(64)) {
      const wanted = n === 37 ? undefined : n < 32 ? ['firing', 'resolved'] : ['firing'];
      expect(taken.get(`f${n}`), `f${n}`).toEqual(wanted);
    }
    const dead = rows.filter(({ state }) => state === 'DEAD');
    expect(dead).toMatchObject([{ reason: 'DIGEST', status: 400, failureReason: 'CLIENT_ERROR' }]);
    expect(await storedEvents(bench.store, 'delivery.dead')).toMatchObject([
      { deliveryId: dead[0]?.id, alertIds: [notifiedAlert(37).id] },
    ]);
    expect(rows.filter(({ state }) => state === 'SPLIT').length).toBeGreaterThanOrEqual(5);
    // It was found by halves, not one by one.
    const refused = receiver.received.filter(({ answer }) => answer === 400);
    expect(refused.length).toBeLessThanOrEqual(9);
    expect(rows.every(({ state }) => state !== 'WAITING')).toBe(true);
  });

  it('because it is too large is told in parts that are not', async () => {
    const { receiver, clock, tell } = await begin((_n, { content }) =>
      content.alerts.length > 3 ? 413 : 200,
    );
    await tell([...numbers(20).map((n) => notifiedAlert(n)), ...numbers(20).map(resolvedAlert)]);
    const rows = await bench.playToTheEnd(clock);
    const taken = takenOf(receiver.received);
    for (const n of numbers(20)) expect(taken.get(`f${n}`)).toEqual(['firing', 'resolved']);
    expect(rows.filter(({ state }) => state === 'DEAD')).toEqual([]);
    expect(await storedEvents(bench.store, 'delivery.dead')).toEqual([]);
  });

  it('holds up what comes after it, of its alerts only, until the last part has ended', async () => {
    const { receiver, clock, tell } = await begin(isPoisonous('f20'));
    await tell(numbers(24).map((n) => notifiedAlert(n)));
    clock.advance(1000);
    await isSplit();
    await tell([...numbers(24).map(resolvedAlert), notifiedAlert(99)]);
    await bench.playToTheEnd(clock);
    const taken = takenOf(receiver.received);
    for (const n of numbers(24)) {
      const wanted = n === 20 ? undefined : ['firing', 'resolved'];
      expect(taken.get(`f${n}`), `f${n}`).toEqual(wanted);
    }
    expect(taken.get('f99')).toEqual(['firing']);
  });

  it('with the channel keeps what it holds until somebody enables it', async () => {
    let answer: Answer = 200;
    const { receiver, clock, tell, dispatcher } = await begin(() => answer);
    // They use up the channel's rate, so that what comes next waits and becomes a digest.
    await tell(numbers(4).map((n) => notifiedAlert(100 + n)));
    await bench.ended();
    answer = 401;
    await tell(numbers(24).map((n) => notifiedAlert(n)));
    await until('the end of the channel', async () => {
      const rows = await bench.rows();
      // While something is on its way, time stands still: it would be given up for its time-out.
      if (rows.some(({ state }) => state === 'SENDING')) return false;
      clock.advance(1000);
      return rows.some(({ state }) => state === 'SPLIT');
    });
    answer = 200;
    await enableChannelState(bench.store.q, 'hook', clock.now());
    dispatcher.ring();
    const rows = await bench.playToTheEnd(clock);
    const lone = rows.filter(({ state, reason }) => state === 'DEAD' && reason !== 'DIGEST');
    expect(rows.filter(({ state, reason }) => state === 'DEAD' && reason === 'DIGEST')).toEqual([]);
    expect(takenOf(receiver.received).size).toBe(28 - lone.length);
  });

  it('because the address is wrong is one dead letter: each part would hear the same', async () => {
    const { receiver, clock, tell } = await begin((_n, { content }) =>
      content.reason === 'DIGEST' ? 404 : 200,
    );
    await tell(numbers(24).map((n) => notifiedAlert(n)));
    const rows = await bench.playToTheEnd(clock);
    expect(rows.filter(({ state }) => state === 'SPLIT')).toEqual([]);
    const digests = rows.filter(({ reason }) => reason === 'DIGEST');
    expect(digests.every(({ state }) => state === 'DEAD')).toBe(true);
    expect(receiver.received.filter(({ answer }) => answer === 404)).toHaveLength(digests.length);
  });

  it('has ended when its last parts are given up because they waited for too long', async () => {
    const { clock, tell, dispatcher } = await begin((_n, { content, attempt }) =>
      content.reason !== 'DIGEST' ? 200 : content.alerts.length > 8 && attempt < 9 ? 400 : 500,
    );
    await tell(numbers(24).map((n) => notifiedAlert(n)));
    clock.advance(1000);
    await isSplit();
    await dispatcher.stop();
    const channels = { list: () => [webhookChannel('http://127.0.0.1:1')], find: () => undefined };
    const keepHouse = createHousekeeping({ store: bench.store, logger: silentLogger, channels });
    await keepHouse(new Date(clock.now().getTime() + longestWaitMs + 60_000));
    const rows = await bench.rows();
    expect(rows.filter(({ state }) => state === 'SPLIT').length).toBeGreaterThan(0);
    expect(rows.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });

  it('keeps the order of each alert and loses none, whatever happens', async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    const poison = new Set(numbers(6).map(() => `f${random.integer(120)}`));
    const { receiver, clock, tell } = await begin((_n, { content }) => {
      if (random.integer(6) === 0) return 503;
      if (content.alerts.length > 12) return 413;
      return content.alerts.some(({ fingerprint }) => poison.has(fingerprint)) ? 400 : 200;
    });
    const state = new Map<number, string>();
    const expected = new Map<string, string[]>();
    for (const _round of numbers(25)) {
      const alerts = numbers(random.integer(14))
        .map(() => random.integer(120))
        .flatMap((n) => {
          if (state.get(n) === 'resolved') return [];
          const next = state.has(n) ? 'resolved' : 'firing';
          state.set(n, next);
          expected.set(`f${n}`, [...(expected.get(`f${n}`) ?? []), next]);
          return [next === 'firing' ? notifiedAlert(n) : resolvedAlert(n)];
        });
      await tell(alerts);
      clock.advance(random.integer(2000));
      await bench.rows();
    }
    const rows = await bench.playToTheEnd(clock);
    const taken = takenOf(receiver.received);
    for (const [fingerprint, statuses] of expected) {
      const wanted = poison.has(fingerprint) ? undefined : statuses;
      expect(taken.get(fingerprint), `${fingerprint}, seed ${seed}`).toEqual(wanted);
    }
    // Each that it does not take is a dead letter of its own.
    for (const event of await storedEvents(bench.store, 'delivery.dead')) {
      expect(event['alertIds'], `seed ${seed}`).toHaveLength(1);
    }
    expect(rows.every(({ endedAt }) => endedAt !== null)).toBe(true);
  }, 90_000);
});
