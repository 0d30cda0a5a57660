// Has something read anew whenever an event says that it changed: once more for whatever came while it
// was read, and again until that succeeds.
import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { Hub } from './hub.ts';
import { listenForEvents } from './listen.ts';

export interface KeepUpOptions {
  readonly hub: Hub;
  readonly types: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** What is read, for the log, as `registered databases`. */
  readonly what: string;
  /** Reads it anew; what it throws has it done again, later and later. */
  work(): Promise<void>;
}

/** Begins, with a first reading; `stop` does not wait for a reading that is under way. */
export function keepUp(options: KeepUpOptions): { stop(): Promise<void> } {
  const { hub, types, clock, random, logger, what } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isAsked = false;
  let isAtWork = false;
  const readAnew = async (): Promise<void> => {
    isAsked = true;
    if (isAtWork) return;
    isAtWork = true;
    let attempt = 0;
    while (isAsked && !signal.aborted) {
      isAsked = false;
      try {
        await options.work();
        attempt = 0;
      } catch (error) {
        if (signal.aborted) break;
        isAsked = true;
        logger.warn({ err: coerceError(error), what }, 'what changed is read again');
        const delayMs = backoffMs(attempt, { firstMs: 100, maxMs: 10_000 }, random);
        attempt += 1;
        await clock.sleep(delayMs, signal).catch(() => undefined);
      }
    }
    isAtWork = false;
  };
  const onEvent = (): void => void readAnew();
  const listening = listenForEvents({
    hub,
    types,
    clock,
    logger,
    signal,
    onEvent,
    onGap: onEvent,
  });
  // What came between an earlier reading and this one gave no event.
  onEvent();
  return {
    stop: async () => {
      stopping.abort(new Error('nothing is read anew any more'));
      await listening;
    },
  };
}
