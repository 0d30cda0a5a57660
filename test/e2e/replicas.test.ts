import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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

const secret = 'tiger-in-the-tank';

describe('two processes on one store', () => {
  let own: TestDatabase;
  let target: TestDatabase;
  let places: [Place, Place];
  let services: [Service, Service];
  let token: string;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    target = await createEmptyDatabase();
    const shared = {
      DATABASE_URL: own.url,
      HAWKWATCH_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
      HAWKWATCH_LOG_LEVEL: 'debug',
    };
    const first = await createPlace(shared);
    ({ token } = first);
    const second = await createPlace({ ...shared, HAWKWATCH_ADMIN_TOKEN: token });
    places = [first, second];
    const folder = path.join(first.directory, 'migrations');
    await mkdir(folder);
    await writeFile(path.join(folder, '1_one.sql'), 'create table one (i int);');
    await writeFile(
      path.join(folder, '2_role.sql'),
      `create role role_${own.name} password '${secret}';\nselect pg_sleep(0.2);`,
    );
    for (const place of places) {
      await place.writeConfiguration(
        `databases:\n  - name: shop\n    url: ${target.url}\n    migrations: { folder: ${folder} }\n`,
      );
    }
    const start = (place: Place): Promise<Service> =>
      startService({
        stateDirectory: place.stateDirectory,
        env: { ...place.env, HAWKWATCH_ADMIN_TOKEN: token },
      });
    services = [await start(first), await start(second)];
  });

  afterAll(async () => {
    for (const service of services) await service.stop();
    const sql = postgres(target.url, { max: 1 });
    await sql.unsafe(`drop role if exists role_${own.name}`);
    await sql.end();
    await own.drop();
    await target.drop();
    for (const place of places) await place.remove();
  });

  it('make one run of 50 concurrent requests with one key', async () => {
    const query = `mutation { triggerMigration(input: { database: "shop", clientMutationId: "k" }) {
      __typename ... on MigrationRun { id } ... on Error { message } } }`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        ask<{ triggerMigration: { __typename: string; id: string } }>(
          services[i % 2 === 0 ? 0 : 1],
          token,
          query,
        ),
      ),
    );
    const ids = new Set(answers.map((answer) => answer.triggerMigration.id));
    expect(new Set(answers.map((answer) => answer.triggerMigration.__typename))).toEqual(
      new Set(['MigrationRun']),
    );
    expect(ids.size).toBe(1);
    const sql = postgres(own.url, { max: 1 });
    const [runs] = await sql`select count(*)::int as n from hawkwatch_store.migration_runs`;
    expect(runs?.['n']).toBe(1);
    const [id] = [...ids];
    await until('the end of the run', async () => {
      const { migrationRun } = await ask<{ migrationRun: { state: string } }>(
        services[1],
        token,
        'query ($id: ID!) { migrationRun(id: $id) { state } }',
        { id },
      );
      return migrationRun.state === 'SUCCEEDED';
    });
    await sql.end();
  });

  it("keeps a migration's password out of every table, event, answer and log", async () => {
    const found: string[] = [];
    for (const [place, url] of [
      ['store', own.url],
      ['target', target.url],
    ] as const) {
      const sql = postgres(url, { max: 1 });
      const columns = await sql<{ name: string; column: string }[]>`
        select format('%I.%I', table_schema, table_name) as name, column_name as column
        from information_schema.columns
        where table_schema in ('hawkwatch', 'hawkwatch_store', 'public')`;
      for (const { name, column } of columns) {
        const [row] = await sql.unsafe<{ n: number }[]>(
          `select count(*)::int as n from ${name} where strpos("${column}"::text, '${secret}') > 0
             or strpos("${column}"::text, encode('${secret}', 'hex')) > 0`,
        );
        if (row?.n !== 0) found.push(`${place} ${name}.${column}`);
      }
      await sql.end();
    }
    const answer = await ask<unknown>(
      services[0],
      token,
      `{ events(first: 100) { edges { node { payload } } }
         migrationHistory { id error { message statement } } auditLog(first: 100) { edges { node { action } } } }`,
    );
    if (JSON.stringify(answer).includes(secret)) found.push('an answer');
    for (const service of services) if (service.output().includes(secret)) found.push('a log');
    expect(JSON.stringify(answer)).toContain("password '***'");
    expect(found).toEqual([]);
  });

  it("close a revoked token's sockets on both within two seconds", async () => {
    const { createToken } = await ask<{ createToken: { token: { id: string }; text: string } }>(
      services[0],
      token,
      `mutation { createToken(input: { name: "guest", role: VIEWER }) {
         ... on CreatedToken { text token { id } } ... on Error { message } } }`,
    );
    const closed: { code: number; at: number }[] = [];
    const clients = services.map((service) =>
      openWebSocket(service, createToken.text, {
        closed: (event) => {
          const { code } = event as { code: number };
          closed.push({ code, at: performance.now() });
        },
      }),
    );
    const first = clients.map((client) => {
      const results = client.iterate({ query: 'subscription { events { id } }' });
      return results.next().catch(() => undefined);
    });
    await until('both sockets', async () => {
      const [a, b] = await Promise.all(
        services.map((service) =>
          ask<{ viewer: { name: string } }>(service, createToken.text, '{ viewer { name } }'),
        ),
      );
      return a?.viewer.name === 'guest' && b?.viewer.name === 'guest';
    });
    const started = performance.now();
    await ask(
      services[0],
      token,
      `mutation ($id: ID!) { revokeToken(id: $id) { __typename ... on Error { message } } }`,
      { id: createToken.token.id },
    );
    await until('both sockets to be closed', () => closed.length === 2);
    expect(closed.map((one) => one.code)).toEqual([4403, 4403]);
    for (const one of closed) expect(one.at - started).toBeLessThan(2000);
    await Promise.all(first);
    for (const client of clients) await client.dispose();
  });

  it('shows a viewer no audit event', async () => {
    const { createToken } = await ask<{ createToken: { text: string } }>(
      services[0],
      token,
      `mutation { createToken(input: { name: "guest 2", role: VIEWER }) {
         ... on CreatedToken { text } ... on Error { message } } }`,
    );
    interface Events {
      readonly events: { readonly edges: readonly { readonly node: { readonly type: string } }[] };
    }
    const query = '{ events(first: 100) { edges { node { type } } } }';
    const typesFor = async (text: string): Promise<Set<string>> => {
      const { events } = await ask<Events>(services[1], text, query);
      return new Set(events.edges.map((edge) => edge.node.type));
    };
    const viewer = await typesFor(createToken.text);
    const admin = await typesFor(token);
    expect(admin).toContain('audit.recorded');
    expect(admin).toContain('token.created');
    expect(
      [...viewer].filter(
        (type) => !/^(alert|migration|migration_status|database|monitor)\./.test(type),
      ),
    ).toEqual([]);
    expect(viewer).toContain('migration.completed');
  });
});
