// What Prometheus reads at `/metrics`: this replica's process, its operations, what the store knows of
// monitored things, and the newest samples of what this replica measures. A registry of its own; what is
// asked of the store has a deadline, and what it does not answer in time is left out.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Clock } from '../core/clock.ts';
import { exposeSamples } from './exposed-samples.ts';
import type { LatestBoard } from './latest-board.ts';
import { operationKinds, type OperationKind } from './operation-meter.ts';
import type { Performance } from './performance.ts';
import type { RecorderState } from './recorder.ts';

/** Numbers by a label's value, as `{ UP: 3, DOWN: 1 }`. */
export type CountsByWord = Readonly<Record<string, number>>;

/** What only the store knows. */
export interface StoredFigures {
  /** Newest position of the event log. */
  readonly eventLogHead: number;
  readonly databases: CountsByWord;
  readonly monitors: CountsByWord;
  /** Open alerts, by state. */
  readonly alerts: CountsByWord;
}

export interface ExpositionOptions {
  readonly clock: Clock;
  readonly version: string;
  readonly performance: Performance;
  readonly board: LatestBoard;
  recorder(): RecorderState;
  /** The position of the event log up to which this replica has read. */
  eventLogPosition(): number;
  /** Subscribers, and the executions they share. */
  streams(): { readonly members: number; readonly groups: number };
  readStored(): Promise<StoredFigures>;
  /** Samples that DogStatsD was not sent; null when it is not configured. */
  dogStatsdDropped(): number | null;
}

export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
  /** To be told of each operation that ended. */
  observe(kind: OperationKind, durationMs: number): void;
}

const storeTimeoutMs = 3_000;
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** An exposition; it costs nothing until it is read. */
export function createExposition(options: ExpositionOptions): Exposition {
  const { clock, performance: figures } = options;
  const registry = new Registry();
  const registers = [registry];
  let snapshot = figures.read();
  const startedAt = clock.now().getTime() - process.uptime() * 1000;

  const gauge = <Label extends string>(
    name: string,
    help: string,
    fill: (gauge: Gauge<Label>) => void,
    labelNames: readonly Label[] = [],
  ): void => {
    const made: Gauge<Label> = new Gauge({
      name,
      help,
      registers,
      labelNames: [...labelNames],
      collect: () => {
        made.reset();
        fill(made);
      },
    });
  };
  /** A counter whose value is counted elsewhere. */
  const counter = <Label extends string>(
    name: string,
    help: string,
    fill: (counter: Counter<Label>) => void,
    labelNames: readonly Label[] = [],
  ): void => {
    const made: Counter<Label> = new Counter({
      name,
      help,
      registers,
      labelNames: [...labelNames],
      collect: () => {
        made.reset();
        fill(made);
      },
    });
  };

  gauge(
    'hawkwatch_build_info',
    'Which version this is; always 1.',
    (one) => one.set({ version: options.version }, 1),
    ['version'],
  );
  gauge('process_start_time_seconds', 'When the process started, since 1970.', (one) =>
    one.set(startedAt / 1000),
  );
  counter('process_cpu_seconds_total', 'CPU time of the process.', (one) => {
    const { user, system } = process.cpuUsage();
    one.inc((user + system) / 1e6);
  });
  gauge('process_resident_memory_bytes', 'Memory of the process.', (one) =>
    one.set(snapshot.memory.rssBytes),
  );
  gauge('hawkwatch_heap_used_bytes', 'JavaScript heap in use.', (one) =>
    one.set(snapshot.memory.heapUsedBytes),
  );
  gauge(
    'hawkwatch_event_loop_lag_seconds',
    'How late the event loop was lately, 99th percentile.',
    (one) => one.set(snapshot.memory.eventLoopLagMs / 1000),
  );

  counter(
    'hawkwatch_operations_total',
    'GraphQL operations that ended; of a subscription each result.',
    (one) => {
      for (const kind of operationKinds) {
        const { completed, failed } = figures.operations.counts(kind);
        one.inc({ kind }, completed + failed);
      }
    },
    ['kind'],
  );
  counter(
    'hawkwatch_operations_failed_total',
    'GraphQL operations whose result held errors.',
    (one) => {
      for (const kind of operationKinds) {
        one.inc({ kind }, figures.operations.counts(kind).failed);
      }
    },
    ['kind'],
  );
  gauge(
    'hawkwatch_operations_running',
    'GraphQL operations under way.',
    (one) => {
      for (const kind of operationKinds) {
        one.set({ kind }, figures.operations.counts(kind).running);
      }
    },
    ['kind'],
  );
  const durations = new Histogram({
    name: 'hawkwatch_operation_duration_seconds',
    help: 'How long GraphQL operations took.',
    labelNames: ['kind'],
    buckets,
    registers,
  });
  const durationOf = {
    query: durations.labels('query'),
    mutation: durations.labels('mutation'),
    subscription: durations.labels('subscription'),
  };
  for (const what of ['hits', 'misses'] as const) {
    counter(
      `hawkwatch_cache_${what}_total`,
      `Look-ups that a cache ${what === 'hits' ? 'answered' : 'could not answer'}.`,
      (one) => {
        for (const cache of snapshot.caches) one.inc({ cache: cache.name }, cache[what]);
      },
      ['cache'],
    );
  }
  gauge('hawkwatch_subscribers', 'Subscribers that share their subscription.', (one) =>
    one.set(options.streams().members),
  );
  gauge('hawkwatch_subscriptions', 'Distinct subscriptions among theirs.', (one) =>
    one.set(options.streams().groups),
  );

  let stored: StoredFigures | undefined;
  gauge('hawkwatch_store_up', "1 when hawkwatch's own database answered.", (one) =>
    one.set(stored === undefined ? 0 : 1),
  );
  gauge('hawkwatch_event_log_head', 'Newest position of the event log.', (one) => {
    if (stored !== undefined) one.set(stored.eventLogHead);
  });
  gauge('hawkwatch_event_log_lag', 'Positions that this replica has not read yet.', (one) => {
    if (stored !== undefined) {
      one.set(Math.max(0, stored.eventLogHead - options.eventLogPosition()));
    }
  });
  for (const [name, what] of [
    ['databases', 'Monitored databases, by how they were found to be.'],
    ['monitors', 'Monitors, by how they are.'],
    ['alerts', 'Open alerts, by state.'],
  ] as const) {
    gauge(
      `hawkwatch_${name}`,
      what,
      (one) => {
        for (const [state, count] of Object.entries(stored?.[name] ?? {}))
          one.set({ state }, count);
      },
      ['state'],
    );
  }

  counter('hawkwatch_samples_written_total', 'Samples that were stored.', (one) =>
    one.inc(options.recorder().written),
  );
  gauge('hawkwatch_samples_pending', 'Samples that wait to be stored.', (one) =>
    one.set(options.recorder().pending),
  );
  counter(
    'hawkwatch_samples_dropped_total',
    'Samples that were not stored, by reason.',
    (one) => {
      for (const [reason, count] of Object.entries(options.recorder().dropped)) {
        one.inc({ reason }, count);
      }
    },
    ['reason'],
  );
  counter(
    'hawkwatch_samples_hidden_total',
    'Samples that are not shown below: there are too many series.',
    (one) => one.inc(options.board.left),
  );
  counter('hawkwatch_dogstatsd_dropped_total', 'Samples that DogStatsD was not sent.', (one) =>
    one.inc(options.dogStatsdDropped() ?? 0),
  );

  const readStored = async (): Promise<StoredFigures | undefined> => {
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const cancel = clock.setTimer(storeTimeoutMs, () => resolve(undefined));
    const answer = options.readStored().catch(() => undefined);
    const read = await Promise.race([answer, late]);
    cancel();
    return read;
  };

  let underWay: Promise<string> | undefined;
  const write = async (): Promise<string> => {
    stored = await readStored();
    snapshot = figures.read();
    // What hawkwatch measures of itself stands above already.
    const others = options.board.list().filter(({ metric }) => !metric.startsWith('hawkwatch.'));
    return (await registry.metrics()) + exposeSamples(others);
  };

  return {
    contentType: registry.contentType,
    // Those who ask at once get the same text: a scrape costs as much as one.
    text: () =>
      (underWay ??= write().finally(() => {
        underWay = undefined;
      })),
    observe: (kind, durationMs) => durationOf[kind].observe(durationMs / 1000),
  };
}
