// A WebSocket client without manners: it asks for an upgrade on a bare TCP connection, sends frames
// as it likes, reads only when told to and does not close its side.
import { connect, type Socket } from 'node:net';

import { until } from '../../support/until.ts';

export interface RawSocket {
  readonly socket: Socket;
  /** What has come so far, frames and all. */
  readonly received: () => string;
  /** Waits until something has come. */
  has(text: string): Promise<void>;
}

/** Asks for an upgrade to the protocol of GraphQL; what is answered stands in `received`. */
export function openRaw(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): RawSocket {
  const { hostname, port, pathname, host } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  // Being cut off is what some tests wait for; they look at `closed`.
  socket.on('error', () => undefined);
  const all = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return {
    socket,
    received: () => text,
    has: async (part) => {
      await until(`"${part}" on a socket`, () => text.includes(part));
    },
  };
}

/** A message of the protocol as one text frame; its mask is zero. */
export function messageFrame(message: Readonly<Record<string, unknown>>): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const head = Buffer.from([0x81, 0x80 | Math.min(payload.length, 126)]);
  const length = Buffer.alloc(payload.length < 126 ? 0 : 2);
  if (length.length > 0) length.writeUInt16BE(payload.length);
  return Buffer.concat([head, length, Buffer.alloc(4), payload]);
}
