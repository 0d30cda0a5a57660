// The results that leave over one WebSocket. Those of a turn are joined into one buffer of frames
// and one write. Bounded: when the client's arrears are too big, no further result is taken. A
// client that takes nothing for too long is given up.
import type { Socket } from 'node:net';

import type { DocumentNode } from 'graphql';
import type { WebSocket } from 'ws';

import type { Clock } from '../../core/clock.ts';
import type { Flushable, Flusher } from './flusher.ts';
import { framesOf } from './frames.ts';
import type { Sink } from './member.ts';
import type { SharedResult } from './shared-result.ts';

export interface OutboxOptions {
  readonly socket: WebSocket;
  /** What the WebSocket writes to. */
  readonly raw: Socket;
  readonly flusher: Flusher;
  readonly clock: Pick<Clock, 'setTimer'>;
  /** Bytes that may wait for the client. */
  readonly bufferedBytes: number;
  /** Milliseconds in which a client must take something while too much waits. */
  readonly stuckMs: number;
  /** The client has taken nothing for `stuckMs`. */
  onStuck(): void;
}

export class Outbox implements Flushable {
  readonly #options: OutboxOptions;
  /** Opening and payload of each message, alternating: an object for each would cost more. */
  #queued: Buffer[] = [];
  #queuedBytes = 0;
  #full = false;
  #waiting: (() => void)[] = [];
  #stopWatching: () => void = () => undefined;

  constructor(options: OutboxOptions) {
    const { socket } = options;
    this.#options = options;
    socket.once('close', () => {
      this.#queued = [];
      this.#proceed();
    });
  }

  /** True while too much waits. */
  get full(): boolean {
    return this.#full;
  }

  /** Queues a message; false when too much waits for the client. */
  push(opening: Buffer, payload: Buffer): boolean {
    const { socket, flusher, bufferedBytes } = this.#options;
    if (socket.readyState === socket.CLOSED) return true;
    // Nothing leaves any more while it is being closed.
    if (this.#full || socket.readyState !== socket.OPEN) return false;
    if (this.#queued.length === 0) flusher.add(this);
    this.#queued.push(opening, payload);
    this.#queuedBytes += opening.length + payload.length;
    if (this.#queuedBytes > bufferedBytes) this.flush();
    return true;
  }

  flush(): void {
    if (this.#queued.length === 0) return;
    const { socket, raw, bufferedBytes } = this.#options;
    const messages = this.#queued;
    this.#queued = [];
    this.#queuedBytes = 0;
    if (socket.readyState !== socket.OPEN) return;
    raw.write(framesOf(messages, raw.writableLength > 0));
    if (raw.writableLength > bufferedBytes) this.#becomeFull();
  }

  /** Resolves when all that waits has left, or the socket is closed. */
  room(): Promise<void> {
    const { socket } = this.#options;
    if (socket.readyState === socket.CLOSED) return Promise.resolve();
    if (!this.#full && socket.readyState === socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #becomeFull(): void {
    if (this.#full) return;
    this.#full = true;
    // Called when everything before it has left.
    this.#options.raw.write('', () => this.#proceed());
    this.#watch();
  }

  #proceed(): void {
    this.#full = false;
    this.#stopWatching();
    const resumed = this.#waiting;
    this.#waiting = [];
    for (const resume of resumed) resume();
  }

  /** Looks again and again whether the client takes anything. */
  #watch(): void {
    const { raw, clock, stuckMs, onStuck } = this.#options;
    const taken = bytesTaken(raw);
    this.#stopWatching = clock.setTimer(stuckMs, () => {
      if (bytesTaken(raw) > taken) this.#watch();
      else onStuck();
    });
  }
}

/** Bytes that have left the process. Streams tell only of whole writes, the handle of each byte. */
function bytesTaken(raw: Socket): number {
  const handle: unknown = Reflect.get(raw, '_handle');
  if (typeof handle !== 'object' || handle === null) return 0;
  const written: unknown = Reflect.get(handle, 'bytesWritten');
  const queued: unknown = Reflect.get(handle, 'writeQueueSize');
  return typeof written === 'number' && typeof queued === 'number'
    ? written - queued
    : raw.bytesWritten - raw.writableLength;
}

/** The results of one operation on their way to the outbox. */
export class OperationSink implements Sink {
  readonly #outbox: Outbox;
  readonly #opening: Buffer;
  readonly #document: DocumentNode;

  constructor(outbox: Outbox, operationId: string, document: DocumentNode) {
    this.#outbox = outbox;
    this.#document = document;
    this.#opening = Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`);
  }

  push(result: SharedResult): boolean {
    return this.#outbox.push(this.#opening, result.in(this.#document).bytes);
  }

  room(): Promise<void> {
    return this.#outbox.room();
  }
}
