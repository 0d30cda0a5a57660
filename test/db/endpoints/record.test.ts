// What checks mean, in the store: states with their events, certificates, several that fail together.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { EndpointCertificate } from '../../../src/core/endpoints.ts';
import { listEndpointChecks } from '../../../src/store/endpoint-checks.ts';
import { retireOtherEndpoints } from '../../../src/store/endpoints.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { declare, eventsOf, failed, found, named, record, stateOf } from './rig.ts';

let testStore: TestStore;
let count = 0;
let name = '';
const start = new Date('2030-03-01T12:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const stateChanged = ['endpoint.state_changed'];

beforeAll(async () => {
  testStore = await createTestStore();
});
afterAll(() => testStore.close());
beforeEach(async () => {
  count += 1;
  name = `e${count}`;
  // Those of earlier tests are not counted among those that fail together.
  await testStore.store.transaction((tx) => retireOtherEndpoints(tx, [], start));
});

const changesOf = async (subject: string) =>
  (await eventsOf(testStore.store, stateChanged)).filter(
    (one) => one.subject === `endpoint:${subject}`,
  );

describe('a check', () => {
  it('that fails is tried again before it is DOWN, which is told once, since the first failure', async () => {
    const { store } = testStore;
    const endpoint = named(name);
    await declare(store, [endpoint, named('other')]);
    expect((await record(store, endpoint, after(0), found()))?.nextInMs).toBeNull();
    expect((await record(store, endpoint, after(300), failed()))?.nextInMs).toBe(10_000);
    expect(await stateOf(store, name)).toMatchObject({ state: 'UP', failures: 1 });
    await record(store, endpoint, after(310), failed());
    expect((await record(store, endpoint, after(320), failed('gone')))?.nextInMs).toBeNull();
    await record(store, endpoint, after(620), failed('still gone'));
    expect(await stateOf(store, name)).toMatchObject({
      state: 'DOWN',
      reason: 'still gone',
      since: after(300),
      failures: 4,
    });
    await record(store, endpoint, after(920), found({ degraded: true, reason: 'slow' }));
    const changes = await changesOf(name);
    expect(changes.map(({ payload }) => payload)).toMatchObject([
      { before: 'UNKNOWN', state: 'UP', reason: null },
      { before: 'UP', state: 'DOWN', reason: 'gone', since: after(300).toISOString() },
      { before: 'DOWN', state: 'DEGRADED', reason: 'slow' },
    ]);
    const { id } = await stateOf(store, name);
    const checks = await listEndpointChecks(store.q, id, { limit: 10 });
    expect(checks.map(({ ok, state }) => `${ok} ${state}`)).toEqual([
      'true DEGRADED',
      'false DOWN',
      'false DOWN',
      'false UP',
      'false UP',
      'true UP',
    ]);
  });

  it('that is older than the last one, or of a paused or retired endpoint, changes nothing', async () => {
    const { store } = testStore;
    const endpoint = named(name);
    await declare(store, [endpoint]);
    await record(store, endpoint, after(10), found());
    expect(await record(store, endpoint, after(10), failed())).toBeUndefined();
    expect(await record(store, endpoint, after(5), failed())).toBeUndefined();
    await declare(store, [{ ...endpoint, paused: true }], after(20));
    expect(await record(store, endpoint, after(30), found())).toBeUndefined();
    expect(await stateOf(store, name)).toMatchObject({ state: 'PAUSED', since: after(20) });
    await declare(store, [endpoint], after(40));
    expect(await stateOf(store, name)).toMatchObject({ state: 'UNKNOWN', failures: 0 });
    await record(store, endpoint, after(50), found());
    expect((await changesOf(name)).map(({ payload }) => payload['state'])).toEqual([
      'UP',
      'PAUSED',
      'UNKNOWN',
      'UP',
    ]);
    await store.transaction((tx) => retireOtherEndpoints(tx, [], after(60)));
    expect(await record(store, endpoint, after(70), found())).toBeUndefined();
  });

  it('counts again after the clock was set back, also at a moment that is there already', async () => {
    const { store } = testStore;
    const endpoint = named(name, { retries: 0 });
    await declare(store, [endpoint, named('more')]);
    await record(store, endpoint, after(0), found());
    await record(store, endpoint, after(7200), found());
    // Two checks at once: the one that was overtaken does not count.
    expect(await record(store, endpoint, after(7190), failed())).toBeUndefined();
    expect(await record(store, endpoint, after(0), failed('again'))).toBeDefined();
    expect(await stateOf(store, name)).toMatchObject({
      state: 'DOWN',
      since: after(0),
      checkedAt: after(0),
    });
    await record(store, endpoint, after(300), found());
    const { id, state, since } = await stateOf(store, name);
    expect({ state, since }).toEqual({ state: 'UP', since: after(300) });
    const checks = await listEndpointChecks(store.q, id, { limit: 10 });
    expect(checks.map(({ at, reason }) => [at, reason])).toEqual([
      [after(7200), null],
      [after(300), null],
      [after(0), 'again'],
    ]);
  });

  it('of two replicas at the same moment is counted once', async () => {
    const { store } = testStore;
    const endpoint = named(name, { retries: 0 });
    await declare(store, [endpoint, named('more')]);
    const both = await Promise.all([
      record(store, endpoint, after(1), failed()),
      record(store, endpoint, after(1), failed()),
    ]);
    expect(both.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await changesOf(name)).toHaveLength(1);
  });
});

it('tells of the end of a certificate once for each threshold, across several chains', async () => {
  const { store } = testStore;
  const endpoint = named(name);
  await declare(store, [endpoint]);
  const certificate = (fingerprint: string, days: number): EndpointCertificate => ({
    subject: fingerprint,
    issuer: 'x',
    validFrom: start.toISOString(),
    validTo: after(days * 86_400).toISOString(),
    fingerprint,
  });
  const one = certificate('one', 20);
  const two = certificate('two', 100);
  const days = [0, 0.1, 5, 7, 12.9, 13.1, 19.5, 21, 22];
  for (const day of days) {
    const chain = day > 5 ? [one, two] : [two, one];
    await record(store, endpoint, after(day * 86_400 + 1), found({ certificates: chain }));
  }
  const events = await eventsOf(store, ['endpoint.certificate_expiring']);
  expect(events.map(({ payload }) => payload)).toMatchObject([
    { subject: 'one', withinDays: 30, depth: 1, expired: false, endpoint: name },
    { subject: 'one', withinDays: 14, depth: 0 },
    { subject: 'one', withinDays: 7 },
    { subject: 'one', withinDays: 1 },
    { subject: 'one', withinDays: 0, expired: true },
  ]);
});

describe('several endpoints', () => {
  const types = [
    'endpoints.failing_together',
    'endpoints.recovered_together',
    'endpoint.state_changed',
  ];
  const told = async (since: number) =>
    (await eventsOf(testStore.store, types))
      .slice(since)
      .map(({ type, subject, payload }) =>
        type === 'endpoint.state_changed'
          ? `${subject.slice(9)} ${String(payload['state'])} ${payload['outageId'] === null ? 'alone' : 'together'}`
          : type,
      );

  it('that fail in the same minute are one finding, told once, which others join', async () => {
    const { store } = testStore;
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) =>
      named(`${name}-${letter}`, { retries: 0 }),
    );
    await declare(store, all);
    for (const [index, endpoint] of all.entries()) {
      await record(store, endpoint, after(index), found());
    }
    const before = (await eventsOf(store, types)).length;
    const [a, b, c, d, , , , h] = all;
    if (a === undefined || b === undefined || c === undefined) throw new Error('there are eight');
    if (d === undefined || h === undefined) throw new Error('there are eight');
    await record(store, a, after(300), failed('no way'));
    await record(store, b, after(310), failed('no way'));
    await record(store, c, after(320), failed('no way'));
    await record(store, d, after(330), failed('no way'));
    // Hours later, by itself.
    await record(store, h, after(7000), found());
    await record(store, h, after(7300), failed('its own'));
    await record(store, a, after(7400), found());
    await record(store, b, after(7410), found());
    await record(store, c, after(7420), found());
    await record(store, d, after(7430), found());
    expect(await told(before)).toEqual([
      `${name}-a DOWN alone`,
      `${name}-b DOWN alone`,
      'endpoints.failing_together',
      `${name}-c DOWN together`,
      `${name}-d DOWN together`,
      `${name}-h DOWN alone`,
      `${name}-a UP together`,
      `${name}-b UP together`,
      `${name}-c UP together`,
      'endpoints.recovered_together',
      `${name}-d UP together`,
    ]);
    const [finding] = (await eventsOf(store, ['endpoints.failing_together'])).slice(-1);
    expect(finding?.payload).toMatchObject({
      total: 8,
      beganAt: after(300).toISOString(),
      endpoints: [
        { endpoint: `${name}-a`, reason: 'no way' },
        { endpoint: `${name}-b` },
        { endpoint: `${name}-c` },
      ],
    });
    const [ended] = (await eventsOf(store, ['endpoints.recovered_together'])).slice(-1);
    expect(ended?.payload['endpoints']).toEqual(
      ['a', 'b', 'c', 'd'].map((one) => `${name}-${one}`),
    );
  });

  it('that are recorded at the same moment by many make one finding', async () => {
    const { store } = testStore;
    const all = Array.from({ length: 8 }, (_, index) => named(`${name}-${index}`, { retries: 0 }));
    await declare(store, all);
    await Promise.all(all.map((endpoint) => record(store, endpoint, after(0), found())));
    const findings = async () => (await eventsOf(store, ['endpoints.failing_together'])).length;
    const before = await findings();
    await Promise.all(
      all.map((endpoint, index) => record(store, endpoint, after(300 + index), failed())),
    );
    expect((await findings()) - before).toBe(1);
    const [last] = (await eventsOf(store, stateChanged)).slice(-1);
    expect(last?.payload['outageId']).not.toBeNull();
  });
});
