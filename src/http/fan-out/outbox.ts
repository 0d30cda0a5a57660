// The results that leave over one WebSocket. Those of a turn are joined into one buffer of frames
// (RFC 6455, section 5.2) and one write. Bounded: a result that would make the client's arrears too
// big is not taken. A client that takes nothing for too long is given up.
import type { Socket } from 'node:net';

import type { WebSocket } from 'ws';

import type { Clock } from '../../core/clock.ts';
import type { Flushable, Flusher } from './flusher.ts';

export interface Outbox extends Flushable {
  /** Queues a `next` message; false when too much waits for the client. */
  push(opening: Buffer, payload: Buffer): boolean;
  /** Resolves when all that waits has left, or the socket is closed. */
  room(): Promise<void>;
  /** True while too much waits. */
  readonly full: boolean;
}

export interface OutboxOptions {
  readonly socket: WebSocket;
  /** What the WebSocket writes to. */
  readonly raw: Socket;
  readonly flusher: Flusher;
  readonly clock: Clock;
  /** Bytes that may wait for the client. */
  readonly bufferedBytes: number;
  /** Milliseconds in which a client must take something while too much waits. */
  readonly stuckMs: number;
  /** The client has taken nothing for `stuckMs`. */
  onStuck(): void;
}

/** The start of the messages of one operation. */
export function openingOf(operationId: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`);
}

const closing = 0x7d;

/** The outbox of a socket. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { socket, raw, flusher, clock, bufferedBytes, stuckMs } = options;
  let queued: { readonly opening: Buffer; readonly payload: Buffer }[] = [];
  let queuedBytes = 0;
  let full = false;
  let waiting: (() => void)[] = [];
  let stopWatching: () => void = () => undefined;

  const proceed = (): void => {
    full = false;
    stopWatching();
    const resumed = waiting;
    waiting = [];
    for (const resume of resumed) resume();
  };

  /** Looks again and again whether the client takes anything. */
  const watch = (): void => {
    const taken = raw.bytesWritten - raw.writableLength;
    stopWatching = clock.setTimer(stuckMs, () => {
      if (raw.bytesWritten - raw.writableLength > taken) watch();
      else options.onStuck();
    });
  };

  const becomeFull = (): void => {
    if (full) return;
    full = true;
    watch();
  };

  // Emitted when nothing waits any more after a write that the kernel did not take at once.
  raw.on('drain', () => {
    if (full) proceed();
  });
  socket.once('close', () => {
    queued = [];
    proceed();
  });

  const outbox: Outbox = {
    get full() {
      return full;
    },
    push: (opening, payload) => {
      if (socket.readyState !== socket.OPEN) return true;
      if (full) return false;
      queued.push({ opening, payload });
      queuedBytes += opening.length + payload.length;
      if (queued.length === 1) flusher.add(outbox);
      if (queuedBytes > bufferedBytes) outbox.flush();
      return true;
    },
    flush: () => {
      if (queued.length === 0) return;
      const messages = queued;
      queued = [];
      queuedBytes = 0;
      if (socket.readyState !== socket.OPEN) return;
      raw.write(framesOf(messages, raw.writableLength > 0));
      if (raw.writableLength > bufferedBytes) becomeFull();
    },
    room: () => {
      if (!full || socket.readyState !== socket.OPEN) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
  };
  return outbox;
}

function headerLength(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}

/** Unmasked text frames, one after the other. */
function framesOf(
  messages: readonly { readonly opening: Buffer; readonly payload: Buffer }[],
  waits: boolean,
): Buffer {
  let total = 0;
  for (const { opening, payload } of messages) {
    const length = opening.length + payload.length + 1;
    total += headerLength(length) + length;
  }
  // What has to wait must not keep a slab alive that it shares with other sockets' frames.
  const frames = waits ? Buffer.allocUnsafeSlow(total) : Buffer.allocUnsafe(total);
  let at = 0;
  for (const { opening, payload } of messages) {
    const length = opening.length + payload.length + 1;
    frames[at] = 0x81;
    if (length < 126) {
      frames[at + 1] = length;
    } else if (length < 65_536) {
      frames[at + 1] = 126;
      frames.writeUInt16BE(length, at + 2);
    } else {
      frames[at + 1] = 127;
      frames.writeBigUInt64BE(BigInt(length), at + 2);
    }
    at += headerLength(length);
    frames.set(opening, at);
    at += opening.length;
    frames.set(payload, at);
    at += payload.length;
    frames[at] = closing;
    at += 1;
  }
  return frames;
}
