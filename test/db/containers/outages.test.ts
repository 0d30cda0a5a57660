// What happens to containers while nobody listens: the connection is cut, the daemon is away, hawkwatch is
// not there. Told once each afterwards, and said to be concluded.
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startDockerDaemon, whyNoDocker, type DockerDaemon } from '../../support/docker-daemon.ts';
import { startSocketProxy, type SocketProxy } from '../../support/socket-proxy.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import {
  eventRowsOf,
  rowsOf,
  startWatching,
  storyOf,
  toldBy,
  untilStory,
  type Watching,
} from './rig.ts';

const reason = await whyNoDocker();
const timeoutMs = 180_000;
const sleeper = ['sh', '-c', 'trap "exit 0" TERM; sleep 1000 & wait'];

describe.skipIf(reason !== undefined)('containers that nobody watches for a while', () => {
  let docker: DockerDaemon;
  let proxy: SocketProxy;
  let test: TestStore;
  let watching: Watching;

  beforeAll(async () => {
    docker = await startDockerDaemon();
    proxy = await startSocketProxy(docker.socket, path.join(docker.directory, 'proxy.sock'));
  }, timeoutMs);

  afterAll(async () => {
    await proxy?.close();
    await docker?.close();
  }, timeoutMs);

  beforeEach(async () => {
    test = await createTestStore();
    watching = startWatching(test, { socket: proxy.socket });
    await watching.ready();
  }, timeoutMs);

  afterEach(async () => {
    await proxy.mend();
    await docker.begin();
    await watching.stop();
    const all = (await docker.ask('GET', '/containers/json?all=true')) as { Id: string }[];
    for (const { Id } of all) await docker.remove(Id);
    await test.close();
  }, timeoutMs);

  /** Until it is connected and compared again, after it was told that it is not. */
  const backAgain = async (): Promise<void> => {
    await until('it goes on', () => watching.bench.reasons.at(-1) === null, 60_000);
  };
  const noticed = (words: RegExp): Promise<string> =>
    until('it is said', () => {
      const last = watching.bench.reasons.at(-1);
      return typeof last === 'string' && words.test(last) ? last : undefined;
    });

  /** More events than the daemon keeps. */
  const makeNoise = async (count: number): Promise<void> => {
    const id = await docker.run({ name: `noise-${count}`, command: sleeper });
    for (let made = 0; made < count; made += 1) {
      await docker.ask('POST', `/containers/${id}/rename?name=noise-${made % 2}-${count}`);
    }
    await docker.remove(id);
  };

  it(
    'concludes what 600 events during a disconnect no longer tell',
    async () => {
      const started = ['discovered', 'started'];
      const crashed = await docker.run({ name: 'crashed', command: sleeper });
      const again = await docker.run({ name: 'again', command: sleeper, restart: 'always' });
      const stopped = await docker.run({ name: 'stopped', command: sleeper, restart: 'always' });
      const renewed = await docker.run({ name: 'renewed', command: sleeper });
      const quiet = await docker.run({ name: 'quiet', command: sleeper });
      for (const key of ['crashed', 'again', 'stopped', 'renewed', 'quiet']) {
        await untilStory(test, key, started);
      }
      await proxy.cut();
      await noticed(/socket is not there|closed the connection|ended the stream|nobody listens/);
      await docker.murder(crashed);
      await docker.murder(again);
      await docker.stop(stopped);
      await docker.remove(renewed);
      await docker.run({ name: 'renewed', image: 'hawkwatch/busybox:2', command: sleeper });
      await docker.run({ name: 'fresh', command: sleeper });
      await until('the policy has started it again', async () => {
        const { RestartCount, State } = await docker.inspect(again);
        return RestartCount === 1 && State.Running;
      });
      await makeNoise(600);
      await proxy.mend();
      await backAgain();
      await untilStory(test, 'crashed', [...started, 'stopped UNPLANNED 137 inferred']);
      await untilStory(test, 'again', [
        ...started,
        'stopped UNPLANNED inferred',
        'restarted UNPLANNED inferred',
      ]);
      await untilStory(test, 'stopped', [...started, 'stopped PLANNED 0 inferred']);
      await untilStory(test, 'renewed', [...started, 'deployed DEPLOY inferred']);
      await untilStory(test, 'fresh', ['discovered inferred', 'started inferred']);
      await untilStory(test, 'quiet', started);
      // Nothing more comes of comparing again.
      const before = (await toldBy(test)).length;
      const seen = watching.bench.reasons.length;
      await until('it has compared twice more', () => watching.bench.reasons.length > seen + 1);
      expect((await toldBy(test)).length).toBe(before);
      expect(quiet).not.toBe(stopped);
    },
    timeoutMs,
  );

  it(
    'tells from the daemon’s memory what it still has, as it was',
    async () => {
      const started = ['discovered', 'started'];
      const gentle = await docker.run({ name: 'gentle', command: sleeper });
      const crashed = await docker.run({ name: 'crashed', command: sleeper });
      await untilStory(test, 'gentle', started);
      await untilStory(test, 'crashed', started);
      proxy.drop();
      await docker.stop(gentle);
      await docker.murder(crashed);
      await untilStory(test, 'gentle', [...started, 'stopped PLANNED 0']);
      await untilStory(test, 'crashed', [...started, 'stopped UNPLANNED 137']);
      expect((await eventRowsOf(test)).filter(({ inferred }) => inferred)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'tells of containers that stop with their daemon as one matter, and goes on with the next daemon',
    async () => {
      for (const name of ['one', 'two', 'three']) {
        await docker.run({ name, command: sleeper, restart: 'always' });
      }
      for (const key of ['one', 'two', 'three']) {
        await untilStory(test, key, ['discovered', 'started']);
      }
      await docker.end('SIGTERM');
      const together = await until('they are told as one', async () =>
        (await toldBy(test)).find(({ type }) => type === 'containers.stopped_together'),
      );
      expect(together.payload).toMatchObject({ verdict: 'HOST_MAINTENANCE', count: 3 });
      await docker.begin();
      await backAgain();
      for (const key of ['one', 'two', 'three']) {
        await until(`${key} is told to run again`, async () => {
          const story = await storyOf(test, key);
          return story.at(-1)?.startsWith('restarted HOST_MAINTENANCE') === true;
        });
      }
      const rows = await eventRowsOf(test);
      const ends = rows.filter(({ action }) => action === 'die');
      expect(ends.map(({ verdict }) => verdict)).toEqual(ends.map(() => 'HOST_MAINTENANCE'));
      expect(ends).toHaveLength(3);
      const told = await toldBy(test);
      expect(told.filter(({ type }) => type === 'containers.stopped_together')).toHaveLength(1);
      expect((await rowsOf(test)).map(({ state }) => state)).toEqual([
        'running',
        'running',
        'running',
      ]);
    },
    timeoutMs,
  );

  it(
    'tells of a container that ends while the daemon is down',
    async () => {
      const mortal = await docker.run({ name: 'mortal', command: sleeper });
      await untilStory(test, 'mortal', ['discovered', 'started']);
      const { State } = await docker.inspect(mortal);
      await docker.end('SIGKILL');
      process.kill(State.Pid, 'SIGKILL');
      await noticed(/nobody listens|closed the connection|ended the stream/);
      await docker.begin();
      await backAgain();
      await until('its end is told', async () => {
        const story = await storyOf(test, 'mortal');
        return /^stopped UNPLANNED \d+ inferred$/.test(story[2] ?? '') && story.length === 3;
      });
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'goes on where a hawkwatch that is gone has stopped, with what that one knew',
    async () => {
      const gentle = await docker.run({
        name: 'gentle',
        command: ['sh', '-c', 'trap "sleep 2; exit 9" TERM; sleep 1000 & wait'],
      });
      const crashed = await docker.run({ name: 'crashed', command: sleeper });
      await untilStory(test, 'gentle', ['discovered', 'started']);
      await untilStory(test, 'crashed', ['discovered', 'started']);
      const stopping = docker.stop(gentle);
      await until('the signal is stored', async () =>
        (await eventRowsOf(test)).some(({ action }) => action === 'kill'),
      );
      await watching.stop();
      await stopping;
      await docker.murder(crashed);
      const position = watching.bench.position();
      watching = startWatching(test, { socket: proxy.socket, position });
      await watching.ready();
      await untilStory(test, 'gentle', ['discovered', 'started', 'stopped PLANNED 9']);
      await untilStory(test, 'crashed', ['discovered', 'started', 'stopped UNPLANNED 137']);
      expect((await eventRowsOf(test)).filter(({ inferred }) => inferred)).toEqual([]);
    },
    timeoutMs,
  );
});
