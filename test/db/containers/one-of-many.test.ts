// What is wrong with one container, or with one commit, is nobody else's matter.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { openDaemon } from '../../../src/monitors/containers/docker.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  eventLine,
  inspectionOf,
  startFakeDaemon,
  type FakeDaemon,
} from '../../support/fake-daemon.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { rowsOf, startWatching, storyOf, toldBy, untilStory, type Watching } from './rig.ts';

const web = 'a'.repeat(64);
const sick = 'b'.repeat(64);
const late = 'c'.repeat(64);
const timeoutMs = 60_000;

/** Commits, and says that the connection was lost. */
function losingAnswers(store: Store, isLost: () => boolean): Store {
  return {
    ...store,
    transaction: async (work) => {
      const result = await store.transaction(work);
      if (!isLost()) return result;
      throw Object.assign(new Error('the answer was lost'), { code: 'CONNECTION_CLOSED' });
    },
  };
}

describe('one of many', () => {
  let fake: FakeDaemon;
  let test: TestStore;
  let watching: Watching | undefined;

  beforeEach(async () => {
    fake = await startFakeDaemon();
    test = await createTestStore();
  });

  afterEach(async () => {
    await watching?.stop();
    watching = undefined;
    await fake.close();
    await test.close();
  });

  it(
    'that the daemon cannot tell of is left out, and neither gone nor in the way of the others',
    async () => {
      fake.containers.set(web, inspectionOf(web, 'web'));
      fake.containers.set(sick, inspectionOf(sick, 'sick'));
      watching = startWatching(test, { socket: fake.socket, reconcileMs: 200 });
      await untilStory(test, 'sick', ['discovered inferred']);
      fake.answer = ({ url }, response) => {
        if (url !== `/containers/${sick}/json`) return false;
        response.writeHead(500).end('{"message":"driver failed"}');
        return true;
      };
      // A look that began before may still find all of them.
      fake.containers.set(late, inspectionOf(late, 'late'));
      await untilStory(test, 'late', ['discovered inferred']);
      fake.containers.delete(web);
      await until('the other is gone', async () =>
        (await rowsOf(test)).some(({ key, vanishedAt }) => key === 'web' && vanishedAt !== null),
      );
      const rows = await rowsOf(test);
      expect(rows.find(({ key }) => key === 'sick')).toMatchObject({ vanishedAt: null });
      expect(watching.bench.reasons.at(-1)).toBeNull();
    },
    timeoutMs,
  );

  it(
    'may have any numbers',
    async () => {
      const State = {
        Status: 'exited',
        ExitCode: 3_221_225_786,
        FinishedAt: '2026-11-26T11:00:01Z',
        StartedAt: '+012026-11-26T11:00:00Z',
      };
      const Config = { Image: 'web:1', StopTimeout: 2 ** 63 };
      const more = { RestartCount: 1e300, State, Config };
      fake.containers.set(web, inspectionOf(web, 'web', more));
      watching = startWatching(test, { socket: fake.socket });
      await watching.ready();
      const [row] = await rowsOf(test);
      expect(row).toMatchObject({
        exitCode: -1_073_741_510,
        stopTimeoutS: 2_147_483_647,
        restartCount: 2_147_483_647,
      });
      const attributes = { name: 'late', exitCode: '3221225786' };
      await fake.send(eventLine(late, 'start', '1795319359136716125', { name: 'late' }));
      await fake.send(
        eventLine(late, 'kill', '1795319359136716126', { name: 'late', signal: '9999999999' }),
      );
      await fake.send(eventLine(late, 'die', '1795319360136716125', attributes));
      await until('its end is told', async () =>
        (await storyOf(test, 'late')).some((one) => one.includes('-1073741510')),
      );
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'commit whose answer is lost is told once',
    async () => {
      let left = 0;
      const isLost = (): boolean => {
        left -= 1;
        return left >= 0;
      };
      fake.containers.set(web, inspectionOf(web, 'web'));
      const store = losingAnswers(test.store, isLost);
      watching = startWatching(test, { socket: fake.socket, reconcileMs: 60_000, store });
      await watching.ready();
      left = 1;
      await fake.send(eventLine(web, 'pause', '1795319359136716125'));
      await untilStory(test, 'web', ['discovered inferred', 'paused']);
      await until('it was lost', () => left < 1);
      left = 1;
      await fake.send(eventLine(web, 'unpause', '1795319360136716125'));
      await fake.send(eventLine(web, 'die', '1795319361136716125', { exitCode: '1' }));
      await until('its end is told', async () =>
        (await storyOf(test, 'web')).includes('stopped UNPLANNED 1'),
      );
      await until('what waited is stored', () => left < 0);
      expect(await storyOf(test, 'web')).toEqual([
        'discovered inferred',
        'paused',
        'resumed',
        'stopped UNPLANNED 1',
      ]);
      const told = (await toldBy(test)).map((one) => JSON.stringify(one));
      expect(new Set(told).size).toBe(told.length);
    },
    timeoutMs,
  );

  it(
    'question never waits behind streams, however many there are',
    async () => {
      fake.answer = ({ url }, response) => {
        if (url?.includes('/stats') !== true) return false;
        response.writeHead(200).flushHeaders();
        return true;
      };
      const ending = new AbortController();
      const clock = createSystemClock();
      const daemon = await openDaemon(
        { name: 'local', socket: fake.socket, optional: false },
        { clock, limits: { callMs: 5_000, openMs: 5_000 } },
      );
      try {
        const streams = Array.from({ length: 100 }, () => daemon.statsStream(web, ending.signal));
        expect(await Promise.all(streams)).toHaveLength(100);
        expect(await daemon.list(ending.signal)).toEqual([]);
      } finally {
        ending.abort(new Error('the test is over'));
        daemon.close();
      }
    },
    timeoutMs,
  );
});
