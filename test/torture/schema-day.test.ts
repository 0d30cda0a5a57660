// A day of 50 databases in a few minutes: changes by hand and by migrations, lost connections, lost hints,
// snapshots that fail, watchers that end and start again. Every change is told once, with its origin.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import type { ChangeOrigin } from '../../src/core/schema-change.ts';
import type { MonitoredDatabase } from '../../src/databases/monitored.ts';
import { noNeeds } from '../../src/databases/needs/needs.ts';
import { watchSchemas } from '../../src/monitors/schema/watcher.ts';
import { findDatabasesByName, updateDeclaredDatabases } from '../../src/store/databases.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { chooseSeed, createSeeded, type Seeded } from '../support/seeded.ts';
import { createSimulatedSchema, type SimulatedSchema } from '../support/simulated-schema.ts';
import { beginStoredRun, endStoredRun } from '../support/stored-runs.ts';
import { createTestStore, type TestStore } from '../support/store.ts';
import { schemaSettings, targetSettings } from '../support/target-settings.ts';

const databaseCount = 50;
const dayMs = 24 * 3_600_000;
const intervalMs = 15_000;
const minute = 60_000;

let own: TestStore;
beforeAll(async () => {
  own = await createTestStore();
});
afterAll(() => own.close());

interface Made {
  readonly change: 'ADDED' | 'REMOVED';
  readonly table: string;
  readonly atMs: number;
  /** The run that was going on; `null` when none was anywhere near; undefined when one was near. */
  readonly run: string | null | undefined;
}

interface Database {
  readonly name: string;
  readonly id: string;
  readonly schema: SimulatedSchema;
  readonly made: Made[];
  run: { readonly id: string; readonly endsMs: number } | undefined;
  /** Until when a change may be taken for the work of the run that has ended. */
  unclearMs: number;
  upAtMs: number;
  runEndedMs: number;
}

it('tells every change of a day once', { timeout: 15 * 60_000 }, async () => {
  const seed = chooseSeed();
  console.log(`seed ${seed}`);
  const random = createSeeded(seed);
  const clock = createFakeClock();
  const { store } = own;
  const names = Array.from({ length: databaseCount }, (_, at) => `db-${at}`);
  const settings = names.map((name) =>
    targetSettings({ name, schema: schemaSettings({ intervalMs }) }),
  );
  await store.transaction((tx) => updateDeclaredDatabases(tx, settings, random, clock.now()));
  const records = await findDatabasesByName(store.q, names);
  const databases = names.map((name): Database => {
    const schema = createSimulatedSchema(random);
    for (let at = 0; at < 5; at += 1) schema.add(`${name}.first_${at}`);
    // Some have a trigger, some of those lose hints, the others have none.
    schema.lostHints = [0, 0.5, 1][random.integer(3)] ?? 1;
    schema.failingSnapshots = random.integer(3) === 0 ? 0.1 : 0;
    const id = records.find((one) => one.name === name)?.id ?? '';
    const state = { run: undefined, unclearMs: 0, upAtMs: 0, runEndedMs: -dayMs };
    return { name, id, schema, made: [], ...state };
  });
  const monitored = databases.map(({ schema }, at): MonitoredDatabase => ({
    settings: settings[at] ?? targetSettings({}),
    connection: schema.connection,
    health: () => schema.connection.health(),
  }));

  let watcher = startWatcher(clock, random, monitored);
  // Beside a timer for each database there is that of the watcher itself.
  const rests = async (): Promise<void> => {
    for (let turns = 0; clock.timers() !== databaseCount + 1; turns += 1) {
      if (turns > 2_000_000)
        throw new Error(`the watcher does not come to rest: ${clock.timers()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const passes = async (ms: number): Promise<void> => {
    const endMs = clock.monotonicMs() + ms;
    for (;;) {
      const nextMs = clock.untilNext() ?? 0;
      if (clock.monotonicMs() + nextMs > endMs) break;
      clock.advance(nextMs);
      await rests();
    }
    clock.advance(endMs - clock.monotonicMs());
    await rests();
  };
  await rests();
  await passes(2 * minute);

  let restarts = 0;
  let counter = 0;
  const beginMs = clock.monotonicMs();
  while (clock.monotonicMs() - beginMs < dayMs) {
    await passes(1_000 + random.integer(20_000));
    if (random.integer(400) === 0) {
      await watcher.stop();
      for (const database of databases) forgetWhenSeen(database, clock.monotonicMs());
      clock.advance(random.integer(10 * minute));
      watcher = startWatcher(clock, random, monitored);
      restarts += 1;
      await rests();
    }
    const nowMs = clock.monotonicMs();
    for (const database of databases) {
      counter += 1;
      await live(database, { store: own, clock, random, nowMs, counter });
    }
    await rests();
  }
  for (const database of databases) {
    database.schema.isDown = false;
    if (database.run !== undefined) await endRun(database, own, clock);
  }
  await passes(10 * minute);
  await watcher.stop();

  const told = await own.store.raw<
    {
      database: string;
      change: 'ADDED' | 'REMOVED';
      name: string;
      origin: ChangeOrigin;
      run: string;
    }[]
  >`select d.name as database, c.change, c.name, s.origin, s.run_id as run
    from hawkwatch_store.schema_changes c
    join hawkwatch_store.schema_change_sets s on s.id = c.set_id
    join hawkwatch_store.databases d on d.id = c.database_id`;
  const [sets] = await own.store.raw<{ sets: number; events: number }[]>`select
    (select count(*)::int from hawkwatch_store.schema_change_sets) as sets,
    (select count(*)::int from hawkwatch_store.events where type = 'schema.changed') as events`;
  const made = databases.flatMap((database) => database.made);
  console.log(
    `${made.length} changes, ${told.length} told in ${sets?.sets} sets, ${restarts} restarts`,
  );
  const keyOf = (change: string, name: string): string => `${change} ${name}`;
  expect(told.map(({ change, name }) => keyOf(change, name)).toSorted()).toEqual(
    made.map(({ change, table }) => keyOf(change, table)).toSorted(),
  );
  expect(sets?.events).toBe(sets?.sets);
  const toldByKey = new Map(told.map((one) => [keyOf(one.change, one.name), one]));
  const wrong = made.filter(({ change, table, run }) => {
    const one = toldByKey.get(keyOf(change, table));
    if (one?.origin === 'UNDECIDED') return true;
    if (run === undefined) return false;
    return run === null ? one?.origin !== 'DRIFT' : one?.run !== run;
  });
  expect(wrong).toEqual([]);
  // Half of the changes at least are such that their origin is known for certain.
  expect(made.filter(({ run }) => run !== undefined).length).toBeGreaterThan(made.length / 2);
  expect(made.length).toBeGreaterThan(1_000);
});

function startWatcher(clock: FakeClock, random: Seeded, monitored: readonly MonitoredDatabase[]) {
  const stopping = new AbortController();
  const running = watchSchemas(
    {
      store: own.store,
      databases: { list: () => monitored },
      needs: { load: () => Promise.resolve(noNeeds) },
      clock,
      random,
      logger: silentLogger,
      everyMs: 2 * dayMs,
      // Fewer questions to the store and commits of it, which would take the test an hour.
      timings: { heldEveryMs: 5_000, markEveryMs: 10 * minute },
    },
    stopping.signal,
  );
  return {
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the watcher is stopped'));
      await running;
    },
  };
}

/** What may happen to a database in a moment. */
async function live(
  database: Database,
  more: {
    readonly store: TestStore;
    readonly clock: FakeClock;
    readonly random: Seeded;
    readonly nowMs: number;
    readonly counter: number;
  },
): Promise<void> {
  const { random, nowMs, counter, clock, store } = more;
  const { schema, made } = database;
  if (schema.isDown && nowMs >= database.upAtMs) {
    schema.isDown = false;
    // Found after a back-off of a minute, and then there may be another failure.
    database.unclearMs = Math.max(database.unclearMs, nowMs + 5 * minute);
  } else if (!schema.isDown && random.integer(2_000) === 0) {
    schema.isDown = true;
    database.upAtMs = nowMs + random.integer(20 * minute);
  }
  if (database.run !== undefined && nowMs >= database.run.endsMs) {
    await endRun(database, store, clock);
    database.unclearMs = Math.max(database.unclearMs, nowMs + 5 * minute);
  }
  const isQuiet = nowMs >= database.unclearMs && !schema.isDown;
  if (database.run === undefined && isQuiet && random.integer(1_500) === 0) {
    const id = await beginStoredRun(store.store, { databaseId: database.id, at: clock.now() });
    database.run = { id, endsMs: nowMs + random.integer(5 * minute) };
    // What was made just before and has not been seen yet will be taken for the run's.
    unsure(made, nowMs - 5 * minute);
  }
  if (schema.isDown && database.run === undefined) {
    if (random.integer(300) !== 0) return;
  } else if (random.integer(database.run === undefined ? 250 : 10) !== 0) return;
  const run = database.run?.id ?? (isQuiet ? null : undefined);
  const old = made.find(
    ({ change, table, atMs }) =>
      change === 'ADDED' && atMs < nowMs - 120 * minute && schema.tables.has(table),
  );
  if (old !== undefined && random.integer(3) === 0) {
    schema.remove(old.table);
    made.push({ change: 'REMOVED', table: old.table, atMs: nowMs, run });
  } else {
    const table = `${database.name}.t${counter}`;
    schema.add(table);
    made.push({ change: 'ADDED', table, atMs: nowMs, run });
  }
}

async function endRun(database: Database, { store }: TestStore, clock: FakeClock): Promise<void> {
  await endStoredRun(store, database.run?.id ?? '', clock.now());
  database.run = undefined;
  database.runEndedMs = clock.monotonicMs();
}

/** Whoever takes over knows to some minutes only when a schema was still as it was. */
function forgetWhenSeen(database: Database, nowMs: number): void {
  const { made, runEndedMs } = database;
  if (runEndedMs < nowMs - 15 * minute) return;
  database.unclearMs = Math.max(database.unclearMs, nowMs + 25 * minute);
  unsure(made, nowMs - 5 * minute);
}

function unsure(made: Made[], sinceMs: number): void {
  for (const [at, one] of made.entries()) {
    if (one.atMs > sinceMs && one.run === null) made[at] = { ...one, run: undefined };
  }
}
