// A durable reader of the event log. Its cursor is kept in the store and moves in the transaction
// that does its work, so each event has its effect in the database exactly once, whatever dies.
// Several replicas may start the same consumer: the one that locks the cursor works, the others
// find it locked and try again at the next wake-up. An event that fails five times is recorded in
// `consumer_failures`, announced, and passed.
import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import {
  claimConsumer,
  consumerFailed,
  insertConsumer,
  insertConsumerFailure,
  updateConsumer,
} from '../store/consumers.ts';
import { readLog, readLogState } from '../store/event-log.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import type { Hub } from './hub.ts';

export interface ConsumerOptions {
  /** Stable: it names the cursor in the store. */
  readonly name: string;
  /** Undefined: all. */
  readonly types?: readonly string[] | undefined;
  /** False for an event that is passed without a word. */
  wants?(event: StoredEvent): boolean;
  /** Where a consumer that is new to the store starts. */
  readonly from: 'head' | 'start';
  /** Works inside the transaction that moves the cursor; must have no effect outside it. */
  handle(tx: StoreTransaction, event: StoredEvent): Promise<void>;
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export interface Consumer {
  stop(): Promise<void>;
}

const maxFailures = 5;

type Outcome = 'more' | 'idle' | 'failed';

/** Starts a consumer; it runs until stopped. */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { name, types, store, hub, clock, random, batchSize = 100, pollMs = 1000 } = options;
  const logger = options.logger.child({ consumer: name });
  const state = await readLogState(store.raw);
  const cursor = options.from === 'head' ? state.id : state.prunedThrough;
  await insertConsumer(store.q, { name, cursor, now: clock.now() });

  const stopping = new AbortController();
  // Only a wake-up: what is to be done is read from the log under the cursor's lock.
  const wakeUps = await hub.subscribe({ role: 'admin', types });
  let wake: () => void = () => undefined;
  let woken = false;
  const nudge = (): void => {
    woken = true;
    wake();
  };
  const listening = (async () => {
    for await (const _event of { [Symbol.asyncIterator]: () => wakeUps }) nudge();
  })().catch((error: unknown) => {
    // The poll below goes on without wake-ups.
    logger.debug({ err: coerceError(error) }, 'no more wake-ups from the hub');
  });

  const work = (): Promise<Outcome> =>
    store.transaction(async (tx): Promise<Outcome> => {
      const position = await claimConsumer(tx.q, name);
      if (position === undefined) return 'idle';
      const head = (await readLogState(store.raw)).id;
      const page = await readLog(
        store.raw,
        { after: position.cursor, through: head, limit: batchSize },
        { types },
      );
      let { cursor: at, failingEventId, failures } = position;
      let outcome: Outcome = page.events.length === batchSize ? 'more' : 'idle';
      for (const event of page.events) {
        if (options.wants?.(event) === false) {
          at = event.id;
          continue;
        }
        try {
          await tx.savepoint((inner) => options.handle(inner, event));
          failingEventId = null;
          failures = 0;
        } catch (error) {
          failures = failingEventId === event.id ? failures + 1 : 1;
          failingEventId = event.id;
          logger.warn({ err: coerceError(error), event: event.id, failures }, 'an event failed');
          if (failures < maxFailures) {
            outcome = 'failed';
            break;
          }
          await giveUp(tx, event, coerceError(error));
          failingEventId = null;
          failures = 0;
        }
        at = event.id;
      }
      if (outcome === 'idle') at = Math.max(at, head);
      if (at !== position.cursor || failures !== position.failures) {
        await updateConsumer(tx.q, name, {
          cursor: at,
          failingEventId,
          failures,
          now: clock.now(),
        });
      }
      return outcome;
    });

  const giveUp = async (tx: StoreTransaction, event: StoredEvent, error: Error): Promise<void> => {
    const payload = {
      consumer: name,
      firstEventId: event.id,
      lastEventId: event.id,
      reason: error.message.slice(0, 2000),
    };
    const now = clock.now();
    await insertConsumerFailure(tx.q, { ...payload, now });
    tx.append(consumerFailed.create({ subject: `consumer:${name}`, occurredAt: now, payload }));
  };

  const wait = (delayMs: number, wakeable: boolean): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.setTimer(delayMs, resolve);
      const stop = (): void => {
        cancel();
        resolve();
      };
      wake = () => {
        if (wakeable || stopping.signal.aborted) stop();
      };
      if ((wakeable && woken) || stopping.signal.aborted) stop();
    });

  const loop = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted;) {
      woken = false;
      let outcome: Outcome;
      try {
        outcome = await work();
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'the consumer could not work; it tries again');
        outcome = 'failed';
      }
      attempt = outcome === 'failed' ? attempt + 1 : 0;
      if (outcome === 'idle') await wait(pollMs, true);
      if (outcome === 'failed') {
        await wait(backoffMs(attempt, { firstMs: 50, maxMs: 5000 }, random), false);
      }
    }
  };
  const running = loop();

  return {
    stop: async () => {
      stopping.abort();
      wake();
      await wakeUps.return?.();
      await Promise.all([running, listening]);
    },
  };
}
