import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail, type Tail } from '../../../src/bus/tail.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { encodeCursor } from '../../../src/core/cursor.ts';
import { defineEvent, type StoredEvent } from '../../../src/core/events.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { pruneEvents } from '../../../src/store/consumers.ts';
import { migrateStore } from '../../../src/store/migrate.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const schema = z.object({ n: z.number() });
const seen = defineEvent({ type: 'hawk.seen', version: 1, audience: 'viewer', schema });
const audited = defineEvent({ type: 'audit.written', version: 1, audience: 'admin', schema });

describe('the hub', () => {
  let place: TestStore;
  let hub: Hub;
  let tail: Tail;
  const start = async (pollMs: number): Promise<void> => {
    hub = createHub({ raw: place.store.raw, bufferSize: 3, pageSize: 2 });
    tail = await startTail({
      store: place.store,
      clock: createSystemClock(),
      logger: silentLogger,
      listener: hub.listener,
      pollMs,
    });
  };
  beforeEach(async () => {
    place = await createTestStore();
    await start(100);
  });
  afterEach(async () => {
    hub.close();
    await tail.stop();
    await place.close();
  });

  const append = (from: number, through: number, kind: typeof seen | typeof audited = seen) =>
    place.store.transaction((tx) => {
      for (let n = from; n <= through; n += 1) {
        tx.append(kind.create({ subject: 'hawk', occurredAt: new Date(n * 1000), payload: { n } }));
      }
      return Promise.resolve();
    });
  const numberOf = (event: StoredEvent | undefined): unknown =>
    event === undefined ? undefined : schema.parse(event.payload).n;
  const take = async (events: AsyncIterator<StoredEvent>, count: number): Promise<unknown[]> => {
    const taken: unknown[] = [];
    while (taken.length < count) {
      const next = await events.next();
      if (next.done === true) break;
      taken.push(numberOf(next.value));
    }
    return taken;
  };
  const numbers = (from: number, through: number): number[] =>
    Array.from({ length: through - from + 1 }, (_, i) => from + i);
  const caughtUp = (id: number): Promise<boolean> =>
    until('the hub at the head', () => hub.head === hub.cursorOf(id));

  it('replays, overflows, falls back to the log and loses nothing', async () => {
    const before = hub.head;
    await append(1, 7);
    const events = await hub.subscribe({ role: 'viewer', after: before });
    expect(await take(events, 4)).toEqual([1, 2, 3, 4]);
    // Much more than the buffer holds, while nobody reads.
    await append(8, 60);
    await caughtUp(60);
    expect(await take(events, 30)).toEqual(numbers(5, 34));
    await append(61, 70);
    await caughtUp(70);
    expect(await take(events, 36)).toEqual(numbers(35, 70));
    const next = events.next();
    await append(71, 71);
    expect(numberOf((await next).value)).toBe(71);
    await events.return?.();
    expect(hub.subscribers).toBe(0);
  });

  it('without a cursor gives only what is newer', async () => {
    await append(1, 3);
    await caughtUp(3);
    const events = await hub.subscribe({ role: 'viewer' });
    const next = events.next();
    await append(4, 4);
    expect(numberOf((await next).value)).toBe(4);
    await events.return?.();
  });

  it('ends at once when it is returned while it waits', async () => {
    const events = await hub.subscribe({ role: 'viewer' });
    const pending = events.next();
    await events.return?.();
    expect(await pending).toMatchObject({ done: true });
    expect(await events.next()).toMatchObject({ done: true });
    expect(hub.subscribers).toBe(0);
  });

  it('never gives an event to a role below its audience, live or replayed', async () => {
    const before = hub.head;
    await append(1, 1);
    await append(2, 2, audited);
    await append(3, 3);
    await caughtUp(3);
    const viewer = await hub.subscribe({ role: 'viewer', after: before });
    const admin = await hub.subscribe({ role: 'admin', after: before });
    expect(await take(viewer, 2)).toEqual([1, 3]);
    expect(await take(admin, 3)).toEqual([1, 2, 3]);
    const [viewerNext, adminNext] = [viewer.next(), admin.next()];
    await append(4, 4, audited);
    await append(5, 5);
    expect(numberOf((await viewerNext).value)).toBe(5);
    expect(numberOf((await adminNext).value)).toBe(4);
    await viewer.return?.();
    await admin.return?.();
  });

  it('refuses what is no cursor, of another epoch, or beyond the head', async () => {
    const bad = ['nonsense', encodeCursor({ epoch: 'abcdefabcdef', id: 0 }), hub.cursorOf(1000)];
    for (const after of bad) {
      await expect(hub.subscribe({ role: 'viewer', after })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
        head: hub.head,
      });
    }
  });

  it('tells a cursor that retention has passed, at the start and on the way', async () => {
    const before = hub.head;
    await append(1, 20);
    await caughtUp(20);
    const slow = await hub.subscribe({ role: 'viewer', after: before });
    expect(await take(slow, 1)).toEqual([1]);
    const now = new Date(10_000_000);
    await pruneEvents(place.store, { now, retentionMs: 1, hardLimitMs: 2, batch: 10 });
    await expect(hub.subscribe({ role: 'viewer', after: before })).rejects.toMatchObject({
      code: 'CURSOR_EXPIRED',
    });
    await expect(take(slow, 20)).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    const events = await hub.subscribe({ role: 'viewer', after: hub.cursorOf(10) });
    expect(await take(events, 10)).toEqual(numbers(11, 20));
    await events.return?.();
  });

  it('ends subscriptions when the store was restored: their ids may be used again', async () => {
    await append(1, 5);
    await caughtUp(5);
    const old = hub.head;
    const events = await hub.subscribe({ role: 'viewer' });
    const pending = events.next();
    const failed = pending.then(
      () => undefined,
      (error: unknown) => error,
    );
    await place.store.raw`update hawkwatch_store.event_log set fingerprint = 'of a backup'`;
    await migrateStore({ address: place.database.url });
    // A restored store has broken every connection.
    await place.store.raw`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`;
    expect(await failed).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(hub.head).not.toBe(old);
    await expect(hub.subscribe({ role: 'viewer', after: old })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });

  it('reads no page for a position of a log that was restored since', async () => {
    const position = { epoch: hub.epoch, id: 0 };
    expect((await hub.read(position, { role: 'admin' })).through).toBe(hub.position);
    const pending = hub.read(position, { role: 'admin' });
    hub.listener.onReset({ epoch: 'restored', id: 0, prunedThrough: 0 });
    await expect(pending).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(hub.read(position, { role: 'admin' })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });

  it('gives nothing of the old log when the store is restored while a page is read', async () => {
    const before = hub.head;
    await append(1, 5);
    await caughtUp(5);
    const events = await hub.subscribe({ role: 'viewer', after: before });
    const pending = events.next();
    // As the tail tells of it; the page is on its way.
    hub.listener.onReset({ epoch: 'restored', id: 0, prunedThrough: 0 });
    await expect(pending).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is woken again after its listening connection was away, without the slow timer', async () => {
    await tail.stop();
    await start(600_000);
    const events = await hub.subscribe({ role: 'viewer' });
    for (let round = 1; round <= 3; round += 1) {
      await place.store.raw`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query ilike 'listen%'`;
      const next = events.next();
      await append(round, round);
      expect(numberOf((await next).value)).toBe(round);
    }
    await events.return?.();
  });
});
