// The monitor with real servers and files that go away and come back.
import net from 'node:net';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, describe, expect, inject, it } from 'vitest';

import {
  certificateExpiring,
  recordDatabaseState,
  type CertificateEnd,
} from '../../../src/store/database-states.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { toFacts } from '../../../src/monitors/database-state/found.ts';
import { startDebianPostgres } from '../../support/debian-postgres.ts';
import { healthy } from '../../support/health.ts';
import { createTestStore } from '../../support/store.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { until } from '../../support/until.ts';
import { clock, createStateRig, type StateRig } from './rig.ts';

const closes: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0).toReversed()) await close();
});

async function createRig(limitMs = 8000) {
  const testStore = await createTestStore();
  const rig = createStateRig(testStore, limitMs);
  closes.push(() => testStore.close());
  closes.push(() => rig.close());
  return { rig, store: testStore.store };
}

const postgresql = (name: string, url: string) => ({ name, engine: 'POSTGRESQL', url }) as const;

const steps = async (rig: StateRig, name: string): Promise<readonly string[]> =>
  (await rig.changes(name)).map(({ before, state }) => `${before ?? 'nothing'} -> ${state}`);

/** A way to the server that can be made to swallow everything. */
async function createSwallower(serverUrl: string) {
  const sockets: net.Socket[] = [];
  let swallows = false;
  const server = net.createServer((socket) => {
    const behind = connectToServer(serverUrl);
    sockets.push(socket, behind);
    for (const one of [socket, behind]) one.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!swallows) behind.write(data);
    });
    behind.on('data', (data) => {
      if (!swallows) socket.write(data);
    });
    socket.on('close', () => behind.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: throughPort(serverUrl, port),
    swallow: (yes: boolean) => {
      swallows = yes;
    },
  };
}

describe('the monitor of database states', () => {
  it('tells once that a server is stopped, and once that it is back, soon', async () => {
    const server = await startDebianPostgres(15);
    closes.push(() => server.stop());
    const { rig } = await createRig();
    await rig.declare(postgresql('shop', server.url));
    rig.start();
    const up = await rig.reached('shop', 'UP');
    expect(up).toMatchObject({ reason: null, role: 'PRIMARY', tls: { encrypted: false } });
    expect(up.serverVersion).toMatch(/^15/);
    expect(up.sizeBytes).toBeGreaterThan(1_000_000);
    await server.halt();
    const down = await rig.reached('shop', 'DOWN');
    expect(down.reason).toMatch(/is (it|the server) running/);
    expect(down.since.getTime()).toBeGreaterThan(up.since.getTime());
    await server.resume();
    const back = performance.now();
    await rig.reached('shop', 'UP');
    expect(performance.now() - back).toBeLessThan(10_000);
    expect(await steps(rig, 'shop')).toEqual(['nothing -> UP', 'UP -> DOWN', 'DOWN -> UP']);
    const [, change] = await rig.changes('shop');
    expect(change).toMatchObject({ reason: down.reason, since: down.since.toISOString() });
  });

  it('is not held up by a server that swallows everything', async () => {
    const { rig } = await createRig(1000);
    const way = await createSwallower(inject('serverUrl'));
    const many = Array.from({ length: 10 }, (_, n) => postgresql(`mute-${n}`, way.url));
    await rig.declare(...many, postgresql('shop', inject('serverUrl')));
    rig.start();
    for (const { name } of many) await rig.reached(name, 'UP');
    const before = await rig.reached('shop', 'UP');
    way.swallow(true);
    for (const { name } of many) {
      expect((await rig.reached(name, 'DOWN')).reason).toMatch(/answer/);
    }
    way.swallow(false);
    for (const { name } of many) await rig.reached(name, 'UP');
    for (const { name } of many) {
      expect(await steps(rig, name)).toEqual(['nothing -> UP', 'UP -> DOWN', 'DOWN -> UP']);
    }
    expect(await steps(rig, 'shop')).toEqual(['nothing -> UP']);
    expect((await rig.row('shop'))?.since).toEqual(before.since);
  });

  it('takes a corrected configuration at once', async () => {
    const hba = { 'pg_hba.conf': 'local all postgres trust\nlocal all all scram-sha-256\n' };
    const server = await startDebianPostgres(15, {}, hba);
    closes.push(() => server.stop());
    const { rig } = await createRig();
    const wrong = server.url.replace('postgres@', 'looker:hush-hush@');
    await rig.declare(postgresql('shop', wrong));
    rig.start();
    const down = await rig.reached('shop', 'DOWN');
    expect(down.reason).toBe('the server refuses the user or password');
    expect(JSON.stringify([down, await rig.changes('shop')])).not.toMatch(/hush/);
    await rig.declare(postgresql('shop', server.url));
    await rig.reached('shop', 'UP');
    expect(await steps(rig, 'shop')).toEqual(['nothing -> DOWN', 'DOWN -> UP']);
  });

  it('sees a SQLite file go and come back', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-states-'));
    closes.push(() => rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'shop.db');
    const writer = new DatabaseSync(file);
    writer.exec('create table t (id int)');
    writer.close();
    const { rig } = await createRig();
    await rig.declare({ name: 'shop', engine: 'SQLITE', url: `sqlite:${file}` });
    rig.start();
    expect(await rig.reached('shop', 'UP')).toMatchObject({ role: null, tls: null });
    await rename(file, `${file}.away`);
    expect((await rig.reached('shop', 'DOWN')).reason).toMatch(/no file at that path/);
    await rename(`${file}.away`, file);
    await rig.reached('shop', 'UP');
    expect(await steps(rig, 'shop')).toEqual(['nothing -> UP', 'UP -> DOWN', 'DOWN -> UP']);
  });

  it('goes on from what is stored after a restart, and two replicas tell nothing twice', async () => {
    const server = await startDebianPostgres(15);
    closes.push(() => server.stop());
    const { rig } = await createRig();
    await rig.declare(postgresql('shop', server.url));
    const replicas = [rig.start(), rig.start()];
    const up = await rig.reached('shop', 'UP');
    await replicas.find(({ leading }) => leading)?.stop();
    const again = await until('a look of the other one', async () => {
      const row = await rig.row('shop');
      return row !== undefined && row.checkedAt > up.checkedAt && row;
    });
    expect(again.since).toEqual(up.since);
    expect(await steps(rig, 'shop')).toEqual(['nothing -> UP']);
    await server.halt();
    await rig.reached('shop', 'DOWN');
    expect(await steps(rig, 'shop')).toEqual(['nothing -> UP', 'UP -> DOWN']);
  });
});

describe('a certificate', () => {
  it('is told of once before it ends, once when it has ended, and so is the next one', async () => {
    const { rig, store } = await createRig();
    await rig.declare(postgresql('shop', 'postgres://nowhere/shop'));
    const database = await findDatabaseByName(store.q, 'shop');
    if (database === undefined) throw new Error('no database');
    const ending = (fingerprint: string, expired: boolean): CertificateEnd => ({
      subject: 'CN=db',
      issuer: 'CN=ca',
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: '2026-04-01T00:00:00.000Z',
      fingerprint,
      verified: true,
      fault: null,
      expired,
    });
    const record = (end: CertificateEnd | null) =>
      store.transaction((tx) => {
        const at = { since: clock.now(), checkedAt: clock.now() };
        const found = { state: 'UP', reason: null, facts: toFacts(healthy), ...at } as const;
        return recordDatabaseState(tx, { database, ...found }, end);
      });
    const looks = [null, ending('AA', false), ending('AA', false), null, ending('AA', false)];
    for (const end of looks) await record(end);
    for (const end of [ending('AA', true), ending('AA', true), ending('AA', false)]) {
      await record(end);
    }
    await record(ending('BB', false));
    const { events } = await readLog(store.raw, { after: 0, limit: 100 }, {});
    const told = events.flatMap((event) => certificateExpiring.read(event) ?? []);
    expect(told.map(({ fingerprint, expired }) => `${fingerprint} ${expired}`)).toEqual([
      'AA false',
      'AA true',
      'BB false',
    ]);
    expect(told[0]).toMatchObject({ database: 'shop', subject: 'CN=db' });
  });
});
