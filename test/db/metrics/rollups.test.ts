// Roll-ups are what a computation of all samples gives, whatever came late, twice, or between; and a
// window reads the same from roll-ups as from samples.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { dropOldSamples, rollUpSamples, startSampleKeeper } from '../../../src/metrics/keeper.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { listPoints, type PointSource } from '../../../src/store/metric-points.ts';
import { createSampleWriter, type SampleWriter } from '../../../src/store/metric-samples.ts';
import { insertPartitions, partitionOf } from '../../../src/store/metric-partitions.ts';
import { updateSetting } from '../../../src/store/settings.ts';
import { updateRollups } from '../../../src/store/metric-rollups.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const systemClock = createSystemClock();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const seed = chooseSeed();
const retention = { samplesMs: 2 * dayMs, minutesMs: 10 * dayMs, rollupsMs: 60 * dayMs };
const startMs = Date.UTC(2026, 2, 1);

interface Given {
  readonly series: number;
  readonly at: number;
  readonly value: number;
}

let rig: TestStore;
let writer: SampleWriter;
let clock: FakeClock;

beforeAll(async () => {
  rig = await createTestStore();
  writer = createSampleWriter({ store: rig.store, address: rig.database.url, clock: systemClock });
});

afterAll(async () => {
  await writer.close();
  await rig.close();
});

beforeEach(async () => {
  await rig.store.raw`delete from hawkwatch_store.metric_samples`;
  await rig.store.raw`delete from hawkwatch_store.metric_rollups_1m`;
  await rig.store.raw`delete from hawkwatch_store.metric_rollups_1h`;
  await rig.store.raw`delete from hawkwatch_store.metric_stale_buckets`;
  await rig.store.raw`delete from hawkwatch_store.settings where name like 'metrics.%'`;
  clock = createFakeClock();
  clock.advance(startMs);
});

const parts = () => ({ store: rig.store, clock, retention: () => retention });

function write(samples: readonly Given[]): Promise<number> {
  return writer.write({
    length: samples.length,
    series: Int32Array.from(samples, ({ series }) => series),
    at: Float64Array.from(samples, ({ at }) => at),
    value: Float64Array.from(samples, ({ value }) => value),
  });
}

interface Bucket {
  id: number;
  at: number;
  count: number;
  sum: number;
  min: number;
  max: number;
  last: number;
}

/** What the buckets of some samples are, by the simplest program; the first of two at one time counts. */
function brute(samples: Iterable<Given>, stepMs: number): Bucket[] {
  const kept = new Map<string, Given>();
  for (const sample of samples) {
    const key = `${sample.series}/${sample.at}`;
    if (!kept.has(key)) kept.set(key, sample);
  }
  const buckets = new Map<string, Bucket & { lastAt: number }>();
  for (const { series, at, value } of kept.values()) {
    const start = Math.floor(at / stepMs) * stepMs;
    const key = `${series}/${start}`;
    const one = buckets.get(key) ?? {
      id: series,
      at: start,
      count: 0,
      sum: 0,
      min: Infinity,
      max: -Infinity,
      last: 0,
      lastAt: -1,
    };
    one.count += 1;
    one.sum += value;
    one.min = Math.min(one.min, value);
    one.max = Math.max(one.max, value);
    if (at > one.lastAt) [one.last, one.lastAt] = [value, at];
    buckets.set(key, one);
  }
  return [...buckets.values()]
    .map(({ lastAt: _lastAt, ...bucket }) => bucket)
    .toSorted((a, b) => a.id - b.id || a.at - b.at);
}

async function stored(table: string): Promise<Bucket[]> {
  const rows = await rig.store.raw.unsafe<(Bucket & { at: string })[]>(`
    select series_id as id, (extract(epoch from bucket) * 1000)::int8 as at, count, sum, min, max, last
    from hawkwatch_store.${table} order by series_id, bucket`);
  return rows.map((row) => ({ ...row, at: Number(row.at) }));
}

async function read(
  ids: readonly number[],
  window: { fromMs: number; toMs: number; stepMs: number; source: PointSource },
): Promise<Bucket[]> {
  const found = await listPoints(rig.store, { seriesIds: ids, last: true, ...window });
  return found.flatMap(({ seriesId, at, count, sum, min, max, last }) =>
    at.map((start, i) => ({
      id: seriesId,
      at: start,
      count: Number(count[i]),
      sum: Number(sum[i]),
      min: Number(min[i]),
      max: Number(max[i]),
      last: Number(last[i]),
    })),
  );
}

describe('rolling up', () => {
  // Whole numbers, so that sums do not depend on the order.
  it(
    `equals a computation of everything, at every moment and after it (seed ${seed})`,
    { timeout: 120_000 },
    async () => {
      const random = createSeeded(seed);
      const series = [1, 2, 3];
      const all: Given[] = [];
      const make = (aroundMs: number, spreadMs: number): Given => ({
        series: series[random.integer(series.length)] ?? 1,
        at: Math.max(startMs - dayMs, aroundMs - random.integer(spreadMs)),
        value: random.integer(2000) - 1000,
      });
      for (let round = 0; round < 40; round += 1) {
        clock.advance(random.integer(12) === 0 ? 3 * hourMs : 1000 * random.integer(200));
        const nowMs = clock.now().getTime();
        const fresh = Array.from({ length: random.integer(60) }, () => make(nowMs, 2 * minuteMs));
        const late = Array.from({ length: random.integer(4) * 5 }, () => make(nowMs, dayMs));
        const again = all
          .filter(() => random.integer(40) === 0)
          .map((one) => ({ ...one, value: 7 }));
        const batch = [...fresh, ...late, ...again];
        // A writer and a roll-up at once, as in life.
        await Promise.all([
          write(batch),
          ...(random.integer(2) === 0 ? [rollUpSamples(parts())] : []),
        ]);
        all.push(...batch);
        if (random.integer(3) === 0) await rollUpSamples(parts());
        for (const [source, stepMs] of [
          ['MINUTES', minuteMs],
          ['MINUTES', 5 * minuteMs],
          ['HOURS', hourMs],
          ['HOURS', 6 * hourMs],
        ] as const) {
          const fromMs = Math.floor((startMs - dayMs) / stepMs) * stepMs;
          const toMs = Math.ceil((nowMs + 1) / stepMs) * stepMs;
          expect(await read(series, { fromMs, toMs, stepMs, source })).toEqual(brute(all, stepMs));
        }
      }
      clock.advance(2 * hourMs);
      await rollUpSamples(parts());
      expect(await stored('metric_rollups_1m')).toEqual(brute(all, minuteMs));
      expect(await stored('metric_rollups_1h')).toEqual(brute(all, hourMs));
      const [left] = await rig.store.raw<{ n: string }[]>`
        select count(*) as n from hawkwatch_store.metric_stale_buckets`;
      expect(Number(left?.n)).toBe(0);
      const toMs = Math.ceil(clock.now().getTime() / hourMs) * hourMs;
      const window = { fromMs: startMs - 2 * dayMs, toMs, stepMs: hourMs, last: true };
      const newest = all.reduce((latest, one) => Math.max(latest, one.at), 0);
      for (const [source, latest] of [
        ['RAW', newest],
        ['MINUTES', null],
        ['HOURS', null],
      ] as const) {
        const found = await listPoints(rig.store, { seriesIds: series, source, ...window });
        const lastAt = found.flatMap((points) => points.lastAt);
        expect(lastAt.toSorted((a, b) => Number(a) - Number(b)).at(-1), source).toBe(latest);
      }
    },
  );

  it('tells when the newest of a bucket was measured only where it is known', async () => {
    const nowMs = startMs + 10 * minuteMs + 5_000;
    const each = (fromMs: number, toMs: number): Given[] => {
      const samples: Given[] = [];
      for (let at = fromMs; at <= toMs; at += minuteMs) samples.push({ series: 1, at, value: at });
      return samples;
    };
    await write(each(startMs + 5_000, startMs + 8 * minuteMs + 5_000));
    clock.advance(10 * minuteMs);
    await rollUpSamples(parts());
    // One more minute, one that has only begun, and a late sample in the middle.
    await write([
      ...each(startMs + 9 * minuteMs + 5_000, nowMs),
      { series: 1, at: startMs + 3 * minuteMs + 1_000, value: 0 },
    ]);
    const read = async (stepMs: number, source: PointSource) => {
      const toMs = startMs + hourMs;
      const window = { seriesIds: [1], fromMs: startMs, toMs, stepMs, source, last: true };
      const [points] = await listPoints(rig.store, window);
      return points?.lastAt.map((at) => at && (at - startMs) / 1_000);
    };
    const late = 3 * 60 + 5;
    const minutes = [null, null, null, late, null, null, null, null, null, 545, 605];
    expect(await read(minuteMs, 'MINUTES')).toEqual(minutes);
    // The newest decides: a late sample says nothing of a later roll-up.
    expect(await read(5 * minuteMs, 'MINUTES')).toEqual([null, 545, 605]);
    expect(await read(hourMs, 'HOURS')).toEqual([605]);
  });

  it('is not lost when it fails in the middle, nor repeated when two do it', async () => {
    const samples = Array.from({ length: 500 }, (_, i) => ({
      series: 1 + (i % 5),
      at: startMs - hourMs + i * 1000,
      value: i,
    }));
    await write(samples);
    const blocked = rig.store.raw.reserve();
    const connection = await blocked;
    await connection`begin`;
    await connection`lock table hawkwatch_store.metric_rollups_1m in access exclusive mode`;
    const first = updateRollups(rig.store, 1, { before: clock.now(), limit: 100 });
    const failed = first.then(
      () => false,
      () => true,
    );
    await until('it waits for the table', async () => {
      const rows = await connection`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return rows.length > 0;
    });
    expect(await failed).toBe(true);
    await connection`rollback`;
    connection.release();
    expect(await stored('metric_rollups_1m')).toEqual([]);
    await Promise.all([rollUpSamples(parts()), rollUpSamples(parts())]);
    await rollUpSamples(parts());
    expect(await stored('metric_rollups_1m')).toEqual(brute(samples, minuteMs));
  });
});

describe('reading a window', () => {
  it('leaves the client of the event log alone, and takes no statement longer than it may', async () => {
    await write([{ series: 1, at: startMs, value: 3 }]);
    const raw = new Proxy(rig.store.raw, {
      get: () => {
        throw new Error('the client of the event log is used');
      },
    });
    const limits: string[] = [];
    const store: typeof rig.store = {
      ...rig.store,
      raw,
      transaction: (work) =>
        rig.store.transaction(async (tx) => {
          const result = await work(tx);
          const rows = await tx.q.execute<{ limit: string }>(
            sql`select current_setting('statement_timeout') as limit`,
          );
          limits.push(rows[0]?.limit ?? '');
          return result;
        }),
    };
    const window = { fromMs: startMs, toMs: startMs + hourMs, stepMs: minuteMs };
    const read = await listPoints(store, { ...window, seriesIds: [1], source: 'RAW' });
    expect(read.map(({ at }) => at)).toEqual([[startMs]]);
    expect(limits).toEqual(['15s']);
  });
});

describe('keeping samples', () => {
  const tables = async (): Promise<string[]> => {
    const rows = await rig.store.raw<{ name: string }[]>`
      select relname as name from pg_class where relname like 'metric_%_2026____'
        and relkind = 'r' order by relname`;
    return rows.map(({ name }) => name);
  };

  it('drops whole days and never makes one again for a sample that comes late', async () => {
    const at = startMs + 40 * dayMs;
    clock.advance(40 * dayMs);
    const old = [0, 1, 2, 3, 4].map((days) => ({ series: 9, at: at - days * dayMs, value: days }));
    await write(old);
    await rollUpSamples(parts());
    const before = await stored('metric_rollups_1m');
    await dropOldSamples(parts());
    const names = await tables();
    expect(names.filter((name) => name.startsWith('metric_samples'))).toEqual(
      [3, 2, 1, 0].map(
        (days) =>
          `metric_samples_${new Date(at - days * dayMs).toISOString().slice(0, 10).replaceAll('-', '')}`,
      ),
    );
    const late = { series: 9, at: at - 4 * dayMs + 1, value: 100 };
    expect(await write([late, { series: 9, at, value: 5 }])).toBe(1);
    await insertPartitions(rig.store, 'metric_samples', [partitionOf('metric_samples', late.at)]);
    expect(await tables()).toEqual(names);
    await rollUpSamples(parts());
    expect(await stored('metric_rollups_1m')).toEqual(before);
    // Roll-ups stay longer, and go as well.
    clock.advance(100 * dayMs);
    const newest = { series: 9, at: clock.now().getTime(), value: 1 };
    await rig.store.q.execute(sql`
      insert into hawkwatch_store.metric_series
        (id, metric, subject, labels, unit, first_seen, last_seen)
      overriding system value
      values (9, 'a.b', 'c', '{}', 'count', ${clock.now().toISOString()}, ${clock.now().toISOString()})`);
    await write([newest]);
    clock.advance(2 * hourMs);
    await rollUpSamples(parts());
    await dropOldSamples(parts());
    expect((await stored('metric_rollups_1m')).map(({ at: bucket }) => bucket)).toEqual([
      Math.floor(newest.at / minuteMs) * minuteMs,
    ]);
  });

  it('ends no history when the clock jumps ahead, and goes on when it is right again', async () => {
    const at = startMs + 150 * dayMs;
    clock.advance(150 * dayMs + 2 * hourMs);
    await rig.store.q.execute(sql`
      insert into hawkwatch_store.metric_series
        (id, metric, subject, labels, unit, first_seen, last_seen)
      overriding system value
      values (10, 'a.b', 'd', '{}', 'count', ${new Date(at).toISOString()}, ${new Date(at).toISOString()})`);
    await write([{ series: 10, at, value: 1 }]);
    await rollUpSamples(parts());
    await dropOldSamples(parts());
    const kept = await stored('metric_rollups_1h');
    expect(kept).toHaveLength(1);
    const jumped = createFakeClock();
    jumped.advance(startMs + 1_000 * dayMs);
    expect(await dropOldSamples({ ...parts(), clock: jumped })).toEqual([]);
    expect(await stored('metric_rollups_1h')).toEqual(kept);
    // What was said while the clock was wrong does not count.
    await updateSetting(rig.store.q, {
      name: 'metrics.dropped.metric_samples',
      value: { first: 40_000, keptMs: dayMs },
      updatedBy: 'hawkwatch',
      updatedAt: new Date(),
    });
    const now = Date.now();
    expect(await write([{ series: 10, at: now, value: 2 }])).toBe(0);
  });

  it('is done by one replica, which makes partitions ahead and rolls up by itself', async () => {
    await write([{ series: 1, at: Date.now() - 10 * minuteMs, value: 3 }]);
    const keepers = [0, 1].map(() =>
      startSampleKeeper({
        store: rig.store,
        address: rig.database.url,
        clock: systemClock,
        logger: silentLogger,
        retention: () => ({ samplesMs: 14 * dayMs, minutesMs: 60 * dayMs, rollupsMs: 400 * dayMs }),
        everyMs: 20,
      }),
    );
    try {
      await until('it is rolled up', async () => (await stored('metric_rollups_1m')).length === 1);
      await until('the day after tomorrow has a partition', async () => {
        const day = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
        const rows = await rig.store.raw`
          select 1 from pg_class where relname = ${`metric_samples_${day.replaceAll('-', '')}`}`;
        return rows.length === 1;
      });
      expect(keepers.filter(({ leading }) => leading)).toHaveLength(1);
    } finally {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    }
  });
});
