// The partitions of samples and roll-ups: made ahead and when a sample needs one, dropped when all that
// they hold is older than what is kept. All under one lock, and never waiting long for a table: readers
// and writers queue behind whoever waits for it.
//
// What is dropped is gone, so no clock is believed alone: one that has jumped ahead would end the history.
import { z } from 'zod';

import { sql } from './drizzle.ts';
import { findSetting, updateSetting } from './settings.ts';
import type { Queryable, Store } from './store.ts';

const dayMs = 86_400_000;

export type PartitionedTable = 'metric_samples' | 'metric_rollups_1m' | 'metric_rollups_1h';

/** Days in one partition; they begin at multiples of it since 1970. */
const daysOf: Readonly<Record<PartitionedTable, number>> = {
  metric_samples: 1,
  metric_rollups_1m: 7,
  metric_rollups_1h: 28,
};

const partitionLock = 7_521_702_886_402;

/** The number of the partition that holds a time: whole steps since 1970. */
export function partitionOf(table: PartitionedTable, at: number): number {
  return Math.floor(at / (daysOf[table] * dayMs));
}

/** When a partition begins. */
export function startOfPartition(table: PartitionedTable, partition: number): Date {
  return new Date(partition * daysOf[table] * dayMs);
}

function nameOf(table: PartitionedTable, partition: number): string {
  return `${table}_${startOfPartition(table, partition).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

async function lockPartitions(q: Queryable): Promise<void> {
  await q.execute(sql`set local lock_timeout = '3s'`);
  await q.execute(sql`select pg_advisory_xact_lock(${partitionLock})`);
}

async function listNames(q: Queryable, table: PartitionedTable): Promise<readonly string[]> {
  const rows = await q.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass(${`hawkwatch_store.${table}`}) order by c.relname`);
  return [...rows].map(({ name }) => name);
}

const droppedSetting = (table: PartitionedTable): string => `metrics.dropped.${table}`;

const droppedForm = z.object({
  /** The first partition that was not dropped. */
  first: z.number(),
  /** How long its samples were to be kept. */
  keptMs: z.number(),
});

/** What the server takes the time to be. */
async function readServerTime(q: Queryable): Promise<number> {
  const [row] = await q.execute<{ now_ms: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::int8 as now_ms`,
  );
  return Number(row?.now_ms ?? 0);
}

/**
 * The first partition that may be there: what was before it has been dropped. What is to be kept by the
 * server's clock may be there always, whatever a clock that had jumped ahead has said.
 */
async function firstAllowed(q: Queryable, table: PartitionedTable): Promise<number> {
  const stored = droppedForm.safeParse((await findSetting(q, droppedSetting(table)))?.value).data;
  if (stored === undefined) return 0;
  return Math.min(stored.first, partitionOf(table, (await readServerTime(q)) - stored.keptMs));
}

/**
 * The time from which age is counted: the least of what the caller's clock says, what the server's does, and
 * a day after the newest hour that is stored.
 */
export async function readTrustedTime(q: Queryable, now: Date): Promise<Date> {
  const [row] = await q.execute<{ newest_ms: string | null }>(sql`
    select (extract(epoch from max(newest.bucket)) * 1000)::int8 as newest_ms
    from hawkwatch_store.metric_series s cross join lateral (
      select bucket from hawkwatch_store.metric_rollups_1h
      where series_id = s.id order by bucket desc limit 1) as newest`);
  const newestMs = row?.newest_ms ?? null;
  return new Date(
    Math.min(
      now.getTime(),
      await readServerTime(q),
      newestMs === null ? Number.POSITIVE_INFINITY : Number(newestMs) + dayMs,
    ),
  );
}

/**
 * Makes the partitions that are missing. One that was dropped is not made again: what was rolled up of it
 * would be computed anew of what came late.
 * @returns the first partition that may be written
 */
export async function insertPartitions(
  store: Store,
  table: PartitionedTable,
  partitions: readonly number[],
): Promise<number> {
  const allowed = await firstAllowed(store.q, table);
  const wanted = [...new Set(partitions)].filter((partition) => partition >= allowed);
  const before = await listNames(store.q, table);
  if (wanted.every((partition) => before.includes(nameOf(table, partition)))) return allowed;
  return store.transaction(async ({ q }) => {
    await lockPartitions(q);
    const first = await firstAllowed(q, table);
    const present = await listNames(q, table);
    const parent = sql.raw(`hawkwatch_store.${table}`);
    for (const partition of wanted) {
      const name = nameOf(table, partition);
      if (partition < first || present.includes(name)) continue;
      const [from, to] = [
        startOfPartition(table, partition),
        startOfPartition(table, partition + 1),
      ];
      const child = sql.raw(`hawkwatch_store.${name}`);
      const bound = (at: Date) => sql.raw(`'${at.toISOString()}'`);
      // Attaching lets readers and writers of the others go on; creating in place would not.
      await q.execute(sql`create table if not exists ${child} (like ${parent} including all)`);
      await q.execute(sql`alter table ${parent} attach partition ${child}
        for values from (${bound(from)}) to (${bound(to)})`);
    }
    return first;
  });
}

/** Drops partitions all of whose samples are older than is kept; returns their names. */
export async function deletePartitions(
  store: Store,
  table: PartitionedTable,
  { keptMs, now }: { readonly keptMs: number; readonly now: Date },
): Promise<readonly string[]> {
  const first = partitionOf(table, now.getTime() - keptMs);
  const old = (await listNames(store.q, table)).filter((name) => name < nameOf(table, first));
  for (const name of old) {
    // One at a time: each holds the table for a moment only.
    await store.transaction(async ({ q }) => {
      await lockPartitions(q);
      const value = { first: Math.max(first, await firstAllowed(q, table)), keptMs };
      const setting = {
        name: droppedSetting(table),
        value,
        updatedBy: 'hawkwatch',
        updatedAt: now,
      };
      await updateSetting(q, setting);
      await q.execute(sql`drop table if exists ${sql.raw(`hawkwatch_store.${name}`)}`);
    });
  }
  return old;
}

/** The start of the partition that a time is in. */
export function partitionStart(table: PartitionedTable, at: Date): Date {
  return startOfPartition(table, partitionOf(table, at.getTime()));
}
