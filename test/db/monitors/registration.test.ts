import { createServer } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { ConflictError, ExpectedError, ForbiddenError } from '../../../src/core/errors.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { findDatabasesByName } from '../../../src/store/databases.ts';
import { listRegisteredDatabases } from '../../../src/store/registered-databases.ts';
import { createDiscoveryCommands } from '../../../src/monitors/registration/confirm.ts';
import { openUrl } from '../../../src/monitors/registration/sealed-url.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import {
  admin,
  sealerOf,
  startRegistrationReplica,
  type RegistrationReplica,
} from './registration-rig.ts';

const how = { requireReachable: false, dryRun: false };
/** Nobody listens there. */
const urlOf = (name: string): string => `postgres://hawk:lynx@127.0.0.1:1/${name}`;

describe('registering databases', () => {
  let testStore: TestStore;
  const open: RegistrationReplica[] = [];
  const start = async (
    options: Parameters<typeof startRegistrationReplica>[1] = {},
  ): Promise<RegistrationReplica> => {
    const replica = await startRegistrationReplica(testStore.database.url, options);
    open.push(replica);
    return replica;
  };

  beforeAll(async () => {
    testStore = await createTestStore();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((replica) => replica.close()));
    await testStore.store.q.execute(sql`delete from hawkwatch_store.registered_databases`);
    await testStore.store.q.execute(
      sql`update hawkwatch_store.databases set retired_at = now() where retired_at is null`,
    );
  });
  afterAll(() => testStore.close());

  it('makes one of 20 concurrent requests with one key, on two replicas', async () => {
    const replicas = [await start(), await start()] as const;
    const input = { name: 'orders', url: urlOf('orders'), clientMutationId: 'k' };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        replicas[i % 2 === 0 ? 0 : 1].commands.register(admin, input, how),
      ),
    );
    const ids = new Set(outcomes.map(({ registration }) => registration.databaseId));
    expect(ids.size).toBe(1);
    expect(await listRegisteredDatabases(testStore.store.q)).toHaveLength(1);
    const again = { ...input, clientMutationId: 'other' };
    await expect(replicas[0].commands.register(admin, again, how)).rejects.toThrow(
      'registered already',
    );
    const other = { ...admin, id: 'b' };
    await expect(replicas[0].commands.register(other, input, how)).rejects.toThrow(ConflictError);
  });

  it('ends at the bound, and again once there is room', async () => {
    const { commands } = await start({ maxDatabases: 2 });
    const register = (name: string) => commands.register(admin, { name, url: urlOf(name) }, how);
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map(register));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const [kept] = await commands.list(admin);
    await commands.unregister(admin, kept?.name ?? '');
    expect(await register('e')).toMatchObject({ health: { state: 'DOWN' } });
  });

  it('tells within a few seconds that a server never answers', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { commands } = await start({ probeMs: 1000 });
    const input = { name: 'mute', url: `postgres://hawk:lynx@127.0.0.1:${port}/mute` };
    const started = performance.now();
    const { health } = await commands.register(admin, input, how);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(health).toMatchObject({ state: 'DOWN', reason: expect.stringContaining('answer') });
    server.close();
  });

  it('refuses a URL that names files, new or changed', async () => {
    const { commands } = await start();
    await commands.register(admin, { name: 'plain', url: urlOf('plain') }, how);
    for (const word of ['sslrootcert', 'sslcert', 'sslkey']) {
      const url = `${urlOf('files')}?sslmode=require&${word}=/etc/shadow`;
      const refused = {
        issues: [{ path: 'input.url', message: expect.stringContaining('only hawkwatch.yaml') }],
      };
      await expect(commands.register(admin, { name: 'files', url }, how)).rejects.toMatchObject(
        refused,
      );
      await expect(commands.update(admin, 'plain', { url }, how)).rejects.toMatchObject(refused);
    }
    const url = `${urlOf('files')}?sslrootcert=system`;
    expect(await commands.register(admin, { name: 'files', url }, how)).toBeDefined();
  });

  it('refuses such a URL for a discovered database too', async () => {
    const { commands } = await start();
    const id = '0b54a2a5-7d3c-4e0b-9f1c-2f6f5f0f1a11';
    const { store } = testStore;
    await store.raw`
      insert into hawkwatch_store.databases (id, name, engine, labels, added_at, discovered_at)
      values (${id}, 'seen', 'POSTGRESQL', '{}', now(), now())`;
    const { confirm } = createDiscoveryCommands({ store, registrations: commands });
    const url = `${urlOf('seen')}?sslkey=/etc/shadow`;
    await expect(confirm(admin, id, { url }, how)).rejects.toMatchObject({
      issues: [{ path: 'input.url', message: expect.stringContaining('only hawkwatch.yaml') }],
    });
  });

  it('puts on record what was done, without the URL', async () => {
    const { commands } = await start();
    const operator = { ...admin, role: 'operator' } as const;
    const input = { name: 'orders', url: urlOf('main') };
    await expect(commands.register(operator, input, how)).rejects.toThrow(ForbiddenError);
    await expect(commands.list(operator)).rejects.toThrow(ForbiddenError);
    await commands.register(admin, input, { ...how, dryRun: true });
    await commands.register(admin, input, how);
    await commands.update(admin, 'orders', { url: urlOf('next'), environment: 'lab' }, how);
    await commands.unregister(admin, 'orders');
    const [unregistered, updated, registered, tried] = await listAuditEntries(testStore.store.q, {
      limit: 4,
    });
    const common = { actor: 'adam', subject: 'database:orders', result: 'ok' };
    expect(unregistered).toMatchObject({ ...common, action: 'unregisterDatabase' });
    expect(updated).toMatchObject({
      ...common,
      action: 'updateDatabase',
      detail: { changed: ['url', 'environment'], host: '127.0.0.1', databaseName: 'next' },
    });
    expect(registered).toMatchObject({
      ...common,
      action: 'registerDatabase',
      detail: { dryRun: false, port: 1, userName: 'hawk', found: 'DOWN' },
    });
    expect(tried).toMatchObject({ ...common, detail: { dryRun: true } });
    expect(JSON.stringify([unregistered, updated, registered, tried])).not.toContain('lynx');
  });

  it('opens no URL that was sealed for another name, changed, or sealed with another key', async () => {
    const { store } = testStore;
    const replica = await start();
    for (const name of ['one', 'two', 'three']) {
      await replica.commands.register(admin, { name, url: urlOf(name) }, how);
    }
    await store.q.execute(sql`update hawkwatch_store.registered_databases set sealed_url =
      (select sealed_url from hawkwatch_store.registered_databases where name = 'one')
      where name = 'two'`);
    await store.q.execute(sql`update hawkwatch_store.registered_databases set sealed_url =
      set_byte(sealed_url, 20, 255 - get_byte(sealed_url, 20)) where name = 'three'`);
    const second = await start();
    expect(second.inForce().get('one')).toMatchObject({ url: urlOf('one'), unavailable: null });
    for (const name of ['two', 'three']) {
      expect(second.inForce().get(name)?.unavailable).toContain('changed in the store');
    }
    const stranger = await start({ key: 2 });
    expect([...stranger.inForce().keys()].toSorted()).toEqual(['one', 'three', 'two']);
    for (const { unavailable, url } of stranger.inForce().values()) {
      expect(unavailable).toContain('HAWKWATCH_SECRET_KEY');
      expect(url).not.toContain('lynx');
    }
    expect(stranger.log.lines.filter((line) => line.includes('is not used'))).toHaveLength(3);
    const [row] = await stranger.commands.list(admin);
    expect(row).toMatchObject({ place: null, problem: expect.stringContaining('another key') });
  });

  it('takes over what is registered although that fails at first', async () => {
    const first = await start();
    const second = await start();
    second.failNext(3);
    await first.commands.register(admin, { name: 'orders', url: urlOf('orders') }, how);
    await until('the other replica to have it', () => second.inForce().has('orders'));
    expect(second.log.lines.join('\n')).toContain('it could not be put in force');
  });

  it('agrees on every replica after any changes at once (random)', async () => {
    const seed = chooseSeed();
    process.stdout.write(`seed of the registrations: ${seed}\n`);
    const seeded = createSeeded(seed);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const replicas = [await start({ probeMs: 50 }), await start({ probeMs: 50 })];
    const files = replicas.map((): readonly string[] => []);
    const pick = <T>(items: readonly T[]): T => {
      const item = items[seeded.integer(items.length)];
      if (item === undefined) throw new Error('there is nothing to pick');
      return item;
    };
    const step = async (n: number): Promise<void> => {
      const index = seeded.integer(replicas.length);
      const { commands, configure } = pick(replicas.slice(index, index + 1));
      const name = pick(names);
      const url = `sqlite:/nowhere/${name}-${n}.db`;
      switch (seeded.integer(4)) {
        case 0: {
          const chosen = names.filter(() => seeded.integer(5) === 0);
          files[index] = chosen;
          const lines = chosen.map((one) => `  - { name: ${one}, url: 'sqlite:/file/${one}.db' }`);
          return configure(chosen.length === 0 ? '' : ['databases:', ...lines].join('\n'));
        }
        case 1:
          return void (await commands.unregister(admin, name));
        case 2:
          return void (await commands.update(admin, name, { url }, how));
        default:
          return void (await commands.register(admin, { name, url }, how));
      }
    };
    let done = 0;
    const unexpected: unknown[] = [];
    for (let round = 0; round < 25; round += 1) {
      const steps = Array.from({ length: 5 }, (_, i) => step(round * 5 + i));
      for (const result of await Promise.allSettled(steps)) {
        if (result.status === 'fulfilled') done += 1;
        else if (!(result.reason instanceof ExpectedError)) unexpected.push(result.reason);
      }
    }
    expect(unexpected).toEqual([]);
    const { q } = testStore.store;
    const rows = await listRegisteredDatabases(q);
    const registered = new Map(rows.map((row) => [row.name, openUrl(sealerOf(1), row).url]));
    for (const [index, replica] of replicas.entries()) {
      const file = files[index] ?? [];
      const wanted = new Map([
        ...registered,
        ...file.map((name) => [name, `sqlite:/file/${name}.db`] as const),
      ]);
      const told = (urls: ReadonlyMap<string, string | null>): string =>
        JSON.stringify([...urls].toSorted(([a], [b]) => a.localeCompare(b)));
      await until(`replica ${index} to have ${told(wanted)}`, () => {
        const inForce = [...replica.inForce().values()];
        return told(new Map(inForce.map(({ name, url }) => [name, url]))) === told(wanted);
      });
    }
    const stored = await findDatabasesByName(q, [...registered.keys()]);
    expect(stored.filter(({ retiredAt }) => retiredAt !== null)).toEqual([]);
    expect(done).toBeGreaterThan(25);
    expect(replicas.flatMap(({ log }) => log.lines).join('\n')).not.toContain('at once');
  }, 60_000);
});
