import { request as httpRequest } from 'node:http';

import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { until } from '../../support/until.ts';
import { at, codeOf, connect, send, stream, type Answer } from './clients.ts';
import { startService, type TestService } from './service.ts';

const nested = (levels: number): string =>
  `{ migrationRuns { edges { node { ${'retryOf { '.repeat(levels)} id ${'} '.repeat(levels)} } } } }`;
const aliased = (n: number): string =>
  `{ ${Array.from({ length: n }, (_, i) => `a${i}: head`).join(' ')} }`;
const costly = `{ databases(first: 100) { edges { node { migrationStatuses { migrations { name } } } } } }`;
const long = `{ ${'head '.repeat(2000)} }`;

describe('limits', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ limits: { subscriptionsPerSocket: 3, socketsPerToken: 4 } });
  });
  afterAll(() => service.close());

  /** Waits until nobody is subscribed but the server itself, to revoked tokens. */
  const idle = (): Promise<number> =>
    until('earlier subscriptions to end', () => service.subscribers() === 1 && 1);

  const overWebSocket = async (query: string): Promise<Answer> => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    try {
      const refused = socket.subscribe(query);
      const results = await refused.ended();
      // The socket and its other operations are not touched.
      expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
      const failure = refused.failure();
      return refused.state() === 'failed' && Array.isArray(failure)
        ? { errors: failure }
        : (results[0] ?? {});
    } finally {
      socket.dispose();
    }
  };

  it.each([
    ['depth', nested(10)],
    ['aliases', aliased(31)],
    ['cost', costly],
    ['tokens', long],
  ])(
    'refuses too much %s with an error that names it, on every transport',
    async (limit, query) => {
      const answers = [
        await send(service.url, service.tokens.viewer, query),
        (await stream(service.url, service.tokens.viewer, query).ended())[0] ?? {},
        await overWebSocket(query),
      ];
      for (const answer of answers) {
        expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
        expect(answer.errors?.[0]?.extensions?.['limit']).toBe(limit);
        expect(answer.data).toBeUndefined();
      }
    },
  );

  it.each([
    ['a syntax error', '{'],
    ['an unknown field', '{ nothing }'],
    ['a missing variable', 'query ($id: ID!) { node(id: $id) { id } }'],
    ['several operations without a name', 'query A { head } query B { head }'],
  ])('answers %s with an error and keeps the socket open', async (_what, query) => {
    expect((await overWebSocket(query)).errors).toHaveLength(1);
  });

  it('lets the whole introspection of GraphiQL through', async () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true });
    const answer = await send(service.url, service.tokens.viewer, query);
    expect(at(answer, 'data.__schema.queryType.name')).toBe('Query');
    expect((await overWebSocket(query)).errors).toBeUndefined();
  });

  it('measures repeated fragments without repeating them', async () => {
    const levels = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ... on Query { ...F${n + 1} } }`,
    );
    const query = `{ ...F0 } ${levels.join(' ')} fragment F60 on Query { alias: head }`;
    const answer = await send(service.url, service.tokens.viewer, query);
    expect(answer.errors?.[0]?.extensions?.['limit']).toBe('aliases');
  });

  it('refuses bodies that are too long with 413, whether their length is announced or not', async () => {
    const body = JSON.stringify({ query: '{ head }', variables: { x: 'x'.repeat(300_000) } });
    const announced = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${service.tokens.viewer}`,
      },
      body,
    });
    expect(announced.status).toBe(413);
    expect(at(await announced.json(), 'errors.0.extensions.code')).toBe('LIMIT_EXCEEDED');
    const chunked = await sendChunked(service.url, service.tokens.viewer, body);
    expect(chunked.status).toBe(413);
    expect(chunked.body).toContain('LIMIT_EXCEEDED');
  });

  it('refuses a WebSocket message that is too long and keeps the socket open', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const refused = socket.subscribe('{ head }', { x: 'x'.repeat(300_000) });
    await refused.ended();
    expect(refused.state()).toBe('failed');
    expect(JSON.stringify(refused.failure())).toContain('LIMIT_EXCEEDED');
    expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
    socket.dispose();
  });

  it('refuses one subscription too many on a socket and keeps the others', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.operator);
    const before = await idle();
    const open = [1, 2, 3].map(() => socket.subscribe('subscription { events { id } }'));
    await until('three subscriptions', () => service.subscribers() === before + 3);
    const refused = socket.subscribe('subscription { events { id } }');
    await refused.ended();
    expect(JSON.stringify(refused.failure())).toContain('LIMIT_EXCEEDED');
    expect(open.map((subscription) => subscription.state())).toEqual(['open', 'open', 'open']);
    open[0]?.stop();
    await until('one to end', () => service.subscribers() === before + 2);
    const next = socket.subscribe('subscription { events { id } }');
    await until('one to begin', () => service.subscribers() === before + 3);
    expect(next.state()).toBe('open');
    socket.dispose();
  });

  it('refuses one connection too many of a token and keeps the others', async () => {
    const { text } = await service.addToken('viewer');
    const before = await idle();
    const sockets = [1, 2, 3].map(() => connect(service.webSocketUrl, text));
    const running = sockets.map((socket) => socket.subscribe('subscription { events { id } }'));
    const events = stream(service.url, text, 'subscription { events { id } }');
    await until('four connections', () => service.subscribers() === before + 4);
    const socket = connect(service.webSocketUrl, text);
    const closed = await socket.closed();
    expect(closed).toEqual({
      code: 4429,
      reason: 'This token has 4 connections open already.',
    });
    const refused = await stream(service.url, text, 'subscription { events { id } }').ended();
    expect(codeOf(refused[0] ?? {})).toBe('LIMIT_EXCEEDED');
    expect([...running, events].every((one) => one.state() === 'open')).toBe(true);
    events.stop();
    sockets[0]?.dispose();
    await until('two to end', () => service.subscribers() === before + 2);
    const again = stream(service.url, text, 'subscription { events { id } }');
    await until('one to begin', () => service.subscribers() === before + 3);
    again.stop();
    for (const open of [...sockets, socket]) open.dispose();
  });
});

function sendChunked(
  url: string,
  token: string,
  body: string,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'transfer-encoding': 'chunked',
        authorization: `Bearer ${token}`,
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() });
      });
    });
    for (let from = 0; from < body.length; from += 10_000) {
      request.write(body.slice(from, from + 10_000));
    }
    request.end();
  });
}
