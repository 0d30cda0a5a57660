import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import {
  startConsumer,
  type Consumer,
  type ConsumerOptions,
  type HandleEvent,
} from '../../../src/bus/consumer.ts';
import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail, type Tail } from '../../../src/bus/tail.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { defineEvent } from '../../../src/core/events.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import {
  consumerFailed,
  consumerSkipped,
  insertConsumer,
  listConsumerFailures,
  pruneEvents,
} from '../../../src/store/consumers.ts';
import { readLog } from '../../../src/store/event-log.ts';
import type { Store } from '../../../src/store/store.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const schema = z.object({ n: z.number() });
const seen = defineEvent({ type: 'hawk.seen', version: 1, audience: 'viewer', schema });
const clock = createSystemClock();
const random = createSystemRandom();
const hourMs = 3_600_000;

describe('a durable consumer', () => {
  let place: TestStore;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    place = await createTestStore();
    await place.store.raw`create table done (n int, by text)`;
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
    await place.close();
  });

  const replica = async (): Promise<{ store: Store; hub: Hub }> => {
    const store = openTestStore(place.database.url);
    const hub = createHub({ raw: store.raw });
    const tail: Tail = await startTail({
      store,
      clock,
      logger: silentLogger,
      listener: hub.listener,
    });
    stops.push(async () => {
      hub.close();
      await tail.stop();
      await store.close();
    });
    return { store, hub };
  };
  const consume = async (
    on: { store: Store; hub: Hub },
    handle: ConsumerOptions['handle'],
    more: Partial<ConsumerOptions> = {},
  ): Promise<Consumer> => {
    const consumer = await startConsumer({
      name: 'counter',
      types: [seen.type],
      from: 'start',
      handle,
      ...on,
      clock,
      random,
      logger: silentLogger,
      pollMs: 50,
      batchSize: 7,
      ...more,
    });
    stops.push(() => consumer.stop());
    return consumer;
  };
  const append = (from: number, through: number) =>
    place.store.transaction((tx) => {
      for (let n = from; n <= through; n += 1) {
        // The first one is the oldest; each is an hour younger.
        const occurredAt = new Date(clock.now().getTime() - (100 - n) * hourMs);
        tx.append(seen.create({ subject: 'hawk', occurredAt, payload: { n } }));
      }
      return Promise.resolve();
    });
  const count =
    (by: string): HandleEvent =>
    async (tx, event) => {
      const { n } = schema.parse(event.payload);
      await tx.q.execute(sql`insert into done values (${n}, ${by})`);
    };
  const handled = async (): Promise<number[]> =>
    (await place.store.raw<{ n: number }[]>`select n from done order by n`).map((row) => row.n);
  const numbers = (through: number): number[] => Array.from({ length: through }, (_, i) => i + 1);

  it('does not count what the store asks to be repeated as a fault of an event', async () => {
    await append(1, 3);
    let refusals = 0;
    await consume(await replica(), async (tx, event) => {
      if (refusals < 7) {
        refusals += 1;
        throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      }
      await tx.q.execute(sql`insert into done values (${event.id}, 'one')`);
    });
    await until('all are done', async () => {
      const [row] = await place.store.raw<{ n: number }[]>`select count(*)::int as n from done`;
      return row?.n === 3;
    });
    expect(refusals).toBe(7);
    expect(await listConsumerFailures(place.store.q)).toEqual([]);
  });

  it('takes shorter pages after one with which the connection was lost', async () => {
    await append(1, 20);
    const sizes: number[] = [];
    await consume(
      await replica(),
      {
        batch: async (tx, events) => {
          sizes.push(events.length);
          if (events.length > 2) throw Object.assign(new Error('gone'), { code: '25P03' });
          for (const event of events) {
            await tx.q.execute(sql`insert into done values (${event.id}, 'one')`);
          }
        },
      },
      { batchSize: 16 },
    );
    await until('all are done', async () => {
      const [row] = await place.store.raw<{ n: number }[]>`select count(*)::int as n from done`;
      return row?.n === 20;
    });
    expect(sizes.slice(0, 4)).toEqual([16, 8, 4, 2]);
    expect(await listConsumerFailures(place.store.q)).toEqual([]);
  });

  it('handles each event once although its connection is killed on the way', async () => {
    let killed = 0;
    await consume(await replica(), async (tx, event) => {
      await count('one')(tx, event);
      if (killed < 3 && schema.parse(event.payload).n % 9 === 0) {
        killed += 1;
        await tx.q.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      }
    });
    await append(1, 40);
    await until('the last event', async () => (await handled()).includes(40), 20_000);
    expect(await handled()).toEqual(numbers(40));
    expect(killed).toBe(3);
    expect(await listConsumerFailures(place.store.q)).toEqual([]);
  });

  it('two replicas of one name share the work and never do it twice', async () => {
    await consume(await replica(), count('one'));
    await consume(await replica(), count('two'));
    for (let n = 1; n <= 100; n += 5) await append(n, n + 4);
    await until('the last event', async () => (await handled()).length >= 100, 20_000);
    expect(await handled()).toEqual(numbers(100));
  });

  it('gives up on an event after five failures, says so, and goes on', async () => {
    let attempts = 0;
    await consume(await replica(), async (tx, event) => {
      await count('one')(tx, event);
      if (schema.parse(event.payload).n !== 3) return;
      attempts += 1;
      throw new Error('three is not liked');
    });
    await append(1, 10);
    await until('the last event', async () => (await handled()).includes(10), 20_000);
    expect(await handled()).toEqual(numbers(10).filter((n) => n !== 3));
    expect(attempts).toBe(5);
    expect(await listConsumerFailures(place.store.q)).toMatchObject([
      { consumer: 'counter', firstEventId: 3, lastEventId: 3, reason: 'three is not liked' },
    ]);
    const log = await readLog(
      place.store.raw,
      { after: 0, limit: 100 },
      { types: [consumerFailed.type] },
    );
    expect(log.events).toMatchObject([{ audience: 'admin', payload: { firstEventId: 3 } }]);
  });

  it('retention waits for it, but not beyond the hard limit, which is recorded', async () => {
    await append(1, 20);
    await insertConsumer(place.store.q, { name: 'slow', cursor: 12, now: clock.now() });
    const prune = (hardLimitMs: number, batch = 100): Promise<number> =>
      pruneEvents(place.store, { now: clock.now(), retentionMs: 1000, hardLimitMs, batch });
    const left = async (): Promise<number[]> =>
      (await readLog(place.store.raw, { after: 0, limit: 100 }, { types: [seen.type] })).events.map(
        (event) => event.id,
      );
    expect(await prune(1000 * hourMs, 5)).toBe(5);
    expect(await prune(1000 * hourMs)).toBe(7);
    expect(await prune(1000 * hourMs)).toBe(0);
    expect(await left()).toEqual(numbers(20).slice(12));
    // Events up to 15 are older than this.
    expect(await prune(84.5 * hourMs)).toBe(3);
    expect(await left()).toEqual(numbers(20).slice(15));
    expect(await listConsumerFailures(place.store.q)).toMatchObject([
      { consumer: 'slow', firstEventId: 13, lastEventId: 15 },
    ]);
    const log = await readLog(
      place.store.raw,
      { after: 0, limit: 100 },
      { types: [consumerSkipped.type] },
    );
    expect(log.events).toMatchObject([
      { audience: 'admin', payload: { consumer: 'slow', firstEventId: 13, lastEventId: 15 } },
    ]);
    const [slow] = await place.store.raw`select cursor::int from hawkwatch_store.consumers`;
    expect(slow).toEqual({ cursor: 15 });
  });
});
