// Subscribers that share an execution and do not keep up, and what may happen to the log meanwhile.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createClock } from '../../../src/core/clock.ts';
import { decodeCursor } from '../../../src/core/cursor.ts';
import { defineEvent } from '../../../src/core/events.ts';
import { migrateStore } from '../../../src/store/migrate.ts';
import { until } from '../../support/until.ts';
import { at, textAt } from './clients.ts';
import { clock, startService, type ReplicaOptions, type TestService } from './service.ts';
import { openWire, openWireStream } from './wire.ts';

const noted = defineEvent({
  type: 'test.noted',
  version: 1,
  audience: 'viewer',
  schema: z.object({ n: z.number(), filler: z.string() }),
});

const note = ({ store }: TestService, from: number, through: number, filler: string) =>
  store.transaction(({ append }) => {
    for (let n = from; n <= through; n += 1) {
      append(noted.create({ subject: 'test', occurredAt: clock.now(), payload: { n, filler } }));
    }
    return Promise.resolve();
  });

const watching = 'subscription ($after: Cursor) { events(after: $after) { cursor payload } }';
const numberOf = (text: string): unknown =>
  at(JSON.parse(text), 'payload.data.events.payload.n') ?? text;
const numbers = (through: number): number[] => Array.from({ length: through }, (_, n) => n + 1);

// No other timer is this long: it is found by it.
const stuckMs = 54_321;

/** A service whose look at clients that are behind comes when a test says so. */
async function startWatched(options: ReplicaOptions) {
  const looks = new Set<() => void>();
  const service = await startService({
    ...options,
    timings: { bufferedBytes: 1_000_000, ...options.timings, stuckMs },
    clock: createClock({
      ...clock,
      setTimer: (delayMs, callback) => {
        if (delayMs !== stuckMs) return clock.setTimer(delayMs, callback);
        looks.add(callback);
        return () => looks.delete(callback);
      },
    }),
  });
  return {
    service,
    /** Clients for which too much waits. */
    full: () => looks.size,
    look: (): void => {
      const due = [...looks];
      looks.clear();
      for (const callback of due) callback();
    },
  };
}

describe('a subscriber that does not read', () => {
  it('is given up with 4413; those that share its execution get everything at once', async () => {
    const { service, full, look } = await startWatched({});
    const { fanOut, webSocketUrl, tokens } = service;
    const total = 60;
    const stuck = await openWire(webSocketUrl, tokens.viewer);
    const good = await openWire(webSocketUrl, tokens.viewer);
    stuck.socket.pause();
    for (const socket of [stuck, good]) socket.subscribe('1', { query: watching });
    await until('two members', () => fanOut.members === 2);
    const filler = 'x'.repeat(400_000);
    for (let n = 1; n <= total; n += 1) {
      await note(service, n, n, filler);
      await until(`event ${n}`, () => good.texts('1').length === n);
    }
    expect(good.texts('1').map(numberOf)).toEqual(numbers(total));
    expect([fanOut.groups, fanOut.lagging, full()]).toEqual([1, 1, 1]);
    // What the kernel and the bound allow was taken for the other, no more.
    const taken = fanOut.deliveries - total;
    expect(taken).toBeLessThan(total / 2);
    // A good one that comes and leaves makes no difference to the stuck one.
    good.terminate();
    await until('the stuck one alone', () => fanOut.members === 1);
    await until('the stuck one to be given up', () => {
      look();
      return full() === 0;
    });
    // What comes while its socket is being closed is lost on it, and keeps nobody busy.
    const { executions } = fanOut;
    await note(service, total + 1, total + 1, '');
    await until('the last event to be executed', () => fanOut.executions > executions);
    stuck.socket.resume();
    expect(await until('the close', () => stuck.closeCode())).toBe(4413);
    expect(stuck.texts('1').map(numberOf)).toEqual(numbers(taken));
    await until('everything to be cleaned up', () => {
      return fanOut.members === 0 && fanOut.groups === 0 && fanOut.lagging === 0;
    });
    await service.close();
  });

  it('goes on in the log when it reads again, over both transports', async () => {
    const { service, full } = await startWatched({ bufferSize: 4, pageSize: 5 });
    const { fanOut, webSocketUrl, url, tokens } = service;
    const socket = await openWire(webSocketUrl, tokens.viewer);
    const stream = await openWireStream(url, tokens.viewer, { query: watching });
    socket.subscribe('1', { query: watching });
    await until('two members', () => fanOut.members === 2);
    socket.socket.pause();
    stream.response.pause();
    const total = 200;
    for (let n = 1; n <= total; n += 20) await note(service, n, n + 19, 'x'.repeat(100_000));
    await until('both to be behind', () => fanOut.lagging === 2 && full() === 1);
    socket.socket.resume();
    stream.response.resume();
    await until('everything', () => {
      return socket.texts('1').length >= total && stream.texts().length >= total;
    });
    expect(socket.texts('1').map(numberOf)).toEqual(numbers(total));
    const streamed = stream.texts().map((text) => /"n":(\d+)/.exec(text)?.[1]);
    expect(streamed.map(Number)).toEqual(numbers(total));
    await until('both to be live', () => fanOut.lagging === 0);
    for (const one of [socket, stream]) one.terminate();
    await service.close();
  });

  it('leaves nothing behind when it goes, over both transports', async () => {
    const { service, full } = await startWatched({});
    const { fanOut, webSocketUrl, url, tokens, hub } = service;
    const socket = await openWire(webSocketUrl, tokens.viewer);
    const stream = await openWireStream(url, tokens.viewer, { query: watching });
    socket.subscribe('1', { query: watching });
    await until('two members', () => fanOut.members === 2);
    socket.socket.pause();
    stream.response.pause();
    for (let n = 1; n <= 200; n += 20) await note(service, n, n + 19, 'x'.repeat(100_000));
    await until('both to be behind', () => fanOut.lagging === 2 && full() === 1);
    for (const one of [socket, stream]) one.terminate();
    await until('them to be gone', () => fanOut.members === 0 && fanOut.groups === 0);
    await until('nobody to be behind', () => fanOut.lagging === 0, 2000);
    expect([hub.subscribers, full()]).toEqual([1, 0]);
    await service.close();
  });
});

describe('a subscriber that is behind when the log is restored', () => {
  it('gets no event of the old log with a cursor of the restored one', async () => {
    const { service } = await startWatched({ timings: { bufferedBytes: 200_000 } });
    const { fanOut, hub, store, testStore, webSocketUrl, tokens } = service;
    const after = hub.head;
    const total = 60;
    for (let n = 1; n <= total; n += 20) await note(service, n, n + 19, 'x'.repeat(400_000));
    const socket = await openWire(webSocketUrl, tokens.viewer);
    socket.socket.pause();
    socket.subscribe('1', { query: watching, variables: { after } });
    // In the middle of a page of the log: nothing more is taken.
    let [deliveries, times] = [0, 0];
    await until('the client to be behind', () => {
      times = fanOut.deliveries === deliveries ? times + 1 : 0;
      deliveries = fanOut.deliveries;
      return deliveries > 0 && times > 20;
    });
    expect([fanOut.lagging, deliveries < total]).toEqual([1, true]);
    await store.raw`update hawkwatch_store.event_log set fingerprint = 'of a backup'`;
    await migrateStore({ address: testStore.database.url });
    // A restored store has broken every connection.
    await store.raw`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`;
    const old = decodeCursor(after)?.epoch;
    await until('another log', () => decodeCursor(hub.head)?.epoch !== old);
    socket.socket.resume();
    await until('the end', () => socket.texts('1').at(-1) === '{"id":"1","type":"complete"}');
    const results = socket.texts('1').slice(0, -1);
    expect(results.at(-1)).toContain('"CURSOR_INVALID"');
    const epochs = results
      .slice(0, -1)
      .map((text) => decodeCursor(textAt(JSON.parse(text), 'payload.data.events.cursor'))?.epoch);
    expect(new Set(epochs)).toEqual(new Set([old]));
    socket.terminate();
    await service.close();
  });
});
