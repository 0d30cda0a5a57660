// What every probe must do: end with its signal, leave no connection, tell a silent, a broken and a missing
// server as data, and never show a secret. New probes are covered the moment they are registered.
import { afterEach, describe, expect, it } from 'vitest';

import { endpointKinds, type EndpointKind } from '../../src/core/endpoints.ts';
import { probes } from '../../src/monitors/endpoints/probes/registry.ts';
import { startDnsServer } from '../support/dns-server.ts';
import { findFreePort } from '../support/free-port.ts';
import { type TestServer, closeServers, endpointOf, look, serveTcp } from '../support/probe-rig.ts';
import { until } from '../support/until.ts';

const secret = 's3cr3t-of-the-probe';

/** A declaration of each kind that leads to a port of this machine, with a secret where it may have one. */
const declarations: Readonly<Record<EndpointKind, (port: number) => Record<string, unknown>>> = {
  http: (port) => ({
    http: { url: `http://me:${secret}@127.0.0.1:${port}/?key=${secret}`, headers: { x: secret } },
  }),
  tcp: (port) => ({ tcp: { host: '127.0.0.1', port } }),
  postgres: (port) => ({ postgres: { url: `postgres://me:${secret}@127.0.0.1:${port}/x` } }),
  redis: (port) => ({ redis: { url: `redis://:${secret}@127.0.0.1:${port}` } }),
  smtp: (port) => ({ smtp: { host: '127.0.0.1', port } }),
  dns: (port) => ({ dns: { name: 'x.test', server: `127.0.0.1:${port}` } }),
  certificate: (port) => ({ certificate: { host: '127.0.0.1', port } }),
};

const servers: TestServer[] = [];
afterEach(() => closeServers(servers));

const serve = async (onSocket: Parameters<typeof serveTcp>[0]): Promise<TestServer> => {
  const server = await serveTcp(onSocket);
  servers.push(server);
  return server;
};

const streams = endpointKinds.filter((kind) => kind !== 'dns');
const speaking = streams.filter((kind) => kind !== 'tcp');

it('is there for every kind', () => {
  expect(Object.keys(probes)).toEqual([...endpointKinds]);
});

describe.each(endpointKinds)('the probe %s', (kind) => {
  it('shows where it leads without a secret', () => {
    const { probe } = endpointOf(declarations[kind](1234));
    const target = probes[kind].target(probe as never);
    expect(target).not.toContain(secret);
    expect(target).toContain('1234');
    expect(probes[kind].description).toMatch(/\.$/);
  });

  it('tells a port where nothing listens as data, without a secret', async () => {
    const port = await findFreePort();
    const found = await look(declarations[kind](port), { timeoutMs: 3000 });
    expect(found.ok).toBe(false);
    expect(found.reason).not.toBe('');
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('is not begun when it is aborted already', async () => {
    const stopping = new AbortController();
    stopping.abort(new Error('over'));
    const looking = look(declarations[kind](1), { signal: stopping.signal });
    await expect(looking).rejects.toThrow('over');
  });
});

describe.each(streams)('the probe %s', (kind) => {
  it('tells a server that resets every connection as data', async () => {
    const server = await serve((socket) => {
      socket.on('data', () => undefined);
      setImmediate(() => socket.resetAndDestroy());
    });
    const found = await look(declarations[kind](server.port));
    // Of a port the connection is all that counts.
    expect(found.ok).toBe(kind === 'tcp');
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('tells a server that talks nonsense without end as data', async () => {
    const server = await serve((socket) => {
      const nonsense = Buffer.alloc(64 * 1024, 'nonsense ');
      const more = (): void => {
        while (!socket.destroyed && socket.write(nonsense));
      };
      socket.on('drain', more);
      more();
    });
    const found = await look(declarations[kind](server.port), { timeoutMs: 5000 });
    expect(found.ok).toBe(kind === 'tcp');
    expect((found.reason ?? '').length).toBeLessThanOrEqual(500);
  });
});

describe.each(speaking)('the probe %s', (kind) => {
  it('gives a silent server up at the deadline', async () => {
    const server = await serve(() => undefined);
    const found = await look(declarations[kind](server.port), { timeoutMs: 400 });
    expect(found.ok).toBe(false);
    expect(found.reason).toMatch(/^no answer within 400 ms, while /);
  });

  it('ends at once when it is aborted', async () => {
    const server = await serve(() => undefined);
    const stopping = new AbortController();
    const looking = look(declarations[kind](server.port), {
      signal: stopping.signal,
      timeoutMs: 60_000,
    });
    await until('the connection', () => server.accepted() > 0);
    stopping.abort(new Error('taken over'));
    await expect(looking).rejects.toThrow('taken over');
  });
});

it('of DNS ends at once when it is aborted', async () => {
  const server = await startDnsServer({ 'x.test': 'silent' });
  const stopping = new AbortController();
  const looking = look(declarations.dns(server.port), {
    signal: stopping.signal,
    timeoutMs: 60_000,
  });
  await until('the question', () => server.questions() > 0);
  stopping.abort(new Error('taken over'));
  await expect(looking).rejects.toThrow('taken over');
  await server.close();
});
