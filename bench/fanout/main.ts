// Fan-out: one event to many subscribers, each on a WebSocket of its own. The real service with its
// event log beside GraphQL Yoga, Mercurius and bare WebSockets, in one run, interleaved; every
// delivery is checked. Ratios are hawkwatch's deliveries per second over the peer's within a
// repetition; `p99_over_ws` compares latencies, `slow_sockets_rate` is what subscribers get while
// others do not read, over what they got before. See `settings.ts` for running a part.
import path from 'node:path';

import { startLoad, type Load } from '../load.ts';
import { moveToLoad } from '../processes.ts';
import { publish, round, show } from '../report.ts';
import { startBenchServer, type BenchServer } from '../server.ts';
import type { Job, JobResult, Phase } from './job.ts';
import { writePicture } from './picture.ts';
import { createCollected, type Case, type Collected } from './results.ts';
import { startMeasured, type MeasuredServer } from './servers.ts';
import * as settings from './settings.ts';
import { ratiosOf, rowsOf } from './summary.ts';

const { many, few, documents, latencyRate } = settings;

const rate: Phase = {
  kind: 'rate',
  warmUpMs: settings.warmUpMs,
  measureMs: settings.measureMs,
};
const latencyOf = (subscribers: number, measureMs: number): Phase => ({
  kind: 'latency',
  eventsPerSecond: latencyRate / subscribers,
  measureMs,
});

function jobOf(
  { target }: MeasuredServer,
  subscribers: number,
  rest: Partial<Omit<Job, 'target' | 'subscribers'>>,
): Job {
  return {
    target,
    subscribers,
    documents: 1,
    inFlight: settings.inFlight,
    textLength: settings.smallText,
    memory: false,
    phases: [],
    ...rest,
  };
}

type Step = readonly [Case, Job];

/** Memory first: nothing has made the process larger yet but a few connections. */
function firstSteps(server: MeasuredServer): readonly Step[] {
  return [
    ['few', jobOf(server, few, {})],
    ['idle', jobOf(server, 3 * many, { memory: true })],
  ];
}

function steps(server: MeasuredServer): readonly Step[] {
  const slow: Phase = {
    kind: 'slow',
    sockets: Math.ceil(many * settings.slowShare),
    measureMs: settings.slowMs,
    fillingEvents: settings.fillingEvents,
    fillingText: settings.fillingText,
  };
  const both: readonly Step[] = [
    ['few', jobOf(server, few, { phases: [rate, latencyOf(few, settings.latencyMs.few)] })],
    ['many', jobOf(server, many, { phases: [rate, latencyOf(many, settings.latencyMs.many)] })],
  ];
  // Bare sockets know no documents.
  if (server.mode === 'ws' || server.mode === 'ws_batched') return both;
  const several: Step = ['documents', jobOf(server, many, { documents, phases: [rate] })];
  if (server.mode !== 'hawkwatch') return [...both, several];
  const large = { textLength: settings.largeText, phases: [slow] };
  return [...both, several, ['slow', jobOf(server, many, large)]];
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? round(value) : value;
}

async function measure(
  servers: readonly MeasuredServer[],
  load: Load<Job, JobResult>,
): Promise<Collected> {
  const collected = createCollected();
  const begun = performance.now();
  const run = async (mode: settings.Mode, [name, job]: Step): Promise<JobResult> => {
    const result = await load.run(job);
    const seconds = round((performance.now() - begun) / 1000, 0);
    console.log(`${seconds} s: ${mode}, ${name} ${JSON.stringify(result, rounded)}`);
    return result;
  };
  for (const server of servers) {
    for (const step of firstSteps(server)) {
      const result = await run(server.mode, step);
      if (step[0] === 'idle') collected.add(server.mode, 'idle', result);
    }
  }
  for (let i = 0; i < settings.repetitions; i += 1) {
    // Another one begins each time, so that none always follows the same one.
    const order = [...servers.slice(i % servers.length), ...servers.slice(0, i % servers.length)];
    const plans = order.map((server) => ({ server, plan: steps(server) }));
    for (const name of ['few', 'many', 'documents', 'slow'] as const) {
      for (const { server, plan } of plans) {
        const step = plan.find(([one]) => one === name);
        if (step !== undefined) collected.add(server.mode, name, await run(server.mode, step));
      }
    }
  }
  return collected;
}

async function runAll(bench: BenchServer): Promise<Collected> {
  const load = startLoad<Job, JobResult>(path.join(import.meta.dirname, 'client/main.ts'));
  const servers: MeasuredServer[] = [];
  try {
    for (const mode of settings.measured) servers.push(await startMeasured(mode, bench));
    return await measure(servers, load);
  } finally {
    await load.stop();
    for (const server of servers) await server.stop();
  }
}

moveToLoad();
const bench = await startBenchServer();
try {
  const collected = await runAll(bench);
  const report = { name: 'fanout', rows: rowsOf(collected), ratios: ratiosOf(collected) };
  if (settings.whole) {
    await publish(report);
    await writePicture(collected);
  } else {
    show(report);
  }
} finally {
  await bench.close();
}
