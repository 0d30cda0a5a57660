// What happens to containers of a real daemon, while they are watched: told once each, with the right verdict.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  otherImage,
  startDockerDaemon,
  testImage,
  whyNoDocker,
  type DockerDaemon,
} from '../../support/docker-daemon.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { eventRowsOf, rowsOf, startWatching, untilStory, type Watching } from './rig.ts';

const reason = await whyNoDocker();
const timeoutMs = 120_000;

describe.skipIf(reason !== undefined)('containers of a real daemon', () => {
  let docker: DockerDaemon;
  let test: TestStore;
  let watching: Watching;

  beforeAll(async () => {
    docker = await startDockerDaemon();
    test = await createTestStore();
    watching = startWatching(test, { socket: docker.socket });
    await watching.ready();
  }, timeoutMs);

  afterAll(async () => {
    await watching?.stop();
    await docker?.close();
    await test?.close();
  }, timeoutMs);

  const sleeper = ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait'];
  const stubborn = ['sh', '-c', 'trap "" TERM; while true; do sleep 1; done'];

  it(
    'tells stops, by force too, from ends that nobody meant',
    async () => {
      const gentle = await docker.run({ name: 'gentle', command: sleeper });
      const hard = await docker.run({ name: 'hard', command: stubborn });
      const killed = await docker.run({ name: 'killed', command: sleeper });
      const crashed = await docker.run({ name: 'crashed', command: ['sh', '-c', 'exit 3'] });
      const murdered = await docker.run({ name: 'murdered', command: sleeper });
      const done = await docker.run({ name: 'done', command: ['true'] });
      await docker.stop(gentle);
      await docker.stop(hard, 1);
      await docker.kill(killed);
      await docker.murder(murdered);
      await untilStory(test, 'gentle', ['discovered', 'started', 'stopped PLANNED 0']);
      await untilStory(test, 'hard', ['discovered', 'started', 'stopped PLANNED 137']);
      await untilStory(test, 'killed', ['discovered', 'started', 'stopped PLANNED 137']);
      await untilStory(test, 'crashed', ['discovered', 'started', 'stopped UNPLANNED 3']);
      await untilStory(test, 'murdered', ['discovered', 'started', 'stopped UNPLANNED 137']);
      await untilStory(test, 'done', ['discovered', 'started', 'stopped COMPLETED 0']);
      for (const id of [gentle, hard, killed, crashed, murdered, done]) await docker.remove(id);
      await untilStory(test, 'gentle', ['discovered', 'started', 'stopped PLANNED 0', 'removed']);
      const row = (await rowsOf(test)).find(({ key }) => key === 'gentle');
      expect(row).toMatchObject({ state: 'removed', exitCode: 0, image: testImage });
      expect(row?.vanishedAt).toBeInstanceOf(Date);
    },
    timeoutMs,
  );

  it(
    'tells a restart by command as one',
    async () => {
      const id = await docker.run({ name: 'again', command: sleeper });
      await docker.ask('POST', `/containers/${id}/restart`);
      await untilStory(test, 'again', [
        'discovered',
        'started',
        'stopped PLANNED 0',
        'restarted PLANNED 0',
      ]);
      await docker.remove(id);
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'tells a crash loop once',
    async () => {
      const id = await docker.run({
        name: 'looping',
        command: ['sh', '-c', 'exit 7'],
        restart: 'always',
      });
      await untilStory(test, 'looping', [
        'discovered',
        'started',
        'stopped UNPLANNED 7',
        'restarted UNPLANNED 7',
        'stopped UNPLANNED 7',
        'restarted UNPLANNED 7',
        'stopped UNPLANNED 7',
        'crash_loop_began UNPLANNED 7',
        'restarted UNPLANNED 7',
        'stopped CRASH_LOOP 7',
        'restarted CRASH_LOOP 7',
        'stopped CRASH_LOOP 7',
      ]);
      const row = (await rowsOf(test)).find(({ key }) => key === 'looping');
      expect(row?.crashLoopSince).toBeInstanceOf(Date);
      await docker.remove(id);
      await until('the loop has ended', async () => {
        const rows = await rowsOf(test);
        return rows.find(({ key }) => key === 'looping')?.crashLoopSince === null;
      });
    },
    timeoutMs,
  );

  it(
    'tells the kernel’s kill for memory, and one that the container survives',
    async () => {
      const memoryBytes = 16 * 1_048_576;
      const eaten = await docker.run({
        name: 'eaten',
        command: ['tail', '/dev/zero'],
        memoryBytes,
      });
      await untilStory(test, 'eaten', [
        'discovered',
        'started',
        'ran_out_of_memory',
        'stopped OOM 137',
      ]);
      const survivor = await docker.run({
        name: 'survivor',
        command: ['sh', '-c', 'tail /dev/zero; sleep 1; exit 0'],
        memoryBytes,
      });
      await untilStory(test, 'survivor', [
        'discovered',
        'started',
        'ran_out_of_memory',
        'stopped COMPLETED 0',
      ]);
      await docker.remove(eaten);
      await docker.remove(survivor);
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'tells changes of health',
    async () => {
      const id = await docker.run({
        name: 'patient',
        command: ['sh', '-c', 'while true; do sleep 1; done'],
        health: 'test ! -f /tmp/bad',
      });
      const touch = async (command: string[]): Promise<void> => {
        const made = await docker.ask('POST', `/containers/${id}/exec`, { Cmd: command });
        await docker.ask('POST', `/exec/${(made as { Id: string }).Id}/start`, { Detach: true });
      };
      const story = ['discovered', 'started', 'health_changed healthy'];
      await untilStory(test, 'patient', story);
      await touch(['touch', '/tmp/bad']);
      story.push('health_changed unhealthy');
      await untilStory(test, 'patient', story);
      await touch(['rm', '/tmp/bad']);
      story.push('health_changed healthy');
      await untilStory(test, 'patient', story);
      await docker.remove(id);
      expect((await eventRowsOf(test)).some(({ action }) => action.startsWith('exec'))).toBe(false);
    },
    timeoutMs,
  );

  it(
    'tells pauses',
    async () => {
      const id = await docker.run({ name: 'dozing', command: sleeper });
      await docker.ask('POST', `/containers/${id}/pause`);
      await docker.ask('POST', `/containers/${id}/unpause`);
      await untilStory(test, 'dozing', ['discovered', 'started', 'paused', 'resumed']);
      await docker.remove(id);
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  const labels = (hash: string, more: Record<string, string> = {}) => ({
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'db',
    'com.docker.compose.container-number': '1',
    'com.docker.compose.oneoff': 'False',
    'com.docker.compose.config-hash': hash,
    ...more,
  });

  it(
    'tells a recreation with another image as a deployment, of the same container',
    async () => {
      const name = 'shop-db-1';
      const old = await docker.run({ name, command: sleeper, labels: labels('aaa') });
      await untilStory(test, 'shop/db/1', ['discovered', 'started']);
      const id = (await rowsOf(test)).find(({ key }) => key === 'shop/db/1')?.id;
      // As compose does it.
      const next = await docker.create({
        name: `${old.slice(0, 12)}_${name}`,
        image: otherImage,
        command: sleeper,
        labels: labels('aaa', { 'com.docker.compose.replace': name }),
      });
      await docker.stop(old);
      await docker.remove(old);
      await docker.ask('POST', `/containers/${next}/rename?name=${name}`);
      await docker.start(next);
      const story = ['discovered', 'started', 'stopped PLANNED 0', 'deployed DEPLOY'];
      await untilStory(test, 'shop/db/1', story);
      const row = (await rowsOf(test)).find(({ key }) => key === 'shop/db/1');
      expect(row).toMatchObject({ id, containerId: next, image: otherImage, name });
      await docker.remove(next);
    },
    timeoutMs,
  );

  it(
    'tells the same image again as a start, and a container of the same name as the same one',
    async () => {
      const first = await docker.run({ name: 'cache', command: sleeper });
      await docker.remove(first);
      const second = await docker.run({ name: 'cache', command: sleeper });
      const story = ['discovered', 'started', 'stopped PLANNED 137', 'removed', 'started PLANNED'];
      await untilStory(test, 'cache', story);
      await docker.remove(second);
      const third = await docker.run({ name: 'cache', image: otherImage, command: sleeper });
      story.push('stopped PLANNED 137', 'removed', 'deployed DEPLOY');
      await untilStory(test, 'cache', story);
      await docker.remove(third);
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'keeps neither values of the environment nor labels that it does not know',
    async () => {
      const id = await docker.run({
        name: 'secretive',
        command: sleeper,
        environment: ['POSTGRES_PASSWORD=hunter2', 'PGDATA=/data'],
        labels: { 'traefik.auth': 'admin:hunter2', 'hawkwatch.kind': 'postgres' },
        health: 'redis-cli -a hunter2 ping',
      });
      await untilStory(test, 'secretive', ['discovered', 'started', 'health_changed unhealthy']);
      const row = (await rowsOf(test)).find(({ key }) => key === 'secretive');
      expect(row).toMatchObject({
        environmentKeys: ['PGDATA', 'POSTGRES_PASSWORD'],
        labels: { 'hawkwatch.kind': 'postgres' },
        healthCommand: 'redis-cli',
      });
      const all = JSON.stringify([await rowsOf(test), await eventRowsOf(test)]);
      expect(all).not.toContain('hunter2');
      await docker.remove(id);
    },
    timeoutMs,
  );

  it('never told anything twice, nor concluded what it had been told', async () => {
    const rows = await eventRowsOf(test);
    expect(rows.filter(({ inferred }) => inferred)).toEqual([]);
    expect(watching.bench.reasons.every((one) => one === null)).toBe(true);
  });
});
