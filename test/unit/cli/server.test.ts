// Asking a server: what is sent where, and what is said of everything that is no answer.
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { ServerAwayError } from '../../../src/cli/failures.ts';
import { createServer, endpointOf } from '../../../src/cli/server.ts';
import { createSystemClock } from '../../../src/core/clock.ts';

const running: Server[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ask(url: string, signal = new AbortController().signal): Promise<unknown> {
  const server = createServer({ url, token: 'hunter2', clock: createSystemClock(), signal });
  return server.ask('{ viewer { name } }', { a: 1 });
}

describe('the address of a server', () => {
  it.each([
    ['http://h:4000', 'http://h:4000/graphql'],
    ['http://h:4000/', 'http://h:4000/graphql'],
    ['https://h/hawk/', 'https://h/hawk/graphql'],
    ['https://h/hawk/graphql?x#token=y', 'https://h/hawk/graphql'],
  ])('%s is %s', (given, expected) => {
    expect(endpointOf(given).href).toBe(expected);
  });

  it.each(['h:4000', 'ftp://h', 'http://', 'file:///etc/passwd', ''])('is not %j', (given) => {
    expect(() => endpointOf(given)).toThrow('must be a URL');
  });

  it('holds no password', () => {
    expect(() => endpointOf('http://u:hunter2@h')).toThrow('must hold no user or password');
    expect(() => endpointOf('http://u:hunter2@h')).not.toThrow('hunter2');
  });
});

describe('a question to a server', () => {
  it('goes to /graphql with the token in a header, and gives the data', async () => {
    let seen: unknown;
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        seen = { url: request.url, authorization: request.headers.authorization, body };
        response.end('{"data":{"viewer":{"name":"olga"}}}');
      });
    });
    expect(await ask(url)).toEqual({ viewer: { name: 'olga' } });
    expect(seen).toEqual({
      url: '/graphql',
      authorization: 'Bearer hunter2',
      body: { query: '{ viewer { name } }', variables: { a: 1 } },
    });
  });

  it.each([
    [401, '{"errors":[{"message":"no token"}]}', 'refuses the token: no token'],
    [403, '', 'refuses the token'],
    [302, '', 'redirects elsewhere'],
    [404, '<html>', 'status 404: is that a hawkwatch server?'],
    [200, '<html>', 'status 200: is that a hawkwatch server?'],
    [200, '[]', 'is that a hawkwatch server?'],
    [200, '{"errors":[{"message":"No such thing."}],"data":null}', 'answers: No such thing.'],
    [400, '{"errors":[{"message":"Cannot query field \\"x\\""}]}', 'is of another version'],
  ])('answered with %i %s is refused', async (status, body, message) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { location: 'http://elsewhere.example' }).end(body);
    });
    const failure = await ask(url).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining(message) });
    expect(failure).not.toBeInstanceOf(ServerAwayError);
    expect(String(failure)).not.toContain('hunter2');
  });

  it('to a server that fails says so, and that asking again may help', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(503).end('{"errors":[{"message":"the store is away"}]}');
    });
    const failure = await ask(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServerAwayError);
    expect(failure).toMatchObject({ message: expect.stringContaining('the store is away') });
  });

  it('to nobody says so', async () => {
    const url = await serve(() => undefined);
    for (const server of running.splice(0)) await new Promise((resolve) => server.close(resolve));
    await expect(ask(url)).rejects.toThrow('cannot be reached: ECONNREFUSED');
  });

  it('that is cut off says so', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"data":');
      response.destroy();
    });
    await expect(ask(url)).rejects.toBeInstanceOf(ServerAwayError);
  });

  it('ends when the command is interrupted', async () => {
    const stopper = new AbortController();
    const url = await serve(() => stopper.abort(new Error('interrupted')));
    await expect(ask(url, stopper.signal)).rejects.toThrow('interrupted');
  });
});
