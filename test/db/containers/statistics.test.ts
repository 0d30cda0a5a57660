// Statistics of containers of a real daemon, polled and live, and restarts that somebody asks for.
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import {
  createContainerServices,
  type ContainerServices,
} from '../../../src/monitors/containers/services.ts';
import type { LiveUsage } from '../../../src/monitors/containers/stats/live.ts';
import { pollStats } from '../../../src/monitors/containers/stats/poll.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { containerRestartRequested } from '../../../src/store/container-restarts.ts';
import { startDockerDaemon, whyNoDocker, type DockerDaemon } from '../../support/docker-daemon.ts';
import { createMonitorBench } from '../../support/monitor-context.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { containerDetails, storeContainer } from '../../support/stored-containers.ts';
import { until } from '../../support/until.ts';
import { rowsOf, startWatching, toldBy, untilStory, type Watching } from './rig.ts';

const reason = await whyNoDocker();
const timeoutMs = 120_000;
const actor = (role: Actor['role']): Actor => ({ id: role, name: role, role, origin: 'test' });
const admin = actor('admin');

describe.skipIf(reason !== undefined)('containers of a real daemon', () => {
  let docker: DockerDaemon;
  let test: TestStore;
  let watching: Watching;
  let services: ContainerServices;
  let restartContainers = false;

  const settings = () => ({
    containers: { daemons: [{ name: 'local', socket: docker.socket, optional: false }] },
    actions: { restartContainers },
  });
  const makeServices = (host = 'test-host') =>
    createContainerServices({
      store: test.store,
      clock: createSystemClock(),
      random: createSystemRandom(),
      logger: silentLogger,
      host,
      settings,
    });
  const rowIdOf = async (key: string): Promise<string> => {
    const row = await until(`${key} is stored`, async () =>
      (await rowsOf(test)).find((one) => one.key === key && one.state === 'running'),
    );
    return row.id;
  };
  /** One value after the other until one is as wanted. */
  const take = async (
    stream: AsyncIterableIterator<LiveUsage, undefined>,
    isWanted: (value: LiveUsage) => boolean,
  ): Promise<LiveUsage> => {
    for (;;) {
      const { value, done } = await stream.next();
      if (done === true) throw new Error('the stream has ended');
      if (isWanted(value)) return value;
    }
  };

  const busy = ['sh', '-c', 'trap "exit 0" TERM; while true; do :; done'];
  const sleeper = ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait'];

  beforeAll(async () => {
    docker = await startDockerDaemon();
    test = await createTestStore();
    watching = startWatching(test, { socket: docker.socket });
    await watching.ready();
    services = makeServices();
  }, timeoutMs);

  afterAll(async () => {
    services?.stop();
    await watching?.stop();
    await docker?.close();
    await test?.close();
  }, timeoutMs);

  it(
    'measures each running container, with its own differences',
    async () => {
      const names = ['busy', 'idle-1', 'idle-2', 'idle-3', 'idle-4', 'idle-5'];
      const ids = [];
      for (const name of names) {
        const command = name === 'busy' ? busy : sleeper;
        ids.push(await docker.run({ name, command, memoryBytes: 64 * 1_048_576 }));
      }
      const done = await docker.run({ name: 'done', command: ['true'] });
      for (const name of names) await rowIdOf(name);
      const bench = createMonitorBench(test.store, { name: 'local' });
      const daemon = { name: 'local', socket: docker.socket, optional: false };
      const polling = pollStats({ daemon, intervalMs: 1000 }, bench.context);
      const of = (name: string, metric: string) =>
        bench.samples.filter((one) => one.subject === `container:${name}` && one.metric === metric);
      for (const name of names) {
        await until(
          `${name} is measured twice`,
          () => of(name, 'container.cpu_percent').length > 1,
          60_000,
        );
        expect(of(name, 'container.memory_bytes')[0]?.value).toBeGreaterThan(0);
        expect(of(name, 'container.memory_percent')[0]?.value).toBeLessThan(100);
        expect(of(name, 'container.pids_count')[0]?.value).toBeGreaterThan(0);
      }
      // A whole processor if it can have one, which it shares with others here.
      const highest = Math.max(...of('busy', 'container.cpu_percent').map(({ value }) => value));
      const idle = Math.max(...of('idle-1', 'container.cpu_percent').map(({ value }) => value));
      expect(highest).toBeGreaterThan(5);
      expect(highest).toBeGreaterThan(idle * 2);
      expect(of('busy', 'container.cpu_percent')[0]?.labels).toEqual({
        host: 'test-host',
        daemon: 'local',
      });
      expect(bench.samples.some(({ subject }) => subject === 'container:done')).toBe(false);
      expect(bench.reasons.filter((one) => one !== null)).toEqual([]);
      bench.stop();
      await polling;
      await bench.close();
      for (const id of [...ids, done]) await docker.remove(id);
    },
    timeoutMs,
  );

  it(
    'says why nothing is measured while the daemon is away, and goes on',
    async () => {
      await storeContainer(
        test.store,
        randomUUID(),
        containerDetails('elsewhere', { daemon: 'lost' }),
      );
      const bench = createMonitorBench(test.store, { name: 'lost' });
      const daemon = { name: 'lost', socket: `${docker.socket}.not`, optional: false };
      const polling = pollStats({ daemon, intervalMs: 100 }, bench.context);
      const told = await until('it says why', () => bench.reasons.find((one) => one !== null));
      expect(told).toContain('1 of 1 containers could not be measured');
      bench.stop();
      await polling;
      await bench.close();
    },
    timeoutMs,
  );

  it(
    'shows live values to all who look, from one stream that ends with the last of them',
    async () => {
      const id = await docker.run({ name: 'watched', command: busy });
      const rowId = await rowIdOf('watched');
      const one = await services.containerStats.open(rowId);
      const two = await services.containerStats.open(rowId);
      expect(services.containerStats.streams).toBe(1);
      const both = await Promise.all(
        [one, two].map((stream) => take(stream, ({ usage }) => (usage?.cpuPercent ?? 0) > 0)),
      );
      expect(both[0]).toEqual(both[1]);
      expect(both[0]).toMatchObject({ containerId: rowId, usage: { receivedBytes: null } });
      await one.return?.();
      expect(services.containerStats.streams).toBe(1);
      // Who comes later sees the last value at once.
      const late = await services.containerStats.open(rowId);
      await take(late, ({ usage }) => usage !== null);
      await two.return?.();
      await late.return?.();
      expect(services.containerStats.streams).toBe(0);
      expect(await two.next()).toEqual({ done: true, value: undefined });
      await docker.remove(id);
    },
    timeoutMs,
  );

  it(
    'goes on after a restart and with the recreated container, and ends when it is gone',
    async () => {
      const first = await docker.run({ name: 'again', command: sleeper });
      const rowId = await rowIdOf('again');
      const stream = await services.containerStats.open(rowId);
      await take(stream, ({ usage }) => usage !== null);
      await docker.stop(first, 1);
      await docker.start(first);
      const startedAt = new Date();
      await take(stream, ({ at, usage }) => usage !== null && at > startedAt);
      await docker.remove(first);
      const second = await docker.run({ name: 'again', command: sleeper });
      const createdAt = new Date();
      await take(stream, ({ at, usage }) => usage !== null && at > createdAt);
      await docker.remove(second);
      for (;;) if ((await stream.next()).done === true) break;
      expect(services.containerStats.streams).toBe(0);
      await expect(services.containerStats.open(rowId)).rejects.toBeInstanceOf(NotFoundError);
      await expect(services.containerStats.open(randomUUID())).rejects.toBeInstanceOf(
        NotFoundError,
      );
    },
    timeoutMs,
  );

  it(
    'names the host to those who ask a replica that does not reach it',
    async () => {
      const id = await docker.run({ name: 'remote', command: sleeper });
      const rowId = await rowIdOf('remote');
      const other = makeServices('other-host');
      restartContainers = true;
      for (const asked of [
        () => other.containerStats.open(rowId),
        () => other.containers.restart(admin, rowId),
      ]) {
        const failure = await asked().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure).toBeInstanceOf(ConflictError);
        expect(String(failure)).toContain('the hawkwatch that runs on "test-host"');
      }
      other.stop();
      restartContainers = false;
      await docker.remove(id);
    },
    timeoutMs,
  );

  it(
    'restarts a container only where that is allowed, on record, and it counts as planned',
    async () => {
      const id = await docker.run({ name: 'served', command: sleeper, restart: 'always' });
      const rowId = await rowIdOf('served');
      const { containers } = services;
      await untilStory(test, 'served', ['discovered', 'started']);
      await expect(containers.restart(actor('operator'), rowId)).rejects.toBeInstanceOf(
        ForbiddenError,
      );
      await expect(containers.restart(admin, rowId)).rejects.toThrow('restartContainers: on');
      restartContainers = true;
      await expect(containers.restart(admin, randomUUID())).rejects.toBeInstanceOf(NotFoundError);
      const both = await Promise.allSettled([
        containers.restart(admin, rowId),
        containers.restart(admin, rowId),
      ]);
      const [done, refused] = both.toSorted((a, b) => (a.status < b.status ? -1 : 1));
      expect(done).toMatchObject({ status: 'fulfilled', value: { key: 'served' } });
      expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
      await untilStory(test, 'served', [
        'discovered',
        'started',
        'restart_requested ',
        'stopped PLANNED 0',
        'restarted PLANNED 0',
      ]);
      const entries = await listAuditEntries(test.store.q, { limit: 10 });
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({
        action: 'restartContainer',
        subject: 'container:served',
        actor: 'admin',
        result: 'ok',
      });
      const told = await toldBy(test);
      const asked = told.find(({ type }) => type === containerRestartRequested.type);
      expect(asked?.payload).toMatchObject({ containerId: rowId, dockerId: id, by: 'admin' });
      await docker.remove(id);
      await until(
        'it is gone',
        async () => (await rowsOf(test)).find((one) => one.key === 'served')?.vanishedAt != null,
      );
      await expect(containers.restart(admin, rowId)).rejects.toThrow('is gone');
    },
    timeoutMs,
  );
});
