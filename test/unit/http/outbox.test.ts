import { parse } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it, vi } from 'vitest';

import { OperationSink, type Outbox } from '../../../src/http/fan-out/outbox.ts';
import { SharedResult } from '../../../src/http/fan-out/shared-result.ts';
import { joinWrites } from '../../../src/http/socket.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { createByteRig, createMessageRig } from './outbox-rig.ts';

const opening = Buffer.from('{"id":"1","type":"next","payload":');
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const messageOf = (value: unknown): string =>
  `{"id":"1","type":"next","payload":${JSON.stringify(value)}}`;

/** Pushes until the outbox takes nothing more; returns how many it took. */
async function fill(outbox: Outbox, payload: Buffer): Promise<number> {
  for (let count = 0; ; count += 1) {
    if (!outbox.push(opening, payload)) return count;
    await nextTurn();
  }
}

describe('what an outbox sends', () => {
  it('is read back by a WebSocket client, whatever its length', async () => {
    const { outbox, received } = await createMessageRig({ clock: createFakeClock() });
    const lengths = new Set([
      ...Array.from({ length: 300 }, (_, n) => n),
      ...Array.from({ length: 80 }, (_, n) => 65_500 + n),
      ...Array.from({ length: 70 }, (_, n) => 1000 * (n + 1)),
    ]);
    const payloads = [...lengths].map((length) => 'x'.repeat(length));
    for (const payload of payloads) outbox.push(opening, Buffer.from(payload));
    // Without an opening the shortest frame holds the closing brace alone.
    for (const payload of payloads) outbox.push(Buffer.alloc(0), Buffer.from(payload));
    await until('all messages', () => received.length === 2 * payloads.length);
    expect(received).toEqual([
      ...payloads.map((payload) => `${opening.toString()}${payload}}`),
      ...payloads.map((payload) => `${payload}}`),
    ]);
  });

  it('holds any text, and the id that the client chose', async () => {
    const { outbox, received } = await createMessageRig({ clock: createFakeClock() });
    const document = parse('subscription { text }');
    const texts = ['ü', '鷹', '🦅', '\u2028"\\\n', '\ud800', 'é'.repeat(63), '🦅'.repeat(20_000)];
    const ids = ['1', 'a"b', '鷹', '\\', ' '];
    const expected: unknown[] = [];
    for (const id of ids) {
      for (const text of texts) {
        const result = { data: { text } };
        const event = { id: 1, view: undefined, isLast: false };
        const executed = { document, name: '' };
        new OperationSink(outbox, id, document).push(new SharedResult(event, result, executed));
        expected.push({ id, type: 'next', payload: result });
      }
    }
    await until('all messages', () => received.length === expected.length);
    expect(received.map((text): unknown => JSON.parse(text))).toEqual(expected);
  });

  it('leaves in one write per turn', async () => {
    const { outbox, raw, received } = await createMessageRig({ clock: createFakeClock() });
    const write = vi.spyOn(raw, 'write');
    for (let n = 0; n < 5; n += 1) outbox.push(opening, json(n));
    await Promise.resolve();
    outbox.push(opening, json(5));
    expect(write).not.toHaveBeenCalled();
    await nextTurn();
    expect(write).toHaveBeenCalledTimes(1);
    await until('the messages', () => received.length === 6);
    outbox.push(opening, json('later'));
    await nextTurn();
    expect(write).toHaveBeenCalledTimes(2);
    await until('the last message', () => received.at(-1) === messageOf('later'));
  });

  it('leaves before what is sent by other ways after it', async () => {
    const { outbox, server, raw, received } = await createMessageRig({ clock: createFakeClock() });
    const join = joinWrites(raw);
    // As the server sends all its other messages.
    const send = (text: string): void => {
      outbox.flush();
      join();
      server.send(text);
    };
    outbox.push(opening, json(1));
    send('two');
    outbox.push(opening, json(3));
    outbox.push(opening, json(4));
    send('five');
    send('six');
    outbox.push(opening, json(7));
    await until('all messages', () => received.length === 7);
    const expected = [messageOf(1), 'two', messageOf(3), messageOf(4), 'five', 'six', messageOf(7)];
    expect(received).toEqual(expected);
  });

  it('is nothing once the socket is being closed', async () => {
    const { outbox, server, raw, client, received } = await createMessageRig({
      clock: createFakeClock(),
    });
    outbox.push(opening, json('queued'));
    server.close(4403, 'revoked');
    // A client would not even look at what comes after the close.
    const write = vi.spyOn(raw, 'write');
    outbox.push(opening, json('after'));
    await outbox.room();
    outbox.flush();
    await nextTurn();
    expect(write).not.toHaveBeenCalled();
    await until('the close', () => client.readyState === client.CLOSED);
    outbox.push(opening, json('closed'));
    await nextTurn();
    expect(write).not.toHaveBeenCalled();
    expect(received).toEqual([]);
  });
});

describe('an outbox whose client does not read', () => {
  const payload = Buffer.alloc(100_000, 'x');
  const bufferedBytes = 1_000_000;

  it('takes nothing above its bound, and goes on when all has left', async () => {
    const { outbox, raw, client, received } = await createMessageRig({
      clock: createFakeClock(),
      bufferedBytes,
    });
    expect(outbox.full).toBe(false);
    await outbox.room();
    client.pause();
    const taken = await fill(outbox, payload);
    expect(outbox.full).toBe(true);
    expect(raw.writableLength).toBeGreaterThan(bufferedBytes);
    expect(raw.writableLength).toBeLessThan(bufferedBytes + 2 * payload.length);
    expect(outbox.push(opening, payload)).toBe(false);
    let room = false;
    const waiting = outbox.room().then(() => {
      room = true;
    });
    await nextTurn();
    expect(room).toBe(false);
    client.resume();
    await waiting;
    expect(outbox.full).toBe(false);
    expect(raw.writableLength).toBe(0);
    expect(outbox.push(opening, json('more'))).toBe(true);
    await until('everything that was taken', () => received.length === taken + 1);
    expect(received.at(-1)).toBe(messageOf('more'));
  });

  it('writes at once what would be too much to queue within one turn', async () => {
    const { outbox, raw, received } = await createMessageRig({
      clock: createFakeClock(),
      bufferedBytes,
    });
    const write = vi.spyOn(raw, 'write');
    for (let n = 0; n < 11; n += 1) outbox.push(opening, payload);
    expect(write).toHaveBeenCalledTimes(1);
    await until('the messages', () => received.length > 9);
  });

  it('lets whoever waits for room go when the socket is cut off', async () => {
    const clock = createFakeClock();
    const { outbox, server, client, stuck } = await createMessageRig({ clock, bufferedBytes });
    client.pause();
    await fill(outbox, payload);
    const waiting = outbox.room();
    server.terminate();
    await waiting;
    await outbox.room();
    clock.advance(100_000);
    expect([stuck(), clock.timers()]).toEqual([0, 0]);
  });

  it('has no room, or takes what comes, while the socket is being closed', async () => {
    const { outbox, server, client } = await createMessageRig({
      clock: createFakeClock(),
      bufferedBytes,
    });
    client.pause();
    await fill(outbox, payload);
    server.close(4413, 'too slow');
    expect(server.readyState).toBe(server.CLOSING);
    // Whoever pushes until something is taken, and waits for room in between, would keep the event
    // loop busy for ever when neither waits.
    let refused = 0;
    const pushing = (async () => {
      while (refused < 5 && !outbox.push(opening, payload)) {
        refused += 1;
        await outbox.room();
      }
    })();
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(refused).toBeLessThan(2);
    server.terminate();
    await pushing;
  });

  it('finds the client stuck when it has taken nothing for long enough, and only then', async () => {
    const clock = createFakeClock();
    const { outbox, raw, client, received, stuck } = await createMessageRig({
      clock,
      bufferedBytes,
    });
    client.pause();
    await fill(outbox, payload);
    expect(clock.timers()).toBe(1);
    clock.advance(999);
    expect(stuck()).toBe(0);
    client.resume();
    await outbox.room();
    expect(clock.timers()).toBe(0);
    await until('an empty socket', () => raw.writableLength === 0);
    client.pause();
    const before = received.length;
    await fill(outbox, payload);
    // The kernel may still take a little after the first look.
    await until('the client to be found stuck', () => {
      clock.advance(1000);
      return stuck() > 0;
    });
    clock.advance(10_000);
    expect(stuck()).toBe(1);
    expect(received.length - before).toBeLessThan(10);
  });

  it('finds it stuck whatever else is sent to it meanwhile', async () => {
    const clock = createFakeClock();
    const { outbox, server, client, stuck } = await createMessageRig({ clock, bufferedBytes });
    client.pause();
    await fill(outbox, payload);
    for (let round = 0; round < 10 && stuck() === 0; round += 1) {
      server.ping();
      await nextTurn();
      clock.advance(1000);
    }
    expect(stuck()).toBe(1);
  });
});

describe('an outbox whose client reads slowly', () => {
  it('does not find it stuck while it takes a part of a big message', async () => {
    const clock = createFakeClock();
    const rig = await createByteRig({ clock, bufferedBytes: 1_000_000 });
    const { outbox, raw, stuck } = rig;
    outbox.push(opening, Buffer.alloc(40_000_000, 'x'));
    expect(outbox.full).toBe(true);
    // Each time the client reads a good part of what the kernel holds, so more leaves the process.
    while (outbox.full) {
      const before = rig.readBytes();
      rig.read(8_000_000);
      await until('the client to have read', () => {
        return rig.readBytes() - before >= 8_000_000 || raw.writableLength === 0;
      });
      clock.advance(1000);
      expect(stuck(), `after ${rig.readBytes()} bytes`).toBe(0);
    }
  });

  it('goes on when all has left, however little that was', async () => {
    const clock = createFakeClock();
    // Less than a socket holds before it asks to be waited for (its high-water mark).
    const rig = await createMessageRig({ clock, bufferedBytes: 10_000 });
    const { outbox, client, raw, stuck } = rig;
    client.pause();
    await fill(outbox, Buffer.alloc(15_000, 'x'));
    client.resume();
    await until('everything to have left', () => raw.writableLength === 0);
    await until('room', () => !outbox.full, 1000);
    expect(stuck()).toBe(0);
  });
});
