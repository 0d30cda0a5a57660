// Changes of schemas as a user of the service sees them: by hawkwatch's own migration, by another tool's
// that nobody saw run, by hand, and while the service was down; on PostgreSQL and in a file.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runSqlite } from '../support/database-files.ts';
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

interface Change {
  readonly name: string;
  readonly change: string;
  readonly message: string;
  readonly set: {
    readonly id: string;
    readonly origin: string;
    readonly run: { readonly id: string } | null;
    readonly migration: { readonly source: string; readonly versions: readonly string[] } | null;
  };
}

const changesQuery = `query ($filter: SchemaChangeFilter) { schemaChanges(first: 50, filter: $filter) {
  edges { node { name change message set { id origin run { id } migration { source versions } } } } } }`;

describe('the schemas of databases', () => {
  let place: Place;
  let own: TestDatabase;
  let shop: TestDatabase;
  let service: Service;
  let sql: postgres.Sql;
  let file: string;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    shop = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    file = path.join(place.directory, 'cache.db');
    await runSqlite(file, 'create table entries (id integer primary key)');
    const write = async (folder: string, name: string, text: string): Promise<void> => {
      await mkdir(path.join(place.directory, folder), { recursive: true });
      await writeFile(path.join(place.directory, folder, name), text);
    };
    await write('own', '0001_orders.sql', 'create table orders (id int primary key);');
    await write(
      'dbmate',
      '20260101000000_invoices.sql',
      '-- migrate:up\ncreate table invoices (id int);\n-- migrate:down\ndrop table invoices;\n',
    );
    await place.writeConfiguration(`databases:
  - name: shop
    url: ${shop.url}
    schema: { interval: 1s }
    migrations:
      - { name: own, tool: sql, folder: ./own }
      - { name: theirs, tool: dbmate, folder: ./dbmate }
  - name: cache
    url: sqlite:cache.db
`);
    // The test server's superuser is called as a schema of hawkwatch's.
    sql = postgres(shop.url, { max: 1, connection: { search_path: 'public' } });
    await sql.unsafe('create table schema_migrations (version varchar primary key)');
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    await until('first looks', async () => {
      const { databases } = await query<{
        databases: { edges: { node: { schemaCheckedAt: string | null } }[] };
      }>('{ databases { edges { node { schemaCheckedAt } } } }');
      return databases.edges.every(({ node }) => node.schemaCheckedAt !== null);
    });
  });
  afterAll(async () => {
    await sql.end({ timeout: 0 });
    const code = await service.stop();
    if (code !== 0) throw new Error(`it ended with ${code}`);
    await own.drop();
    await shop.drop();
    await place.remove();
  });

  const query = <T>(text: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> =>
    ask<T>(service, place.token, text, variables);
  const changes = async (filter: Readonly<Record<string, unknown>>): Promise<readonly Change[]> => {
    const { schemaChanges } = await query<{ schemaChanges: { edges: { node: Change }[] } }>(
      changesQuery,
      { filter },
    );
    return schemaChanges.edges.map(({ node }) => node);
  };
  /** The change of an object, once its origin is known. */
  const decided = (name: string): Promise<Change> =>
    until(
      `the origin of ${name}`,
      async () => {
        const [one] = await changes({ objects: name });
        return one !== undefined && one.set.origin !== 'UNDECIDED' && one;
      },
      45_000,
    );

  it("are changed by hawkwatch's own runs", async () => {
    const { triggerMigration } = await query<{ triggerMigration: { id: string } }>(
      `mutation { triggerMigration(input: { database: "shop", source: "own" }) {
        ... on MigrationRun { id } ... on Error { message } } }`,
    );
    const change = await decided('public.orders');
    expect(change).toMatchObject({
      change: 'ADDED',
      set: { origin: 'MIGRATION', run: { id: triggerMigration.id } },
    });
  });

  it("are changed by another tool's migration, also when it is over in a moment", async () => {
    await sql.unsafe(`begin; create table invoices (id int);
      insert into schema_migrations values ('20260101000000'); commit`);
    const { set } = await decided('public.invoices');
    expect(set.origin).toBe('FOREIGN_MIGRATION');
    // As a rule nobody saw it run: then its history tells of it.
    const versions = set.migration?.versions ?? ['20260101000000'];
    expect([set.run === null, ...versions]).toEqual([set.migration !== null, '20260101000000']);
    const { drift } = await query<{ drift: unknown }>('{ drift(database: "shop") { id } }');
    expect(drift).toBeNull();
  });

  it('drift by hand, as a subscriber hears at once, until an admin accepts it', async () => {
    const client = openWebSocket(service, place.token);
    const heard: string[] = [];
    const end = client.subscribe<{ driftChanged: { kind: string } }>(
      { query: 'subscription { driftChanged(database: "shop") { kind } }' },
      {
        next: ({ data }) => void heard.push(data?.driftChanged.kind ?? 'nothing'),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    await sql.unsafe('alter table orders add note text');
    expect(await decided('public.orders.note')).toMatchObject({ set: { origin: 'DRIFT' } });
    const { drift } = await query<{ drift: { id: string; state: string } }>(
      '{ drift(database: "shop") { id state } }',
    );
    expect(drift.state).toBe('OPEN');
    await query(
      `mutation ($id: ID!) { acceptDrift(id: $id, comment: "agreed") {
        ... on SchemaDrift { state } ... on Error { message } } }`,
      { id: drift.id },
    );
    await until('both', () => heard.length >= 2);
    expect(heard).toEqual(['DETECTED', 'RESOLVED']);
    end();
    await client.dispose();
  });

  it('of files are watched as well', async () => {
    await runSqlite(file, 'alter table entries add column note text');
    expect(await decided('entries.note')).toMatchObject({ change: 'ADDED' });
  });

  it('are told of what happened while the service was killed, once', async () => {
    await service.kill();
    await sql.unsafe('create index orders_note on orders (note)');
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    expect(await decided('public.orders_note')).toMatchObject({ set: { origin: 'DRIFT' } });
    expect(await changes({ objects: 'public.orders_note' })).toHaveLength(1);
  });
});
