import net from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { progressEvents, runSubject } from '../../../src/migrations/events.ts';
import { runLock } from '../../../src/migrations/history.ts';
import { manifestUploaded } from '../../../src/store/migration-status-events.ts';
import { clock, createStatusRig, random, type StatusRig } from '../../support/statuses.ts';
import { until } from '../../support/until.ts';

const silence = async (): Promise<{ port: number; close(): Promise<void> }> => {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

describe('the statuses that are kept', () => {
  let rig: StatusRig;
  beforeEach(async () => {
    rig = await createStatusRig();
    await rig.write('main', '1', '2', '3');
    await rig.addDatabase('shop');
    await rig.apply('shop', 'main', '1', '2');
  });
  afterEach(() => rig.close());

  const standing = (database: string, state: string, source = 'main') =>
    until(
      `${database} to be ${state}`,
      async () => {
        const row = await rig.row(database, source);
        return row?.state === state ? row : undefined;
      },
      20_000,
    );
  const finishRun = (database: string) =>
    rig.store.transaction((tx) => {
      const run = { runId: random.uuid(), databaseId: random.uuid(), source: 'main' };
      const how = { runKind: 'MIGRATE', dryRun: false, runState: 'SUCCEEDED' } as const;
      const nothing = { migration: null, statement: null, message: null, error: null };
      const subject = runSubject(run.runId);
      const payload = { ...run, ...how, ...nothing, database, seq: 1, percent: 100 };
      tx.append(
        progressEvents.FINISHED.create({
          subject,
          occurredAt: clock.now(),
          payload: { ...payload, etaMs: null, blockedBy: [] },
        }),
      );
      return Promise.resolve();
    });

  it('hold counts, the migrations that are not simply applied, and the last applied ones', async () => {
    await rig.configure();
    rig.start();
    const row = await standing('shop', 'BEHIND');
    expect(row.counts).toEqual({ total: 3, applied: 2, pending: 1, failed: 0, other: 0 });
    expect([row.tool, row.currentVersion, row.reason]).toEqual(['sql', '2', '1 to run']);
    expect(row.details.versions).toEqual([
      ['1', 'APPLIED'],
      ['2', 'APPLIED'],
      ['3', 'PENDING'],
    ]);
    expect(row.details.attention.map((entry) => entry.version)).toEqual(['3']);
    expect(row.details.latest.map((entry) => entry.version).toSorted()).toEqual(['1', '2']);
  });

  it('are told as changes: first what there is, then only what becomes different', async () => {
    await rig.configure();
    rig.start({ intervalMs: () => 40 });
    const first = await standing('shop', 'BEHIND');
    await until('it to be looked at again', async () => {
      const row = await rig.row('shop');
      return row !== undefined && row.checkedAt > first.checkedAt;
    });
    await rig.write('main', '4');
    await until('the new file', async () => (await rig.row('shop'))?.counts.pending === 2);
    await rig.apply('shop', 'main', '3');
    await until('the third', async () => (await rig.row('shop'))?.currentVersion === '3');
    await rig.apply('shop', 'main', '4');
    await standing('shop', 'UP_TO_DATE');
    const changes = await rig.changes();
    expect(changes[0]).toMatchObject({
      database: 'shop',
      environment: 'test',
      labels: { team: 'orders' },
      source: 'main',
      state: { before: null, after: 'BEHIND' },
      changes: { pending: [], applied: [] },
    });
    expect(changes.at(-1)).toMatchObject({
      state: { before: 'BEHIND', after: 'UP_TO_DATE' },
      counts: { total: 4, applied: 4 },
      changes: { applied: ['4'], pending: [] },
    });
    const told = changes.flatMap((change) => change.changes.applied);
    expect(told).toEqual(['3', '4']);
    const row = await rig.row('shop');
    expect(row?.changedAt.getTime()).toBeGreaterThan(first.changedAt.getTime());
  });

  it('are read at once when a run of the database has ended', async () => {
    await rig.configure();
    rig.start();
    await standing('shop', 'BEHIND');
    await rig.apply('shop', 'main', '3');
    await finishRun('shop');
    expect((await standing('shop', 'UP_TO_DATE')).currentVersion).toBe('3');
  });

  it('are looked at again soon while somebody migrates', async () => {
    await rig.configure();
    const sql = rig.sql('shop');
    await sql`select pg_advisory_lock(${runLock.classId}, ${runLock.objectId})`;
    rig.start();
    expect((await standing('shop', 'LOCKED')).reason).toContain('holds the run lock');
    await sql`select pg_advisory_unlock_all()`;
    expect((await standing('shop', 'BEHIND')).currentVersion).toBe('2');
  });

  it('are read at once when a manifest came', async () => {
    await rig.configure();
    rig.start();
    await standing('shop', 'BEHIND');
    await rig.apply('shop', 'main', '3');
    const about = { databaseId: random.uuid(), database: 'shop', source: 'main', tool: 'flyway' };
    const payload = { ...about, revision: 'abc', entries: 1, uploadedBy: 'ci' };
    const fact = { subject: 'database:shop', occurredAt: clock.now(), payload };
    await rig.store.transaction((tx) => Promise.resolve(tx.append(manifestUploaded.create(fact))));
    expect((await standing('shop', 'UP_TO_DATE')).currentVersion).toBe('3');
  });

  it('follow the configuration: new ones are read, those that left it are gone and told so', async () => {
    rig.change('shop', { sources: [rig.source('main'), rig.source('other')] });
    await rig.write('other', '1');
    await rig.addDatabase('stock');
    await rig.configure();
    const refresher = rig.start();
    await standing('shop', 'BEHIND');
    await standing('shop', 'BEHIND', 'other');
    await standing('stock', 'UNINITIALISED');
    rig.change('shop', { sources: [rig.source('main')] });
    await rig.addDatabase('later');
    await rig.configure(['shop', 'later']);
    refresher.reconfigured();
    await standing('later', 'UNINITIALISED');
    await until('two to be gone', async () => {
      return (
        (await rig.row('stock')) === undefined && (await rig.row('shop', 'other')) === undefined
      );
    });
    const gone = (await rig.changes()).filter((change) => change.state.after === null);
    expect(gone.map((change) => `${change.database} ${change.source}`).toSorted()).toEqual([
      'shop other',
      'stock main',
    ]);
    expect(await rig.row('shop')).toBeDefined();
  });

  it('keep what is known of a database that is down, and tell afterwards what it missed', async () => {
    await rig.configure();
    rig.start({ intervalMs: () => 40, maxWaitMs: 40 });
    const before = await standing('shop', 'BEHIND');
    const name = new URL(String(rig.targets.get('shop').settings.url)).pathname.slice(1);
    const elsewhere = rig.store.raw;
    await elsewhere.unsafe(`alter database ${name} with allow_connections false`);
    const down = await standing('shop', 'UNREACHABLE');
    expect(down.counts).toEqual(before.counts);
    expect(down.details.versions).toEqual(before.details.versions);
    expect(down.currentVersion).toBe('2');
    const readAt = new Date(down.details.readAt ?? 0);
    expect(readAt.getTime()).toBeLessThan(down.checkedAt.getTime());
    expect(readAt.getTime()).toBeGreaterThanOrEqual(before.checkedAt.getTime());
    await rig.apply('shop', 'main', '3');
    await elsewhere.unsafe(`alter database ${name} with allow_connections true`);
    const back = await standing('shop', 'UP_TO_DATE');
    expect(back.details.readAt).toBeNull();
    expect((await rig.changes()).at(-1)).toMatchObject({
      state: { before: 'UNREACHABLE', after: 'UP_TO_DATE' },
      changes: { applied: ['3'] },
    });
  });

  it('cost one connection for each database, and none between two readings', async () => {
    for (const name of ['a', 'b', 'c']) await rig.addDatabase(name);
    await rig.configure();
    rig.start();
    for (const name of ['a', 'b', 'c']) await standing(name, 'UNINITIALISED');
    await standing('shop', 'BEHIND');
    const names = ['shop', 'a', 'b', 'c'].map((name) =>
      new URL(rig.targets.get(name).settings.url).pathname.slice(1),
    );
    const connections = await until('no connection', async () => {
      const rows = await rig.store.raw`select 1 from pg_stat_activity
        where datname in ${rig.store.raw(names)} and application_name = 'hawkwatch'`;
      return rows.length === 0 ? rows : undefined;
    });
    expect(connections).toEqual([]);
  });

  it('are kept by one replica, and by another one when that is gone', async () => {
    await rig.configure();
    const first = rig.start();
    await until('a leader', () => first.leading);
    const second = rig.start();
    await standing('shop', 'BEHIND');
    expect([first.leading, second.leading]).toEqual([true, false]);
    await rig.apply('shop', 'main', '3');
    second.reconfigured();
    await first.stop();
    await until('the other to lead', () => second.leading);
    await standing('shop', 'UP_TO_DATE');
    expect(first.leading).toBe(false);
  });

  it('go on being kept when the connections to the store are lost', async () => {
    await rig.configure();
    const refresher = rig.start({ intervalMs: () => 50 });
    await standing('shop', 'BEHIND');
    const name = new URL(rig.storeUrl).pathname.slice(1);
    const other = rig.sql('shop');
    await other`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    await rig.apply('shop', 'main', '3');
    await until('it to be UP_TO_DATE', async () => {
      // The test's own connections were lost as well.
      const row = await rig.row('shop').catch(() => undefined);
      return row?.state === 'UP_TO_DATE';
    });
    await until('a leader again', () => refresher.leading);
    expect((await rig.changes()).map((change) => change.state.after)).not.toContain('UNREACHABLE');
  });
});

describe('databases that never answer', () => {
  it('do not keep others waiting, and are told of without their passwords', async () => {
    const rig = await createStatusRig({ timeoutMs: 300 });
    const silent = await silence();
    await rig.addDatabase('shop');
    const url = `postgres://u:hunter2@127.0.0.1:${silent.port}/x`;
    const mute = Array.from({ length: 5 }, (_, n) => `mute${n}`);
    for (const name of mute) await rig.addDatabase(name, { url });
    await rig.configure();
    rig.start({ places: 2, intervalMs: () => 100, maxWaitMs: 100 });
    for (const name of mute) {
      const row = await until('a status', () => rig.row(name), 20_000);
      expect([row.state, row.reason]).toEqual([
        'UNREACHABLE',
        'the database did not answer within 300 ms',
      ]);
    }
    const shop = await until('a status', () => rig.row('shop'), 20_000);
    await until('the one that answers to be read again and again', async () => {
      const now = await rig.row('shop');
      return now !== undefined && now.checkedAt.getTime() > shop.checkedAt.getTime() + 1000;
    });
    expect(JSON.stringify(await rig.changes())).not.toContain('hunter2');
    await rig.close();
    await silent.close();
  });
});
