// Wakes something for events until it is told to stop. Only a wake-up: what is missed while the log
// is away or restored must be found by looking, so listeners also look on a timer.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Logger } from '../core/logger.ts';
import type { Hub } from './hub.ts';

export interface ListenOptions {
  readonly hub: Hub;
  readonly types: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** How long to wait before listening anew, in milliseconds. */
  readonly pauseMs?: number;
  onEvent(event: StoredEvent): void;
  /** Called each time before it listens anew: something may have been missed. */
  onGap?(): void;
}

/** Listens; resolves once `signal` is aborted. */
export async function listenForEvents(options: ListenOptions): Promise<void> {
  const { hub, types, clock, logger, signal, pauseMs = 2000 } = options;
  while (!signal.aborted) {
    let end: () => void = () => undefined;
    try {
      const events = await hub.subscribe({ role: 'admin', types });
      end = () => void events.return?.();
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
      for await (const event of { [Symbol.asyncIterator]: () => events }) options.onEvent(event);
    } catch (error) {
      if (signal.aborted) return;
      logger.debug({ err: coerceError(error) }, 'listening for events starts anew');
    } finally {
      signal.removeEventListener('abort', end);
    }
    await clock.sleep(pauseMs, signal).catch(() => undefined);
    options.onGap?.();
  }
}
