// Subscribers that come at any time, with and without a cursor, stop reading, go on, leave, are cut
// off and take up again where they were, while writers append at the same time.
import { z } from 'zod';

import { defineEvent } from '../../../src/core/events.ts';
import { createSeeded, type Seeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import { clock, type TestService } from './service.ts';

const tested = defineEvent({
  type: 'test.appended',
  version: 1,
  audience: 'viewer',
  schema: z.object({ filler: z.string() }),
});

export const testedQuery = `subscription ($after: Cursor) {
  events(filter: { types: ["${tested.type}"] }, after: $after) { cursor payload } }`;

/** A subscription that is open. */
export interface OpenSubscription {
  /** Ids of the events it has given so far. */
  ids(): readonly number[];
  pause(): void;
  resume(): void;
  /** Ends it, politely or not. */
  leave(): void;
}

/** Opens a subscription after a cursor; resolves when it misses nothing more. */
export type Opener = (after: string | undefined) => Promise<OpenSubscription>;

export interface RandomWorkload {
  readonly seed: number;
  readonly writers: number;
  readonly eventsPerWriter: number;
  /** One in three events is that big, the others are small. */
  readonly bigBytes: number;
  readonly subscribers: number;
  /** How a subscriber subscribes. */
  opener(index: number, random: Seeded): Opener;
}

/** What one subscriber saw, and what it had to see. */
export interface Outcome {
  readonly seen: readonly number[];
  readonly due: readonly number[];
}

/** What writers have done so far. */
interface Log {
  written: number;
  /** Ids of all events, once the writers are done. */
  ids: readonly number[] | undefined;
}

async function writeAll(
  { store }: TestService,
  random: Seeded,
  log: Log,
  { eventsPerWriter, bigBytes }: RandomWorkload,
): Promise<void> {
  for (let n = 0; n < eventsPerWriter;) {
    const size = Math.min(eventsPerWriter - n, 1 + random.integer(6));
    await store.transaction(async ({ q, append }) => {
      for (let i = 0; i < size; i += 1) {
        const bytes = random.integer(3) === 0 ? bigBytes : random.integer(1000);
        const payload = { filler: 'ü'.repeat(bytes / 2) };
        append(tested.create({ subject: 'test', occurredAt: clock.now(), payload }));
      }
      await q.execute(`select pg_sleep(${random.fraction() / 50})`);
    });
    n += size;
    log.written += size;
  }
}

async function follow(
  { hub }: TestService,
  random: Seeded,
  log: Log,
  workload: RandomWorkload,
  open: Opener,
): Promise<Outcome> {
  const total = workload.writers * workload.eventsPerWriter;
  const joinAt = random.integer(total / 2);
  await until('its time to join', () => log.written >= joinAt || log.ids !== undefined);
  const origin = hub.position - random.integer(hub.position + 1);
  const after = random.integer(2) === 0 ? undefined : origin;
  const seen: number[] = [];
  // Without a cursor it begins here at the latest.
  let openedAt = 0;
  const isOver = (ids: readonly number[]): boolean => {
    const end = log.ids?.at(-1);
    return end !== undefined && (ids.at(-1) ?? seen.at(-1) ?? after ?? openedAt) >= end;
  };
  while (!isOver([])) {
    const from = seen.at(-1) ?? after;
    const current = await open(from === undefined ? undefined : hub.cursorOf(from));
    if (from === undefined) openedAt = hub.position;
    const stay = 1 + random.integer(100);
    while (current.ids().length < stay && !isOver(current.ids())) {
      const before = current.ids().length;
      if (random.integer(4) === 0) {
        current.pause();
        const target = log.written + random.integer(80);
        await until('others to write', () => log.written >= target || log.ids !== undefined);
        current.resume();
      }
      await until('an event', () => current.ids().length > before || isOver(current.ids()));
    }
    seen.push(...current.ids());
    current.leave();
  }
  const start = after ?? Math.min(openedAt, (seen[0] ?? Infinity) - 1);
  return { seen, due: log.ids?.filter((id) => id > start) ?? [] };
}

/** Runs writers and subscribers to the end of the log. */
export async function runRandomSubscribers(
  service: TestService,
  workload: RandomWorkload,
): Promise<readonly Outcome[]> {
  const { seed, subscribers, writers } = workload;
  const log: Log = { written: 0, ids: undefined };
  const following = Array.from({ length: subscribers }, (_, index) => {
    const random = createSeeded(seed + 100 + index);
    const open = workload.opener(index, random);
    return follow(service, random, log, workload, open).catch((error: unknown) => {
      throw new Error(`subscriber ${index}, seed ${seed}`, { cause: error });
    });
  });
  const all = Promise.all(following);
  const writing = Array.from({ length: writers }, (_, index) =>
    writeAll(service, createSeeded(seed + index), log, workload),
  );
  await Promise.all(writing);
  const rows = await service.store.raw<{ id: string }[]>`
    select id from hawkwatch_store.events where type = ${tested.type} order by id`;
  log.ids = rows.map((row) => Number(row.id));
  return all;
}
