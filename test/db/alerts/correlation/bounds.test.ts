// What correlation may cost an alert: a number of rows that does not grow with the alerts around it, a bounded
// time, and never the alert itself.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createCorrelator } from '../../../../src/alerts/correlation/follower.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { createSystemRandom } from '../../../../src/core/random.ts';
import type { AlertFollower } from '../../../../src/store/alert-changes.ts';
import { sql } from '../../../../src/store/drizzle.ts';
import { listIncidents, lockParts } from '../../../../src/store/incidents.ts';
import type { Store } from '../../../../src/store/store.ts';
import { deploy } from '../../../fixtures/correlation/happenings.ts';
import { createTestStore, openTestStore, type TestStore } from '../../../support/store.ts';
import { createEngineRig, holding, over } from '../rig.ts';
import { append, clear, clockAfter, correlator, settings, storeWorld } from './rig.ts';

let test: TestStore;
let second: Store;
beforeAll(async () => {
  test = await createTestStore();
  second = openTestStore(test.database.url);
  await storeWorld(test.store);
});
beforeEach(() => clear(test.store));
afterAll(async () => {
  await second.close();
  await test.close();
});

const clock = clockAfter();

const slow = (place: number, database = 'shop') => ({
  rule: 'slow-queries',
  type: 'SLOW_QUERY',
  labels: { database, statement: `s${place}` },
  databaseName: database,
  subject: `database:${database}`,
});

/** Counts the rows that a follower has read in its transaction. */
function counted(follower: AlertFollower): { follower: AlertFollower; rows: () => number } {
  let rows = 0;
  return {
    rows: () => rows,
    follower: {
      follow: async (tx, changes, now) => {
        const read = async (): Promise<number> => {
          const [row] = await tx.q.execute<{ count: string }>(sql`
            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as count
            from pg_stat_xact_user_tables where schemaname = 'hawkwatch_store'`);
          return Number(row?.count);
        };
        const before = await read();
        const after = await follower.follow(tx, changes, now);
        rows = (await read()) - before;
        return after;
      },
    },
  };
}

describe('an alert', () => {
  it.each([
    ['on one object', () => 'shop'],
    ['each on another object', (place: number) => `other-${place}`],
  ])(
    'reads a few rows however many fired %s before it',
    { timeout: 60_000 },
    async (_title, databaseOf) => {
      await append(
        test.store,
        deploy('checkout', '7.0.0', -250, { databases: ['shop'] }).map(({ event }) => event),
      );
      const counting = counted(correlator(clock));
      const { observe } = createEngineRig(test.store, [counting.follower], clock);
      const rowsAt: number[] = [];
      // A table of a few pages is read whole by any plan, so not from the first alert on.
      let place = 0;
      for (const many of [1000, 3000]) {
        while (place < many) {
          const batch = Array.from({ length: 100 }, (_, more) => place + more);
          await observe(...batch.map((one) => holding(clock.now(), slow(one, databaseOf(one)))));
          place += batch.length;
        }
        for (const table of ['alerts', 'incidents', 'incident_ties', 'lone_alerts', 'events']) {
          await test.store.q.execute(sql.raw(`analyze hawkwatch_store.${table}`));
        }
        place += 1;
        await observe(holding(clock.now(), slow(place, databaseOf(place))));
        rowsAt.push(counting.rows());
        await observe(over(clock.now(), slow(place, databaseOf(place))));
        rowsAt.push(counting.rows());
      }
      expect(Math.max(...rowsAt), rowsAt.join(' ')).toBeLessThanOrEqual(30);
    },
  );

  it('finds the one that it belongs to among thousands of others', async () => {
    const { observe } = createEngineRig(test.store, [correlator(clock)], clock);
    await observe(holding(clock.now(), slow(0)));
    clock.advance(1000);
    await observe(
      ...Array.from({ length: 1500 }, (_, place) =>
        holding(clock.now(), slow(place, `other-${place}`)),
      ),
    );
    clock.advance(1000);
    expect(await observe(holding(clock.now(), slow(1)))).toEqual(['FIRED', 'CORRELATED']);
  });
});

describe('correlation that fails', () => {
  afterEach(async () => {
    await test.store.q.execute(
      sql`alter table if exists hawkwatch_store.away rename to alert_suspects`,
    );
  });
  const breakIt = () =>
    test.store.q.execute(sql`alter table hawkwatch_store.alert_suspects rename to away`);

  const warnings: string[] = [];
  const correlatorWith = (more: Partial<Parameters<typeof createCorrelator>[0]> = {}) =>
    createCorrelator({
      clock,
      random: createSystemRandom(),
      logger: { ...silentLogger, warn: (_fields, message) => warnings.push(message) },
      settings: () => settings,
      ...more,
    });
  beforeEach(() => {
    warnings.length = 0;
  });

  it('lets the alert fire without suspects and incident, and says so once', async () => {
    await append(
      test.store,
      deploy('checkout', '7.0.0', -250, { databases: ['shop'] }).map(({ event }) => event),
    );
    const { observe, alerts } = createEngineRig(test.store, [correlatorWith()], clock);
    await breakIt();
    for (const place of [1, 2, 3]) {
      expect(await observe(holding(clock.now(), slow(place)))).toEqual(['FIRED']);
    }
    expect((await alerts()).map(({ state, incidentId }) => [state, incidentId])).toEqual([
      ['FIRING', null],
      ['FIRING', null],
      ['FIRING', null],
    ]);
    const told = await test.store.q.execute<{ type: string }>(
      sql`select type from hawkwatch_store.events where type like 'alert.%' or type like 'inc%'`,
    );
    expect(told.map(({ type }) => type)).toEqual(['alert.fired', 'alert.fired', 'alert.fired']);
    expect(warnings).toEqual(['alerts are told without suspects and incidents']);
  });

  const holdParts = async (): Promise<() => Promise<void>> => {
    const released = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const done = second.transaction(async (tx) => {
      await lockParts(
        tx.q,
        Array.from({ length: 64 }, (_, part) => part),
      );
      held.resolve();
      await released.promise;
    });
    await held.promise;
    return () => {
      released.resolve();
      return done;
    };
  };

  it('does not keep the alert waiting for a replica that stands still', async () => {
    const { observe } = createEngineRig(test.store, [correlatorWith({ budgetMs: 50 })], clock);
    const letGo = await holdParts();
    expect(await observe(holding(clock.now(), slow(1)))).toEqual(['FIRED']);
    await letGo();
    // The time-out was for correlation only.
    expect(await observe(holding(clock.now(), slow(2)))).toEqual(['FIRED']);
    expect(await observe(holding(clock.now(), slow(3)))).toEqual(['FIRED', 'CORRELATED']);
  });

  it('is not tried for a while after it took too long, so that a storm does not wait each time', async () => {
    let laterMs = 0;
    const ticking = { ...clock, monotonicMs: () => performance.now() + laterMs };
    const follower = correlatorWith({ clock: ticking, budgetMs: 50 });
    let tries = 0;
    const counting: AlertFollower = {
      follow: (tx, changes, now) => {
        const savepoint: typeof tx.savepoint = (work) => {
          tries += 1;
          return tx.savepoint(work);
        };
        return follower.follow({ ...tx, savepoint }, changes, now);
      },
    };
    const { observe } = createEngineRig(test.store, [counting], clock);
    const letGo = await holdParts();
    for (const place of [1, 2, 3]) {
      expect(await observe(holding(clock.now(), slow(place)))).toEqual(['FIRED']);
    }
    expect(tries).toBe(1);
    await letGo();
    laterMs = 60_000;
    expect(await observe(holding(clock.now(), slow(4)), holding(clock.now(), slow(5)))).toEqual([
      'FIRED',
      'FIRED',
    ]);
    expect(tries).toBe(2);
    expect((await listIncidents(test.store.q, {}, { limit: 10 })).length).toBe(1);
  });

  it('leaves out suspects when there is no time to rank them, and still opens the incident', async () => {
    await append(
      test.store,
      deploy('checkout', '7.0.0', -250, { databases: ['shop'] }).map(({ event }) => event),
    );
    let ms = 0;
    const late = { ...clock, monotonicMs: () => (ms += 600) };
    const { observe } = createEngineRig(
      test.store,
      [correlatorWith({ clock: late, budgetMs: 1000 })],
      clock,
    );
    await observe(holding(clock.now(), slow(1)), holding(clock.now(), slow(2)));
    expect((await listIncidents(test.store.q, {}, { limit: 10 })).length).toBe(1);
    const suspects = await test.store.q.execute(sql`select 1 from hawkwatch_store.alert_suspects`);
    expect(suspects.length).toBe(0);
    expect(warnings).toEqual(['some alerts are told without suspects']);
  });
});
