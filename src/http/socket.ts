// One WebSocket: how it sends without growing, and how it is found dead.
//
// Sending waits for the client once too much is buffered; graphql-ws takes the next event of a
// subscription only after the last one was sent, so a slow client's events wait in the log.
// A socket is pinged; if it has not answered by the next ping it is terminated.
import type { WebSocket } from 'ws';

import type { Clock } from '../core/clock.ts';

/** Sends a message; resolves at once while little is buffered, else when it has left. */
export function sendPaced(socket: WebSocket, text: string, bufferedBytes: number): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  return new Promise((resolve) => {
    // A failed send is followed by `close`, which ends the socket's subscriptions.
    socket.send(text, () => resolve());
    if (socket.bufferedAmount <= bufferedBytes) resolve();
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
