import { request as httpRequest } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { captureLog } from '../../support/log-capture.ts';
import { until } from '../../support/until.ts';
import { ask, connect, stream } from './clients.ts';
import { messageFrame, openRaw, type RawSocket } from './raw-socket.ts';
import { startService, type TestService } from './service.ts';

const watching = 'subscription { events { id } }';

/** Says who a raw client is and waits until it is let in. */
async function enter(client: RawSocket, token: string): Promise<void> {
  await client.has('101 Switching Protocols');
  client.socket.write(
    messageFrame({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  );
  await client.has('connection_ack');
}

describe('an upgrade that is refused', () => {
  it.each([
    ['404', '/nothing', {}],
    ['403', '/graphql', { origin: 'https://evil.example' }],
  ])('with %s does not leave a connection behind', async (status, path, headers) => {
    const service = await startService();
    const client = openRaw(service.webSocketUrl.replace('/graphql', path), headers);
    await client.has(`HTTP/1.1 ${status}`);
    let stopped = false;
    const stopping = service.close().then(() => {
      stopped = true;
    });
    try {
      // Its side of the connection stays open; the server ends all the same.
      await expect(until('the server to end', () => stopped, 4000)).resolves.toBe(true);
    } finally {
      client.socket.destroy();
      await stopping;
    }
  });
});

describe('sockets that have not said who they are', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ timings: { waitingSockets: 3, initMs: 60_000 } });
  });
  afterAll(() => service.close());

  it('are bounded in number; one that is let in or leaves makes room', async () => {
    const open = async (): Promise<RawSocket> => {
      const client = openRaw(service.webSocketUrl);
      await client.has('HTTP/1.1 ');
      return client;
    };
    const statusOf = (client: RawSocket): string => client.received().slice(9, 12);
    const room = () =>
      until('room for another', async () => {
        const client = await open();
        if (statusOf(client) === '101') return client;
        client.socket.destroy();
        return undefined;
      });
    const clients = await Promise.all([open(), open(), open()]);
    expect(clients.map(statusOf)).toEqual(['101', '101', '101']);
    const refused = await open();
    expect(statusOf(refused)).toBe('503');
    const [first, second] = clients;
    if (first === undefined || second === undefined) throw new Error('there are three');
    await enter(first, service.tokens.viewer);
    const third = await open();
    expect(statusOf(third)).toBe('101');
    const fourth = await open();
    expect(statusOf(fourth)).toBe('503');
    second.socket.destroy();
    const last = await room();
    for (const client of [...clients, refused, third, fourth, last]) client.socket.destroy();
  });

  it('are answered no ping', async () => {
    const client = openRaw(service.webSocketUrl);
    await client.has('101 Switching Protocols');
    client.socket.write(messageFrame({ type: 'ping', payload: { n: 1 } }));
    await enter(client, service.tokens.viewer);
    client.socket.write(messageFrame({ type: 'ping', payload: { n: 2 } }));
    await client.has('{"type":"pong","payload":{"n":2}}');
    expect(client.received()).not.toContain('"n":1');
    client.socket.destroy();
  });
});

describe('a client that speaks without reading', () => {
  const total = 32_000_000;
  const filler = 'x'.repeat(10_000);
  const repeat = (one: Buffer): Buffer =>
    Buffer.alloc(one.length * Math.ceil(total / one.length), one);
  const operations = (): Buffer =>
    Buffer.concat(
      Array.from({ length: total / filler.length }, (_, n) =>
        messageFrame({ id: `${n} ${filler}`, type: 'subscribe', payload: { query: '{' } }),
      ),
    );

  it.each([
    ['pings with a payload', () => repeat(messageFrame({ type: 'ping', payload: { filler } }))],
    ['operations that are refused', operations],
  ])('is not read any more, and cut off in the end: %s', async (_what, flood) => {
    const service = await startService({ timings: { pingMs: 1500, bufferedBytes: 100_000 } });
    const client = openRaw(service.webSocketUrl);
    await enter(client, service.tokens.viewer);
    client.socket.pause();
    let taken = false;
    client.socket.write(flood(), (error) => {
      taken = error == null;
    });
    await until('the server to take all or cut it off', () => taken || client.socket.closed);
    expect(taken).toBe(false);
    await service.close();
  });

  it('is answered everything once it reads', async () => {
    const service = await startService({ timings: { bufferedBytes: 100_000 } });
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
    const raw = await socket.raw();
    let answers = 0;
    raw.on('message', () => {
      answers += 1;
    });
    raw.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { filler } });
    for (let n = 0; n < 3200; n += 1) raw.send(ping);
    raw.resume();
    await until('all answers', () => answers === 3200);
    expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
    socket.dispose();
    await service.close();
  });
});

describe('a client that leaves before its event stream began', () => {
  // The stream is asked for with a known token; it is open when that token is read again.
  it.each([
    ['first', 0],
    ['second', 60_000],
  ])('leaves nothing behind when its token is looked up (%s time)', async (_time, tokenCacheMs) => {
    const log = captureLog();
    const limits = { socketsPerToken: 1 };
    const service = await startService({ logger: log.logger, limits, timings: { tokenCacheMs } });
    const { text } = await service.addToken('viewer');
    await ask(service.url, text, '{ head }');
    const ended = (): number => log.lines.filter((line) => line.startsWith('debug request')).length;
    await until('the first request to end', () => ended() === 1);
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${text}` };
    const url = `${service.url}?query=${encodeURIComponent(watching)}`;
    const request = httpRequest(url, { headers });
    request.on('error', () => undefined);
    await service.store.raw.begin(async (sql) => {
      await sql`lock table hawkwatch_store.tokens in access exclusive mode`;
      request.end();
      await until('the look-up to wait', async () => {
        const waiting = await sql`select from pg_locks
          where not granted and relation = 'hawkwatch_store.tokens'::regclass`;
        return waiting.length > 0;
      });
      request.destroy();
      await until('the server to notice', () => ended() === 2);
    });
    await until('the subscription to end', () => service.subscribers() === 1);
    const next = stream(service.url, text, watching);
    await until('the place to be free', () => service.subscribers() === 2);
    expect(next.state()).toBe('open');
    next.stop();
    await service.close();
    expect(log.lines.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
  });
});
