// Health of databases over the API, as the monitor stores it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TargetHealth } from '../../../src/databases/target.ts';
import { downBecause } from '../../../src/databases/target.ts';
import { toFacts, toReason } from '../../../src/monitors/database-state/found.ts';
import { recordDatabaseState, type FoundState } from '../../../src/store/database-states.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { healthy } from '../../support/health.ts';
import { until } from '../../support/until.ts';
import { ask, at, connect, send, stream, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const certificate = {
  subject: 'CN=db',
  issuer: 'O=Hawks, CN=Test Authority',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-01T00:00:00Z'),
  fingerprint: 'AA:BB',
  verified: false,
  fault: 'it is self-signed',
};
const secured: TargetHealth = {
  ...healthy,
  sizeBytes: 5_000_000_000,
  tls: { encrypted: true, protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', certificate },
};

describe('the health of a database', () => {
  let service: TestService;
  let seconds = 0;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  const find = async (name: string, health: TargetHealth): Promise<Date> => {
    const database = await findDatabaseByName(service.store.q, name);
    if (database === undefined) throw new Error('no database');
    seconds += 1;
    const time = new Date(Date.UTC(2026, 2, 1, 0, 0, seconds));
    const found = { state: health.state as FoundState, reason: toReason(health) };
    await service.store.transaction((tx) =>
      recordDatabaseState(
        tx,
        { database, ...found, facts: toFacts(health), since: time, checkedAt: time },
        null,
      ),
    );
    return time;
  };
  const read = (query: string) => ask(service.url, service.tokens.viewer, query);
  const all = `database { name } state reason since latencyMs serverVersion sizeBytes role checkedAt
    tls { encrypted protocol cipher certificate { subject issuer validFrom validTo fingerprint
      verified fault } }`;

  it('is UNKNOWN before anybody has looked, and an error for a name that there is not', async () => {
    expect(
      await read(`{ databaseHealth(database: "stock") { state since tls { cipher } } }`),
    ).toEqual({ databaseHealth: { state: 'UNKNOWN', since: null, tls: null } });
    const refused = await send(
      service.url,
      service.tokens.viewer,
      '{ databaseHealth(database: "nothing") { state } }',
    );
    expect(refused.errors?.[0]?.message).toMatch(/no database "nothing".*"shop", "stock"/);
  });

  it('tells all that was found, also as a field of the database', async () => {
    const time = (await find('shop', secured)).toISOString();
    const expected = {
      database: { name: 'shop' },
      state: 'UP',
      reason: null,
      since: time,
      latencyMs: 1,
      serverVersion: '18.4',
      sizeBytes: 5_000_000_000,
      role: 'PRIMARY',
      checkedAt: time,
      tls: {
        encrypted: true,
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        certificate: {
          ...certificate,
          validFrom: '2026-01-01T00:00:00.000Z',
          validTo: '2027-01-01T00:00:00.000Z',
        },
      },
    };
    const data = await read(
      `{ databaseHealth(database: "shop") { ${all} } database(name: "shop") { health { ${all} } } }`,
    );
    expect(data).toEqual({ databaseHealth: expected, database: { health: expected } });
  });

  const subscription = `subscription ($database: ID, $after: Cursor) {
    databaseStatusChanged(database: $database, after: $after) {
      cursor at before state reason database { name } health { state since reason latencyMs } } }`;
  const shown = (results: readonly unknown[]): readonly string[] =>
    results.map((result) => {
      const change = at(result, 'data.databaseStatusChanged');
      const words = ['database.name', 'before', 'state', 'reason'].map((name) => at(change, name));
      return words.map((word) => (typeof word === 'string' ? word : '-')).join(' ');
    });

  it('is told live after the present states, and from a position on without them', async () => {
    await find('shop', secured);
    await find('stock', downBecause('gone'));
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const live = [
      socket.subscribe(subscription),
      socket.subscribe(subscription),
      stream(service.url, service.tokens.viewer, subscription),
    ];
    for (const subscriber of live) {
      expect(shown(await subscriber.count(2))).toEqual(['shop - UP -', 'stock - DOWN gone']);
    }
    const one = socket.subscribe(subscription, { database: 'stock' });
    const cursor = textAt((await one.count(1))[0], 'data.databaseStatusChanged.cursor');
    await find('shop', downBecause('refused'));
    await find('shop', downBecause('refused'));
    await find('stock', { ...healthy, state: 'DEGRADED', reason: 'a replica' });
    await find('shop', healthy);
    const changes = ['shop UP DOWN refused', 'stock DOWN DEGRADED a replica', 'shop DOWN UP -'];
    for (const subscriber of live) {
      expect(shown(await subscriber.count(5)).slice(2)).toEqual(changes);
    }
    expect(shown(await one.count(2)).slice(1)).toEqual(changes.slice(1, 2));
    const late = socket.subscribe(subscription, { after: cursor });
    expect(shown(await late.count(3))).toEqual(changes);
    const middle = textAt(late.results[0], 'data.databaseStatusChanged.cursor');
    const resumed = socket.subscribe(subscription, { after: middle, database: 'shop' });
    expect(shown(await resumed.count(1))).toEqual(changes.slice(2));
    const [, , last] = late.results;
    expect(at(last, 'data.databaseStatusChanged.health')).toMatchObject({
      state: 'UP',
      latencyMs: 1,
    });
    socket.dispose();
    for (const subscriber of live) subscriber.stop();
  });

  it('comes once to those who subscribe while it changes', async () => {
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const subscribers = [];
    for (let round = 0; round < 20; round += 1) {
      const changing = find('shop', round % 2 === 0 ? downBecause('x') : healthy);
      subscribers.push(socket.subscribe(subscription, { database: 'shop' }));
      await changing;
    }
    await find('shop', { ...healthy, state: 'DEGRADED', reason: 'the last' });
    for (const { results } of subscribers) {
      await until('the last change', () => /DEGRADED the last/.test(shown(results).at(-1) ?? ''));
      // Each state is another one than that before: none came twice, none is missing.
      const states = results.map((result) => textAt(result, 'data.databaseStatusChanged.state'));
      for (const [n, state] of states.entries()) expect(state).not.toBe(states[n - 1]);
    }
    socket.dispose();
  });
});
