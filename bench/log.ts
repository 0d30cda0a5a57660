// The event log: events appended per second, batched and single, with the same rows by plain
// postgres.js inserts beside it, and the latency from commit to a subscriber. Ratio `plain_insert`:
// batched events per second over plain batched rows per second, median of paired rounds.
import postgres from 'postgres';
import { z } from 'zod';

import { createHub } from '../src/bus/hub.ts';
import { startTail } from '../src/bus/tail.ts';
import { createSystemClock } from '../src/core/clock.ts';
import { defineEvent } from '../src/core/events.ts';
import { silentLogger } from '../src/core/logger.ts';
import { createSystemRandom } from '../src/core/random.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { createStore } from '../src/store/store.ts';
import { median, percentile, publish, round } from './report.ts';
import { startBenchServer } from './server.ts';

const rounds = 7;
const roundEvents = 20_000;
const batch = 500;
const singles = 1_000;

const measured = defineEvent({
  type: 'bench.measured',
  version: 1,
  audience: 'viewer',
  schema: z.object({ n: z.number(), text: z.string() }),
});

const clock = createSystemClock();
const random = createSystemRandom();
const { server, close } = await startBenchServer();
try {
  await server.ensureDatabase('own');
  const address = server.url('own');
  await migrateStore({ address });
  const store = createStore({ address, clock, random });
  const plain = postgres(address, { max: 1, onnotice: () => undefined });
  // The same columns and indexes, without what makes it a log.
  await plain`create table public.plain (like hawkwatch_store.events including all)`;
  await plain`create sequence public.plain_ids`;

  const fact = (n: number) => ({
    subject: `bench:${n % 50}`,
    occurredAt: clock.now(),
    payload: { n, text: 'x'.repeat(120) },
  });
  const appendBatch = (first: number): Promise<void> =>
    store.transaction(({ append }) => {
      for (let i = 0; i < batch; i += 1) append(measured.create(fact(first + i)));
      return Promise.resolve();
    });
  let plainId = 0;
  const insertBatch = async (first: number): Promise<void> => {
    const rows = Array.from({ length: batch }, (_, i) => {
      const { subject, occurredAt, payload } = fact(first + i);
      plainId += 1;
      const { type, version, audience } = measured;
      return {
        id: plainId,
        type,
        version,
        audience,
        occurred_at: occurredAt,
        subject,
        payload: plain.json(payload),
      };
    });
    await plain.begin((transaction) => transaction`insert into public.plain ${transaction(rows)}`);
  };
  const rate = async (work: (first: number) => Promise<void>): Promise<number> => {
    const started = performance.now();
    for (let n = 0; n < roundEvents; n += batch) await work(n);
    return (roundEvents / (performance.now() - started)) * 1000;
  };

  await rate(appendBatch);
  await rate(insertBatch);
  const logRates: number[] = [];
  const plainRates: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    plainRates.push(await rate(insertBatch));
    logRates.push(await rate(appendBatch));
  }

  const single = async (work: (n: number) => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    for (let n = 0; n < singles; n += 1) await work(n);
    return (singles / (performance.now() - started)) * 1000;
  };
  const logSingle = await single((n) =>
    store.transaction(({ append }) => {
      append(measured.create(fact(n)));
      return Promise.resolve();
    }),
  );
  const plainSingle = await single((n) => {
    const { subject, occurredAt, payload } = fact(n);
    return plain`insert into public.plain (id, type, version, audience, occurred_at, subject, payload)
      values (nextval('public.plain_ids') + 1000000000, ${measured.type}, 1, 'viewer', ${occurredAt},
              ${subject}, ${plain.json(payload)})`;
  });

  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger: silentLogger, listener: hub.listener });
  const seen = await hub.subscribe({ role: 'viewer', types: [measured.type] });
  const latencies: number[] = [];
  const rateOfLatency = 100;
  for (let n = 0; n < 500; n += 1) {
    const next = seen.next();
    await store.transaction(({ append }) => {
      append(measured.create(fact(n)));
      return Promise.resolve();
    });
    const committed = performance.now();
    const { value, done } = await next;
    if (done === true || measured.read(value)?.n !== n) throw new Error('a wrong event was seen');
    latencies.push(Math.max(0, performance.now() - committed));
    await clock.sleep(1000 / rateOfLatency);
  }
  await seen.return?.();
  hub.close();
  await tail.stop();

  const [stored] = await plain<{ n: string }[]>`
    select count(*) as n from hawkwatch_store.events where type = ${measured.type}`;
  const expected = roundEvents * (rounds + 1) + singles + latencies.length;
  if (Number(stored?.n) !== expected) throw new Error(`${stored?.n} of ${expected} are stored`);

  const ratios = logRates.map((value, i) => value / (plainRates[i] ?? Number.NaN));
  await publish({
    name: 'log',
    rows: [
      { case: `log, ${batch} a transaction, events/s`, value: round(median(logRates), 0) },
      { case: `plain insert, ${batch} a transaction, rows/s`, value: round(median(plainRates), 0) },
      { case: 'log, one a transaction, events/s', value: round(logSingle, 0) },
      { case: 'plain insert, one a transaction, rows/s', value: round(plainSingle, 0) },
      { case: 'commit to subscriber p50, ms', value: round(percentile(latencies, 50)) },
      { case: 'commit to subscriber p99, ms', value: round(percentile(latencies, 99)) },
    ],
    ratios: {
      plain_insert: round(median(ratios)),
      plain_insert_single: round(logSingle / plainSingle),
    },
  });
  await plain.end();
  await store.close();
} finally {
  await close();
}
