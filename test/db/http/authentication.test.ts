import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, at, codeOf, connect, send, stream } from './clients.ts';
import { clock, startService, type TestService } from './service.ts';

describe('coming in', () => {
  let service: TestService;
  let base: string;
  beforeAll(async () => {
    service = await startService({
      allowedOrigins: ['https://dash.example'],
      health: () =>
        Promise.resolve({
          state: 'DOWN',
          version: '0.1.0',
          uptimeMs: 1,
          parts: [
            {
              name: 'store',
              counts: true,
              state: 'DOWN',
              reason: 'secret-host refused',
              latencyMs: null,
            },
            { name: 'log', counts: true, state: 'OK', reason: null, latencyMs: 1 },
          ],
        }),
    });
    base = service.url.replace('/graphql', '');
  });
  afterAll(() => service.close());

  it.each([
    ['a query', '{ viewer { name } }'],
    ['introspection', '{ __schema { types { name } } }'],
    ['a syntax error', '{'],
    ['a field that is not there', '{ migrationStatu { state } }'],
  ])('answers %s without a token with 401 and nothing else', async (_what, query) => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'A valid token is needed: send it as `Authorization: Bearer …`.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
  });

  it('refuses GET and event streams without a token alike', async () => {
    const get = await fetch(`${service.url}?query={__typename}`);
    const events = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { events { id } }' }),
    });
    expect([get.status, events.status]).toEqual([401, 401]);
  });

  it('refuses tokens that are wrong or have expired', async () => {
    const expired = await service.addToken('admin', new Date(clock.now().getTime() - 1000));
    for (const token of ['nonsense', expired.text, service.tokens.viewer.slice(0, -1)]) {
      expect((await send(service.url, token, '{ head }')).status).toBe(401);
    }
  });

  it('tells who came in over HTTP, event streams and WebSocket', async () => {
    const { url, tokens } = service;
    const http = await ask(url, tokens.operator, '{ viewer { name role } }');
    expect(http).toEqual({ viewer: { name: 'a operator', role: 'OPERATOR' } });
    const events = await stream(url, tokens.viewer, '{ viewer { role } }').ended();
    expect(events).toEqual([{ data: { viewer: { role: 'VIEWER' } } }]);
    const socket = connect(service.webSocketUrl, tokens.admin);
    const results = await socket.subscribe('{ viewer { role } }').ended();
    expect(results).toEqual([{ data: { viewer: { role: 'ADMIN' } } }]);
    socket.dispose();
  });

  it.each([
    ['without a token', undefined],
    ['with a wrong one', 'nonsense'],
  ])('closes a WebSocket %s with 4403', async (_how, token) => {
    const socket = connect(service.webSocketUrl, token);
    expect((await socket.closed()).code).toBe(4403);
    socket.dispose();
  });

  it('takes WebSockets of its own pages and allowed origins only', async () => {
    const { port } = new URL(service.url);
    for (const origin of [`http://127.0.0.1:${port}`, 'https://dash.example']) {
      const socket = connect(service.webSocketUrl, service.tokens.viewer, origin);
      expect(await socket.subscribe('{ head }').ended()).toHaveLength(1);
      socket.dispose();
    }
    for (const origin of [
      'https://evil.example',
      `http://127.0.0.1.evil.example:${port}`,
      'null',
    ]) {
      const socket = connect(service.webSocketUrl, service.tokens.viewer, origin);
      expect((await socket.closed()).code).toBe(1006);
      socket.dispose();
    }
  });

  it('lets only pages of allowed origins read its answers', async () => {
    const preflight = (origin: string) =>
      fetch(service.url, { method: 'OPTIONS', headers: { origin } });
    const allowed = await preflight('https://dash.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://dash.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    const other = await preflight('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tells health without a token, but neither reasons nor hosts', async () => {
    expect((await fetch(`${base}/health/live`)).status).toBe(200);
    const ready = await fetch(`${base}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'unready', reasons: ['store: down'] });
  });

  it('tells the whole health to holders of a token', async () => {
    expect((await fetch(`${base}/api/health`)).status).toBe(401);
    const health = await fetch(`${base}/api/health`, {
      headers: { authorization: `Bearer ${service.tokens.viewer}` },
    });
    expect(at(await health.json(), 'parts.0.reason')).toBe('secret-host refused');
    const data = await ask(
      service.url,
      service.tokens.viewer,
      '{ health { state parts { name } } }',
    );
    expect(at(data, 'health.state')).toBe('DOWN');
  });

  it('serves the page of GraphiQL and its files without a token and without data', async () => {
    const page = await fetch(service.url, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(html).not.toContain('https://');
    const files = [...html.matchAll(/\/graphql\/assets\/[\w.]+/g)].map(([path]) => path);
    expect(files).toHaveLength(2);
    const more = ['graphiql.js', 'editor.worker.js', 'json.worker.js', 'graphql.worker.js'];
    for (const path of [...files, ...more.map((name) => `/graphql/assets/${name}`)]) {
      const file = await fetch(`${base}${path}`);
      expect([path, file.status]).toEqual([path, 200]);
      expect((await file.text()).length).toBeGreaterThan(1000);
      const etag = file.headers.get('etag') ?? '';
      const again = await fetch(`${base}${path}`, { headers: { 'if-none-match': etag } });
      expect([path, again.status]).toEqual([path, 304]);
    }
  });

  it('answers unknown paths with 404 as JSON, also for names that objects have', async () => {
    for (const path of ['/nothing', '/constructor', '/graphql/assets/constructor', '//x']) {
      const response = await fetch(`${base}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('names the code of what a role may not do', async () => {
    const answer = await send(service.url, service.tokens.operator, '{ auditLog { asOf } }');
    expect(codeOf(answer)).toBe('FORBIDDEN');
    expect(answer.errors?.[0]?.message).toContain('auditLog');
  });
});
