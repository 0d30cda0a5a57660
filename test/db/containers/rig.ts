// One daemon watched into a store of its own, as the supervisor would do it, and what came of it.
import { asc } from '../../../src/store/drizzle.ts';
import { containerEvents, containers, events } from '../../../src/store/schema/index.ts';
import type { WatchTuning } from '../../../src/monitors/containers/watch.ts';
import { watchDaemon } from '../../../src/monitors/containers/watch.ts';
import { createMonitorBench, type MonitorBench } from '../../support/monitor-context.ts';
import type { Store } from '../../../src/store/store.ts';
import type { TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

/** Short where production is patient; the rules are the same. */
export const quick: WatchTuning = {
  times: { settleMs: 1_000, inspectMs: 1_000 },
  retry: { firstMs: 20, maxMs: 200 },
};

export interface Told {
  readonly type: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Watching {
  readonly bench: MonitorBench;
  /** Compared with the daemon's list: what comes from now on is noticed. */
  ready(): Promise<void>;
  /** Aborts it and waits for its end. @throws what had ended it before. */
  stop(): Promise<void>;
  /** What has ended it; nothing should. */
  failure(): unknown;
}

export interface WatchOptions {
  readonly socket: string;
  readonly position?: unknown;
  readonly tuning?: WatchTuning;
  readonly reconcileMs?: number;
  readonly optional?: boolean;
  /** Another one than the test's, as one that fails. */
  readonly store?: Store;
}

export function startWatching(test: TestStore, options: WatchOptions): Watching {
  const { socket, position = null, tuning = quick, reconcileMs = 3_000 } = options;
  const bench = createMonitorBench(options.store ?? test.store, { name: 'local', position });
  const daemon = { name: 'local', socket, optional: options.optional ?? false };
  let failure: unknown;
  const config = { daemon, reconcileMs, keepMs: 86_400_000 };
  const running = watchDaemon(config, bench.context, tuning).catch((error: unknown) => {
    failure = error;
  });
  return {
    bench,
    ready: async () => {
      await until('the daemon is compared', () => {
        if (failure !== undefined) throw failure;
        return bench.reasons.at(-1) === null;
      });
    },
    stop: async () => {
      bench.stop();
      await running;
      await bench.close();
      if (failure !== undefined) throw failure;
    },
    failure: () => failure,
  };
}

/** All events of the log, oldest first. */
export async function toldBy({ store }: TestStore): Promise<Told[]> {
  const rows = await store.q.select().from(events).orderBy(asc(events.id));
  return rows.map(({ type, subject, payload }) => ({
    type,
    subject,
    payload: payload as Told['payload'],
  }));
}

/** `stopped PLANNED`, as short words, of one container. */
export async function storyOf(test: TestStore, key: string): Promise<string[]> {
  const told = await toldBy(test);
  return told
    .filter(({ subject }) => subject === `container:${key}`)
    .map(({ type, payload }) => {
      const { verdict, exitCode, inferred, health, count } = payload;
      return [
        type.replace('container.', ''),
        ...(verdict === null ? [] : [verdict]),
        ...(typeof exitCode === 'number' ? [exitCode] : []),
        ...(type.endsWith('health_changed') ? [health] : []),
        ...(typeof count === 'number' && count > 1 ? [`x${count}`] : []),
        ...(inferred === true ? ['inferred'] : []),
      ].join(' ');
    });
}

export const rowsOf = ({ store }: TestStore) =>
  store.q.select().from(containers).orderBy(asc(containers.key));

export const eventRowsOf = ({ store }: TestStore) =>
  store.q.select().from(containerEvents).orderBy(asc(containerEvents.id));

/** Waits for a container's story to be this one; shows what it is instead. */
export async function untilStory(
  test: TestStore,
  key: string,
  expected: readonly string[],
  deadlineMs = 40_000,
): Promise<void> {
  let last: string[] = [];
  try {
    await until(
      `the story of ${key}`,
      async () => {
        last = await storyOf(test, key);
        return JSON.stringify(last) === JSON.stringify(expected);
      },
      deadlineMs,
    );
  } catch (error) {
    throw new Error(`${key}: expected ${expected.join(' · ')}; was ${last.join(' · ')}`, {
      cause: error,
    });
  }
}
