// HTTP servers that misbehave, on real sockets: each look ends in time, with bounded memory, nothing left
// open, and the right words.
import http, { type RequestListener } from 'node:http';
import { createGzip, gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from 'vitest';

import { type TestServer, closeServers, listen, look, serveTcp } from '../../support/probe-rig.ts';
import { until } from '../../support/until.ts';

const servers: TestServer[] = [];
afterEach(() => closeServers(servers));

async function serve(handler: RequestListener): Promise<TestServer> {
  const server = await listen(http.createServer(handler));
  servers.push(server);
  return server;
}

async function tcp(onSocket: Parameters<typeof serveTcp>[0]): Promise<TestServer> {
  const server = await serveTcp(onSocket);
  servers.push(server);
  return server;
}

const at = (server: TestServer, path = '/', more: object = {}) => ({
  http: { url: `http://127.0.0.1:${server.port}${path}`, ...more },
});

const short = { timeoutMs: 400 };

describe('a server that takes its time', () => {
  it('never accepts more than the connection: the deadline ends it', async () => {
    const server = await tcp(() => undefined);
    const found = await look(at(server), short);
    expect(found).toMatchObject({
      ok: false,
      reason: 'no answer within 400 ms, while waiting for the answer',
    });
    expect(found.durationMs).toBeGreaterThanOrEqual(399);
    expect(found.phases.connect).toBeDefined();
  });

  it('sends its headers a byte at a time', async () => {
    const server = await tcp((socket) => {
      const timer = setInterval(() => socket.write('H'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const found = await look(at(server), short);
    expect(found.ok).toBe(false);
    expect(found.reason).toMatch(/no answer within 400 ms|does not answer in HTTP/);
  });

  it('sends its body a byte at a time', async () => {
    const server = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
      response.writeHead(200, { 'content-length': '100000' });
    });
    const found = await look(at(server), short);
    expect(found).toMatchObject({
      ok: false,
      status: 200,
      reason: 'no answer within 400 ms, while reading the body',
    });
  });

  it('stops in the middle of the body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half');
    });
    expect(await look(at(server), short)).toMatchObject({
      ok: false,
      reason: 'no answer within 400 ms, while reading the body',
    });
  });

  it('is aborted from outside at once', async () => {
    const server = await tcp(() => undefined);
    const stopping = new AbortController();
    const looking = look(at(server), { signal: stopping.signal, timeoutMs: 60_000 });
    await until('the connection', () => server.accepted() === 1);
    stopping.abort(new Error('shutting down'));
    await expect(looking).rejects.toThrow('shutting down');
  });
});

describe('a server that sends much', () => {
  it('sends a body of a gigabyte: a megabyte is read', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(256 * 1024, 'a');
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': String(1024 ** 3) });
      const more = (): void => {
        while (sent < 1024 ** 3 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    const before = process.memoryUsage().rss;
    const found = await look(at(server, '/', { expect: { bodyContains: 'b' } }));
    expect(found).toMatchObject({
      ok: false,
      status: 200,
      reason: 'the body does not contain the expected text within its first 1048576 bytes',
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    expect(await look(at(server))).toMatchObject({ ok: true });
  });

  it('sends a gigabyte of zeros, packed', async () => {
    const zeros = Buffer.alloc(1024 * 1024);
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      let left = 1024;
      const more = (): void => {
        while (left > 0 && !response.destroyed) {
          left -= 1;
          if (!gzip.write(zeros)) {
            gzip.once('drain', more);
            return;
          }
        }
        if (left === 0) gzip.end();
      };
      response.on('close', () => gzip.destroy());
      more();
    });
    const before = process.memoryUsage().rss;
    const found = await look(at(server, '/', { expect: { jsonPath: '$.a' } }));
    expect(found.reason).toBe('the body is longer than 1048576 bytes: it is not read as JSON');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('sends endless headers', async () => {
    const server = await tcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const line = `x-long: ${'y'.repeat(4000)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(line));
      };
      socket.on('drain', more);
      more();
    });
    expect(await look(at(server))).toMatchObject({
      ok: false,
      reason: 'the headers of the response are too large',
    });
  });

  it('unpacks what is packed, and says so when it is not', async () => {
    const server = await serve((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(request.url === '/good' ? gzipSync('{"state":"ok"}') : 'plain');
    });
    const expected = { expect: { jsonPath: '$.state', equals: 'ok' } };
    expect(await look(at(server, '/good', expected))).toMatchObject({ ok: true, reason: null });
    expect(await look(at(server, '/bad', expected))).toMatchObject({
      ok: false,
      reason: 'the body is not gzip, which its header says',
    });
  });
});

describe('a server that breaks off', () => {
  it('resets the connection', async () => {
    const server = await tcp((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const found = await look(at(server));
    expect(found.reason).toBe(`127.0.0.1:${server.port} closed the connection in the middle`);
  });

  it('ends before it has said anything', async () => {
    const server = await tcp((socket) => {
      socket.once('data', () => socket.end());
    });
    expect((await look(at(server))).reason).toMatch(/closed the connection in the middle/);
  });

  it('breaks off in the body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.socket?.resetAndDestroy());
    });
    expect((await look(at(server))).reason).toMatch(/closed the connection in the middle/);
  });

  it('speaks another protocol', async () => {
    const server = await tcp((socket) => socket.write('220 mail.example ESMTP\r\n'));
    expect((await look(at(server))).reason).toMatch(/does not answer in HTTP\/1\.1/);
  });

  it('is not there', async () => {
    const server = await tcp(() => undefined);
    await server.close();
    servers.length = 0;
    expect((await look(at(server))).reason).toBe(
      `127.0.0.1:${server.port} refused the connection: nothing listens there`,
    );
  });

  it('wants to upgrade', async () => {
    const server = await tcp((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
      );
    });
    expect(await look(at(server), { timeoutMs: 2000 })).toMatchObject({ ok: false });
  });
});

describe('redirects', () => {
  it('end in a circle', async () => {
    const server = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end();
    });
    expect(await look(at(server, '/a'))).toMatchObject({
      ok: false,
      status: 302,
      reason: 'it redirects in a circle',
    });
  });

  it('never end', async () => {
    let count = 0;
    const server = await serve((_request, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}` }).end();
    });
    expect((await look(at(server))).reason).toBe('it redirects more than 5 times');
    expect(count).toBe(6);
  });

  it('are followed, each step measured, the method as the status says', async () => {
    const seen: string[] = [];
    const server = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${String(request.headers['x-key'] ?? '-')}`);
      if (request.url === '/start') response.writeHead(303, { location: '/end' });
      response.end('done');
    });
    const more = { method: 'POST', body: 'x', headers: { 'x-key': 'k1' } };
    const found = await look(at(server, '/start', { ...more, expect: { bodyMatches: '^done$' } }));
    expect(found).toMatchObject({ ok: true, status: 200 });
    expect(seen).toEqual(['POST /start k1', 'GET /end k1']);
  });

  it('to another origin take neither headers nor body along', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, String(request.headers['x-key']));
      response.end('ok');
    });
    const location = `http://localhost:${other.port}/`;
    const server = await serve((_request, response) => {
      response.writeHead(307, { location }).end();
    });
    const headers = { 'x-key': 'secret', authorization: 'Bearer secret' };
    const names = { localhost: ['127.0.0.1'] };
    expect(await look(at(server, '/', { headers }), { names })).toMatchObject({ ok: true });
    expect(seen).toEqual([undefined, 'undefined']);
    const posted = await look(at(server, '/', { method: 'POST', body: 'secret' }), { names });
    expect(posted.reason).toMatch(/redirects the body of the request to another origin/);
  });

  it('to what is no HTTP are refused', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    });
    expect((await look(at(server))).reason).toBe(
      'it redirects to what is neither HTTP nor HTTPS (file:)',
    );
  });

  it('are the answer where none is to be followed', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(301, { location: '/x' }).end();
    });
    const more = {
      followRedirects: 0,
      expect: { status: [301, '2xx'], header: { Location: '/x' } },
    };
    expect(await look(at(server, '/', more))).toMatchObject({ ok: true, status: 301 });
  });
});

describe('what is expected', () => {
  it('is judged: status, header, text, expression, value, time', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/500') response.statusCode = 500;
      response.setHeader('x-version', 'v12');
      response.end('{"a":{"b":[1,2]},"s":"x"}');
    });
    const reasonFor = async (expect_: object, path = '/') =>
      (await look(at(server, path, { expect: expect_ }))).reason;
    expect(await reasonFor({}, '/500')).toBe('it answers with status 500');
    expect(await reasonFor({ header: { 'x-missing': '' } })).toMatch(/has no header x-missing/);
    expect(await reasonFor({ header: { 'X-Version': 'v12' } })).toBeNull();
    expect(await reasonFor({ header: { 'x-version': 'v13' } })).toMatch(/is not as expected/);
    expect(await reasonFor({ bodyContains: '"s"' })).toBeNull();
    expect(await reasonFor({ bodyMatches: '"b":\\[\\d,\\d\\]' })).toBeNull();
    expect(await reasonFor({ bodyMatches: '^no' })).toMatch(/does not match/);
    expect(await reasonFor({ jsonPath: '$.a.b[1]', equals: 2 })).toBeNull();
    expect(await reasonFor({ jsonPath: '$.s', equals: 'y' })).toBe(
      'the body has "x" at $.s, not "y"',
    );
    expect(await reasonFor({ jsonPath: '$.a', equals: 1 })).toMatch(/has an object at/);
    expect(await reasonFor({ jsonPath: '$.none' })).toBe('the body has nothing at $.none');
    expect(await reasonFor({ jsonPath: '$.a.b[*]', equals: 1 })).toMatch(/several values/);
  });

  it('makes a slow answer DEGRADED', async () => {
    const server = await serve((_request, response) => {
      setTimeout(() => response.end('ok'), 60);
    });
    const found = await look(at(server, '/', { expect: { maxResponseMs: 20 } }));
    expect(found).toMatchObject({ ok: true, degraded: true });
    expect(found.reason).toMatch(/^it took \d+ ms, more than 20 ms$/);
  });

  it.each([
    ['bodyMatches', { bodyMatches: '^(a+)+$' }],
    ['jsonPath', { jsonPath: "$[?search(@.t, '^(a+)+$')]" }],
  ])('is given up when it takes too long (%s)', async (what, expectation) => {
    const evil = `${'a'.repeat(60)}b`;
    const server = await serve((_request, response) => {
      response.end(what === 'jsonPath' ? JSON.stringify([{ t: evil }]) : evil);
    });
    expect((await look(at(server, '/', { expect: expectation }))).reason).toBe(
      `expect.${what} took more than 100 ms: simplify it`,
    );
  });
});

it('shows no secret, whatever comes back', async () => {
  const server = await serve((request, response) => {
    response.end(
      JSON.stringify({
        echo: `${String(request.headers['x-key'])} ${request.headers.authorization}`,
      }),
    );
  });
  const url = `http://user:pass%40word@127.0.0.1:${server.port}/?token=tok-12345`;
  const found = await look({
    http: { url, headers: { 'x-key': 'key-98765' }, expect: { jsonPath: '$.echo', equals: 'no' } },
  });
  expect(found.reason).toMatch(/^the body has "\*\*\* Basic /);
  expect(JSON.stringify(found)).not.toMatch(/key-98765|pass@word|pass%40word|tok-12345/);
});
