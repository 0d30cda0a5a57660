// Replicas that are killed, frozen and cut off: another one takes over in time, nothing is told twice or
// left out, and whoever comes back does no harm.
import net from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { startLeadership } from '../../../src/store/leadership.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { connectToServer, throughPort } from '../../support/server-socket.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { readCounts, startReplica, type Replica, type ReplicaOptions } from './replicas.ts';
import { clock } from './rig.ts';

let place: TestStore;
const running = new Set<Replica>();
beforeEach(async () => {
  place = await createTestStore();
});
afterEach(async () => {
  await Promise.all([...running].map((replica) => replica.kill()));
  running.clear();
  await place.close();
});

const start = async (name: string, options?: ReplicaOptions): Promise<Replica> => {
  const replica = await startReplica(place.database.url, name, options);
  running.add(replica);
  return replica;
};

const counts = () => readCounts(place.store);
const told = async (by: string, count: number): Promise<void> => {
  await until(
    `${count} of ${by}`,
    async () => (await counts()).filter((one) => one.by === by).length >= count,
    40_000,
  );
};
const isInOrder = async (): Promise<boolean> => (await counts()).every(({ n }, i) => n === i + 1);

/** One takes over from another that was sent a signal. */
async function takeOver(signal: 'SIGKILL' | 'SIGSTOP'): Promise<[Replica, Replica]> {
  const first = await start('first');
  await told('first', 20);
  const second = await start('second');
  const startedMs = performance.now();
  first.signal(signal);
  await second.said(/^from/);
  const tookMs = performance.now() - startedMs;
  process.stdout.write(`taken over ${Math.round(tookMs)} ms after a ${signal}\n`);
  expect(tookMs).toBeLessThan(10_000);
  await told('second', 20);
  return [first, second];
}

describe('the other replica takes over', { timeout: 120_000 }, () => {
  it('within 10 s after a SIGKILL', async () => {
    await takeOver('SIGKILL');
    expect(await isInOrder()).toBe(true);
  });

  it('within 10 s after a SIGSTOP, and the frozen one aborts its work when it goes on', async () => {
    const [first, second] = await takeOver('SIGSTOP');
    const ofFirst = async () => (await counts()).filter((one) => one.by === 'first').length;
    const before = await ofFirst();
    first.signal('SIGCONT');
    // It learns so by its signal, or by a transaction that the server has given up.
    await first.said(/^(aborted|threw)/);
    await told('second', 60);
    expect(await ofFirst()).toBe(before);
    expect(second.lines().filter((line) => line.startsWith('from'))).toHaveLength(1);
    expect(await isInOrder()).toBe(true);
  });
});

it(
  'takes over from one that froze in the middle of a transaction, with rows locked',
  { timeout: 120_000 },
  async () => {
    const first = await start('first', { freezeAt: 30 });
    await told('first', 29);
    await start('second');
    await told('second', 20);
    first.signal('SIGCONT');
    await first.said(/^threw/);
    await told('second', 40);
    expect((await counts()).filter(({ by }) => by === 'first')).toHaveLength(29);
    expect(await isInOrder()).toBe(true);
  },
);

const seed = chooseSeed();
it(
  `tells everything once and in order, whoever dies or freezes when (seed ${seed})`,
  { timeout: 180_000 },
  async () => {
    const random = createSeeded(seed);
    const times = { idleMs: 1_500, pollMs: 100 };
    const replicas = [await start('r0', times), await start('r1', times)];
    let kills = 0;
    for (let round = 0; round < 8; round += 1) {
      const before = (await counts()).length;
      await until('progress', async () => (await counts()).length > before + 5, 40_000);
      await clock.sleep(random.integer(200));
      const victim = random.integer(2);
      const replica = replicas[victim];
      if (replica === undefined) throw new Error('there is no replica');
      if (random.fraction() < 0.6) {
        await replica.kill();
        running.delete(replica);
        kills += 1;
        replicas[victim] = await start(`k${kills}`, times);
      } else {
        replica.signal('SIGSTOP');
        await clock.sleep(random.integer(4_000));
        replica.signal('SIGCONT');
      }
    }
    const before = (await counts()).length;
    await until('progress', async () => (await counts()).length > before + 20, 40_000);
    expect(await isInOrder()).toBe(true);
    const rows = await place.store.raw`
      select position, claim::int from hawkwatch_store.monitors where kind = 'counter'`;
    expect(rows).toHaveLength(1);
  },
);

it('gives up by itself when nobody answers any more, before the server lets another one lead', async () => {
  let isCut = false;
  const sockets = new Set<net.Socket>();
  const proxy = net.createServer((near) => {
    const far = connectToServer(place.database.url);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      // A network that is cut says nothing, not even that a connection has ended.
      from.on('data', (chunk) => void (isCut || to.write(chunk)));
      from.on('close', () => void (isCut || to.destroy()));
    }
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  const through = throughPort(place.database.url, (proxy.address() as net.AddressInfo).port);
  const order: string[] = [];
  const work = (name: string) => async (signal: AbortSignal) => {
    order.push(`${name} leads`);
    await clock.sleep(3_600_000, signal).catch(() => order.push(`${name} gives up`));
  };
  const shared = { name: 'a thing', clock, logger: silentLogger, pollMs: 100, idleMs: 3_000 };
  const cut = startLeadership({ ...shared, address: through, work: work('first') });
  await until('the first to lead', () => order.length === 1);
  const other = startLeadership({ ...shared, address: place.database.url, work: work('second') });
  isCut = true;
  await until('the second to lead', () => order.includes('second leads'));
  expect(order).toEqual(['first leads', 'first gives up', 'second leads']);
  expect(other.unledMs()).toBeLessThan(10_000);
  for (const socket of sockets) socket.destroy();
  await Promise.all([cut.stop(), other.stop()]);
  await new Promise((resolve) => proxy.close(resolve));
});
