// docs/overview.md holds, and the real service does what it says: the script that sends a manifest is
// run as it stands there.
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { buildSchema, parse, validate } from 'graphql';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../src/config/file.ts';
import { migrationTools } from '../../src/core/migrations.ts';
import type { TestDatabase } from '../support/databases.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

const root = path.join(import.meta.dirname, '../..');
const page = await readFile(path.join(root, 'docs/overview.md'), 'utf8');

function blocksOf(language: string): string[] {
  const fences = page.matchAll(/^```([a-z]+)\n([^]*?)^```$/gm);
  return [...fences].flatMap(([, kind, text = '']) => (kind === language ? [text] : []));
}

describe('docs/overview.md', () => {
  it('holds operations that fit the schema', async () => {
    const schema = buildSchema(await readFile(path.join(root, 'schema.graphql'), 'utf8'));
    const operations = blocksOf('graphql');
    expect(operations).toHaveLength(3);
    for (const text of operations) expect(validate(schema, parse(text))).toEqual([]);
  });

  it('holds configurations that are read', () => {
    const env = {
      ORDERS_DATABASE_URL: 'postgres://orders:secret@db.example/orders',
      GIT_TOKEN: 't',
    };
    const options = { path: '/etc/hawkwatch/hawkwatch.yaml', env, tools: [...migrationTools] };
    const sources = blocksOf('yaml').map(
      (text) => parseConfiguration(text, options).databases[0]?.migrations[0],
    );
    expect(sources).toMatchObject([
      { tool: 'dbmate', git: { ref: 'main', path: 'db/migrations' } },
      { tool: 'dbmate', manifest: true },
    ]);
  });
});

interface Node {
  readonly database: { readonly name: string };
  readonly source: string;
  readonly tool: string;
  readonly state: string;
  readonly revision: string | null;
}

describe('the overview of a real service', () => {
  let place: Place;
  let databases: Record<'own' | 'shop' | 'orders', TestDatabase>;
  let service: Service;

  const configure = (interval: string): Promise<void> =>
    place.writeConfiguration(`statuses: { interval: ${interval} }
databases:
  - name: shop
    environment: dev
    url: '${databases.shop.url}'
    migrations: { name: shop, folder: ./migrations }
  - name: orders
    environment: prod
    url: '${databases.orders.url}'
    migrations:
      - { name: orders, tool: dbmate, manifest: true }
      - { name: code, tool: dbmate, git: { repository: ./code, path: db } }
`);

  beforeAll(async () => {
    const [own, shop, orders] = await Promise.all([
      createEmptyDatabase(),
      createEmptyDatabase(),
      createEmptyDatabase(),
    ]);
    databases = { own, shop, orders };
    place = await createPlace({ DATABASE_URL: own.url });
    await mkdir(path.join(place.directory, 'migrations'));
    await writeFile(path.join(place.directory, 'migrations/1_a.sql'), 'create table a (i int);');
    const code = path.join(place.directory, 'code');
    await mkdir(path.join(code, 'db'), { recursive: true });
    await writeFile(path.join(code, 'db/1_a.sql'), '-- migrate:up\nselect 1;');
    const git = (...args: string[]): void => {
      const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
      execFileSync('git', [...identity, ...args], { cwd: code });
    };
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'first');
    await configure('1h');
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    for (const database of Object.values(databases)) await database.drop();
  });

  const nodes = async (): Promise<readonly Node[]> => {
    const { migrationOverview } = await ask<{
      migrationOverview: { statuses: { edges: readonly { node: Node }[] } };
    }>(
      service,
      place.token,
      `{ migrationOverview { statuses { edges { node {
        database { name } source tool state revision } } } } }`,
    );
    return migrationOverview.statuses.edges.map(({ node }) => node);
  };
  const standing = (source: string, ...states: string[]) =>
    until(
      `${source} to be ${states.join(' or ')}`,
      async () =>
        (await nodes()).find((node) => node.source === source && states.includes(node.state)),
      20_000,
    );

  it('follows a run at once, and tells subscribers', async () => {
    const shop = await standing('shop', 'UNINITIALISED');
    expect(shop).toMatchObject({ database: { name: 'shop' }, tool: 'sql', revision: null });
    const client = openWebSocket(service, place.token);
    const changes = client.iterate<{ migrationStatusChanged: { before: string; after: string } }>({
      query: `subscription { migrationStatusChanged(filter: { sources: ["shop"] }) {
        before after changes { applied } } }`,
    });
    const first = changes.next();
    await ask(
      service,
      place.token,
      'mutation { triggerMigration(input: { database: "shop" }) { __typename } }',
    );
    await standing('shop', 'UP_TO_DATE');
    const result = await first;
    expect(result.value?.data?.migrationStatusChanged).toEqual({
      before: 'UNINITIALISED',
      after: 'UP_TO_DATE',
      changes: { applied: ['1'] },
    });
    await client.dispose();
  });

  it('takes the manifest that the script of the documentation sends', async () => {
    const client = postgres(databases.orders.url, { max: 1 });
    await client`create table schema_migrations (version varchar primary key)`;
    await client`insert into schema_migrations values ('20260101')`;
    await client.end();
    const [script = ''] = blocksOf('sh');
    const ci = path.join(place.directory, 'ci');
    await mkdir(path.join(ci, 'db/migrations'), { recursive: true });
    for (const name of ['20260101_customers', '20260102_big_orders']) {
      await writeFile(path.join(ci, `db/migrations/${name}.sql`), '-- migrate:up\n');
    }
    const env = {
      PATH: process.env['PATH'] ?? '',
      HAWKWATCH_URL: service.url,
      HAWKWATCH_TOKEN: place.token,
      GIT_COMMIT: 'f00dfeed',
    };
    const run = promisify(execFile);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: ci, env });
    const answer: unknown = JSON.parse(stdout);
    expect(answer).toEqual({
      data: {
        uploadMigrationManifest: {
          __typename: 'MigrationManifest',
          count: 2,
          status: { state: 'BEHIND', reason: '1 to run' },
        },
      },
    });
    const orders = await standing('orders', 'BEHIND');
    expect(orders).toMatchObject({ tool: 'dbmate', revision: 'f00dfeed' });
  });

  it('compares a database with a commit', async () => {
    const code = (await nodes()).find((node) => node.source === 'code');
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: path.join(place.directory, 'code'),
      encoding: 'utf8',
    });
    expect(code?.revision).toBe(commit.trim());
  });

  it('reads a database that was configured while it runs', async () => {
    const before = await nodes();
    await configure('2h');
    await until('the new configuration', () => service.output().includes('was reloaded'), 20_000);
    expect((await nodes()).length).toBe(before.length);
    const text = await readFile(path.join(place.directory, 'hawkwatch.yaml'), 'utf8');
    await place.writeConfiguration(text.replace(/ {2}- name: shop[^]*?(?= {2}- name: orders)/, ''));
    await until('the source to be gone', async () =>
      (await nodes()).every((node) => node.source !== 'shop'),
    );
    expect(service.output()).not.toContain('"level":"error"');
  });
});
