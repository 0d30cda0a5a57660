// Samples: how fast they are taken in, beside plain COPY of the same rows, and how fast windows are read.
// Ratio `copy`: samples per second through the recorder over rows per second of COPY in text form, in
// portions of the same size, into a table with the same columns and the same key; median of paired rounds.
// `copy_plain_table`: the same beside a table without any index. Windows are of 3 days with 1,000,000
// samples each in 100 series, and are compared with a computation of all samples in this program.
import postgres from 'postgres';

import { createSystemClock } from '../src/core/clock.ts';
import { silentLogger } from '../src/core/logger.ts';
import { createSystemRandom } from '../src/core/random.ts';
import { rollUpSamples } from '../src/metrics/keeper.ts';
import { startSampleRecorder } from '../src/metrics/recorder.ts';
import type { Sample } from '../src/metrics/samples.ts';
import { createSeriesReader } from '../src/metrics/series-query.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { createStore } from '../src/store/store.ts';
import { median, publish, round } from './report.ts';
import { startBenchServer } from './server.ts';

const series = 100;
const dayMs = 86_400_000;
const perDay = 1_000_000;
const days = 3;
const portion = 5_000;
const roundRows = 100_000;
const rounds = 5;
const readings = 9;
const limits = { copy: 0.5, oneSeriesMs: 20, allSeriesMs: 300 };

const clock = createSystemClock();
const random = createSystemRandom();
const retention = { samplesMs: 14 * dayMs, minutesMs: 60 * dayMs, rollupsMs: 400 * dayMs };
/** Midnight, three days ago. */
const startMs = Math.floor(clock.now().getTime() / dayMs) * dayMs - days * dayMs;
const stepMs = (dayMs * series) / perDay;
const metric = 'bench.value_count';
const subjectOf = (n: number): string => `bench:${String(n).padStart(3, '0')}`;
/** What the nth sample of a series is; cheap, and different everywhere. */
const valueOf = (of: number, n: number): number => ((n * 7919 + of * 104_729) % 10_007) - 5000;

function sampleOf(row: number): Sample {
  const [of, n] = [row % series, Math.floor(row / series)];
  return {
    metric,
    subject: subjectOf(of),
    at: new Date(startMs + n * stepMs),
    value: valueOf(of, n),
  };
}

const { server, close } = await startBenchServer();
let right = true;
const check = (isRight: boolean, what: string): void => {
  if (isRight) return;
  right = false;
  console.error(`wrong: ${what}`);
};
try {
  await server.ensureDatabase('own');
  const address = server.url('own');
  await migrateStore({ address });
  const store = createStore({ address, clock, random });
  const recorder = startSampleRecorder({
    store,
    address,
    clock,
    random,
    logger: silentLogger,
    settings: () => ({ samplesMs: retention.samplesMs, maxSeries: 1000 }),
  });
  const plain = postgres(address, { max: 1, onnotice: () => undefined });
  await plain`create table public.keyed (series_id int not null, at timestamptz not null,
    value float8 not null, primary key (series_id, at))`;
  await plain`create table public.bare (series_id int not null, at timestamptz not null,
    value float8 not null)`;

  const record = async (first: number): Promise<void> => {
    for (let row = first; row < first + roundRows; row += portion) {
      recorder.record(Array.from({ length: portion }, (_, i) => sampleOf(row + i)));
    }
    await recorder.flush();
  };
  const copyInto =
    (table: string) =>
    async (first: number): Promise<void> => {
      for (let row = first; row < first + roundRows; row += portion) {
        const lines: string[] = [];
        for (let i = 0; i < portion; i += 1) {
          const { at, value } = sampleOf(row + i);
          lines.push(`${(row + i) % series}\t${at.toISOString()}\t${value}\n`);
        }
        const stream = await plain.unsafe(`copy public.${table} from stdin`).writable();
        await new Promise<void>((resolve, reject) => {
          stream.once('finish', resolve).once('error', reject);
          stream.end(lines.join(''));
        });
      }
    };
  const rate = async (work: (first: number) => Promise<void>, first: number): Promise<number> => {
    const started = performance.now();
    await work(first);
    return (roundRows / (performance.now() - started)) * 1000;
  };

  // All rows are taken in through the recorder; the first rounds are measured beside COPY.
  const total = days * perDay;
  const ours: number[] = [];
  const keyed: number[] = [];
  const bare: number[] = [];
  const began = performance.now();
  let peersMs = 0;
  for (let n = 0; n * roundRows < total; n += 1) {
    const first = n * roundRows;
    const mine = await rate(record, first);
    if (n >= 1 && n <= rounds) {
      const started = performance.now();
      ours.push(mine);
      keyed.push(await rate(copyInto('keyed'), first));
      bare.push(await rate(copyInto('bare'), first));
      peersMs += performance.now() - started;
    }
  }
  const wholeRate = (total / (performance.now() - began - peersMs)) * 1000;
  const rollUpStarted = performance.now();
  await rollUpSamples({ store, clock, retention: () => retention });
  const rollUpMs = performance.now() - rollUpStarted;
  await plain`vacuum analyze hawkwatch_store.metric_samples`;
  await plain`vacuum analyze hawkwatch_store.metric_rollups_1m`;
  await plain`vacuum analyze hawkwatch_store.metric_rollups_1h`;

  const [stored] = await plain<{ n: string; minutes: string }[]>`
    select (select count(*) from hawkwatch_store.metric_samples) as n,
           (select sum(count) from hawkwatch_store.metric_rollups_1m) as minutes`;
  check(Number(stored?.n) === total, `${stored?.n} of ${total} samples are stored`);
  check(Number(stored?.minutes) === total, `${stored?.minutes} of ${total} are rolled up`);
  const { dropped } = recorder.state;
  check(
    Object.values(dropped).every((count) => count === 0),
    'samples were dropped',
  );

  const reader = createSeriesReader({ store, clock, retention: () => retention });
  const [from, to] = [new Date(startMs + dayMs), new Date(startMs + 2 * dayMs)];
  const read = async (subjects: readonly string[] | undefined, maxPoints: number) => {
    const times: number[] = [];
    const ask = () => reader.read({ metrics: [metric], subjects, from, to, maxPoints });
    let answer = await ask();
    for (let n = 0; n < readings; n += 1) {
      const started = performance.now();
      answer = await ask();
      times.push(performance.now() - started);
    }
    return { answer, ms: median(times) };
  };
  type Answer = Awaited<ReturnType<typeof read>>['answer'];
  /** Compares every bucket with a computation of all samples. */
  const compare = (answer: Answer, wantedSeries: number, bucketMs: number): void => {
    check(answer.stepMs === bucketMs, `the step is ${answer.stepMs} ms, not ${bucketMs}`);
    check(answer.series.length === wantedSeries, `${answer.series.length} series were read`);
    for (const { series: one, points } of answer.series) {
      const of = Number(one.subject.slice('bench:'.length));
      check(points.at.length === dayMs / bucketMs, `${points.at.length} buckets were read`);
      for (const [i, at] of points.at.entries()) {
        let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
        const firstRow = Math.ceil((at - startMs) / stepMs);
        for (let n = firstRow; startMs + n * stepMs < at + bucketMs; n += 1) {
          const value = valueOf(of, n);
          count += 1;
          sum += value;
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
        const found = [points.count[i], points.sum[i], points.min[i], points.max[i]];
        const isSame = [count, sum, min, max].every((value, k) => value === found[k]);
        check(isSame, `${one.subject} at ${new Date(at).toISOString()}: ${found.join(' ')}`);
        if (!right) return;
      }
    }
  };

  const oneFine = await read([subjectOf(42)], 1440);
  compare(oneFine.answer, 1, 60_000);
  const one = await read([subjectOf(42)], 288);
  compare(one.answer, 1, 300_000);
  const all = await read(undefined, 288);
  compare(all.answer, series, 300_000);

  const ratioOf = (peer: readonly number[]): number =>
    round(median(ours.map((value, i) => value / (peer[i] ?? Number.NaN))));
  const ratios = {
    copy: ratioOf(keyed),
    copy_plain_table: ratioOf(bare),
  };
  await publish({
    name: 'metrics',
    rows: [
      { case: 'recorder, samples/s', value: round(median(ours), 0) },
      { case: 'recorder, all 3,000,000, samples/s', value: round(wholeRate, 0) },
      { case: 'COPY, same key, rows/s', value: round(median(keyed), 0) },
      { case: 'COPY, no index, rows/s', value: round(median(bare), 0) },
      { case: 'roll-up of 3,000,000 samples, ms', value: round(rollUpMs, 0) },
      { case: 'one series, 24 h of minutes, ms', value: round(oneFine.ms, 1) },
      { case: 'one series, 24 h of 5 minutes, ms', value: round(one.ms, 1) },
      { case: '100 series, 24 h of 5 minutes, ms', value: round(all.ms, 1) },
    ],
    ratios,
  });
  const over = [
    ...(ratios.copy < limits.copy ? [`ratio copy ${ratios.copy}`] : []),
    ...(oneFine.ms >= limits.oneSeriesMs ? [`one series ${round(oneFine.ms)} ms`] : []),
    ...(all.ms >= limits.allSeriesMs ? [`all series ${round(all.ms)} ms`] : []),
  ];
  if (over.length > 0) console.error(`slower than promised on this machine: ${over.join(', ')}`);
  await recorder.stop();
  await plain.end();
  await store.close();
} finally {
  await close();
}
if (!right) process.exitCode = 1;
