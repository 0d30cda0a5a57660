// How hawkwatch itself is: each part with a reason, and the worst of them as the whole.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Tail } from './bus/tail.ts';
import type { Clock } from './core/clock.ts';
import type { HealthPart, ServiceHealth } from './graphql/services.ts';
import type { Store } from './store/store.ts';

export interface HealthOptions {
  readonly store: Store;
  readonly tail: Pick<Tail, 'healthy'>;
  readonly clock: Clock;
  readonly version: string;
  /** Faults of the configuration file that are not in force, or null. */
  configurationFault(): string | null;
  /** Event-loop delay (p99, milliseconds) above which the service counts as overloaded. */
  readonly overloadedMs?: number;
}

export interface HealthChecks {
  check(): Promise<ServiceHealth>;
  stop(): void;
}

const storeTimeoutMs = 2000;

/** Creates the health checks. */
export function createHealthChecks(options: HealthOptions): HealthChecks {
  const { store, tail, clock, version, overloadedMs = 250 } = options;
  const startedMs = clock.monotonicMs();
  const delay = monitorEventLoopDelay({ resolution: 50 });
  delay.enable();

  const checkStore = async (): Promise<HealthPart> => {
    const started = clock.monotonicMs();
    let cancel: () => void = () => undefined;
    const late = new Promise<boolean>((resolve) => {
      cancel = clock.setTimer(storeTimeoutMs, () => resolve(false));
    });
    const asked = store.raw`select 1`.then(
      () => true,
      () => false,
    );
    const answered = await Promise.race([asked, late]);
    cancel();
    return {
      name: 'store',
      state: answered ? 'OK' : 'DOWN',
      reason: answered ? null : "hawkwatch's own database does not answer",
      latencyMs: answered ? clock.monotonicMs() - started : null,
    };
  };

  const checkLoad = (): HealthPart => {
    const p99 = delay.percentile(99) / 1e6;
    delay.reset();
    const overloaded = p99 > overloadedMs;
    return {
      name: 'load',
      state: overloaded ? 'DEGRADED' : 'OK',
      reason: overloaded ? `overloaded: the event loop lags by ${Math.round(p99)} ms` : null,
      latencyMs: Number.isFinite(p99) ? p99 : null,
    };
  };

  return {
    check: async () => {
      const fault = options.configurationFault();
      const parts: HealthPart[] = [
        await checkStore(),
        {
          name: 'events',
          state: tail.healthy ? 'OK' : 'DEGRADED',
          reason: tail.healthy ? null : 'the event log cannot be read; subscriptions are late',
          latencyMs: null,
        },
        checkLoad(),
        {
          name: 'configuration',
          state: fault === null ? 'OK' : 'DEGRADED',
          reason:
            fault === null ? null : `the file is faulty, the one before is in force: ${fault}`,
          latencyMs: null,
        },
      ];
      const worst = parts.some((part) => part.state === 'DOWN')
        ? 'DOWN'
        : parts.some((part) => part.state === 'DEGRADED')
          ? 'DEGRADED'
          : 'OK';
      return { state: worst, version, uptimeMs: clock.monotonicMs() - startedMs, parts };
    },
    stop: () => {
      delay.disable();
    },
  };
}
