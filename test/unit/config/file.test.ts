// The file as it should be: what each part of it comes to.
import { describe, expect, it } from 'vitest';

import { configurationHash } from '../../../src/config/configuration.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const path = '/etc/hawkwatch/hawkwatch.yaml';
const env = { SHOP_URL: 'postgres://u:secret@h/shop', RETRIES: '3' };
const parse = (text: string) => parseConfiguration(text, { path, env });

const defaults = {
  databases: [],
  limits: {
    depth: 12,
    cost: 5_000,
    aliases: 30,
    tokens: 2_000,
    messageBytes: 262_144,
    subscriptionsPerSocket: 100,
    socketsPerToken: 100,
    slowClientMs: 20_000,
  },
  retention: { eventsMs: 2_592_000_000, eventsHardLimitMs: 7_776_000_000 },
};
const defaultLocks = { lockTimeoutMs: 5_000, retries: 10, waitForRunMs: 600_000 };

const full = `
databases:
  - name: shop
    url: \${SHOP_URL}
    environment: production
    labels: { team: orders }
    migrations:
      - folder: ./migrations
        baseline: "0003"
      - { name: seeds, tool: sql, folder: /srv/seeds, outOfOrder: run }
    locks: { lockTimeout: 500ms, retries: "\${RETRIES}", waitForRun: 1h }
  - name: stock
    url: embedded:stock
    migrations:
      folder: ../stock
`;

describe('a configuration file', () => {
  it.each(['', '# only a comment', '{}', 'databases:', 'databases: []\nlimits:\nretention:'])(
    'may say nothing: %j',
    (text) => {
      expect(parse(text)).toEqual(defaults);
    },
  );

  it('gives absolute folders, milliseconds and defaults', () => {
    const source = { name: 'main', tool: 'sql', outOfOrder: 'refuse' };
    expect(parse(full).databases).toEqual([
      {
        name: 'shop',
        url: 'postgres://u:secret@h/shop',
        environment: 'production',
        labels: { team: 'orders' },
        migrations: [
          { ...source, folder: '/etc/hawkwatch/migrations', baseline: '0003' },
          { ...source, name: 'seeds', folder: '/srv/seeds', outOfOrder: 'run' },
        ],
        locks: { lockTimeoutMs: 500, retries: 3, waitForRunMs: 3_600_000 },
      },
      {
        name: 'stock',
        url: 'embedded:stock',
        labels: {},
        migrations: [{ ...source, folder: '/etc/stock' }],
        locks: defaultLocks,
      },
    ]);
  });

  it('takes limits and retention', () => {
    const text = 'limits: { depth: 5 }\nretention:\n  events: 1d\n  eventsHardLimit: 2d';
    expect(parse(text)).toMatchObject({
      limits: { ...defaults.limits, depth: 5 },
      retention: { eventsMs: 86_400_000, eventsHardLimitMs: 172_800_000 },
    });
  });

  it('moves the hard limit up to a longer retention', () => {
    const { retention } = parse('retention: { events: 120d }');
    expect(retention.eventsHardLimitMs).toBe(retention.eventsMs);
  });

  it('takes anchors and aliases', () => {
    const text = `
databases:
  - { name: a, url: embedded:a, locks: &locks { retries: 2 } }
  - { name: b, url: embedded:b, locks: *locks }
`;
    expect(parse(text).databases.map(({ locks }) => locks.retries)).toEqual([2, 2]);
  });

  it('takes the same source name in two databases', () => {
    const database = (name: string): string =>
      `  - { name: ${name}, url: 'embedded:${name}', migrations: { folder: m } }\n`;
    expect(parse(`databases:\n${database('a')}${database('b')}`).databases).toHaveLength(2);
  });
});

describe('the hash of a configuration', () => {
  it('does not depend on the order of keys or on how values are written', () => {
    const one = parse('limits: { depth: 5, cost: 6 }\nretention: { events: 1d }');
    const other = parse('retention: { events: 24h }\nlimits: { cost: 6, depth: 5 }');
    expect(configurationHash(one)).toBe(configurationHash(other));
    expect(configurationHash(one)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['a password', full, { ...env, SHOP_URL: 'postgres://u:other@h/shop' }],
    ['a label', full.replace('orders', 'stock'), env],
    ['a limit', `${full}limits: { depth: 1 }`, env],
  ])('changes with %s', (_what, text, changed) => {
    const other = parseConfiguration(text, { path, env: changed });
    expect(configurationHash(other)).not.toBe(configurationHash(parse(full)));
  });
});
