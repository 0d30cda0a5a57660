import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { encodeCursor } from '../../../src/core/cursor.ts';
import { defineEvent } from '../../../src/core/events.ts';
import { readLogState } from '../../../src/store/event-log.ts';
import { until } from '../../support/until.ts';
import { ask, at, codeOf, connect, send, stream, textAt } from './clients.ts';
import { clock, startService, type TestService } from './service.ts';

const noted = defineEvent({
  type: 'test.noted',
  version: 1,
  audience: 'viewer',
  schema: z.object({ n: z.number(), filler: z.string() }),
});
const hidden = defineEvent({ ...noted, type: 'test.hidden', audience: 'admin' });

const note = (
  { store }: TestService,
  numbers: readonly number[],
  kind: typeof noted | typeof hidden = noted,
  filler = '',
) =>
  store.transaction(({ append }) => {
    for (const n of numbers) {
      append(kind.create({ subject: 'test', occurredAt: clock.now(), payload: { n, filler } }));
    }
    return Promise.resolve();
  });

const watching = 'subscription ($after: Cursor) { events(after: $after) { cursor type payload } }';

describe('streams of events', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({
      timings: { keepAliveMs: 20, pingMs: 200 },
    });
  });
  afterAll(() => service.close());

  const types = (results: readonly unknown[]) =>
    results.map((result) => at(result, 'data.events.type'));

  it('hold back from viewers what is for admins, in lists, streams and by id', async () => {
    const { url, tokens } = service;
    const after = textAt(await ask(url, tokens.viewer, '{ head }'), 'head');
    await note(service, [1], hidden);
    await note(service, [2]);
    const seen = async (token: string, n: number) => {
      const socket = connect(service.webSocketUrl, token);
      const live = await socket.subscribe(watching, { after }).count(n);
      const events = stream(url, token, watching, { variables: { after } });
      const streamed = await events.count(n);
      events.stop();
      socket.dispose();
      const list = await ask(url, token, '{ events { edges { node { id type } } } }');
      return { live: types(live), streamed: types(streamed), list };
    };
    const viewer = await seen(tokens.viewer, 1);
    expect(viewer.live).toEqual(['test.noted']);
    expect(viewer.streamed).toEqual(['test.noted']);
    expect(JSON.stringify(viewer.list)).not.toContain('test.hidden');
    expect(JSON.stringify(viewer.list)).not.toContain('token.created');
    const admin = await seen(tokens.admin, 2);
    expect(admin.live).toEqual(['test.hidden', 'test.noted']);
    const hiddenId = textAt(admin.list, 'events.edges.1.node.id');
    const byId = '($id: ID!) { node(id: $id) { ... on Event { type } } }';
    const asked = await ask(url, tokens.viewer, `query ${byId}`, { id: hiddenId });
    expect(asked).toEqual({ node: null });
    expect(await ask(url, tokens.admin, `query ${byId}`, { id: hiddenId })).toEqual({
      node: { type: 'test.hidden' },
    });
  });

  it('answer a cursor of another log, beyond the head or past retention with the head', async () => {
    const { url, tokens, store } = service;
    await note(service, [1, 2, 3]);
    const { epoch, id } = await readLogState(store.raw);
    await until('the hub to see it', () => service.hub.head === encodeCursor({ epoch, id }));
    await store.raw`update hawkwatch_store.event_log set pruned_through = 2`;
    const cases = [
      ['CURSOR_INVALID', encodeCursor({ epoch: 'another', id: 1 })],
      ['CURSOR_INVALID', encodeCursor({ epoch, id: id + 1000 })],
      ['CURSOR_INVALID', 'nonsense'],
      ['CURSOR_EXPIRED', encodeCursor({ epoch, id: 1 })],
    ] as const;
    const socket = connect(service.webSocketUrl, tokens.viewer);
    for (const [code, after] of cases) {
      const onSocket = socket.subscribe(watching, { after });
      const onStream = stream(url, tokens.viewer, watching, { variables: { after } });
      for (const subscription of [onSocket, onStream]) {
        const [result] = await subscription.ended();
        expect(subscription.state()).toBe('completed');
        expect([after, codeOf(result ?? {})]).toEqual([after, code]);
        expect(result?.errors?.[0]?.extensions?.['head']).toBe(service.hub.head);
      }
    }
    expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
    socket.dispose();
  });

  it('send comments while nothing happens', async () => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${service.tokens.viewer}`,
      },
      body: JSON.stringify({ query: watching }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.getReader();
    let text = '';
    while (text.length < 9) text += Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(text.slice(0, 9)).toBe(':\n\n:\n\n:\n\n');
    await reader?.cancel();
    await until('the stream to be left', () => service.subscribers() === 1);
  });

  it('end when the client is gone without saying so', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    socket.subscribe(watching);
    await until('a subscription', () => service.subscribers() === 2);
    (await socket.raw()).pause();
    await until('the dead socket to be found', () => service.subscribers() === 1);
    expect(socket.closeCode()).toBeUndefined();
    socket.dispose();
  });

  it('are refused without `Accept: text/event-stream`, and say so', async () => {
    const answer = await send(service.url, service.tokens.viewer, watching);
    expect(answer.status).toBe(406);
    expect(answer.errors?.[0]?.message).toContain('text/event-stream');
  });
});

describe('what a slow client has not read', () => {
  it('waits in the log, not in memory, and comes whole when the client reads again', async () => {
    const service = await startService({ timings: { bufferedBytes: 100_000 } });
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const events = socket.subscribe('subscription { events { payload } }');
    await until('a subscription', () => service.subscribers() === 2);
    const raw = await socket.raw();
    raw.pause();
    const filler = 'x'.repeat(20_000);
    const total = 1500;
    for (let n = 0; n < total; n += 100) {
      const numbers = Array.from({ length: 100 }, (_, i) => n + i);
      await note(service, numbers, noted, filler);
    }
    // What the kernel and the bound allow was taken for it, no more.
    await until('the client to be behind', () => service.fanOut.lagging === 1);
    expect(service.fanOut.deliveries).toBeLessThan(total / 2);
    raw.resume();
    const results = await events.count(total);
    const numbers = results.map((result) => at(result, 'data.events.payload.n'));
    expect(numbers).toEqual(Array.from({ length: total }, (_, n) => n));
    socket.dispose();
    await service.close();
  });
});

describe('stopping', () => {
  it('closes WebSockets with 1001 and ends event streams, within three seconds', async () => {
    const service = await startService();
    const replica = await service.addReplica();
    const socket = connect(replica.webSocketUrl, service.tokens.viewer);
    socket.subscribe(watching);
    const events = stream(replica.url, service.tokens.viewer, watching);
    await until('two subscriptions', () => replica.subscribers() === 3);
    const deaf = connect(replica.webSocketUrl, service.tokens.viewer);
    (await deaf.raw()).pause();
    const startMs = performance.now();
    await replica.close();
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect((await socket.closed()).code).toBe(1001);
    expect(codeOf((await events.ended()).at(-1) ?? {})).toBe('UNAVAILABLE');
    expect(events.state()).toBe('completed');
    socket.dispose();
    deaf.dispose();
    await service.close();
  });

  it('tells subscribers that the hub stops, as their last result', async () => {
    const service = await startService();
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const events = socket.subscribe(watching);
    await until('a subscription', () => service.subscribers() === 2);
    service.hub.close();
    expect(codeOf((await events.ended())[0] ?? {})).toBe('UNAVAILABLE');
    expect(socket.closeCode()).toBeUndefined();
    socket.dispose();
    await service.close();
  });
});
