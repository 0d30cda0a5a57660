import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';
import { readEndpoint } from '../../../src/config/sections/endpoints.ts';
import { endpointKinds } from '../../../src/core/endpoints.ts';
import { probes } from '../../../src/monitors/endpoints/probes/registry.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env: { KEY: 'a-key' } });

function faultsOf(text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ where, message }) => `${where} ${message}`);
  }
}

it('reads what docs/endpoints.md shows', async () => {
  const page = await readFile(new URL('../../../docs/endpoints.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const env = { CHECKOUT_TOKEN: 'x', REDIS_PASSWORD: 'x', ORDERS_DATABASE_URL: 'postgres://x/y' };
  const { endpoints } = parseConfiguration(text, { path: '/hawkwatch.yaml', env });
  expect(endpoints.map(({ probe }) => probe.kind)).toEqual([...endpointKinds]);
});

describe('the section endpoints', () => {
  it('refuses a user name and a password that cannot be decoded, without repeating them', () => {
    for (const login of ['me:50%', 'me:%zz', '50%:x', 'me:%ff', '%C3:%A9']) {
      for (const [kind, scheme] of [
        ['http', 'https'],
        ['redis', 'redis'],
      ] as const) {
        const { faults } = readEndpoint({ name: 'x', [kind]: { url: `${scheme}://${login}@h/` } });
        expect(faults).toEqual([
          { path: `${kind}.url`, message: expect.stringContaining('write % as %25') },
        ]);
        expect(JSON.stringify(faults)).not.toContain(login);
      }
    }
    const { faults } = readEndpoint({ name: 'x', redis: { url: 'redis://me:50%25%C3%A9@h/' } });
    expect(faults).toBeNull();
  });

  it('has defaults for all that is not said', () => {
    const { endpoints, endpointRules } = parse(
      'endpoints:\n  - { name: shop, http: { url: "https://shop.example/health" } }',
    );
    expect(endpoints).toEqual([
      {
        name: 'shop',
        labels: {},
        paused: false,
        everyMs: 300_000,
        timeoutMs: 10_000,
        retries: 2,
        retryDelayMs: 10_000,
        successes: 1,
        probe: {
          kind: 'http',
          url: 'https://shop.example/health',
          method: 'GET',
          headers: {},
          expect: { status: [{ from: 200, to: 299 }], header: {} },
          followRedirects: 5,
          tls: { verify: true, warnDays: 14 },
        },
      },
    ]);
    expect(endpointRules).toEqual({ allowPrivate: [], keepChecksMs: 100 * 86_400_000 });
  });

  it('reads every kind, secrets from the environment, and paths from the folder of the file', () => {
    const { endpoints } = parse(`
endpoints:
  - name: api
    every: 30s
    timeout: 2s
    database: shop
    http:
      url: https://api.example/
      headers: { Authorization: "Bearer \${KEY}" }
      expect: { status: [200, "3xx", "400-404"], jsonPath: "$.ok", equals: true }
      tls: { ca: certificates/own.pem }
  - { name: port, tcp: { host: x, port: 1 } }
  - { name: base, postgres: { url: "postgres://u:p@x/y", expect: { value: 1 } } }
  - { name: cache, redis: { url: "rediss://x" } }
  - { name: mail, smtp: { host: x } }
  - { name: name, dns: { name: x.example, expect: 1.2.3.4 } }
  - { name: cert, certificate: { host: x } }
`);
    const [api] = endpoints;
    expect(api?.probe).toMatchObject({
      headers: { Authorization: 'Bearer a-key' },
      expect: {
        status: [
          { from: 200, to: 200 },
          { from: 300, to: 399 },
          { from: 400, to: 404 },
        ],
        equals: true,
      },
      tls: { ca: '/etc/hawkwatch/certificates/own.pem' },
    });
    expect(endpoints.map(({ probe }) => probe.kind)).toEqual([...endpointKinds]);
    expect(Object.keys(probes)).toEqual([...endpointKinds]);
  });

  it.each([
    ['{ name: a }', 'endpoints[0] needs exactly one of http, tcp,'],
    ['{ name: a, tcp: { host: x, port: 1 }, smtp: { host: x } }', 'endpoints[0] needs exactly one'],
    ['{ name: a, tcp: { host: x, port: 70000 } }', 'endpoints[0].tcp.port must be a port'],
    ['{ name: a, tcp: { host: "http://x", port: 1 } }', 'endpoints[0].tcp.host must be a host'],
    ['{ name: a, http: { url: "ftp://x" } }', 'endpoints[0].http.url must be a URL that begins'],
    ['{ name: a, http: { url: x, hedders: {} } }', 'did you mean headers?'],
    ['{ name: a, http: { url: "http://x", expect: { bodyMatches: "(" } } }', 'is no regular'],
    ['{ name: a, http: { url: "http://x", expect: { jsonPath: "$[" } } }', 'is no JSON path'],
    ['{ name: a, http: { url: "http://x", expect: { equals: 1 } } }', 'needs jsonPath beside it'],
    ['{ name: a, http: { url: "http://x", expect: { status: 700 } } }', 'must be a status'],
    ['{ name: a, http: { url: "http://x", followRedirects: 6 } }', 'must be 5 at most'],
    ['{ name: a, http: { url: "http://x", headers: { Connection: x } } }', 'is set by hawkwatch'],
    ['{ name: a, every: 1s, tcp: { host: x, port: 1 } }', 'every must be 5s at least'],
    ['{ name: a, every: 5s, timeout: 10s, tcp: { host: x, port: 1 } }', 'must not be longer than'],
    ['{ name: A, tcp: { host: x, port: 1 } }', 'endpoints[0].name must begin with'],
    ['{ name: a, postgres: { url: "mysql://x" } }', 'must begin with postgres://'],
    ['{ name: a, redis: { url: "http://x" } }', 'redis:// or rediss://'],
    ['{ name: a, dns: { name: x, type: ANY } }', 'must be one of A, AAAA'],
  ])('refuses %s', (entry, message) => {
    expect(faultsOf(`endpoints:\n  - ${entry}`).join('\n')).toContain(message);
  });

  it('wants names once, and networks as networks', () => {
    const twice = 'endpoints:\n  - { name: a, tcp: { host: x, port: 1 } }\n'.concat(
      '  - { name: a, tcp: { host: x, port: 2 } }\n',
    );
    expect(faultsOf(twice).join()).toContain('the endpoint on line 2 has the same name');
    expect(faultsOf('endpointRules: { allowPrivate: [10.0.0.0] }').join()).toContain(
      'must be a network as 10.0.0.0/8',
    );
  });

  it('tells faults of a declaration over the API without its values', () => {
    const read = readEndpoint({
      name: 'a',
      http: { url: 's3cret', headers: { x: 1 }, 'pass-word': 1 },
    });
    expect(read.faults?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['http.url', 'http']),
    );
    expect(JSON.stringify(read.faults)).not.toMatch(/s3cret|pass-word/);
  });
});
