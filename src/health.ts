// How hawkwatch itself is: each part with a state, a reason and how long it took to tell, and the worst of
// them as the whole. Parts are asked at once and each within a time, so that one that hangs is a finding
// and holds up nobody. What is watched is told of beside, and makes hawkwatch no less healthy.
import type { Clock } from './core/clock.ts';
import { coerceError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { HealthPart, HealthState, ServiceHealth } from './graphql/services.ts';

export interface HealthFinding {
  readonly state: HealthState;
  readonly reason: string | null;
  /** Where it is not the time it took to find out. */
  readonly latencyMs?: number | null;
}

/** How deep to look: a quick look reaches nothing but hawkwatch's own store and this process. */
export type HealthDepth = 'quick' | 'full';

/** Contributes a part. */
export interface HealthSource {
  readonly name: string;
  /** False for what is watched: its state is told, and does not count for the whole. Else true. */
  readonly counts?: boolean;
  /** What it is when it does not answer in time; DEGRADED unless said otherwise. */
  readonly whenSilent?: HealthState;
  check(depth: HealthDepth): Promise<HealthFinding> | HealthFinding;
  stop?(): void;
}

export interface HealthChecks {
  check(depth?: HealthDepth): Promise<ServiceHealth>;
  stop(): void;
}

export interface HealthOptions {
  /** In the order in which they are shown. */
  readonly parts: readonly HealthSource[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly quickTimeoutMs?: number;
  readonly fullTimeoutMs?: number;
}

/** It works. */
export const isWell: HealthFinding = { state: 'OK', reason: null };

/** Creates the health checks. */
export function createHealthChecks(options: HealthOptions): HealthChecks {
  const { parts, clock, logger, version } = options;
  const timeouts = { quick: options.quickTimeoutMs ?? 2000, full: options.fullTimeoutMs ?? 10_000 };
  const startedMs = clock.monotonicMs();
  const underWay = new Map<HealthDepth, Promise<ServiceHealth>>();

  const ask = async (source: HealthSource, depth: HealthDepth): Promise<HealthPart> => {
    const { name, counts = true, whenSilent: state = 'DEGRADED' } = source;
    const askedMs = clock.monotonicMs();
    const found = await within(clock, timeouts[depth], async () => source.check(depth)).catch(
      (error: unknown): HealthFinding => {
        logger.warn({ err: coerceError(error), part: name }, 'a part cannot tell how it is');
        return { state, reason: 'it cannot tell how it is; the log says why' };
      },
    );
    if (found === undefined) {
      const reason = `it did not answer within ${timeouts[depth]} ms`;
      return { name, counts, state, reason, latencyMs: null };
    }
    const { latencyMs = clock.monotonicMs() - askedMs } = found;
    return { name, counts, state: found.state, reason: found.reason, latencyMs };
  };

  const check = async (depth: HealthDepth): Promise<ServiceHealth> => {
    const found = await Promise.all(parts.map((source) => ask(source, depth)));
    const states = found.filter(({ counts }) => counts).map(({ state }) => state);
    return {
      state: worstOf(states),
      version,
      uptimeMs: clock.monotonicMs() - startedMs,
      parts: found,
    };
  };

  return {
    // Whoever asks while it is found out shares it: anybody may ask as often as he likes.
    check: (depth = 'quick') => {
      const known = underWay.get(depth);
      if (known !== undefined) return known;
      const checking = check(depth).finally(() => underWay.delete(depth));
      underWay.set(depth, checking);
      return checking;
    },
    stop: () => {
      for (const { stop } of parts) stop?.();
    },
  };
}

function worstOf(states: readonly HealthState[]): HealthState {
  if (states.includes('DOWN')) return 'DOWN';
  return states.includes('DEGRADED') ? 'DEGRADED' : 'OK';
}

/** Undefined when it takes too long. */
async function within<T>(
  clock: Clock,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  let cancel: () => void = () => undefined;
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.setTimer(timeoutMs, () => resolve(undefined));
  });
  return Promise.race([work(), late]).finally(() => cancel());
}
