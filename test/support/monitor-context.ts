// What a monitor is given, without the supervisor: for tests that start one monitor by itself. Keeps the
// position as the supervisor would, in memory.
import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { createMonitoredDatabases } from '../../src/databases/monitored.ts';
import { createNeedsReader } from '../../src/databases/needs/needs-reader.ts';
import { quietEventLoop } from './event-loop.ts';
import type { Sample } from '../../src/metrics/samples.ts';
import type { MonitorContext } from '../../src/monitors/monitor.ts';
import type { Store } from '../../src/store/store.ts';

export interface MonitorBench {
  readonly context: MonitorContext;
  /** All that was recorded. */
  readonly samples: Sample[];
  /** What was said by `degraded`, newest last. */
  readonly reasons: (string | null)[];
  beats(): number;
  position(): unknown;
  stop(): void;
  close(): Promise<void>;
}

/** A context over a store; `position` is what an earlier holder saved. */
export function createMonitorBench(store: Store, more: Partial<MonitorContext> = {}): MonitorBench {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const stopping = new AbortController();
  const databases = createMonitoredDatabases({ clock, random });
  const needs = createNeedsReader({ clock });
  const samples: Sample[] = [];
  const reasons: (string | null)[] = [];
  let beats = 0;
  let position: unknown = more.position ?? null;
  return {
    context: {
      store,
      clock,
      random,
      logger: silentLogger,
      samples: { record: (some) => samples.push(...some) },
      databases,
      needs,
      eventLoop: quietEventLoop,
      name: 'main',
      host: 'test-host',
      signal: stopping.signal,
      position,
      transaction: async (work) => {
        let saved: unknown;
        const result = await store.transaction((tx) =>
          work({
            ...tx,
            savePosition: (next) => {
              saved = next;
              return Promise.resolve();
            },
          }),
        );
        if (saved !== undefined) position = saved;
        return result;
      },
      beat: () => {
        beats += 1;
      },
      degraded: (reason) => {
        reasons.push(reason);
      },
      ...more,
    },
    samples,
    reasons,
    beats: () => beats,
    position: () => position,
    stop: () => stopping.abort(new Error('the test is over')),
    close: async () => {
      stopping.abort(new Error('the test is over'));
      await Promise.all([databases.close(), needs.stop()]);
    },
  };
}
