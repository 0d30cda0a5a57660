// Reads what a server says line by line, no more than a bound in all. Ends with the socket.
import type { Socket } from 'node:net';

import { ProbeFailure } from '../found.ts';
import { describeNetworkFailure } from './describe-failure.ts';

export interface LineReader {
  /** The next line without its end. @throws ProbeFailure */
  next(): Promise<string>;
  /** Takes nothing more from the socket. @throws ProbeFailure when something waits that nobody read. */
  release(): void;
}

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** A reader of a connected socket. */
export function readLines(
  socket: Socket,
  place: { readonly host: string; readonly port: number },
  limitBytes = 64 * 1024,
): LineReader {
  let text = '';
  let bytes = 0;
  let failure: Error | undefined;
  let waiting: Waiting | undefined;

  const serve = (): void => {
    if (waiting === undefined) return;
    const end = text.indexOf('\n');
    if (end === -1) {
      if (failure === undefined) return;
      waiting.reject(failure);
    } else {
      const line = text.slice(0, end).replace(/\r$/, '');
      text = text.slice(end + 1);
      waiting.resolve(line);
    }
    waiting = undefined;
  };
  const fail = (error: Error): void => {
    failure ??= error;
    serve();
  };
  const onData = (data: Buffer): void => {
    bytes += data.length;
    if (bytes > limitBytes) {
      socket.pause();
      fail(new ProbeFailure(`${place.host}:${place.port} says more than ${limitBytes} bytes`));
      return;
    }
    text += data.toString('latin1');
    serve();
  };
  const onError = (error: Error): void => fail(describeNetworkFailure(error, place));
  const onEnd = (): void =>
    fail(new ProbeFailure(`${place.host}:${place.port} closed the connection too early`));
  socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd);
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        serve();
      }),
    release: () => {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      socket.pause();
      // Put there by somebody between, before the connection was secure.
      if (text !== '') throw new ProbeFailure('the server said something nobody asked for');
    },
  };
}
