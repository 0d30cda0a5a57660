// A daemon's recorded events through the whole monitor, and daemons that do what they should not: bounded
// time and memory, a reason in words, and on it goes.
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  eventLine,
  inspectionOf,
  startFakeDaemon,
  type FakeDaemon,
} from '../../support/fake-daemon.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { readScenarios } from '../../unit/monitors/containers/scenarios.ts';
import {
  eventRowsOf,
  quick,
  rowsOf,
  startWatching,
  storyOf,
  untilStory,
  type Watching,
  type WatchOptions,
} from './rig.ts';

const web = 'a'.repeat(64);
const timeoutMs = 120_000;

describe('a daemon that plays back or misbehaves', () => {
  let fake: FakeDaemon;
  let test: TestStore;
  const watchings: Watching[] = [];

  beforeEach(async () => {
    fake = await startFakeDaemon();
    test = await createTestStore();
  });

  afterEach(async () => {
    for (const watching of watchings.splice(0)) await watching.stop();
    await fake.close();
    await test.close();
  });

  const watch = (more: Partial<WatchOptions> = {}): Watching => {
    const watching = startWatching(test, { socket: fake.socket, reconcileMs: 60_000, ...more });
    watchings.push(watching);
    return watching;
  };
  const streaming = () => until('events are asked for', () => fake.streams() > 0);
  const reasonOf = (watching: Watching, words: RegExp): Promise<string> =>
    until(`it says ${words}`, () => {
      const last = watching.bench.reasons.at(-1);
      return typeof last === 'string' && words.test(last) ? last : undefined;
    });

  it(
    'gives every recorded scenario its verdict',
    async () => {
      const watching = watch();
      await streaming();
      const scenarios = readScenarios();
      const all = scenarios.flatMap(({ lines }) => lines).join('\n');
      // In pieces that end anywhere.
      for (let from = 0; from < all.length; from += 997) {
        await fake.send(all.slice(from, from + 997));
      }
      await fake.send('\n');
      const planned = ['discovered', 'started', 'stopped PLANNED 0'];
      await untilStory(test, 's1', planned);
      await untilStory(test, 's2', ['discovered', 'started', 'stopped PLANNED 137']);
      await untilStory(test, 's3', [...planned, 'restarted PLANNED 0']);
      await untilStory(test, 's4', [
        'discovered',
        'started',
        'stopped UNPLANNED 1',
        'restarted UNPLANNED 1',
        'stopped UNPLANNED 1',
        'restarted UNPLANNED 1',
        'stopped UNPLANNED 1',
        'crash_loop_began UNPLANNED 1',
        'restarted UNPLANNED 1',
      ]);
      await untilStory(test, 's7', ['discovered', 'started', 'stopped COMPLETED 0']);
      await untilStory(test, 's8', [
        'discovered',
        'started',
        'ran_out_of_memory',
        'stopped OOM 137',
      ]);
      await untilStory(test, 's10', [
        'discovered',
        'started',
        'health_changed healthy',
        'health_changed unhealthy',
        'health_changed healthy',
      ]);
      await untilStory(test, 'shop/db/1', [...planned, 'deployed DEPLOY']);
      expect(watching.failure()).toBeUndefined();
    },
    timeoutMs,
  );

  it(
    'loses and doubles nothing when the socket closes within a line, and knows times that no number holds',
    async () => {
      fake.containers.set(web, inspectionOf(web, 'web'));
      const watching = watch();
      await watching.ready();
      const first = eventLine(web, 'pause', '1795319359136716125');
      const second = eventLine(web, 'unpause', '1795319359136716126');
      await fake.send(first + second.slice(0, 150));
      await until('the first is stored', async () => (await eventRowsOf(test)).length === 1);
      fake.cut();
      await until('it asks again', () => fake.streams() > 0 && fake.sinces.length === 2);
      expect(fake.sinces[1]).toBe('1795319359.136716125');
      await fake.send(first + second);
      await untilStory(test, 'web', ['discovered inferred', 'paused', 'resumed']);
      const rows = await eventRowsOf(test);
      expect(rows.map(({ timeNano }) => timeNano)).toEqual([
        '1795319359136716125',
        '1795319359136716126',
      ]);
      expect(watching.bench.position()).toEqual({ timeNano: '1795319359136716126' });
    },
    timeoutMs,
  );

  it(
    'passes over garbage and a line of 300 MB, without keeping them',
    async () => {
      fake.containers.set(web, inspectionOf(web, 'web'));
      const watching = watch();
      await watching.ready();
      await fake.send('garbage\n{"half":\n[]\nnull\n{"Type":"container","Action":5}\n\0\xff\n');
      await fake.send(eventLine(web, 'pause', '1795319359136716125'));
      await untilStory(test, 'web', ['discovered inferred', 'paused']);
      const before = process.memoryUsage();
      const used = ({ heapUsed, external }: NodeJS.MemoryUsage): number => heapUsed + external;
      let most = 0;
      const megabyte = Buffer.alloc(1_048_576, 'x');
      for (let sent = 0; sent < 300; sent += 1) {
        await fake.send(megabyte);
        most = Math.max(most, used(process.memoryUsage()) - used(before));
      }
      await fake.send(`\n${eventLine(web, 'unpause', '1795319359136716126')}`);
      await untilStory(test, 'web', ['discovered inferred', 'paused', 'resumed']);
      // Both ends are in this process, with their buffers and what is not collected yet.
      expect(most).toBeLessThan(200 * 1_048_576);
      expect(fake.sinces).toHaveLength(1);
    },
    timeoutMs,
  );

  it(
    'says so when a daemon hangs, and goes on when it answers',
    async () => {
      fake.answer = () => true;
      const watching = watch({ tuning: { ...quick, limits: { callMs: 300, openMs: 300 } } });
      expect(await reasonOf(watching, /did not answer/)).toMatchInlineSnapshot(
        `"The Docker daemon local: it did not answer within 1 s when asked to tell its events."`,
      );
      fake.answer = () => false;
      await watching.ready();
      // The stream is open, and lists hang: the daemon is listened to for a while, then asked anew.
      fake.answer = ({ url }) => url?.startsWith('/containers/json') === true;
      fake.cut();
      await reasonOf(watching, /did not answer .* list containers/);
      fake.answer = () => false;
      await watching.ready();
    },
    timeoutMs,
  );

  it(
    'stores events even where what stands before the daemon refuses lists',
    async () => {
      fake.answer = ({ url }, response) => {
        if (url?.startsWith('/containers/') !== true) return false;
        response.writeHead(403).end('{"message":"forbidden: secret"}');
        return true;
      };
      const watching = watch();
      expect(await reasonOf(watching, /list/)).toMatchInlineSnapshot(
        `"The Docker daemon local: what stands before the daemon does not allow hawkwatch to list containers: allow it there."`,
      );
      await fake.send(eventLine(web, 'start', '1795319359136716125'));
      await fake.send(eventLine(web, 'die', '1795319360136716125', { exitCode: '2' }));
      await untilStory(test, 'web', ['discovered', 'started', 'stopped UNPLANNED 2']);
      expect(await rowsOf(test)).toMatchObject([
        { key: 'web', state: 'exited', exitCode: 2, image: 'web:1' },
      ]);
      expect(watching.bench.reasons.join(' ')).not.toContain('secret');
    },
    timeoutMs,
  );

  it(
    'refuses an answer without an end, and one that is no list',
    async () => {
      let body = 'x'.repeat(200_000);
      fake.answer = ({ url }, response) => {
        if (url?.startsWith('/containers/json') !== true) return false;
        response.writeHead(200).end(body);
        return true;
      };
      const tuning = { ...quick, limits: { bodyBytes: 100_000 } };
      const watching = watch({ tuning, reconcileMs: 100 });
      await reasonOf(watching, /more than 100000 bytes/);
      body = '{"no":"list"}';
      await reasonOf(watching, /gave no list/);
      body = 'no json';
      await reasonOf(watching, /gave no JSON/);
      body = '[]';
      await watching.ready();
      expect(watching.bench.reasons.at(-1)).toBeNull();
    },
    timeoutMs,
  );

  it(
    'reads the events of daemons from before and after Docker changed their form',
    async () => {
      fake.containers.set(web, inspectionOf(web, 'web'));
      const watching = watch();
      await watching.ready();
      await fake.send(
        `{"status":"pause","id":"${web}","from":"web:1","time":1795319359,"timeNano":1795319359136716125}\n`,
      );
      await fake.send(
        `{"Type":"container","Action":"unpause","Actor":{"ID":"${web}","Attributes":{"name":"web","image":"web:1","execDuration":"3"}},"scope":"local","time":1795319360,"timeNano":1795319360136716125}\n`,
      );
      await until('both are stored', async () => (await eventRowsOf(test)).length === 2);
      const actions = (await eventRowsOf(test)).map(({ action }) => action);
      expect(actions).toEqual(['pause', 'unpause']);
    },
    timeoutMs,
  );

  it(
    'says what to do where no daemon is, and finds it when it comes',
    async () => {
      const directory = path.dirname(fake.socket);
      const absent = watch({ socket: path.join(directory, 'later.sock') });
      expect(await reasonOf(absent, /not there/)).toMatchInlineSnapshot(
        `"The Docker daemon local: its socket is not there: start Docker, or correct the path under containers.daemons."`,
      );
      const optional = watch({ socket: path.join(directory, 'none.sock'), optional: true });
      await until('it was looked for', () => optional.bench.reasons.length > 0);
      expect(optional.bench.reasons).toEqual([null]);
      const file = path.join(directory, 'file');
      await writeFile(file, 'no socket');
      await reasonOf(watch({ socket: file }), /nobody listens|no socket/);
      // Something listens there at last: a way to the daemon.
      const relay = net.createServer((client) => {
        const upstream = net.connect(fake.socket);
        client.pipe(upstream).pipe(client);
        client.on('error', () => upstream.destroy());
        upstream.on('error', () => client.destroy());
      });
      await new Promise<void>((resolve) =>
        relay.listen(path.join(directory, 'later.sock'), resolve),
      );
      await absent.ready();
      await absent.stop();
      relay.close();
    },
    timeoutMs,
  );

  it(
    'goes to the configured socket whatever DOCKER_HOST says',
    async () => {
      const { DOCKER_HOST } = process.env;
      process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:9';
      try {
        await watch().ready();
      } finally {
        if (DOCKER_HOST === undefined) delete process.env['DOCKER_HOST'];
        else process.env['DOCKER_HOST'] = DOCKER_HOST;
      }
      expect(await storyOf(test, 'web')).toEqual([]);
    },
    timeoutMs,
  );
});
