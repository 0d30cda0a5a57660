// The documentation holds: its operations fit the schema, its configuration files are read, its
// tables name what there is, its links lead somewhere, and CI runs the line it promises.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import type { Configuration } from '../../src/config/configuration.ts';
import { logLevels, parseEnvironment } from '../../src/config/environment.ts';
import { parseConfiguration } from '../../src/config/file.ts';
import { migrationTools, recognisedTool } from '../../src/core/migrations.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join(folder, file));
}

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesIn('docs')];

interface Block {
  readonly place: string;
  readonly text: string;
}

/** The fenced blocks of one language, each with where it begins. */
function blocksOf(files: readonly string[], language: string): Block[] {
  return files.flatMap((file) => {
    const text = read(file);
    const fences = text.matchAll(/^( *)```([a-z]*)\n([^]*?)^ *```$/gm);
    return [...fences].flatMap((fence) => {
      if (fence[2] !== language) return [];
      const line = text.slice(0, fence.index).split('\n').length;
      return [{ place: `${file}:${line}`, text: fence[3] ?? '' }];
    });
  });
}

/** Rows of the first Markdown table after a heading, as cells. */
function tableAfter(file: string, heading: string): string[][] {
  const [, section] = read(file).split(`\n${heading}\n`);
  const table = /(?:^\|.*\n)+/m.exec(section ?? '')?.[0] ?? '';
  const rows = table.trimEnd().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const unquoted = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

describe('operations in the documentation', () => {
  const schema = buildSchema(read('schema.graphql'));
  const blocks = blocksOf(
    [
      'README.md',
      'docs/alerting.md',
      'docs/api.md',
      'docs/automation.md',
      'docs/intakes.md',
      'docs/notifications.md',
      'docs/resources.md',
    ],
    'graphql',
  );

  it('are a query, a mutation and a subscription at least', () => {
    const kinds = blocksOf(['README.md'], 'graphql').flatMap((block) =>
      parse(block.text).definitions.map((one) => ('operation' in one ? one.operation : one.kind)),
    );
    expect(new Set(kinds)).toEqual(new Set(['query', 'mutation', 'subscription']));
  });

  it.each(blocks)('fit the schema: $place', ({ text }) => {
    expect(validate(schema, parse(text), specifiedRules)).toEqual([]);
  });

  it('in curl commands fit the schema', () => {
    const queries = [...read('README.md').matchAll(/"query": ("(?:[^"\\]|\\.)*")/g)];
    expect(queries).toHaveLength(2);
    for (const [, quoted = ''] of queries) {
      const query = String(JSON.parse(quoted));
      expect(validate(schema, parse(query), specifiedRules)).toEqual([]);
    }
  });
});

describe('configuration files in the documentation', () => {
  const blocks = blocksOf(pages, 'yaml').filter(({ text }) => text.startsWith('# hawkwatch.yaml'));
  const tools = [...migrationTools, recognisedTool];
  const env = {
    ORDERS_DATABASE_URL: 'postgres://orders:secret@db.example/orders',
    SHOP_DATABASE_URL: 'postgres://shop:secret@db.example/shop',
    SCRATCH_DATABASE_URL: 'postgres://scratch:secret@db.example/postgres',
    REPORTS_JDBC_URL: 'jdbc:postgresql://db.example/reports',
    WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    WEBHOOK_SECRET_OLD: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    WEBHOOK_TOKEN: 'token',
    BACKUP_HEARTBEAT_TOKEN: 'a-token-of-a-heartbeat',
    SLACK_URL: 'https://hooks.slack.example/services/a/b/c',
    SLACK_TOKEN: 'xoxb-1',
    SMTP_PASSWORD: 'secret',
    PAGERDUTY_KEY: '0123456789abcdef0123456789abcdef',
    TWILIO_SID: 'AC0123456789abcdef0123456789abcdef',
    TWILIO_TOKEN: 'secret',
    TEAMS_URL: 'https://teams.example/workflow',
    DISCORD_URL: 'https://discord.example/api/webhooks/1/a',
    TELEGRAM_TOKEN: '1:a',
    NTFY_TOPIC: 'topic',
    OPSGENIE_KEY: 'key',
  };
  const parseText = (text: string): Configuration =>
    parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env, tools });

  it('are shown in the README and in the reference', () => {
    const files = new Set(blocks.map(({ place }) => place.split(':')[0]));
    expect(files).toEqual(new Set(['README.md', 'docs/alerting.md', 'docs/configuration.md']));
  });

  it.each(blocks)('are read: $place', ({ text }) => {
    expect(parseText(text).databases).not.toEqual([]);
  });

  it.each(['examples/quickstart/hawkwatch.yaml', 'examples/compose/hawkwatch.yaml'])(
    'are read: %s',
    (file) => {
      expect(parseText(read(file)).databases.map((database) => database.name)).toEqual(['shop']);
    },
  );

  // Pieces of a file: what they name and do not declare is declared for them.
  const pieces = blocksOf(['README.md', 'docs/alerting.md', 'docs/notifications.md'], 'yaml');
  const named = ['anna-sms', 'ben-mail', 'ben-sms', 'head-mail', 'head-phone', 'shop-phone'];
  const others = [...named, 'team-chat'].map(
    (name) => `  - { name: ${name}, kind: webhook, url: 'https://hooks.example/' }`,
  );

  it.each(pieces)('are read piece by piece: $place', ({ text }) => {
    const whole = /^channels:/m.test(text) ? text : [text, 'channels:', ...others].join('\n');
    expect(Object.keys(parseText(whole))).not.toEqual([]);
  });

  it('show every key with its default in the reference', () => {
    const [reference] = blocks.filter(({ place }) => place.startsWith('docs/configuration.md'));
    const shown = parseText(reference?.text ?? '');
    const least = parseText(`databases:
      - { name: orders, url: 'embedded:orders', migrations: { folder: x } }`);
    expect(shown.limits).toEqual(least.limits);
    expect(shown.retention).toEqual(least.retention);
    expect(shown.resources).toEqual(least.resources);
    expect(shown.automaticRuns).toBe(least.automaticRuns);
    for (const key of ['locks', 'review', 'foreign', 'resources'] as const) {
      expect(shown.databases[0]?.[key]).toEqual(least.databases[0]?.[key]);
    }
    const automatic = parseText(`databases:
      - { name: orders, url: 'embedded:orders', automatic: {} }`).databases[0]?.automatic;
    expect(shown.databases[0]?.automatic).toMatchObject({ ...automatic });
    const command = parseText(`databases:
      - name: orders
        url: embedded:orders
        migrations: { tool: flyway, git: { repository: . }, command: { migrate: [x] } }`)
      .databases[0]?.migrations[0];
    const shownCommand = shown.databases[0]?.migrations[1];
    expect(shownCommand?.git?.ref).toBe(command?.git?.ref);
    expect(shownCommand?.command?.timeoutMs).toBe(command?.command?.timeoutMs);
    expect(shownCommand?.command?.directory).toBe(command?.command?.directory);
    const { baseline, folder, ...source } = shown.databases[0]?.migrations[0] ?? {};
    expect(baseline).toBe('0042');
    expect(folder).toBe('/etc/hawkwatch/migrations/orders');
    expect(least.databases[0]?.migrations[0]).toMatchObject(source);
    for (const key of [...Object.keys(least.limits), 'events', 'eventsHardLimit']) {
      // A duration is written with its unit.
      expect(reference?.text).toContain(`  ${key.replace(/Ms$/, '')}: `);
    }
  });

  it('list the limits with their defaults in the API page', () => {
    const { limits } = parseText('{}');
    const rows = tableAfter('docs/api.md', '## Limits');
    const told = rows.map(([name, value]) => `  ${unquoted(name)}: ${value ?? ''}`);
    expect(parseText(['limits:', ...told].join('\n')).limits).toEqual(limits);
    expect(new Set(told).size).toBe(Object.keys(limits).length);
  });
});

describe('environment variables in the README', () => {
  const rows = tableAfter('README.md', '### Environment variables');

  it('are exactly those that are parsed', () => {
    const asked = new Set<string>();
    const recorder = new Proxy<NodeJS.ProcessEnv>(
      {},
      {
        get: (_target, name) => {
          asked.add(String(name));
          return undefined;
        },
      },
    );
    parseEnvironment(recorder);
    const listed = rows.map(([name]) => unquoted(name));
    expect(listed.toSorted()).toEqual([...asked].toSorted());
  });

  it('have the defaults that are listed', () => {
    const defaults = new Map(rows.map(([name, value]) => [unquoted(name), unquoted(value)]));
    const { host, port, logLevel } = parseEnvironment({});
    expect(defaults.get('HAWKWATCH_HOST')).toBe(host);
    expect(defaults.get('HAWKWATCH_PORT')).toBe(String(port));
    expect(defaults.get('HAWKWATCH_LOG_LEVEL')).toBe(logLevel);
    const levels = rows.find(([name]) => name === '`HAWKWATCH_LOG_LEVEL`')?.[2] ?? '';
    for (const level of logLevels) expect(levels).toContain(`\`${level}\``);
  });
});

describe('the rest of the documentation', () => {
  it('links to files and headings that are there', () => {
    const anchorsOf = (file: string): string[] =>
      [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
        if (/^https?:/.test(link)) return [];
        const [target = '', anchor] = link.split('#');
        const file = target === '' ? page : path.join(path.dirname(page), target);
        if (!existsSync(path.join(root, file))) return [`${page}: ${link}`];
        return anchor === undefined || anchorsOf(file).includes(anchor) ? [] : [`${page}: ${link}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('names only scripts of npm that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...pages, '.ci/run', '.github/workflows/ci.yml'].flatMap((page) =>
      [...read(page).matchAll(/npm run ([a-z0-9:]*[a-z0-9])/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('gives the test command that CI runs', () => {
    const [command] = blocksOf(['README.md'], 'console')
      .flatMap(({ text }) => /^\$ (.*npm test)$/m.exec(text) ?? [])
      .slice(1);
    expect(command).toBe('npm ci && npm test');
    expect(read('.ci/run')).toContain(`'${command}'`);
  });

  it('lists every room with what it may import', async () => {
    const file = path.join(root, 'test/architecture/rules.mjs');
    const { default: rules } = (await import(file)) as {
      default: { forbidden: readonly { name: string; to: { pathNot?: string } }[] };
    };
    const allowed = rules.forbidden.flatMap(({ name, to }) => {
      const [, room] = /^room-(.+)$/.exec(name) ?? [];
      const [, rooms = ''] = /\(([a-z|]+)\)/.exec(to.pathNot ?? '') ?? [];
      return room === undefined ? [] : [[room, rooms.split('|').filter((one) => one !== room)]];
    });
    const listed = tableAfter('docs/architecture.md', '## Rooms')
      .filter(([name]) => name?.endsWith('/`'))
      .map(([name, , imports = '']) => [
        unquoted(name).slice(0, -1),
        imports === '–' ? [] : imports.split(', '),
      ]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(allowed));
    const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(new Set(listed.map(([name]) => name))).toEqual(new Set(folders));
  });
});

it('tells each kind of event in one place', () => {
  const [, table = ''] = read('docs/api.md').split('### Kinds of events');
  const rows = (table.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const kinds = rows.flatMap((row) => {
    let before = '';
    return [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
      before = name.startsWith('.') ? before.replace(/\.[^.]*$/, name) : name;
      return before;
    });
  });
  expect(kinds.length).toBeGreaterThan(40);
  expect(kinds.filter((kind, at) => kinds.indexOf(kind) !== at)).toEqual([]);
});
