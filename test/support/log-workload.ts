// The workload that breaks careless event logs: transactions that overlap, pause, lock rows before
// or after they append, and now and then sit between taking their ids and committing; readers that
// disconnect at random and resume from their cursor.
import { z } from 'zod';

import { createHub, type Hub } from '../../src/bus/hub.ts';
import { startTail } from '../../src/bus/tail.ts';
import { createSystemClock } from '../../src/core/clock.ts';
import { defineEvent } from '../../src/core/events.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { Store } from '../../src/store/store.ts';
import { createSeeded } from './seeded.ts';
import { createTestStore, openTestStore } from './store.ts';

export const tested = defineEvent({
  type: 'test.appended',
  version: 1,
  audience: 'viewer',
  schema: z.object({ writer: z.number(), n: z.number(), pauseMs: z.number() }),
});

export interface LogWorkload {
  readonly events: number;
  readonly writers: number;
  readonly readers: number;
  readonly maxPauseMs: number;
  readonly seed: number;
}

export interface LogOutcome {
  /** What each reader saw, as `writer/n`, in its order. */
  readonly seen: readonly (readonly string[])[];
  readonly written: number;
  readonly deadlocks: number;
  readonly resumptions: number;
  readonly ids: readonly number[];
}

export async function runLogWorkload(workload: LogWorkload): Promise<LogOutcome> {
  const testStore = await createTestStore();
  const { store, database } = testStore;
  const second = openTestStore(database.url);
  const replicas = await Promise.all([openReplica(store), openReplica(second)]);
  try {
    await store.raw.unsafe(pausingTrigger);
    const start = replicas[0].hub.head;
    let resumptions = 0;
    const readers = Array.from({ length: workload.readers }, (_, index) =>
      readAll(replicas[index % 2 === 0 ? 0 : 1].hub, start, workload, index, () => {
        resumptions += 1;
      }),
    );
    await Promise.all(
      Array.from({ length: workload.writers }, (_, writer) =>
        writeAll(writer % 2 === 0 ? store : second, workload, writer),
      ),
    );
    const results = await Promise.all(readers);
    const [stats] = await store.raw<{ deadlocks: string }[]>`
      select deadlocks from pg_stat_database where datname = current_database()`;
    const [count] = await store.raw<{ n: string }[]>`
      select count(*) as n from hawkwatch_store.events where type = ${tested.type}`;
    return {
      seen: results.map((result) => result.seen),
      ids: results[0]?.ids ?? [],
      written: Number(count?.n),
      deadlocks: Number(stats?.deadlocks),
      resumptions,
    };
  } finally {
    for (const replica of replicas) await replica.close();
    await second.close();
    await testStore.close();
  }
}

// Deferred to the commit: by then the ids are taken and the log's lock is held.
const pausingTrigger = `
  create table public.locked_rows (id int primary key, n int not null);
  insert into public.locked_rows select i, 0 from generate_series(1, 4) i;
  create function public.pause_before_commit() returns trigger language plpgsql as $$
  begin
    perform pg_sleep((new.payload ->> 'pauseMs')::float8 / 1000);
    return null;
  end $$;
  create constraint trigger pause_before_commit after insert on hawkwatch_store.events
    deferrable initially deferred for each row
    when ((new.payload ->> 'pauseMs')::float8 > 0)
    execute function public.pause_before_commit();`;

async function openReplica(store: Store) {
  // A small buffer, so that readers are switched back to the log all the time.
  const hub = createHub({ raw: store.raw, bufferSize: 16, pageSize: 50 });
  const tail = await startTail({
    store,
    clock: createSystemClock(),
    logger: silentLogger,
    listener: hub.listener,
  });
  return {
    hub,
    close: async () => {
      hub.close();
      await tail.stop();
    },
  };
}

async function writeAll(store: Store, workload: LogWorkload, writer: number): Promise<void> {
  const random = createSeeded(workload.seed + writer);
  const clock = createSystemClock();
  const share = Math.ceil(workload.events / workload.writers);
  for (let n = 0; n < share;) {
    const size = Math.min(share - n, 1 + random.integer(20));
    const first = n;
    const pauseMs = random.integer(workload.maxPauseMs + 1);
    const pauseLate = random.integer(100) === 0;
    const row = 1 + random.integer(4);
    const appendFirst = writer % 2 === 0;
    await store.transaction(async ({ q, append }) => {
      const appendAll = (): void => {
        for (let i = 0; i < size; i += 1) {
          append(
            tested.create({
              subject: `writer:${writer}`,
              occurredAt: clock.now(),
              payload: { writer, n: first + i, pauseMs: pauseLate && i === 0 ? pauseMs : 0 },
            }),
          );
        }
      };
      // Opposite orders of the row's lock and the append: a log that locks early deadlocks here.
      if (appendFirst) appendAll();
      if (!pauseLate) await clock.sleep(pauseMs);
      await q.execute(`update public.locked_rows set n = n + 1 where id = ${row}`);
      if (!appendFirst) appendAll();
    });
    n += size;
  }
}

async function readAll(
  hub: Hub,
  start: string,
  workload: LogWorkload,
  index: number,
  onResume: () => void,
): Promise<{ seen: string[]; ids: number[] }> {
  const random = createSeeded(workload.seed + 1000 + index);
  const total = Math.ceil(workload.events / workload.writers) * workload.writers;
  const seen: string[] = [];
  const ids: number[] = [];
  let after = start;
  while (seen.length < total) {
    const events = await hub.subscribe({ role: 'viewer', types: [tested.type], after });
    let left = 1 + random.integer(400);
    for await (const event of { [Symbol.asyncIterator]: () => events }) {
      const payload = tested.read(event);
      if (payload === undefined) throw new Error(`unexpected ${event.type}`);
      seen.push(`${payload.writer}/${payload.n}`);
      ids.push(event.id);
      after = hub.cursorOf(event.id);
      left -= 1;
      if (left === 0 || seen.length >= total) break;
    }
    if (left !== 0 && seen.length < total) throw new Error('the subscription ended by itself');
    onResume();
  }
  return { seen, ids };
}
