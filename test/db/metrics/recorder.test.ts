// What is recorded is stored once, and what cannot be stored is counted and in nobody's way.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import {
  startSampleRecorder,
  type RecorderOptions,
  type RunningRecorder,
} from '../../../src/metrics/recorder.ts';
import type { Sample } from '../../../src/metrics/samples.ts';
import { createSampleWriter, type SampleBatch } from '../../../src/store/metric-samples.ts';
import { openTestStore, createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

const clock = createSystemClock();
const random = createSystemRandom();
const dayMs = 86_400_000;
const settings = { samplesMs: 14 * dayMs, maxSeries: 1000 };

let rig: TestStore;
let recorders: RunningRecorder[] = [];

beforeAll(async () => {
  rig = await createTestStore();
});

afterAll(async () => {
  await rig.close();
});

beforeEach(async () => {
  await Promise.all(recorders.map((recorder) => recorder.stop()));
  recorders = [];
  await rig.store.raw`delete from hawkwatch_store.metric_samples`;
  await rig.store.raw`delete from hawkwatch_store.metric_series`;
  await rig.store.raw`delete from hawkwatch_store.metric_stale_buckets`;
});

function start(more: Partial<RecorderOptions> = {}): RunningRecorder {
  const recorder = startSampleRecorder({
    store: rig.store,
    address: rig.database.url,
    clock,
    random,
    logger: silentLogger,
    settings: () => settings,
    everyMs: 20,
    ...more,
  });
  recorders.push(recorder);
  return recorder;
}

interface Stored {
  metric: string;
  subject: string;
  labels: Record<string, string>;
  unit: string;
  at: Date;
  value: number;
}

function stored(): Promise<Stored[]> {
  return rig.store.raw<Stored[]>`
    select metric, subject, labels, unit, at, value
    from hawkwatch_store.metric_samples m join hawkwatch_store.metric_series s on s.id = m.series_id
    order by metric, subject, labels, at`;
}

const sample = (more: Partial<Sample> = {}): Sample => ({
  metric: 'container.memory_bytes',
  subject: 'container:web',
  at: new Date(),
  value: 1,
  ...more,
});

describe('recording samples', () => {
  it('stores each with its series, to the millisecond and to the last bit', async () => {
    const recorder = start();
    const now = Date.now();
    const values = [0.1 + 0.2, -1e-300, 123_456_789_012_345, 0, 1e289];
    recorder.record(values.map((value, i) => sample({ value, at: new Date(now - 1000 + i) })));
    await recorder.flush();
    // Now the partition is known, and rows are copied.
    recorder.record(
      values.map((value, i) =>
        sample({ metric: 'x.y', labels: { b: '2', a: "it's" }, value, at: new Date(now + i) }),
      ),
    );
    await recorder.flush();
    const rows = await stored();
    expect(rows.map(({ value }) => value)).toEqual([...values, ...values]);
    expect(rows.map(({ at }) => at.getTime() - now)).toEqual([
      -1000, -999, -998, -997, -996, 0, 1, 2, 3, 4,
    ]);
    expect(rows[0]).toMatchObject({ subject: 'container:web', labels: {}, unit: 'bytes' });
    expect(rows[5]).toMatchObject({ metric: 'x.y', labels: { a: "it's", b: '2' }, unit: 'count' });
    expect(recorder.state).toMatchObject({ pending: 0, written: 10, failure: null, lostAt: null });
  });

  it('keeps the first of two samples of one series and time, whatever way they come', async () => {
    const recorder = start();
    const at = new Date();
    recorder.record([sample({ at, value: 1 })]);
    await recorder.flush();
    recorder.record([
      sample({ at, value: 2 }),
      sample({ at: new Date(at.getTime() + 1), value: 3 }),
    ]);
    await recorder.flush();
    const other = start();
    other.record([sample({ at, value: 4, labels: {} }), sample({ at, value: 5 })]);
    await other.flush();
    recorder.record([sample({ at: new Date(at.getTime() + 2), value: 6 })]);
    await recorder.flush();
    expect((await stored()).map(({ value }) => value)).toEqual([1, 3, 6]);
  });

  it('counts what cannot be stored and stores the rest', async () => {
    const recorder = start();
    const now = Date.now();
    recorder.record([
      sample({ value: Number.NaN }),
      sample({ value: Infinity }),
      sample({ value: 1e300 }),
      sample({ at: new Date(Number.NaN) }),
      sample({ metric: 'no metric' }),
      sample({ subject: '' }),
      sample({ subject: 'x'.repeat(301) }),
      sample({ labels: { a: 'x'.repeat(301) } }),
      // What no type allows and a monitor may do all the same.
      { ...sample(), value: 'one' as unknown as number },
      sample({ at: new Date(now - 16 * dayMs) }),
      sample({ at: new Date(now + 600_000) }),
      sample({ subject: 'nul\0 and half \ud800', value: 7 }),
    ]);
    await recorder.flush();
    expect(recorder.state.dropped).toEqual({
      overflow: 0,
      invalid: 9,
      late: 1,
      future: 1,
      series: 0,
      failed: 0,
    });
    expect(await stored()).toMatchObject([{ subject: 'nul\ufffd and half \ufffd', value: 7 }]);
  });

  it('stores late samples of days that nobody has recorded in', async () => {
    const recorder = start();
    const now = Date.now();
    recorder.record(
      [0, 3, 13].map((days) => sample({ at: new Date(now - days * dayMs), value: days })),
    );
    await recorder.flush();
    expect((await stored()).map(({ value }) => value)).toEqual([13, 3, 0]);
  });

  it('takes no more series than there may be, and goes on with those it has', async () => {
    const recorder = start({ settings: () => ({ ...settings, maxSeries: 10 }) });
    const record = async (): Promise<void> => {
      recorder.record(Array.from({ length: 25 }, (_, i) => sample({ subject: `container:${i}` })));
      await recorder.flush();
    };
    await record();
    await record();
    const rows = await stored();
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(10);
    expect(recorder.state.dropped.series).toBe(30);
  });

  it('gives one number to a series that two replicas make at once', async () => {
    const second = openTestStore(rig.database.url);
    try {
      const both = [start(), start({ store: second })];
      for (const [i, recorder] of both.entries()) {
        const order = i === 0 ? 1 : -1;
        recorder.record(
          Array.from({ length: 300 }, (_, n) =>
            sample({
              subject: `container:${150 + order * (n - 150)}`,
              at: new Date(Date.now() - i),
            }),
          ),
        );
      }
      await Promise.all(both.map((recorder) => recorder.flush()));
      await Promise.all(both.map((recorder) => recorder.stop()));
      const [row] = await rig.store.raw<{ n: string }[]>`
        select count(*) as n from hawkwatch_store.metric_series`;
      expect(Number(row?.n)).toBe(301);
      expect(both.map(({ state }) => state.written)).toEqual([300, 300]);
    } finally {
      await second.close();
    }
  });
});

describe('while the store is away', () => {
  /** A writer that fails until it is told otherwise. */
  function breakable() {
    const real = createSampleWriter({ store: rig.store, address: rig.database.url, clock });
    let away = true;
    return {
      restore: () => {
        away = false;
      },
      writer: {
        write: (batch: SampleBatch) =>
          away
            ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }))
            : real.write(batch),
        close: () => real.close(),
      },
    };
  }

  it('keeps a bounded amount, drops the oldest, tells it, and writes the rest afterwards', async () => {
    const { writer, restore } = breakable();
    const recorder = start({ writer, maxPending: 12_000 });
    const first = Date.now() - 60_000;
    for (let n = 0; n < 30_000; n += 1000) {
      recorder.record(
        Array.from({ length: 1000 }, (_, i) =>
          sample({ at: new Date(first + n + i), value: n + i }),
        ),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('the failure is told', () => recorder.state.failure !== null);
    expect(recorder.state.pending).toBeLessThanOrEqual(12_000);
    restore();
    await recorder.flush();
    const { written, dropped, failure, lostAt } = recorder.state;
    expect(written + dropped.overflow).toBe(30_000);
    expect(dropped.overflow).toBeGreaterThanOrEqual(18_000);
    expect([failure, lostAt]).toEqual([null, expect.any(Date)]);
    const values = (await stored()).map(({ value }) => value);
    expect(values).toHaveLength(written);
    expect(values.slice(-7000)).toEqual(Array.from({ length: 7000 }, (_, i) => 23_000 + i));
  });

  it('drops a batch that the store refuses for good, and goes on', async () => {
    const real = createSampleWriter({ store: rig.store, address: rig.database.url, clock });
    let refusals = 0;
    const recorder = start({
      writer: {
        write: (batch) => {
          if (batch.value[0] !== 13) return real.write(batch);
          refusals += 1;
          return Promise.reject(Object.assign(new Error('no'), { code: '22003' }));
        },
        close: () => real.close(),
      },
    });
    recorder.record([sample({ value: 13 })]);
    await recorder.flush();
    recorder.record([sample({ value: 14 })]);
    await recorder.flush();
    expect(refusals).toBe(5);
    expect(recorder.state.dropped.failed).toBe(1);
    expect((await stored()).map(({ value }) => value)).toEqual([14]);
  });

  it('stores each sample once when connections are cut again and again', async () => {
    const recorder = start();
    const first = Date.now() - 3_600_000;
    const total = 60_000;
    let cutting = true;
    const cut = async (): Promise<number> => {
      let cuts = 0;
      while (cutting) {
        const rows = await rig.store.raw`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
            and application_name = 'hawkwatch samples'`;
        cuts += rows.length;
      }
      return cuts;
    };
    const cuts = cut();
    for (let n = 0; n < total; n += 2000) {
      recorder.record(
        Array.from({ length: 2000 }, (_, i) =>
          sample({ at: new Date(first + n + i), value: n + i }),
        ),
      );
      await recorder.flush();
    }
    cutting = false;
    expect(await cuts).toBeGreaterThan(3);
    const values = (await stored()).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: total }, (_, i) => i));
    const [minutes] = await rig.store.raw<{ n: string }[]>`
      select count(distinct bucket) as n from hawkwatch_store.metric_stale_buckets`;
    expect(Number(minutes?.n)).toBeGreaterThanOrEqual(1);
  });
});
