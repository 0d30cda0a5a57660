// One WebSocket: how it sends without growing, how it is found dead, and how one is refused.
//
// Sending waits for the client once too much is buffered; graphql-ws takes the next event of a
// subscription only after the last one was sent, so a slow client's events wait in the log.
// What a client sends is answered at once, so a client that does not read its answers is not read.
// A socket is pinged; if it has not answered by the next ping it is terminated.
import type { Duplex } from 'node:stream';

import type { WebSocket } from 'ws';

import type { Clock } from '../core/clock.ts';

/**
 * Joins what is sent within one turn of the event loop into one write: a write costs the same
 * whatever it carries. Call the result before each send.
 */
export function joinWrites(raw: Pick<Duplex, 'cork' | 'uncork'>): () => void {
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    raw.cork();
    setImmediate(() => {
      corked = false;
      raw.uncork();
    });
  };
}

/** Sends a message; resolves at once while little is buffered, else when it has left. */
export function sendPaced(socket: WebSocket, text: string, bufferedBytes: number): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    // A failed send is followed by `close`, which ends the socket's subscriptions.
    socket.send(text, () => resolve());
    if (socket.bufferedAmount <= bufferedBytes) resolve();
  });
}

/**
 * Reads nothing further from a client that speaks while too much waits for it, until that has left.
 * One that never reads is not heard to answer pings either: `keepAlive` terminates it.
 */
export function pauseWhileUnread(socket: WebSocket, bufferedBytes: number): void {
  // Messages only: a slow client that just listens must be heard to be alive. (ws itself bounds
  // the answers to ping frames.)
  socket.on('message', () => {
    if (socket.isPaused || socket.bufferedAmount <= bufferedBytes) return;
    socket.pause();
    // A pong that nobody asked for means nothing; it leaves after everything that waits now.
    socket.pong(undefined, undefined, () => socket.resume());
  });
}

/** Pings a socket until it is closed; terminates it when it does not answer. */
export function keepAlive(socket: WebSocket, clock: Clock, pingMs: number): void {
  let answered = true;
  let cancelTimer: () => void = () => undefined;
  const beat = (): void => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    cancelTimer = clock.setTimer(pingMs, beat);
  };
  cancelTimer = clock.setTimer(pingMs, beat);
  socket.on('pong', () => {
    answered = true;
  });
  socket.once('close', () => cancelTimer());
}

const closeTimeoutMs = 1_500;

/** Closes with a reason cut to what a close frame holds; cuts off a client that ignores it. */
export function closeSocket(socket: WebSocket, clock: Clock, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  const cancelTimer = clock.setTimer(closeTimeoutMs, () => socket.terminate());
  socket.once('close', cancelTimer);
  socket.close(code, text);
}

/** Answers a request for an upgrade with a status; the connection does not outlive the answer. */
export function refuseUpgrade(socket: Duplex, clock: Clock, status: string): void {
  const cancelTimer = clock.setTimer(closeTimeoutMs, () => socket.destroy());
  socket.once('close', cancelTimer);
  socket.on('error', () => socket.destroy());
  // The client may keep its side open for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
