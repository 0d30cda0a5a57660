// Looks along with postgres.js at what a server says until it is ready for queries. postgres.js waits
// for ever for the rest of what is no message, and connects again at once, and again, when the
// connection is closed before the server is ready. Here, both become an error of the socket.
import type net from 'node:net';

import { closedEarly, notPostgresql } from './secure.ts';

// Authentication, error, notice, parameter, key, protocol version, ready.
const openingWords = 'RENSKvZ';
const headerBytes = 5;
const longestMessage = 1024 * 1024;

/** Watches a connected socket until the server is ready. */
export function watchStartUp(socket: net.Socket): void {
  let header = Buffer.alloc(0);
  /** Bytes of the present message that are still to come. */
  let rest = 0;
  const stop = (): void => {
    socket.off('data', onData).off('end', onEnd);
  };
  const fail = (error: Error): void => {
    stop();
    socket.destroy(error);
  };
  const onEnd = (): void => fail(closedEarly());
  const onData = (data: Buffer): void => {
    let at = 0;
    while (at < data.length) {
      const passed = Math.min(rest, data.length - at);
      rest -= passed;
      at += passed;
      const missing = headerBytes - header.length;
      if (rest > 0 || at === data.length) return;
      header = Buffer.concat([header, data.subarray(at, at + missing)]);
      at += Math.min(missing, data.length - at);
      const type = header.toString('latin1', 0, 1);
      if (!openingWords.includes(type)) {
        fail(notPostgresql());
        return;
      }
      if (header.length < headerBytes) return;
      const length = header.readUInt32BE(1);
      if (length < 4 || length > longestMessage) {
        fail(notPostgresql());
        return;
      }
      if (type === 'Z') {
        stop();
        return;
      }
      rest = length - 4;
      header = Buffer.alloc(0);
    }
  };
  socket.on('data', onData).on('end', onEnd);
}
