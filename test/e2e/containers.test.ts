// A real PostgreSQL in a container of a real Docker daemon, as the real service sees it: discovered,
// confirmed, watched, measured, restarted; and its password is nowhere but in its sealed URL.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import postgres from 'postgres';

import type { TestDatabase } from '../support/databases.ts';
import { startDockerDaemon, whyNoDocker, type DockerDaemon } from '../support/docker-daemon.ts';
import { findFreePort } from '../support/free-port.ts';
import { importPostgresImage, runPostgres } from '../support/postgres-image.ts';
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

const reason = await whyNoDocker();
const timeoutMs = 240_000;
const password = 'pg-s3cret-7f3a9c';

interface DatabaseView {
  readonly id: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly engine: string;
  readonly container: { readonly id: string; readonly key: string; readonly state: string } | null;
  readonly discovery: {
    readonly since: string | null;
    readonly places: readonly { readonly host: string; readonly port: number }[];
    readonly recognition: { readonly score: number; readonly reasons: readonly string[] };
  } | null;
}

interface StatsView {
  readonly containerStats: {
    readonly at: string;
    readonly cpuPercent: number | null;
    readonly memoryBytes: number;
  };
}

describe.skipIf(reason !== undefined)('a database in a container', () => {
  let docker: DockerDaemon;
  let own: TestDatabase;
  let place: Place;
  let service: Service;
  let port: number;
  const answers: string[] = [];

  const query = async <T>(
    text: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<T> => {
    const answer = await ask<T>(service, place.token, text, variables);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const databaseOf = async (name: string): Promise<DatabaseView | null> => {
    const { database } = await query<{ database: DatabaseView | null }>(
      `query ($name: String!) { database(name: $name) {
        id state stateReason engine container { id key state environmentKeys labels }
        discovery { since places { by host port } recognition { score reasons port engine product } } } }`,
      { name },
    );
    return database;
  };
  const reached = (name: string, state: string, deadlineMs = 40_000): Promise<DatabaseView> =>
    until(
      `${name} is ${state}`,
      async () => {
        const found = await databaseOf(name);
        return found?.state === state ? found : undefined;
      },
      deadlineMs,
    );
  const configure = (more: string): Promise<void> =>
    place.writeConfiguration(`databases: []
containers:
  daemons: [{ name: local, socket: '${docker.socket}' }]
  stats: { interval: 5s }
${more}`);

  beforeAll(async () => {
    [docker, own] = await Promise.all([startDockerDaemon(), createEmptyDatabase()]);
    await importPostgresImage(docker);
    port = await findFreePort();
    place = await createPlace({ DATABASE_URL: own.url });
    await configure('');
    service = await startService(place);
    await runPostgres(docker, {
      name: 'shop-db',
      port,
      password,
      labels: { 'hawkwatch.environment': 'staging' },
    });
    await docker.run({
      name: 'cache',
      image: 'hawkwatch/busybox:1',
      command: ['sleep', '1000'],
      labels: { 'hawkwatch.kind': 'valkey' },
    });
    await docker.run({
      name: 'exporter',
      image: 'hawkwatch/busybox:2',
      command: ['sleep', '1000'],
      environment: ['DATA_SOURCE_PASS=other-s3cret'],
      labels: { 'hawkwatch.ignore': 'true' },
    });
  }, timeoutMs);

  afterAll(async () => {
    await service?.stop();
    await docker?.close();
    await place?.remove();
    await own?.drop();
  }, timeoutMs);

  it(
    'is discovered with its reasons and places',
    async () => {
      const found = await reached('shop-db', 'DISCOVERED');
      expect(found).toMatchObject({
        engine: 'POSTGRESQL',
        container: { key: 'shop-db', state: 'running' },
      });
      expect(found.stateReason).toContain('confirmDiscoveredDatabase');
      expect(found.discovery?.recognition.score).toBeGreaterThan(95);
      expect(found.discovery?.recognition.reasons[0]).toBe('postgres is an image of it');
      expect(found.discovery?.places[0]).toMatchObject({ by: 'HOST', port });
      expect(await reached('cache', 'DISCOVERED')).toMatchObject({ engine: 'REDIS' });
      const { discoveredDatabases } = await query<{
        discoveredDatabases: { totalCount: number; edges: { node: { name: string } }[] };
      }>('{ discoveredDatabases { totalCount edges { node { name environment declaredBy } } } }');
      expect(discoveredDatabases).toMatchObject({
        totalCount: 2,
        edges: [
          { node: { name: 'cache', environment: null, declaredBy: null } },
          { node: { name: 'shop-db', environment: 'staging', declaredBy: null } },
        ],
      });
      const { containers } = await query<{ containers: unknown }>(
        `{ containers(filter: { recognised: [EXCLUDED] }) { totalCount edges { node {
        key recognition { isDatabase excludedAs reasons } } } } }`,
      );
      expect(containers).toMatchObject({
        totalCount: 1,
        edges: [
          { node: { key: 'exporter', recognition: { isDatabase: false, excludedAs: 'IGNORED' } } },
        ],
      });
    },
    timeoutMs,
  );

  const confirm = (input: Readonly<Record<string, unknown>>) =>
    query<{
      confirmDiscoveredDatabase: {
        __typename: string;
        message?: string;
        health?: { state: string };
      };
    }>(
      `mutation ($input: ConfirmDiscoveredDatabaseInput!) { confirmDiscoveredDatabase(input: $input) {
        __typename ... on Error { message } ... on InvalidInputError { issues { path message } }
        ... on DatabaseRegistration { dryRun health { state reason } registration { name environment place { host port userName databaseName } } } } }`,
      { input },
    ).then(({ confirmDiscoveredDatabase }) => confirmDiscoveredDatabase);

  it(
    'is confirmed with credentials, and is the same database, UP',
    async () => {
      const before = await reached('shop-db', 'DISCOVERED');
      await until(
        'it takes connections',
        async () => {
          const sql = postgres({
            host: '127.0.0.1',
            port,
            username: 'postgres',
            password,
            database: 'postgres',
            max: 1,
            onnotice: () => undefined,
          });
          const up = await sql`select 1`.then(
            () => true,
            () => false,
          );
          await sql.end();
          return up;
        },
        60_000,
      );
      const credentials = { userName: 'postgres', password: 'wrong-s3cret' };
      expect(await confirm({ database: 'shop-db', credentials })).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('refuses the user or password'),
      });
      expect(await confirm({ database: 'cache', credentials })).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('cannot log in to REDIS'),
      });
      expect(await confirm({ database: 'nothing', credentials })).toMatchObject({
        __typename: 'NotFoundError',
      });
      expect(await confirm({ database: 'shop-db' })).toMatchObject({
        __typename: 'InvalidInputError',
      });
      const right = { userName: 'postgres', password };
      expect(
        await confirm({ database: 'shop-db', credentials: right, dryRun: true }),
      ).toMatchObject({
        __typename: 'DatabaseRegistration',
        dryRun: true,
      });
      expect((await databaseOf('shop-db'))?.state).toBe('DISCOVERED');
      expect(await confirm({ database: before.id, credentials: right })).toMatchObject({
        __typename: 'DatabaseRegistration',
        health: { state: 'UP' },
        registration: {
          name: 'shop-db',
          environment: 'staging',
          place: { port, userName: 'postgres' },
        },
      });
      const after = await reached('shop-db', 'UP');
      expect(after.id).toBe(before.id);
      expect(after.container?.key).toBe('shop-db');
      expect(after.discovery?.since).toBeNull();
      expect(await confirm({ database: 'shop-db', credentials: right })).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('configured already'),
      });
      const { auditLog } = await query<{
        auditLog: { edges: { node: { action: string; result: string } }[] };
      }>('{ auditLog { edges { node { action subject result detail } } } }');
      const results = auditLog.edges.map(({ node }) => `${node.action} ${node.result}`);
      expect(results).toContain('confirmDiscoveredDatabase ok');
      expect(results).toContain('confirmDiscoveredDatabase CONFLICT');
      expect(results).toContain('confirmDiscoveredDatabase INVALID_INPUT');
    },
    timeoutMs,
  );

  it(
    'shows what it uses to two subscribers at once',
    async () => {
      const id = (await databaseOf('shop-db'))?.container?.id;
      const clients = [openWebSocket(service, place.token), openWebSocket(service, place.token)];
      const firstOf = async (
        client: (typeof clients)[number],
      ): Promise<StatsView['containerStats']> => {
        const stream = client.iterate<StatsView>({
          query: `subscription ($id: ID!) { containerStats(id: $id) {
          at running cpuPercent memoryBytes pids container { key } } }`,
          variables: { id },
        });
        for await (const { data, errors } of stream) {
          if (errors !== undefined) throw new Error(JSON.stringify(errors));
          answers.push(JSON.stringify(data));
          if (data?.containerStats.cpuPercent != null) return data.containerStats;
        }
        throw new Error('the stream has ended');
      };
      const both = await Promise.all(clients.map(firstOf));
      for (const one of both)
        expect(one).toMatchObject({ running: true, container: { key: 'shop-db' } });
      expect(both[0]?.memoryBytes).toBeGreaterThan(1_000_000);
      for (const client of clients) await client.dispose();
    },
    timeoutMs,
  );

  it(
    'is restarted when that is allowed, which everybody sees as planned',
    async () => {
      const id = (await databaseOf('shop-db'))?.container?.id;
      const restart = () =>
        query<{ restartContainer: { __typename: string; message?: string } }>(
          `mutation ($id: ID!) { restartContainer(id: $id) { __typename ... on Error { message } ... on Container { key state } } }`,
          { id },
        ).then(({ restartContainer }) => restartContainer);
      expect(await restart()).toMatchObject({ __typename: 'ConflictError' });
      const client = openWebSocket(service, place.token);
      const notices: string[] = [];
      const watching = (async () => {
        const stream = client.iterate<{
          containerEvents: { kind: string; verdict: string | null; key: string };
        }>({
          query:
            'subscription ($id: ID!) { containerEvents(container: $id) { kind verdict key cursor containers { key } } }',
          variables: { id },
        });
        for await (const { data } of stream) {
          answers.push(JSON.stringify(data));
          if (data == null) continue;
          notices.push(`${data.containerEvents.kind} ${data.containerEvents.verdict}`);
          if (data.containerEvents.kind === 'RESTARTED') return;
        }
      })();
      await configure('actions: { restartContainers: on }\n');
      const done = await until('the configuration is in force', async () => {
        const outcome = await restart();
        return outcome.__typename === 'Container' && outcome;
      });
      expect(done).toMatchObject({ key: 'shop-db' });
      await watching;
      expect(notices.at(-1)).toBe('RESTARTED PLANNED');
      await client.dispose();
      await reached('shop-db', 'UP');
      const { containerEvents } = await query<{
        containerEvents: { edges: { node: { action: string } }[] };
      }>(
        `query ($ids: [ID!]) { containerEvents(first: 50, filter: { containers: $ids, verdicts: [PLANNED] }) {
        edges { node { action verdict container { key } } } } }`,
        { ids: [id] },
      );
      expect(containerEvents.edges.map(({ node }) => node.action)).toContain('die');
    },
    timeoutMs,
  );

  it(
    'has its password in no answer, no log line and no column',
    async () => {
      await query(
        '{ containers(filter: { present: null }) { edges { node { key environmentKeys labels recognition { reasons } events { edges { node { action reason } } } } } } }',
      );
      await query('{ events(first: 100) { edges { node { type subject payload } } } }');
      const sql = postgres(own.url, { max: 1 });
      const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`;
      expect(tables.length).toBeGreaterThan(20);
      for (const secret of [password, 'wrong-s3cret', 'other-s3cret']) {
        for (const { name } of tables) {
          const rows = await sql.unsafe(`select 1 from ${name} t where t::text like $1 limit 1`, [
            `%${secret}%`,
          ]);
          expect(rows.length, `${secret} in ${name}`).toBe(0);
        }
        expect(service.output()).not.toContain(secret);
        expect(answers.join('\n')).not.toContain(secret);
      }
      expect(answers.join('\n')).toContain('POSTGRES_PASSWORD');
      await sql.end();
    },
    timeoutMs,
  );

  it(
    'stays when its container goes, because it is registered; what was only discovered is retired',
    async () => {
      for (const name of ['cache', 'shop-db']) await docker.remove(name);
      const cache = await reached('cache', 'RETIRED', 90_000);
      expect(cache.container).toMatchObject({ state: 'removed' });
      expect((await databaseOf('shop-db'))?.state).not.toBe('RETIRED');
    },
    timeoutMs,
  );
});
