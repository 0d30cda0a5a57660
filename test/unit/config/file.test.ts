// The file as it should be: what each part of it comes to.
import { describe, expect, it } from 'vitest';

import { configurationHash } from '../../../src/config/configuration.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const path = '/etc/hawkwatch/hawkwatch.yaml';
const env = { SHOP_URL: 'postgres://u:secret@h/shop', RETRIES: '3' };
const parse = (text: string) => parseConfiguration(text, { path, env });

const defaults = {
  automaticRuns: true,
  statuses: { intervalMs: 60_000 },
  scratch: { timeoutMs: 300_000 },
  containers: {
    daemons: [],
    reconcileMs: 120_000,
    keepMs: 2_592_000_000,
    stats: { intervalMs: 15_000 },
  },
  actions: { restartContainers: false, rollBackMigrations: false },
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
  retention: {
    eventsMs: 2_592_000_000,
    eventsHardLimitMs: 7_776_000_000,
    samplesMs: 1_209_600_000,
    minutesMs: 5_184_000_000,
    rollupsMs: 34_560_000_000,
    alertsMs: 7_776_000_000,
  },
  metrics: { public: false, maxSeries: 50_000 },
  analysis: expect.objectContaining({ watch: true }),
  files: [],
  intakes: [],
  heartbeats: [],
  maintenance: [],
  inhibitions: [],
  dependencies: [],
  resources: {
    host: { watch: true, intervalMs: 15_000, excludeMounts: [] },
    databases: { watch: true },
  },
  alerts: { defaults: true, rules: [], changes: [] },
  endpoints: [],
  channels: [],
  routes: [],
  eventRoutes: [],
  endpointRules: { allowPrivate: [], keepChecksMs: 8_640_000_000 },
  escalation: { policies: [], rotations: [], defaultPolicy: null },
  topology: [],
  correlation: {
    enabled: true,
    windowMs: 1_800_000,
    slowWindowMs: 21_600_000,
    threshold: 0.3,
    maxSuspects: 5,
    incidentWindowMs: 600_000,
  },
  remediation: [],
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

const defaultManners = {
  review: { fourEyes: false },
  foreign: { watch: true, intervalMs: 1000 },
  schema: {
    watch: true,
    intervalMs: 15_000,
    privileges: false,
    drift: { beforeRun: 'warn', ignore: [] },
    required: [],
    queries: undefined,
  },
  resources: { watch: true, intervalMs: 30_000 },
};

describe('a configuration file', () => {
  it.each(['', '# only a comment', '{}', 'databases:', 'databases: []\nlimits:\nretention:'])(
    'may say nothing: %j',
    (text) => {
      expect(parse(text)).toEqual(defaults);
    },
  );

  it.each([
    ['off', false],
    ['"OFF"', false],
    ['false', false],
    ['on', true],
    ['true', true],
    ['"${SWITCH}"', false],
  ])('reads the kill switch: %s', (word, expected) => {
    const switched = parseConfiguration(`automaticRuns: ${word}`, {
      path,
      env: { SWITCH: 'off' },
    });
    expect(switched.automaticRuns).toBe(expected);
    expect(() => parse('automaticRuns: maybe')).toThrow(/must be on or off, true or false/);
  });

  it('names databases that are files, whose schemas applications need', () => {
    const [shop] = parse(`
databases:
  - name: shop
    url: sqlite:data/shop.db
    schema:
      interval: 1min
      privileges: true
      drift: { beforeRun: block, ignore: [{ objects: TABLE tmp_*, reason: scratch }] }
      required:
        - { table: orders, columns: [id, total] }
        - { table: items, columns: { id: integer, note: any } }
      queries: queries
`).databases;
    expect(shop?.url).toBe('sqlite:/etc/hawkwatch/data/shop.db');
    expect(shop?.schema).toEqual({
      watch: true,
      intervalMs: 60_000,
      privileges: true,
      drift: { beforeRun: 'block', ignore: [{ objects: 'TABLE tmp_*', reason: 'scratch' }] },
      required: [
        {
          table: 'orders',
          columns: [
            { name: 'id', type: null },
            { name: 'total', type: null },
          ],
        },
        {
          table: 'items',
          columns: [
            { name: 'id', type: 'integer' },
            { name: 'note', type: null },
          ],
        },
      ],
      queries: '/etc/hawkwatch/queries',
    });
  });

  it.each([
    ['sqlite:', 'names no file'],
    ['duckdb::memory:', 'must name a file'],
  ])('refuses %s: %s', (url, message) => {
    expect(() => parse(`databases: [{ name: shop, url: "${url}" }]`)).toThrow(message);
  });

  it('reads migrations of PostgreSQL databases only', () => {
    const text = `databases:\n  - { name: shop, url: "sqlite:a.db", migrations: { folder: m } }`;
    expect(() => parse(text)).toThrow(/databases\[0\]\.migrations.*PostgreSQL databases only/s);
  });

  it('says where scratch databases are made', () => {
    const { scratch } = parse('scratch: { url: postgres://me@far/postgres, timeout: 20s }');
    expect(scratch).toEqual({ url: 'postgres://me@far/postgres', timeoutMs: 20_000 });
    expect(parse('scratch: {}').scratch).toEqual({ url: undefined, timeoutMs: 300_000 });
    expect(() => parse('scratch: { url: embedded:shop }')).toThrow(/must begin with postgres:/);
    expect(() => parse('scratch: { timeout: 5ms }')).toThrow(/1s at least/);
  });

  it('says how often statuses are read', () => {
    expect(parse('statuses: { interval: 5min }').statuses).toEqual({ intervalMs: 300_000 });
  });

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
        ...defaultManners,
      },
      {
        name: 'stock',
        url: 'embedded:stock',
        labels: {},
        migrations: [{ ...source, folder: '/etc/stock' }],
        locks: defaultLocks,
        ...defaultManners,
      },
    ]);
  });

  it('takes a tool, its command, and what may run by itself', () => {
    const text = `
databases:
  - name: shop
    url: embedded:shop
    migrations:
      tool: flyway
      git: { repository: ./app, ref: main, path: db }
      table: audit.flyway_history
      command:
        migrate: [flyway, migrate]
        pass: [PATH, SHOP_URL]
        set: { FLYWAY_PASSWORD: secret }
        timeout: 10min
    automatic:
      maxRisk: NONE
      hours: { from: "22:00", to: "06:00", timeZone: Europe/Berlin }
    review: { fourEyes: true }
automaticRuns: false
`;
    const { databases, automaticRuns } = parse(text);
    expect(automaticRuns).toBe(false);
    expect(databases[0]).toMatchObject({
      migrations: [
        {
          git: { repository: '/etc/hawkwatch/app', ref: 'main', path: 'db' },
          table: 'audit.flyway_history',
          command: {
            migrate: ['flyway', 'migrate'],
            directory: '/etc/hawkwatch',
            environment: { SHOP_URL: env.SHOP_URL, FLYWAY_PASSWORD: 'secret' },
            secrets: [env.SHOP_URL, 'secret'],
            timeoutMs: 600_000,
          },
        },
      ],
      automatic: {
        maxRisk: 'NONE',
        confidence: 90,
        dryRun: true,
        hours: {
          from: '22:00',
          to: '06:00',
          days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
          timeZone: 'Europe/Berlin',
        },
      },
      review: { fourEyes: true },
    });
  });

  it('takes limits and retention', () => {
    const text = 'limits: { depth: 5 }\nretention:\n  events: 1d\n  eventsHardLimit: 2d';
    expect(parse(text)).toMatchObject({
      limits: { ...defaults.limits, depth: 5 },
      retention: { eventsMs: 86_400_000, eventsHardLimitMs: 172_800_000 },
    });
  });

  it('takes how long samples are kept, roll-ups not shorter than what they are made of', () => {
    const { retention } = parse('retention: { samples: 90d }');
    expect([retention.minutesMs, retention.rollupsMs]).toEqual([
      retention.samplesMs,
      34_560_000_000,
    ]);
    expect(parse('retention: { samples: 1d, minutes: 2d, rollups: 3d }').retention).toMatchObject({
      samplesMs: 86_400_000,
      minutesMs: 172_800_000,
      rollupsMs: 259_200_000,
    });
  });

  it('takes where samples go besides the store', () => {
    const { metrics } = parse(
      'metrics: { public: true, dogstatsd: { host: agent, tags: { env: prod }, include: [a.*] } }',
    );
    expect(metrics).toEqual({
      public: true,
      maxSeries: 50_000,
      dogstatsd: {
        host: 'agent',
        port: 8125,
        prefix: '',
        tags: { env: 'prod' },
        include: ['a.*'],
      },
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
