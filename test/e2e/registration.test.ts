// Databases registered over the API of two real processes on one store: both take them over, no place
// ever holds a password, and they outlive restarts, another key and the configuration file.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const secret = `lynx-${randomBytes(9).toString('hex')}`;

const register = `mutation ($input: RegisterDatabaseInput!) { registerDatabase(input: $input) {
  __typename
  ... on DatabaseRegistration {
    dryRun health { state reason serverVersion encrypted }
    registration { name engine environment labels ignored problem intervalMs beforeRun registeredBy
      place { host port databaseName userName path } database { id name declaredBy state } } }
  ... on InvalidInputError { issues { path message } }
  ... on Error { message } } }`;

const update = `mutation ($input: UpdateDatabaseInput!) { updateDatabase(input: $input) {
  __typename
  ... on DatabaseRegistration { health { state } registration { environment labels problem } }
  ... on InvalidInputError { issues { path message } }
  ... on Error { message } } }`;

const unregister = `mutation ($database: ID!) { unregisterDatabase(database: $database) {
  __typename ... on Database { id name state declaredBy } ... on Error { message } } }`;

interface Outcome {
  readonly __typename: string;
  readonly message?: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
  readonly dryRun?: boolean;
  readonly health?: { readonly state: string; readonly reason: string | null };
  readonly registration?: Readonly<Record<string, unknown>> & {
    readonly database: { readonly id: string } | null;
  };
}

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly declaredBy: string | null;
}

describe('databases registered over the API', () => {
  let own: TestDatabase;
  let shop: TestDatabase;
  let orders: TestDatabase;
  let ordersUrl: string;
  let places: [Place, Place];
  let first: Service;
  let second: Service;
  let token: string;
  const outputs: string[] = [];

  const fileWith = (...names: string[]): string =>
    `databases:\n${names.map((name) => `  - { name: ${name}, url: '${shop.url}' }\n`).join('')}`;

  const start = (place: Place, env: Readonly<Record<string, string>> = {}): Promise<Service> =>
    startService({
      stateDirectory: place.stateDirectory,
      env: { ...place.env, HAWKWATCH_ADMIN_TOKEN: token, ...env },
    });
  const stop = async (service: Service): Promise<void> => {
    expect(await service.stop()).toBe(0);
    outputs.push(service.output());
  };

  const change = async (
    service: Service,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> => {
    const answer = await ask<Record<string, Outcome>>(service, token, query, variables);
    const [outcome] = Object.values(answer);
    if (outcome === undefined) throw new Error('no outcome');
    return outcome;
  };
  const show = async (service: Service, name: string): Promise<Shown | null> => {
    const query = `{ database(name: "${name}") { id state stateReason declaredBy } }`;
    return (await ask<{ database: Shown | null }>(service, token, query)).database;
  };
  const reached = (service: Service, name: string, state: string): Promise<Shown> =>
    until(
      `${name} is ${state}`,
      async () => {
        const shown = await show(service, name);
        return shown?.state === state && shown;
      },
      30_000,
    );
  const eventTypes = async (subject: string): Promise<string[]> => {
    const query = `{ events(first: 100, filter: { subjects: ["${subject}"] }) {
      edges { node { type } } } }`;
    const { events } = await ask<{ events: { edges: { node: { type: string } }[] } }>(
      first,
      token,
      query,
    );
    return events.edges.map(({ node }) => node.type);
  };

  beforeAll(async () => {
    [own, shop, orders] = await Promise.all([
      createEmptyDatabase(),
      createEmptyDatabase(),
      createEmptyDatabase(),
    ]);
    const role = `reader_${orders.name}`;
    const sql = postgres(orders.url, { max: 1 });
    await sql.unsafe(`create role ${role} login superuser password '${secret}'`);
    await sql.end();
    const url = new URL(orders.url);
    url.username = role;
    url.password = secret;
    ordersUrl = url.href;
    const shared = {
      DATABASE_URL: own.url,
      HAWKWATCH_SECRET_KEY: key(3),
      HAWKWATCH_LOG_LEVEL: 'debug',
    };
    places = [await createPlace(shared), await createPlace(shared)];
    ({ token } = places[0]);
    // Replicas whose files differ: a registration must not retire what one of them alone has.
    await places[0].writeConfiguration(fileWith('shop'));
    await places[1].writeConfiguration(fileWith('shop', 'billing'));
    first = await start(places[0]);
    second = await start(places[1]);
  });

  afterAll(async () => {
    await first.stop();
    await second.stop();
    const sql = postgres(orders.url, { max: 1 });
    await sql.unsafe(`drop role reader_${orders.name}`);
    await sql.end();
    await Promise.all([own.drop(), shop.drop(), orders.drop()]);
    for (const place of places) await place.remove();
  });

  it('are tried first: a dry run tells what it found and stores nothing', async () => {
    const input = { name: 'orders', url: ordersUrl, dryRun: true };
    expect(await change(first, register, { input })).toMatchObject({
      __typename: 'DatabaseRegistration',
      dryRun: true,
      health: { state: 'UP', reason: null, encrypted: false },
      registration: { name: 'orders', database: null },
    });
    expect(await show(first, 'orders')).toBeNull();
    const wrong = new URL(ordersUrl);
    wrong.password = `${secret}-wrong`;
    const refused = { name: 'orders', url: wrong.href, requireReachable: true };
    expect(await change(first, register, { input: refused })).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('the server refuses the user or password'),
    });
    const dead = {
      name: 'dead',
      url: 'postgres://hawk:x@127.0.0.1:1/dead',
      requireReachable: true,
    };
    expect(await change(first, register, { input: dead })).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('the server refuses connections'),
    });
    expect(await show(first, 'dead')).toBeNull();
  });

  it('are registered on one replica and watched by the other', async () => {
    const input = {
      name: 'orders',
      url: ordersUrl,
      environment: 'production',
      labels: [{ name: 'team', value: 'orders' }],
      schema: { intervalMs: 1000, beforeRun: 'BLOCK' },
      clientMutationId: 'once',
    };
    const outcome = await change(first, register, { input });
    const { hostname, port } = new URL(ordersUrl);
    expect(outcome).toMatchObject({
      __typename: 'DatabaseRegistration',
      health: { state: 'UP' },
      registration: {
        name: 'orders',
        engine: 'POSTGRESQL',
        environment: 'production',
        labels: { team: 'orders' },
        intervalMs: 1000,
        beforeRun: 'BLOCK',
        ignored: false,
        problem: null,
        place: {
          host: hostname,
          port: Number(port),
          databaseName: orders.name,
          userName: `reader_${orders.name}`,
          path: null,
        },
        database: { name: 'orders', declaredBy: 'API', state: 'UP' },
      },
    });
    expect(await change(second, register, { input })).toMatchObject({
      registration: { database: { id: outcome.registration?.database?.id } },
    });
    expect(await change(first, register, { input: { ...input, environment: 'x' } })).toMatchObject({
      __typename: 'ConflictError',
    });
    await reached(second, 'orders', 'UP');

    const sql = postgres(orders.url, { max: 1 });
    const store = postgres(own.url, { max: 1 });
    await until(
      'the first look at its schema',
      async () => {
        const rows = await store`select from hawkwatch_store.schema_positions p
          join hawkwatch_store.databases d on d.id = p.database_id where d.name = 'orders'`;
        return rows.length > 0;
      },
      30_000,
    );
    await store.end();
    const { head } = await ask<{ head: string }>(second, token, '{ head }');
    const client = openWebSocket(second, token);
    const events = client.iterate<{ events: { payload: unknown } }>({
      query: `subscription { events(filter: { types: ["schema.changed"],
        subjects: ["database:orders"] }, after: "${head}") { payload } }`,
    });
    await sql.unsafe('create table parcels (id bigint primary key)');
    await sql.end();
    expect(JSON.stringify((await events.next()).value)).toContain('parcels');
    await client.dispose();
  });

  it('retire nothing that the file of one replica has', async () => {
    expect(await show(second, 'billing')).toMatchObject({ state: 'UP', declaredBy: 'FILE' });
    expect(await eventTypes('database:billing')).not.toContain('database.retired');
  });

  it('lose to a configuration file, whose names are refused', async () => {
    for (const name of ['shop', 'billing']) {
      expect(await change(first, register, { input: { name, url: ordersUrl } })).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('hawkwatch.yaml'),
      });
    }
    expect(await change(first, unregister, { database: 'shop' })).toMatchObject({
      __typename: 'ConflictError',
    });
    await places[0].writeConfiguration(fileWith('shop', 'orders'));
    await until('the file to have it', async () => {
      return (await show(first, 'orders'))?.declaredBy === 'FILE';
    });
    const listed = await ask<unknown>(
      first,
      token,
      '{ registeredDatabases { edges { node { name ignored } } } }',
    );
    expect(listed).toEqual({
      registeredDatabases: { edges: [{ node: { name: 'orders', ignored: true } }] },
    });
    expect(first.output()).toContain('the file wins');
    await places[0].writeConfiguration(fileWith('shop'));
    await until('the registration to count again', async () => {
      return (await show(first, 'orders'))?.declaredBy === 'API';
    });
    expect(await eventTypes('database:orders')).not.toContain('database.retired');
    const query = '{ database(name: "orders") { environment labels } }';
    expect(await ask(first, token, query)).toEqual({
      database: { environment: 'production', labels: { team: 'orders' } },
    });
  });

  it('are refused with every fault, by its path, and no value', async () => {
    const input = {
      name: `postgres://hawk:${secret}@x/y`,
      url: 'embedded:orders',
      environment: 'a b',
      labels: [
        { name: '1', value: 'x' },
        { name: 'a', value: 'x'.repeat(256) },
        { name: 'a', value: '' },
      ],
      schema: { intervalMs: 5 },
    };
    const outcome = await change(first, register, { input });
    expect(outcome.issues?.map((issue) => issue.path)).toEqual([
      'input.name',
      'input.url',
      'input.environment',
      'input.labels[0].name',
      'input.labels[1].value',
      'input.labels[2].name',
      'input.schema.intervalMs',
    ]);
    const urls = {
      'sqlite:notes.db': 'absolute',
      [`mysql://hawk:${secret}@x/y`]: 'must begin with',
      [`postgres://hawk:${secret}@x/y?sslmode=maybe`]: 'sslmode must be one of',
      [`postgres://hawk:${secret}@x/${'y'.repeat(5000)}`]: '4096',
    };
    for (const [url, message] of Object.entries(urls)) {
      const { issues } = await change(first, register, { input: { name: 'new', url } });
      expect(issues).toEqual([{ path: 'input.url', message: expect.stringContaining(message) }]);
    }
    // graphql-js tells whoever sent an input of a wrong form what it was; not here.
    const wrong = { input: { url: ordersUrl, nothing: 1 } };
    const told = await change(first, register, wrong).catch(String);
    expect(told).toContain('is not defined by type');
    expect(told).not.toContain(secret);
    const literal = `"${ordersUrl}"`;
    for (const text of [
      `mutation { registerDatabase(input: { name: "x", url: [${literal}] }) { __typename } }`,
      `mutation { registerDatabase(input: { name: "x", url: URL }) { __typename } }`,
      `mutation { registerDatabase(input: { name: ${literal} ${literal} }) { __typename } }`,
      `mutation { registerDatabase(input: { name: 1, url: 2, dryRun: ${literal} }) { __typename } }`,
    ]) {
      const fault = await change(first, text, {}).catch(String);
      expect(fault).toContain('Error');
      expect(fault).not.toContain(secret);
    }
    expect(await change(first, update, { input: { database: 'orders' } })).toMatchObject({
      issues: [{ path: 'input', message: 'names nothing to change' }],
    });
    expect(
      await change(first, update, { input: { database: 'orders', url: 'sqlite:/a.db' } }),
    ).toMatchObject({ issues: [{ path: 'input.url' }] });
    expect(
      await change(first, update, { input: { database: 'nobody', labels: [] } }),
    ).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('are for admins only, on every transport', async () => {
    const text = async (role: string): Promise<string> => {
      const made = await ask<{ createToken: { text: string } }>(
        first,
        token,
        `mutation { createToken(input: { name: "${role}", role: ${role} }) {
           ... on CreatedToken { text } ... on Error { message } } }`,
      );
      return made.createToken.text;
    };
    const input = { name: 'mine', url: ordersUrl };
    for (const role of ['VIEWER', 'OPERATOR']) {
      const lesser = await text(role);
      const list = '{ registeredDatabases { totalCount: edges { node { name } } } }';
      await expect(ask(first, lesser, list)).rejects.toThrow('FORBIDDEN');
      expect(await ask(first, lesser, register, { input })).toMatchObject({
        registerDatabase: { __typename: 'ForbiddenError' },
      });
      const client = openWebSocket(first, lesser);
      const answers = client.iterate({ query: register, variables: { input } });
      expect((await answers.next()).value).toMatchObject({
        data: { registerDatabase: { __typename: 'ForbiddenError' } },
      });
      const listed = await client.iterate({ query: list }).next();
      expect(JSON.stringify(listed.value)).toContain('FORBIDDEN');
      await client.dispose();
    }
    expect(await show(first, 'mine')).toBeNull();
  });

  it('may be files, and are changed', async () => {
    const file = path.join(places[0].directory, 'notes.db');
    const notes = new DatabaseSync(file);
    notes.exec('create table notes (id integer primary key)');
    notes.close();
    const input = { name: 'notes', url: `sqlite:${file}` };
    expect(await change(second, register, { input })).toMatchObject({
      health: { state: 'UP' },
      registration: { engine: 'SQLITE', place: { host: null, path: file } },
    });
    await reached(first, 'notes', 'UP');
    const changed = { database: 'notes', labels: [{ name: 'a', value: 'b' }], environment: 'lab' };
    expect(await change(first, update, { input: changed })).toMatchObject({
      health: null,
      registration: { environment: 'lab', labels: { a: 'b' } },
    });
    const gone = { database: 'notes', url: `sqlite:${file}.gone`, environment: null };
    expect(await change(first, update, { input: gone })).toMatchObject({
      health: { state: 'DOWN' },
      registration: { environment: null, labels: { a: 'b' } },
    });
    await reached(second, 'notes', 'DOWN');
    expect(await eventTypes('database:notes')).toEqual(
      expect.arrayContaining(['database.registered', 'database.registration_changed']),
    );
  });

  it('outlive a restart, and with another key are there and say why they are DOWN', async () => {
    await stop(first);
    first = await start(places[0]);
    const before = await reached(first, 'orders', 'UP');
    await stop(first);
    first = await start(places[0], { HAWKWATCH_SECRET_KEY: key(4) });
    expect(await reached(first, 'orders', 'DOWN')).toMatchObject({
      id: before.id,
      declaredBy: 'API',
      stateReason: expect.stringContaining('HAWKWATCH_SECRET_KEY'),
    });
    expect(first.output()).toContain('a registered database is not used');
    const input = { database: 'orders', url: ordersUrl };
    expect(await change(first, update, { input })).toMatchObject({
      registration: { problem: null },
    });
    await reached(first, 'orders', 'UP');
    await stop(first);
    first = await start(places[0]);
    await reached(first, 'orders', 'DOWN');
    await change(first, update, { input });
    await reached(first, 'orders', 'UP');
  });

  it('are retired when they are unregistered, and the same when they come again', async () => {
    const before = await show(first, 'orders');
    expect(await change(second, unregister, { database: before?.id })).toEqual({
      __typename: 'Database',
      id: before?.id,
      name: 'orders',
      state: 'RETIRED',
      declaredBy: null,
    });
    await reached(first, 'orders', 'RETIRED');
    expect(await change(second, unregister, { database: 'orders' })).toMatchObject({
      __typename: 'NotFoundError',
    });
    const sql = postgres(own.url, { max: 1 });
    const rows = await sql`select name from hawkwatch_store.registered_databases`;
    await sql.end();
    expect(rows.map((row) => String(row['name']))).toEqual(['notes']);
    const again = await change(first, register, { input: { name: 'orders', url: ordersUrl } });
    expect(again.registration?.database?.id).toBe(before?.id);
    await reached(second, 'orders', 'UP');
    expect(await eventTypes('database:orders')).toContain('database.unregistered');
  });

  it('leave their password in no table, event, answer or log', async () => {
    const found: string[] = [];
    const sql = postgres(own.url, { max: 1 });
    const columns = await sql<{ name: string; column: string }[]>`
      select format('%I.%I', table_schema, table_name) as name, column_name as column
      from information_schema.columns where table_schema in ('hawkwatch_store', 'public')`;
    const forms = [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').slice(0, 24),
    ];
    for (const { name, column } of columns) {
      for (const form of forms) {
        const [row] = await sql.unsafe<{ n: number }[]>(
          `select count(*)::int as n from ${name} where strpos("${column}"::text, '${form}') > 0`,
        );
        if (row?.n !== 0) found.push(`${name}.${column}`);
      }
    }
    await sql.end();
    expect(columns.map(({ name }) => name)).toContain('hawkwatch_store.registered_databases');
    const answer = await ask<unknown>(
      first,
      token,
      `{ events(first: 100) { edges { node { payload } } }
         auditLog(first: 100) { edges { node { action subject result detail } } }
         registeredDatabases { edges { node { name problem place { host path userName } } } } }`,
    );
    const text = JSON.stringify(answer);
    if (text.includes(secret)) found.push('an answer');
    const printed = [...outputs, first.output(), second.output()];
    if (printed.some((output) => output.includes(secret))) found.push('a log');
    expect(found).toEqual([]);
    expect(text).toContain('registerDatabase');
    expect(text).toContain(orders.name);
  });
});
