// Cursors of durable consumers, what they gave up on, and the retention that never passes them
// (up to a hard limit, whose damage is recorded).
import { z } from 'zod';

import { and, asc, eq, lt, sql } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { consumerFailures, consumers, eventLog } from './schema/index.ts';
import type { Queryable, Store } from './store.ts';

const rangeSkipped = z.object({
  consumer: z.string(),
  firstEventId: z.number(),
  lastEventId: z.number(),
  reason: z.string(),
});
type RangeSkipped = z.infer<typeof rangeSkipped>;

/** A consumer gave up on an event after several failures and went on. */
export const consumerFailed = defineEvent({
  type: 'consumer.failed',
  version: 1,
  audience: 'admin',
  schema: rangeSkipped,
});

/** Retention reached its hard limit and removed events a consumer had not seen. */
export const consumerSkipped = defineEvent({
  type: 'consumer.skipped',
  version: 1,
  audience: 'admin',
  schema: rangeSkipped,
});

export interface ConsumerPosition {
  readonly cursor: number;
  readonly failingEventId: number | null;
  readonly failures: number;
}

/** Registers a consumer at `cursor` unless it is known already. */
export async function insertConsumer(
  q: Queryable,
  consumer: { name: string; cursor: number; now: Date },
): Promise<void> {
  await q
    .insert(consumers)
    .values({ name: consumer.name, cursor: consumer.cursor, updatedAt: consumer.now })
    .onConflictDoNothing();
}

/**
 * Forgets a consumer that nobody runs any more, for which retention would wait: what comes after its cursor
 * was there for it before `before`, and it has not moved since. One that is locked is at work.
 */
export async function deleteIdleConsumer(
  q: Queryable,
  name: string,
  before: Date,
): Promise<boolean> {
  const rows = await q.execute(sql`
    delete from ${consumers} where name in (
      select c.name from ${consumers} c
      where c.name = ${name} and c.updated_at < ${before.toISOString()}::timestamptz
        and (select e.occurred_at from hawkwatch_store.events e where e.id > c.cursor
          order by e.id limit 1) < ${before.toISOString()}::timestamptz
      for update of c skip locked)
    returning name`);
  return rows.length > 0;
}

/** Whether it is registered, be it locked or not. */
export async function hasConsumer(q: Queryable, name: string): Promise<boolean> {
  const rows = await q
    .select({ name: consumers.name })
    .from(consumers)
    .where(eq(consumers.name, name));
  return rows.length > 0;
}

/** Locks a consumer's position for this transaction; undefined when another replica has it. */
export async function claimConsumer(
  q: Queryable,
  name: string,
): Promise<ConsumerPosition | undefined> {
  const [row] = await q
    .select({
      cursor: consumers.cursor,
      failingEventId: consumers.failingEventId,
      failures: consumers.failures,
    })
    .from(consumers)
    .where(eq(consumers.name, name))
    .for('update', { skipLocked: true });
  return row;
}

/** Moves a consumer, in the transaction that did its work. */
export async function updateConsumer(
  q: Queryable,
  name: string,
  position: ConsumerPosition & { now: Date },
): Promise<void> {
  const { now, ...rest } = position;
  await q
    .update(consumers)
    .set({ ...rest, updatedAt: now })
    .where(eq(consumers.name, name));
}

/** Records what a consumer will never see again. */
export async function insertConsumerFailure(
  q: Queryable,
  failure: RangeSkipped & { now: Date },
): Promise<void> {
  const { now, ...range } = failure;
  await q
    .insert(consumerFailures)
    .values({ ...range, failedAt: now })
    .onConflictDoNothing();
}

/** Failures of all consumers, oldest first. */
export function listConsumerFailures(q: Queryable) {
  return q.select().from(consumerFailures).orderBy(asc(consumerFailures.failedAt));
}

export interface PruneOptions {
  readonly now: Date;
  /** Events older than this go, unless a consumer still needs them. */
  readonly retentionMs: number;
  /** Events older than this go even when a consumer needs them; that is recorded. */
  readonly hardLimitMs: number;
  /** Most events removed by one call, so that no transaction grows long. */
  readonly batch: number;
}

/** Removes one batch of old events and returns how many. */
export function pruneEvents(store: Store, options: PruneOptions): Promise<number> {
  return store.transaction(async ({ q, append }) => {
    // Only one replica prunes; its row lock also keeps consumers' registration out of the way.
    const [log] = await q.select().from(eventLog).for('update', { skipLocked: true });
    if (log === undefined) return 0;
    const through = await newestPrunable(q, {
      softMs: options.retentionMs,
      hardMs: options.hardLimitMs,
      after: log.prunedThrough,
      batch: options.batch,
    });
    if (through === undefined) return 0;
    const behind = await q
      .select()
      .from(consumers)
      .where(lt(consumers.cursor, through))
      .for('update');
    for (const consumer of behind) {
      const range = {
        consumer: consumer.name,
        firstEventId: consumer.cursor + 1,
        lastEventId: through,
        reason: 'removed by the hard limit of retention before it was read',
      };
      await insertConsumerFailure(q, { ...range, now: options.now });
      await q
        .update(consumers)
        .set({ cursor: through, updatedAt: options.now })
        .where(eq(consumers.name, consumer.name));
      append(
        consumerSkipped.create({
          subject: `consumer:${consumer.name}`,
          occurredAt: options.now,
          payload: range,
        }),
      );
    }
    const removed = await q.execute(sql`delete from hawkwatch_store.events where id <= ${through}`);
    await q
      .update(eventLog)
      .set({ prunedThrough: through })
      .where(and(eq(eventLog.id, 1), lt(eventLog.prunedThrough, through)));
    return removed.count;
  });
}

/**
 * The highest id to remove now: the oldest `batch` events, as far as they are older than the hard
 * limit, or older than the soft one and seen by every consumer. Events are removed from the old
 * end only, so the first one that must stay ends the batch.
 */
async function newestPrunable(
  q: Queryable,
  limits: { softMs: number; hardMs: number; after: number; batch: number },
): Promise<number | undefined> {
  const rows = await q.execute<{ through: string | null }>(sql`
    with seen as (select min(cursor) as id from hawkwatch_store.consumers),
    oldest as (
      select id, occurred_at < now() - ${limits.hardMs} * interval '1 millisecond'
                 or (occurred_at < now() - ${limits.softMs} * interval '1 millisecond'
                     and id <= coalesce((select id from seen), id)) as prunable
      from hawkwatch_store.events where id > ${limits.after} order by id limit ${limits.batch})
    select max(id) as through from oldest
    where id < coalesce((select min(id) from oldest where not prunable), 9223372036854775807)`);
  const through = rows[0]?.through;
  return through == null ? undefined : Number(through);
}
