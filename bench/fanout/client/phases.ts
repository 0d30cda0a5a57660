// What is measured with subscribers that are ready. Between two phases nothing is on its way.
import { cpuMs } from '../../processes.ts';
import { percentile } from '../../report.ts';
import type { Job, LatencyResult, Phase, RateResult } from '../job.ts';
import { monotonicOffsetMs, type Control } from './publisher.ts';
import { allArrived, type Stream } from './stream.ts';
import type { RawWebSocket } from './websocket.ts';

export interface Bench {
  readonly job: Job;
  readonly control: Control;
  readonly sockets: readonly RawWebSocket[];
  /** To every socket. */
  readonly stream: Stream;
  /** To those that will not read. */
  readonly filling: Stream | undefined;
}

export type PhaseOf<Kind> = Extract<Phase, { kind: Kind }>;

/** A latency is measured well below what a server can do, else it is that of a queue. */
const headroom = 2;

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Publishes an event whenever the oldest has arrived, so that as many are always on their way. */
export async function keepInFlight(bench: Bench, work: () => Promise<void>): Promise<void> {
  const { publisher, checker } = bench.stream;
  checker.onComplete = () => publisher.publish(1);
  publisher.publish(bench.job.inFlight);
  await work();
  checker.onComplete = () => undefined;
}

/** The most that a server delivers. */
export async function measureRate(
  bench: Bench,
  { warmUpMs, measureMs }: Omit<PhaseOf<'rate'>, 'kind'>,
): Promise<RateResult> {
  const { checker } = bench.stream;
  const sample = () => ({
    ms: performance.now(),
    delivered: checker.delivered,
    cpu: cpuMs(bench.job.target.pid),
    own: process.cpuUsage(),
  });
  let [first, last] = [sample(), sample()];
  await keepInFlight(bench, async () => {
    await sleep(warmUpMs);
    first = sample();
    await sleep(measureMs);
    last = sample();
  });
  await allArrived(bench.stream);
  const [ms, deliveries] = [last.ms - first.ms, last.delivered - first.delivered];
  const own = last.own.user + last.own.system - first.own.user - first.own.system;
  return {
    perSecond: (deliveries / ms) * 1000,
    cpuMicroseconds: ((last.cpu - first.cpu) / deliveries) * 1000,
    clientPercent: own / ms / 10,
  };
}

/** How long deliveries take at a fixed rate of events. */
export async function measureLatency(
  { stream, control }: Bench,
  { eventsPerSecond, measureMs }: PhaseOf<'latency'>,
  rate: RateResult | undefined,
): Promise<LatencyResult | undefined> {
  const { checker, publisher } = stream;
  const size = stream.subscribers.length;
  if (rate !== undefined && rate.perSecond < eventsPerSecond * size * headroom) return undefined;
  const first = publisher.published;
  const events = Math.round((eventsPerSecond * measureMs) / 1000);
  const arrivals = new Float64Array(events * size);
  await control.ask('stamps');
  checker.onDelivery = (n) => {
    arrivals[(n - first) * size + checker.countOf(n)] = performance.now() + monotonicOffsetMs;
  };
  const begun = performance.now();
  for (let n = 0; n < events; n += 1) {
    await sleep(Math.max(0, begun + (n * 1000) / eventsPerSecond - performance.now()));
    publisher.publish(1);
  }
  await allArrived(stream);
  checker.onDelivery = undefined;

  const stamps = new Map((await control.ask('stamps')) as [number, number][]);
  const since = (startOf: (n: number) => number | undefined): { p50: number; p99: number } => {
    const all = Array.from(arrivals, (at, i) => {
      const start = startOf(first + Math.floor(i / size));
      if (start === undefined) throw new Error('an event has no time at which it started');
      return Math.max(0, at - start);
    });
    return { p50: percentile(all, 50), p99: percentile(all, 99) };
  };
  const taken = since((n) => stamps.get(checker.numberOf(n)));
  if (publisher.commits.length === 0) return taken;
  return { ...taken, commit: since((n) => publisher.commits[n]) };
}
