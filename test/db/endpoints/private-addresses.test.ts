// Endpoints of the API must not reach what is not public: whatever a name resolves to is judged when it is
// connected to, at each step of a redirect too.
import http from 'node:http';

import { afterEach, expect, it } from 'vitest';

import {
  listen,
  look,
  serveTcp,
  type LookOptions,
  type TestServer,
} from '../../support/probe-rig.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const api: LookOptions = { origin: 'API' };

async function silent(): Promise<TestServer> {
  const server = await serveTcp(() => undefined);
  servers.push(server);
  return server;
}

it('refuses this machine, however it is written, and connects to nothing', async () => {
  const server = await silent();
  const hosts = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    'localhost',
  ];
  for (const host of hosts) {
    const found = await look({ http: { url: `http://${host}:${server.port}/` } }, api);
    expect(found.reason, host).toMatch(/is of this machine itself, which endpoints of the API may/);
    const plain = { host: host.replace(/^\[(.*)\]$/, '$1'), port: server.port };
    const tcp = await look({ tcp: plain }, api);
    expect(tcp.reason, host).toMatch(/which endpoints of the API may not reach|cannot be resolved/);
  }
  expect(server.accepted()).toBe(0);
});

it('refuses a name that resolves to what is not public, even in part', async () => {
  const server = await silent();
  const names = {
    'inside.test': ['10.0.0.7'],
    'metadata.test': ['169.254.169.254'],
    'mixed.test': ['93.184.215.14', '127.0.0.1'],
  };
  for (const host of Object.keys(names)) {
    const found = await look({ tcp: { host, port: server.port } }, { ...api, names });
    expect(found.reason, host).toMatch(/which endpoints of the API may not reach/);
  }
  expect(server.accepted()).toBe(0);
});

it('leaves no gap to a name that changes: what was judged is what is connected to', async () => {
  const server = await silent();
  let asked = 0;
  // Public at first; whoever asked a second time would get this machine.
  const ask = (): Promise<readonly string[]> => {
    asked += 1;
    return Promise.resolve(asked === 1 ? ['192.0.2.1'] : ['127.0.0.1']);
  };
  const found = await look(
    { tcp: { host: 'rebinding.test', port: server.port } },
    { ...api, ask, allowPrivate: ['192.0.2.0/24'], timeoutMs: 500 },
  );
  expect(found.ok).toBe(false);
  expect(asked).toBe(1);
  expect(server.accepted()).toBe(0);
});

it('judges each step of a redirect', async () => {
  const inner = await silent();
  const outer = await listen(
    http.createServer((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.2:${inner.port}/metadata` }).end();
    }),
  );
  servers.push(outer);
  const declaration = { http: { url: `http://127.0.0.1:${outer.port}/` } };
  const found = await look(declaration, { ...api, allowPrivate: ['127.0.0.1/32'] });
  expect(found.reason).toMatch(/the address 127\.0\.0\.2 is of this machine itself/);
  expect(found.status).toBe(302);
  expect(inner.accepted()).toBe(0);
});

it('judges databases, and DNS servers, in the same way', async () => {
  const server = await silent();
  const declarations = [
    { postgres: { url: `postgres://a:b@127.0.0.1:${server.port}/x` } },
    { postgres: { url: 'postgres:///x?host=/var/run/postgresql&user=a' } },
    { postgres: { url: `postgres://a:b@x/x?host=127.0.0.1&port=${server.port}` } },
    { redis: { url: `redis://127.0.0.1:${server.port}` } },
    { smtp: { host: '127.0.0.1', port: server.port } },
    { certificate: { host: '127.0.0.1', port: server.port } },
    { dns: { name: 'x.test', server: `127.0.0.1:${server.port}` } },
  ];
  for (const declaration of declarations) {
    const found = await look(declaration, { ...api, names: {}, timeoutMs: 5000 });
    expect(found.reason, JSON.stringify(declaration)).toMatch(
      /may not reach|Unix socket|cannot be resolved/,
    );
  }
  expect(server.accepted()).toBe(0);
});

it('reaches what the configuration allows', async () => {
  const server = await silent();
  const tcp = { host: '127.0.0.1', port: server.port };
  const allowed: LookOptions = { ...api, allowPrivate: ['127.0.0.0/8'] };
  expect(await look({ tcp }, allowed)).toMatchObject({ ok: true });
  expect(await look({ tcp })).toMatchObject({ ok: true });
});
