import net from 'node:net';

import { afterEach, describe, expect, inject, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { openTargetClient } from '../../../src/databases/postgres/client.ts';
import { openSession, SessionLostError } from '../../../src/databases/postgres/session.ts';
import { createTargets } from '../../../src/databases/targets.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { until } from '../../support/until.ts';
import { schemaSettings } from '../../support/target-settings.ts';

/** The server's host and port behind a port of our own, which can be closed and opened again. */
function startGate(): Promise<{
  port: number;
  open(): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
}> {
  const sockets = new Set<net.Socket>();
  const gate = net.createServer((socket) => {
    const behind = connectToServer(inject('serverUrl'));
    for (const one of [socket, behind]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        socket.destroy();
        behind.destroy();
      });
    }
    socket.pipe(behind).pipe(socket);
  });
  let port = 0;
  const open = (): Promise<void> =>
    new Promise((resolve) => {
      gate.listen(port, '127.0.0.1', () => {
        const address = gate.address();
        if (address !== null && typeof address !== 'string') port = address.port;
        resolve();
      });
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      gate.close(() => resolve());
    });
  return open().then(() => ({
    port,
    open,
    close,
    remove: () => (gate.listening ? close() : Promise.resolve()),
  }));
}

const optionsOf = (url: string) => ({
  url,
  applicationName: 'hawkwatch test',
  max: 2,
  connectTimeoutMs: 2000,
  statementTimeoutMs: 0,
  idleTimeoutMs: 0,
});

describe('connections to a monitored database', () => {
  const closes: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closes.splice(0).toReversed()) await close();
  });
  const gated = async () => {
    const gate = await startGate();
    closes.push(gate.remove);
    return { gate, url: throughPort(inject('serverUrl'), gate.port) };
  };

  it('work again after the server was away, however often it was tried', async () => {
    const { gate, url } = await gated();
    const client = openTargetClient(optionsOf(url));
    closes.push(() => client.end({ timeout: 1 }));
    await gate.close();
    for (let i = 0; i < 6; i += 1) {
      await expect(client`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    await gate.open();
    expect(await client`select 1 as one`).toEqual([{ one: 1 }]);
    await gate.close();
    await expect(client`select 1`).rejects.toThrow(/./);
    await gate.open();
    await until('an answer', async () => (await client`select 1`.catch(() => [])).length === 1);
  });

  it('have a health with a reason, and it becomes UP again', async () => {
    const { gate, url } = await gated();
    const targets = createTargets({
      clock: createSystemClock(),
      healthTtlMs: 0,
      connectTimeoutMs: 1000,
    });
    closes.push(() => targets.close());
    const locks = { lockTimeoutMs: 1, retries: 0, waitForRunMs: 0 };
    const settings = {
      name: 'shop',
      environment: null,
      labels: {},
      url,
      unavailable: null,
      sources: [],
      locks,
      automatic: null,
      fourEyes: false,
      engine: 'POSTGRESQL' as const,
      schema: schemaSettings({ watch: false }),
      foreign: { watch: false, intervalMs: 3_600_000 },
    };
    await targets.replace([settings]);
    expect(await targets.get('shop').health()).toMatchObject({ state: 'UP', reason: null });
    await gate.close();
    for (let i = 0; i < 4; i += 1) {
      expect(await targets.get('shop').health()).toMatchObject({ state: 'DOWN', latencyMs: null });
    }
    await gate.open();
    await until('UP', async () => (await targets.get('shop').health()).state === 'UP');
  });

  it('time out where nobody answers', async () => {
    const sockets: net.Socket[] = [];
    const silent = net.createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const address = silent.address();
    const port = address !== null && typeof address !== 'string' ? address.port : 0;
    const client = openTargetClient(optionsOf(`postgres://x@127.0.0.1:${port}/x`));
    await expect(client`select 1`).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    await client.end({ timeout: 0 });
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

describe('a session', () => {
  const open = () => openSession({ url: inject('serverUrl'), applicationName: 'hawkwatch test' });

  it('is lost with all that was sent, also what is held back in the client', async () => {
    const session = await open();
    const killer = await open();
    const big = `select length('${'x'.repeat(2_000_000)}'), pg_sleep(1)`;
    const sent = [
      session.execute('select pg_sleep(30)'),
      ...Array.from({ length: 10 }, () => session.execute(big)),
    ];
    const settled = Promise.allSettled(sent);
    await until('the statement', async () => {
      const rows = await killer.query(
        `select 1 from pg_stat_activity where pid = ${session.pid} and state = 'active'`,
      );
      return rows.length > 0;
    });
    await killer.execute(`select pg_terminate_backend(${session.pid})`);
    for (const one of await settled) {
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(SessionLostError) });
    }
    expect(session.lost).toBe(true);
    await expect(session.execute('select 1')).rejects.toBeInstanceOf(SessionLostError);
    await session.close();
    await killer.close();
  });

  it('notices its end while it is idle', async () => {
    const session = await open();
    const killer = await open();
    await killer.execute(`select pg_terminate_backend(${session.pid})`);
    await until('the loss', () => session.lost);
    await expect(session.execute('select 1')).rejects.toBeInstanceOf(SessionLostError);
    await session.close();
    await killer.close();
  });

  it('survives an error that only looks like the loss of a connection', async () => {
    const session = await open();
    for (const code of ['08006', '57P01', '57P03']) {
      await expect(
        session.execute(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`),
      ).rejects.toMatchObject({ code });
    }
    expect(session.lost).toBe(false);
    expect(await session.query('select 1 as one')).toEqual([{ one: 1 }]);
    await session.close();
  });
});
