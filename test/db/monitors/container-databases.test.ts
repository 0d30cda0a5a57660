import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { keepDatabases } from '../../../src/monitors/containers/databases/keep-databases.ts';
import type { ContainerDetails } from '../../../src/store/containers.ts';
import {
  databaseAdded,
  databaseRetired,
  declareDatabases,
  findDatabaseByName,
  listDatabases,
  retireDatabase,
  updateDeclaredDatabases,
  type DatabaseRecord,
} from '../../../src/store/databases.ts';
import { databaseDiscovered, listContainersOf } from '../../../src/store/discovered-databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { containerDetails, storeContainer } from '../../support/stored-containers.ts';

const random = createSystemRandom();
const start = Date.parse('2026-11-26T12:00:00Z');
const published = [{ port: 5432, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 15432 }];

let rig: TestStore;
let nowMs: number;
let configured: { name: string; url: string }[];

beforeEach(async () => {
  rig = await createTestStore();
  nowMs = start;
  configured = [];
});
afterEach(() => rig.close());

/** As the monitor's next check does. */
function keep(more: { most?: number } = {}) {
  return keepDatabases({
    store: rig.store,
    random,
    here: { name: 'test-host', addresses: new Set() },
    now: new Date(nowMs),
    configured,
    graceMs: 60_000,
    most: 100,
    transaction: (work) => rig.store.transaction(work),
    ...more,
  });
}

/** Puts a configuration file in force. */
function configure(...databases: { name: string; url: string }[]) {
  configured = databases;
  const declared = databases.map(({ name }) => ({
    name,
    engine: 'POSTGRESQL',
    environment: null,
    labels: {},
  }));
  return rig.store.transaction((tx) =>
    updateDeclaredDatabases(tx, declared, random, new Date(nowMs)),
  );
}

const see = (name: string, more: Partial<ContainerDetails> = {}): Promise<string> =>
  storeContainer(rig.store, randomUUID(), containerDetails(name, more));

const vanish = (name: string, more: Partial<ContainerDetails> = {}): Promise<string> =>
  see(name, { ...more, vanishedAt: new Date(nowMs) });

async function get(name: string): Promise<DatabaseRecord> {
  const found = await findDatabaseByName(rig.store.q, name);
  if (found === undefined) throw new Error(`there is no database ${name}`);
  return found;
}

async function state(name: string): Promise<string> {
  const found = await findDatabaseByName(rig.store.q, name);
  if (found === undefined) return 'none';
  if (found.retiredAt !== null) return 'RETIRED';
  return found.discoveredAt === null ? 'DECLARED' : 'DISCOVERED';
}

const containersOf = async (name: string): Promise<readonly string[]> =>
  (await listContainersOf(rig.store.q, [(await get(name)).id])).map((one) => one.name);

async function told(): Promise<readonly string[]> {
  const { events } = await readLog(rig.store.raw, { after: 0, limit: 1000 });
  return events
    .filter(({ type }) =>
      [databaseAdded, databaseDiscovered, databaseRetired].some((kind) => kind.type === type),
    )
    .map(({ type, subject }) => `${type} ${subject}`);
}

describe('a recognised container', () => {
  test('is a discovered database, told once with its reasons', async () => {
    await see('shop-db', { ports: published, labels: { 'hawkwatch.environment': 'staging' } });
    await see('web', { image: 'nginx' });
    await see('exporter', { image: 'prometheuscommunity/postgres-exporter' });
    expect(await keep()).toEqual({ discovered: ['shop-db'], again: [], retired: [], leftOut: 0 });
    expect(await keep()).toEqual({ discovered: [], again: [], retired: [], leftOut: 0 });
    expect(await get('shop-db')).toMatchObject({
      engine: 'POSTGRESQL',
      environment: 'staging',
      retiredAt: null,
    });
    expect(await state('shop-db')).toBe('DISCOVERED');
    expect(await containersOf('shop-db')).toEqual(['shop-db']);
    expect(await told()).toEqual([
      'database.added database:shop-db',
      'database.discovered database:shop-db',
    ]);
    const { events } = await readLog(rig.store.raw, { after: 0, limit: 1000 });
    const [fact] = events.flatMap((event) => databaseDiscovered.read(event) ?? []);
    expect(fact).toMatchObject({
      database: 'shop-db',
      product: 'PostgreSQL',
      score: 97,
      reasons: ['postgres is an image of it', 'it listens on 5432'],
      port: 5432,
      container: 'shop-db',
      host: 'test-host',
      daemon: 'local',
      again: false,
    });
  });

  test('of an engine without a driver is listed as well', async () => {
    await see('cache', { image: 'valkey/valkey:8' });
    await see('search', { image: 'opensearchproject/opensearch:2' });
    await see('analytics', { image: 'clickhouse/clickhouse-server' });
    await keep();
    const rows = await listDatabases(rig.store.q, { limit: 10, discovered: true });
    expect(rows.map(({ name, engine }) => `${name} ${engine}`)).toEqual([
      'analytics OTHER',
      'cache REDIS',
      'search ELASTICSEARCH',
    ]);
    expect(await listDatabases(rig.store.q, { limit: 10, discovered: false })).toEqual([]);
  });

  test('that is gone is retired after a while, and the same one when it comes back', async () => {
    await see('shop-db');
    await keep();
    const { id } = await get('shop-db');
    nowMs += 10_000;
    await vanish('shop-db');
    nowMs += 59_000;
    await keep();
    expect(await state('shop-db')).toBe('DISCOVERED');
    nowMs += 1000;
    expect(await keep()).toMatchObject({ retired: ['shop-db'] });
    expect(await keep()).toMatchObject({ retired: [] });
    expect(await state('shop-db')).toBe('RETIRED');
    await see('shop-db', { containerId: 'f'.repeat(64), image: 'postgres:17' });
    expect(await keep()).toMatchObject({ discovered: [], again: ['shop-db'] });
    expect(await get('shop-db')).toMatchObject({ id, retiredAt: null });
    expect(await told()).toEqual([
      'database.added database:shop-db',
      'database.discovered database:shop-db',
      'database.retired database:shop-db',
      'database.added database:shop-db',
      'database.discovered database:shop-db',
    ]);
  });

  test('that is recreated at once is told of once', async () => {
    await see('shop-db');
    await keep();
    await vanish('shop-db');
    await keep();
    await see('shop-db', { containerId: 'e'.repeat(64) });
    await keep();
    expect(await told()).toHaveLength(2);
  });

  test('that says it is none any more is retired', async () => {
    await see('shop-db');
    await keep();
    await see('shop-db', { labels: { 'hawkwatch.ignore': 'true' } });
    expect(await keep()).toMatchObject({ retired: ['shop-db'] });
    expect(await containersOf('shop-db')).toEqual([]);
    await see('shop-db');
    expect(await keep()).toMatchObject({ again: ['shop-db'] });
  });

  test('that is stopped stays', async () => {
    await see('shop-db');
    await keep();
    await see('shop-db', { state: 'exited', exitCode: 1 });
    nowMs += 3_600_000;
    expect(await keep()).toMatchObject({ retired: [] });
  });

  test('of a name that is taken gets another one', async () => {
    await configure({ name: 'shop-db', url: 'postgres://elsewhere/shop' });
    await see('shop-db', { host: 'one' });
    await see('shop-db', { host: 'two' });
    await see('shop-db', { host: 'three' });
    await see('shop-db', { host: 'one', daemon: 'other' });
    const { discovered } = await keep();
    expect([...discovered].toSorted()).toEqual(
      ['shop-db-local', 'shop-db-local-three', 'shop-db-local-two', 'shop-db-other'].toSorted(),
    );
    expect(await state('shop-db')).toBe('DECLARED');
  });

  test('does not take over the database that another container left', async () => {
    await see('shop-db', { host: 'one' });
    await keep();
    await vanish('shop-db', { host: 'one' });
    nowMs += 60_000;
    await keep();
    await see('shop-db', { host: 'two' });
    expect(await keep()).toMatchObject({ discovered: ['shop-db-local'] });
  });

  test('is left out when there are too many, and said so', async () => {
    for (const name of ['a', 'b', 'c']) await see(name);
    expect(await keep({ most: 2 })).toMatchObject({ discovered: ['a', 'b'], leftOut: 1 });
    expect(await keep({ most: 2 })).toMatchObject({ discovered: [], leftOut: 1 });
  });
});

describe('a container of a configured database', () => {
  test('is linked with it, and not discovered', async () => {
    await configure({ name: 'shop', url: 'postgres://app:secret@localhost:15432/shop' });
    await see('shop-db', { ports: published });
    expect(await keep()).toMatchObject({ discovered: [], retired: [] });
    expect(await containersOf('shop')).toEqual(['shop-db']);
    expect(await state('shop-db')).toBe('none');
  });

  test('also where its image is nothing known, but not where a pooler listens', async () => {
    await configure({ name: 'shop', url: 'postgres://localhost:15432/shop' });
    await see('storage', { image: 'mycorp/storage', ports: [{ ...published[0]!, port: 7000 }] });
    await keep();
    expect(await containersOf('shop')).toEqual(['storage']);
    await vanish('storage', { image: 'mycorp/storage' });
    await see('pooler', { image: 'edoburu/pgbouncer', ports: published });
    await keep();
    expect(await containersOf('shop')).toEqual(['storage']);
  });

  test('takes the place of what was discovered, and leaves it when the configuration does', async () => {
    await see('shop-db', { ports: published });
    await keep();
    const { id } = await get('shop-db');
    await configure({ name: 'shop', url: 'postgres://localhost:15432/shop' });
    expect(await keep()).toMatchObject({ retired: ['shop-db'] });
    expect(await containersOf('shop')).toEqual(['shop-db']);
    await configure();
    expect(await state('shop')).toBe('RETIRED');
    expect(await keep()).toMatchObject({ again: ['shop-db'] });
    expect((await get('shop-db')).id).toBe(id);
  });

  test('is not guessed where two containers fit', async () => {
    await configure({ name: 'shop', url: 'postgres://db:5432/shop' });
    const compose = (project: string) => ({
      project,
      service: 'db',
      number: '1',
      configHash: null,
    });
    await see('a-db-1', { key: 'a/db/1', compose: compose('a') });
    await see('b-db-1', { key: 'b/db/1', compose: compose('b') });
    expect(await keep()).toMatchObject({ discovered: ['a-db', 'b-db'] });
    expect(await containersOf('shop')).toEqual([]);
    nowMs += 1000;
    await vanish('b-db-1', { key: 'b/db/1', compose: compose('b') });
    expect(await keep()).toMatchObject({ retired: ['a-db'] });
    expect(await containersOf('shop')).toEqual(['a-db-1']);
  });
});

describe('a discovered database', () => {
  test('outlives every reload of a configuration that does not name it', async () => {
    await see('shop-db');
    await keep();
    await configure({ name: 'other', url: 'postgres://elsewhere/other' });
    await configure();
    expect(await state('shop-db')).toBe('DISCOVERED');
    expect(await state('other')).toBe('RETIRED');
  });

  test('is configured when a file names it, and discovered again when it does not any more', async () => {
    await see('shop-db');
    await keep();
    const { id } = await get('shop-db');
    // At a place that nobody can tell to be the container's.
    await configure({ name: 'shop-db', url: 'postgres://db.internal.example/shop' });
    expect(await state('shop-db')).toBe('DECLARED');
    expect(await keep()).toEqual({ discovered: [], again: [], retired: [], leftOut: 0 });
    expect(await containersOf('shop-db')).toEqual(['shop-db']);
    await configure();
    expect(await state('shop-db')).toBe('DISCOVERED');
    expect((await get('shop-db')).id).toBe(id);
    expect(await keep()).toMatchObject({ discovered: [], again: [] });
  });

  test('that was configured is retired with its configuration when its container is gone', async () => {
    await see('shop-db');
    await keep();
    await configure({ name: 'shop-db', url: 'postgres://db.internal.example/shop' });
    await vanish('shop-db');
    nowMs += 3_600_000;
    await keep();
    expect(await state('shop-db')).toBe('DECLARED');
    await rig.store.transaction((tx) => retireDatabase(tx, 'shop-db', new Date(nowMs)));
    expect(await state('shop-db')).toBe('RETIRED');
  });

  test('is declared by name without a second announcement', async () => {
    await see('shop-db');
    await keep();
    const declared = {
      name: 'shop-db',
      engine: 'POSTGRESQL',
      environment: 'x',
      labels: { a: 'b' },
    };
    await rig.store.transaction((tx) => declareDatabases(tx, [declared], random, new Date(nowMs)));
    expect(await state('shop-db')).toBe('DECLARED');
    expect(await told()).toHaveLength(2);
  });

  test('is found once by two replicas that look at the same time', async () => {
    for (let index = 0; index < 20; index += 1) await see(`db-${index}`);
    const both = await Promise.all([keep(), keep(), keep()]);
    expect(both.flatMap(({ discovered }) => discovered)).toHaveLength(20);
    expect(await listDatabases(rig.store.q, { limit: 100, discovered: true })).toHaveLength(20);
  });
});
