// Containers whose host, daemon or watch is gone, and what is removed once it is old.
import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { keepDatabases } from '../../../src/monitors/containers/databases/keep-databases.ts';
import { leaveLost } from '../../../src/monitors/containers/databases/leave-lost.ts';
import { removeSome } from '../../../src/monitors/containers/remove-old.ts';
import { insertContainerEvents } from '../../../src/store/container-events.ts';
import { updateContainersSeen, type ContainerDetails } from '../../../src/store/containers.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { listFoundDatabases } from '../../../src/store/discovered-databases.ts';
import { asc, eq, sql } from '../../../src/store/drizzle.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { insertMonitors } from '../../../src/store/monitors.ts';
import { databaseHistory } from '../../../src/store/old-containers.ts';
import {
  containerEvents,
  containers,
  databases,
  monitors,
  slowStatements,
} from '../../../src/store/schema/index.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { containerDetails, storeContainer } from '../../support/stored-containers.ts';

const random = createSystemRandom();
const dayMs = 86_400_000;
const start = Date.parse('2026-11-26T12:00:00Z');

let rig: TestStore;
let nowMs: number;

beforeEach(async () => {
  rig = await createTestStore();
  nowMs = start;
});
afterEach(() => rig.close());

const see = (name: string, more: Partial<ContainerDetails> = {}): Promise<string> =>
  storeContainer(
    rig.store,
    randomUUID(),
    containerDetails(name, { lastSeenAt: new Date(nowMs), ...more }),
  );

const leave = (elsewhere: readonly { host: string; daemon: string }[] = []) =>
  leaveLost({
    store: rig.store,
    now: new Date(nowMs),
    here: 'test-host',
    elsewhere,
    transaction: (work) => rig.store.transaction(work),
  });

const keep = () =>
  keepDatabases({
    store: rig.store,
    random,
    here: { name: 'test-host', addresses: new Set() },
    now: new Date(nowMs),
    configured: [],
    graceMs: 60_000,
    most: 100,
    transaction: (work) => rig.store.transaction(work),
  });

async function watched(host: string, more: Partial<typeof monitors.$inferInsert> = {}) {
  const identity = { kind: 'containers', name: 'local', scope: 'host', host };
  await insertMonitors(rig.store.q, [identity], random, new Date(nowMs));
  await rig.store.q.update(monitors).set(more).where(eq(monitors.host, host));
}

const remove = async (keepMs: number): Promise<boolean> => {
  const clock = { now: () => new Date(nowMs) };
  const transaction = <T>(work: (tx: never) => Promise<T>) =>
    rig.store.transaction((tx) => work(tx as never));
  return removeSome(keepMs, { clock, transaction } as unknown as Parameters<typeof removeSome>[1]);
};

const left = async (): Promise<readonly string[]> =>
  (await rig.store.q.select().from(containers).orderBy(asc(containers.key))).map(({ key }) => key);

describe('a container that nobody watches any more', () => {
  test('is gone once its watch is retired, its database with it, and is there again when it is seen', async () => {
    await watched('old-host', { state: 'OK', beatAt: new Date(nowMs) });
    const id = await see('shop-db', { host: 'old-host' });
    await keep();
    expect(await leave()).toEqual([]);
    await watched('old-host', { state: 'RETIRED', retiredAt: new Date(nowMs) });
    expect(await leave()).toEqual(['shop-db']);
    expect(await leave()).toEqual([]);
    nowMs += 60_000;
    expect(await keep()).toMatchObject({ retired: ['shop-db'] });
    const { events } = await readLog(rig.store.raw, { after: 0, limit: 100 });
    expect(events.filter(({ type }) => type === 'container.removed')).toHaveLength(1);
    // Whoever watched on in spite of that knew nothing of it.
    await rig.store.transaction((tx) => updateContainersSeen(tx, [id], new Date(nowMs)));
    expect(await keep()).toMatchObject({ again: ['shop-db'] });
  });

  test('is gone two days after it was seen last, but where its watch works or has only just begun', async () => {
    await see('on-lost-host', { host: 'lost' });
    await see('on-watched-host', { host: 'watched' });
    await see('on-this-host');
    await see('on-remote-daemon', { host: '10.0.0.1', daemon: 'far' });
    await see('on-remote-daemon-that-moved', { host: '10.0.0.2', daemon: 'far' });
    const elsewhere = [{ host: '10.0.0.1', daemon: 'far' }];
    for (const host of ['lost', 'watched', 'test-host']) {
      await watched(host, { state: 'OK', beatAt: new Date(nowMs) });
    }
    nowMs += 2 * dayMs;
    expect(await leave(elsewhere)).toEqual([]);
    nowMs += 1000;
    await watched('watched', { beatAt: new Date(nowMs) });
    const lost = await leave(elsewhere);
    expect(lost.toSorted()).toEqual(['on-lost-host', 'on-remote-daemon-that-moved']);
  });
});

describe('what is old', () => {
  test('is removed whatever daemon it was of', async () => {
    const gone = { vanishedAt: new Date(nowMs) };
    await see('one', { host: 'a', image: 'web:1', ...gone });
    await see('two', { host: 'b', daemon: 'other', image: 'web:1', ...gone });
    const three = await see('three', { host: 'c', image: 'web:1' });
    const event = { container: three, dockerId: 'c', at: new Date(nowMs), timeNano: '1' };
    const more = { verdict: null, exitCode: null, signal: null, reason: null, inferred: false };
    await rig.store.transaction((tx) =>
      insertContainerEvents(tx, [{ ...event, ...more, action: 'start' }]),
    );
    nowMs += 1000;
    await remove(1000);
    expect(await left()).toEqual(['one', 'three', 'two']);
    nowMs += 1;
    await remove(1000);
    expect(await left()).toEqual(['three']);
    expect(await rig.store.q.select().from(containerEvents)).toEqual([]);
  });

  test('and was a database is removed with it, unless something is kept of that', async () => {
    await see('db-plain');
    await see('db-with-history');
    await see('db-present');
    await keep();
    const history = await findDatabaseByName(rig.store.q, 'db-with-history');
    const at = new Date(nowMs);
    await rig.store.q
      .insert(slowStatements)
      .values({ databaseId: history?.id ?? '', since: at, until: at, statements: [] });
    for (const name of ['db-plain', 'db-with-history']) {
      await see(name, { vanishedAt: new Date(nowMs) });
    }
    nowMs += 60_000;
    await keep();
    expect(await listFoundDatabases(rig.store.q)).toMatchObject([{ name: 'db-present' }]);
    nowMs += dayMs;
    await remove(dayMs / 2);
    expect(await left()).toEqual(['db-present', 'db-with-history']);
    const names = await rig.store.q.select({ name: databases.name }).from(databases);
    expect(names.map(({ name }) => name).toSorted()).toEqual(['db-present', 'db-with-history']);
    // The name is free again.
    await see('db-plain');
    expect(await keep()).toMatchObject({ discovered: ['db-plain'] });
  });

  test('is looked for in every table that refers to a database', async () => {
    const rows = await rig.store.q.execute(sql`
      select distinct conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'hawkwatch_store.databases'::regclass`);
    const referring = rows.map(({ name }) => String(name).replace(/^.*\./, ''));
    const looked = databaseHistory.map((table) => nameOf(table));
    expect([...looked, 'containers'].toSorted()).toEqual(referring.toSorted());
  });
});

/** As the store calls it. */
function nameOf(table: (typeof databaseHistory)[number]): string {
  const name: unknown = Object.getOwnPropertySymbols(table)
    .filter(({ description }) => description === 'drizzle:Name')
    .map((symbol) => Reflect.get(table, symbol) as unknown)[0];
  return String(name);
}
