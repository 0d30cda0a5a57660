// A WebSocket between two ends of this process, with an outbox on the server's side.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

import { onTestFinished } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';

import type { Clock } from '../../../src/core/clock.ts';
import { createFlusher, type Flusher } from '../../../src/http/fan-out/flusher.ts';
import { Outbox } from '../../../src/http/fan-out/outbox.ts';

export interface OutboxRig {
  readonly outbox: Outbox;
  readonly flusher: Flusher;
  /** The server's end. */
  readonly server: WebSocket;
  readonly raw: Socket;
  /** How often the client was found stuck. */
  stuck(): number;
}

export interface RigOptions {
  readonly clock: Clock;
  readonly bufferedBytes?: number;
  readonly stuckMs?: number;
}

/** Listens, lets `open` connect, and makes the outbox of that connection. */
async function createRig<Client>(
  options: RigOptions,
  open: (port: number) => Promise<Client>,
): Promise<OutboxRig & { readonly client: Client }> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
    await once(http, 'close');
  });
  const accepted = once(sockets, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const { port } = http.address() as AddressInfo;
  const [[server, request], client] = await Promise.all([accepted, open(port)]);
  const flusher = createFlusher(options.clock);
  let stuck = 0;
  const outbox = new Outbox({
    socket: server,
    raw: request.socket,
    flusher,
    clock: options.clock,
    bufferedBytes: options.bufferedBytes ?? 1_000_000_000,
    stuckMs: options.stuckMs ?? 1000,
    onStuck: () => {
      stuck += 1;
    },
  });
  return { outbox, flusher, server, raw: request.socket, stuck: () => stuck, client };
}

/** With a client that reads messages; `received` are those it has got. */
export async function createMessageRig(options: RigOptions) {
  const received: string[] = [];
  const rig = await createRig(options, async (port) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    client.on('message', (data: Buffer, isBinary) => {
      received.push(isBinary ? 'binary' : data.toString());
    });
    await once(client, 'open');
    return client;
  });
  return { ...rig, received };
}

/** With a client that reads bytes, as many as it is told to. */
export async function createByteRig(options: RigOptions) {
  let readBytes = 0;
  let wanted = 0;
  const rig = await createRig(options, async (port) => {
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write(
      'GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
    await once(client, 'data');
    client.pause();
    client.on('data', (chunk) => {
      readBytes += chunk.length;
      if (readBytes >= wanted) client.pause();
    });
    onTestFinished(() => void client.destroy());
    return client;
  });
  return {
    ...rig,
    readBytes: () => readBytes,
    /** Reads so many bytes more, or a little over. */
    read: (bytes: number): void => {
      wanted = readBytes + bytes;
      rig.client.resume();
    },
  };
}
