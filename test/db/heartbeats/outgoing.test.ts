// hawkwatch's own sign of life: from one replica at a time, as long as the store answers, and without any
// word of its secret URL.
import http from 'node:http';

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import {
  createOutgoingHeartbeat,
  type OutgoingHeartbeat,
  type OutgoingHeartbeatOptions,
} from '../../../src/notifications/outgoing-heartbeat.ts';
import { captureLog } from '../../support/log-capture.ts';
import { listen, type TestServer } from '../../support/probe-rig.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

let place: TestStore;
let server: TestServer;
let status = 200;
let isHanging = false;
const seen: string[] = [];
let running: OutgoingHeartbeat[] = [];
const log = captureLog();

beforeAll(async () => {
  place = await createTestStore();
  server = await listen(
    http.createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      if (isHanging) return;
      response.statusCode = status;
      response.end('said');
    }),
  );
});
afterAll(async () => {
  await server.close();
  await place.close();
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  seen.length = 0;
  status = 200;
  isHanging = false;
});

function create(more: Partial<OutgoingHeartbeatOptions> = {}): OutgoingHeartbeat {
  const one = createOutgoingHeartbeat({
    store: place.store,
    address: place.database.url,
    clock: createSystemClock(),
    logger: log.logger,
    pollMs: 50,
    ...more,
  });
  running.push(one);
  return one;
}
const to = (path: string, everyMs = 20) =>
  ({ url: `http://127.0.0.1:${server.port}/${path}`, method: 'POST', everyMs }) as const;
const sent = (what: string, least: number) =>
  until(`${least} of ${what}`, () => seen.filter((one) => one === what).length >= least);

it('is sent by one replica, and by another one when that has gone', async () => {
  const [one, two] = [create(), create()];
  await one.configure(to('one'));
  await sent('POST /one', 1);
  await two.configure(to('two'));
  await sent('POST /one', 10);
  expect(seen).not.toContain('POST /two');
  await one.stop();
  await sent('POST /two', 3);
  const before = seen.filter((path) => path === 'POST /one').length;
  await sent('POST /two', 10);
  expect(seen.filter((path) => path === 'POST /one')).toHaveLength(before);
});

it('follows the configuration', async () => {
  const one = create();
  await one.configure({ ...to('before'), method: 'GET' });
  await sent('GET /before', 2);
  await one.configure(to('after'));
  await sent('POST /after', 2);
  await one.configure(undefined);
  await one.configure(to('again'));
  await sent('POST /again', 1);
  const count = seen.length;
  await sent('POST /again', 6);
  expect(seen.slice(count).filter((path) => path !== 'POST /again')).toEqual([]);
});

it('shows why it failed, without its URL, and goes on', async () => {
  const one = create({ timeoutMs: 200 });
  await one.configure(to('secret-of-the-url'));
  await sent('POST /secret-of-the-url', 1);
  status = 500;
  await until('it fails', () => one.failure()?.includes('answered 500'));
  status = 200;
  await until('it is well', () => one.failure() === null);
  isHanging = true;
  await until('it fails again', () => one.failure() !== null);
  isHanging = false;
  await until('it is well again', () => one.failure() === null);
  expect(log.lines.filter((line) => line.includes('was not taken')).length).toBeGreaterThan(0);
  expect(log.lines.join('\n')).not.toContain('secret-of-the-url');
});

it('is not sent while the store does not answer', async () => {
  const own = openTestStore(place.database.url);
  const one = create({ store: own });
  await one.configure(to('alive'));
  await sent('POST /alive', 2);
  await own.close();
  await until('it is noticed', () => one.failure() !== null);
  const count = seen.length;
  const failures = () => log.lines.filter((line) => line.includes('was not taken')).length;
  const before = failures();
  await until('it was tried again', () => failures() > before + 5);
  expect(seen).toHaveLength(count);
});
