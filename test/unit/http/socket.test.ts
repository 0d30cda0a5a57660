import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';

import { createSystemClock } from '../../../src/core/clock.ts';
import { closeSocket, keepAlive, sendPaced } from '../../../src/http/socket.ts';
import { until } from '../../support/until.ts';

describe('a WebSocket of the server', () => {
  const clock = createSystemClock();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  beforeAll(async () => {
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  afterAll(async () => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
    await once(http, 'close');
  });

  const connect = async () => {
    const { port } = http.address() as AddressInfo;
    const accepted = once(sockets, 'connection') as Promise<[WebSocket]>;
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    const [[server]] = await Promise.all([accepted, once(client, 'open')]);
    return { client, server };
  };

  it('makes senders wait once more is buffered than it may hold', async () => {
    const { client, server } = await connect();
    const message = 'x'.repeat(1_000_000);
    let received = 0;
    client.on('message', () => {
      received += 1;
    });
    client.pause();
    let sent = 0;
    const sending = (async () => {
      for (; sent < 60; sent += 1) await sendPaced(server, message, 2_000_000);
    })();
    await until('the sender to wait', () => server.bufferedAmount > 2_000_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.bufferedAmount).toBeLessThan(4_000_000);
    expect(sent).toBeLessThan(60);
    client.resume();
    await sending;
    await until('all messages', () => received === 60);
    client.terminate();
  });

  it('lets senders go when it is cut off', async () => {
    const { client, server } = await connect();
    client.pause();
    const message = 'x'.repeat(30_000_000);
    const sending = sendPaced(server, message, 0);
    server.terminate();
    await sending;
    await sendPaced(server, message, 0);
    expect(server.readyState).not.toBe(WebSocket.OPEN);
    client.terminate();
  });

  it('is terminated when it does not answer pings, and kept when it does', async () => {
    const [deaf, alive] = [await connect(), await connect()];
    deaf.client.pause();
    let pongs = 0;
    alive.server.on('pong', () => {
      pongs += 1;
    });
    keepAlive(deaf.server, clock, 20);
    keepAlive(alive.server, clock, 20);
    await until('the deaf one to be cut off', () => deaf.server.readyState === WebSocket.CLOSED);
    await until('several pongs', () => pongs > 5);
    expect(alive.server.readyState).toBe(WebSocket.OPEN);
    alive.client.terminate();
    deaf.client.terminate();
  });

  it('is cut off when its client ignores that it is closed, and cuts reasons to size', async () => {
    const [polite, deaf] = [await connect(), await connect()];
    const closed = once(polite.client, 'close');
    closeSocket(polite.server, clock, 4403, 'ü'.repeat(100));
    const [code, reason] = (await closed) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4403, 'ü'.repeat(61)]);
    deaf.client.pause();
    closeSocket(deaf.server, clock, 4403, 'revoked');
    await until('it to be cut off', () => deaf.server.readyState === WebSocket.CLOSED);
    deaf.client.terminate();
  });
});
