// Watchers come and go, several at a time; databases come, go and are away. A run is never made
// twice and never left open.
import net from 'node:net';

import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findRun } from '../../../src/store/migration-runs.ts';
import { startPooler } from '../../support/pooler.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { until } from '../../support/until.ts';
import { createRig, isOpen, type Rig } from './rig.ts';

const key = '72707369';
let rig: Rig;
beforeEach(async () => {
  rig = await createRig({ databases: ['shop', 'stock'], watches: false });
});
afterEach(() => rig.close());

describe('when the watcher is started again', () => {
  it('a run goes on if its session is still there, and is told to its end', async () => {
    const first = rig.watch();
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await first.stop();
    rig.watch();
    const taken = await rig.run('the take-over', (one) => one.claim > run.claim);
    expect(taken).toMatchObject({ id: run.id, state: 'RUNNING' });
    await client.end();
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(await rig.runs()).toHaveLength(1);
    const events = await rig.progress(run.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('a run whose session has gone meanwhile is ended, and that is said', async () => {
    const first = rig.watch();
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await first.stop();
    await client.end();
    rig.watch();
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    const last = (await rig.progress(run.id)).at(-1);
    expect(last?.message).toMatch(/^it ended while nobody watched/);
  });

  it('another session with the same pid is another run', async () => {
    const first = rig.watch();
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await first.stop();
    // As if the pid belonged to a session that began at another time.
    await rig.store.raw`
      update hawkwatch_store.migration_runs set
        foreign_session = jsonb_set(foreign_session, '{backendStart}', '"1.5"'),
        client_mutation_id = database_id || ${`/prisma/${client.pid}@1.5`}
      where id = ${run.id}`;
    rig.watch();
    await rig.run('a new run', (one) => one.id !== run.id && isOpen(one));
    await rig.run('the end of the old one', (one) => one.id === run.id && !isOpen(one));
    expect(await rig.runs()).toHaveLength(2);
  });
});

describe('several replicas', () => {
  it('make one run, and another one goes on when the one that watches is lost', async () => {
    const watchers = [rig.watch(), rig.watch(), rig.watch()];
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await until('one leader', () => watchers.filter(({ leading }) => leading).length === 1);
    // The leader's lock goes with its connection, as in a network that fails.
    await rig.store.raw`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'hawkwatch foreign migrations' and pid in (
        select pid from pg_locks where locktype = 'advisory' and granted and classid = 1751218030)`;
    await rig.run('the take-over', (one) => one.claim > run.claim);
    await client.end();
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(await rig.runs()).toHaveLength(1);
  });
});

describe('a run that no watch holds', () => {
  it('is found in the store and ended', async () => {
    rig.watch({ reconcileMs: 300 });
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    // As if another replica had taken it over at the last moment, and was gone then.
    await rig.store.raw`
      update hawkwatch_store.migration_runs set claim = claim + 10 where id = ${run.id}`;
    await client.end();
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(ended.claim).toBe(run.claim + 11);
    expect(await rig.runs()).toHaveLength(1);
  });
});

describe('the configuration', () => {
  it('may stop and start the watch of a database at any time', async () => {
    rig.watch();
    const client = await rig.connect({ database: 'stock' });
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await rig.configure(({ name }) =>
      name === 'stock' ? { foreign: { watch: false, intervalMs: 40 } } : {},
    );
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(ended.state).toBe('INTERRUPTED');
    expect(ended.error?.message).toMatch(/not watched any more/);
    await rig.configure();
    await rig.run('another run', (one) => one.id !== run.id && isOpen(one));
  });

  it('may change what else is known of a database without losing a run', async () => {
    rig.watch();
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    await rig.configure(() => ({ labels: { team: 'shop' } }));
    await rig.run('the new watch', (one) => one.id === run.id && one.claim > run.claim);
    expect((await findRun(rig.store.q, run.id))?.state).toBe('RUNNING');
    expect(await rig.runs()).toHaveLength(1);
  });
});

describe('a pooler in transaction mode', () => {
  it('is no obstacle, also when what was prepared on its server is forgotten', async () => {
    const { url } = rig.databases.get('shop') ?? { url: '' };
    const pooler = await startPooler(url);
    const through = throughPort(url, pooler.port);
    await rig.configure(({ name }) => (name === 'shop' ? { url: through } : {}));
    rig.watch();
    const client = await rig.connect({ database: 'shop' });
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    const other = postgres(through, { max: 1, fetch_types: false });
    await other.unsafe('deallocate all');
    await client.sql`select pg_advisory_unlock(${key}::bigint)`;
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    await rig.run('another run', (one) => one.id !== run.id && isOpen(one));
    expect(await rig.runs()).toHaveLength(2);
    await other.end();
    await rig.configure();
    await pooler.close();
  });
});

describe('a database that is away', () => {
  it('is passed over, and what goes on there stays open until it is back', async () => {
    const { url } = rig.databases.get('shop') ?? { url: '' };
    const open = new Set<net.Socket>();
    let away = false;
    const proxy = net.createServer((socket) => {
      if (away) return socket.destroy();
      const behind = connectToServer(url);
      for (const one of [socket, behind]) {
        open.add(one);
        one.on('error', () => undefined).on('close', () => open.delete(one));
      }
      return socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const address = proxy.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await rig.configure(({ name }) => (name === 'shop' ? { url: throughPort(url, port) } : {}));
    rig.watch();
    const client = await rig.connect({ database: 'shop' });
    await client.sql`select pg_advisory_lock(${key}::bigint)`;
    const run = await rig.run('the run', isOpen);
    away = true;
    for (const socket of open) socket.destroy();
    // The other database is watched as before.
    const other = await rig.connect({ database: 'stock' });
    await other.sql`select pg_advisory_lock(${key}::bigint)`;
    await rig.run('the other run', (one) => one.id !== run.id && isOpen(one));
    expect((await findRun(rig.store.q, run.id))?.state).toBe('RUNNING');
    await client.end();
    away = false;
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(ended.foreign?.pid).toBe(client.pid);
    await new Promise<void>((resolve) => {
      proxy.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  });
});
