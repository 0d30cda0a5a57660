// A durable reader of the event log. Its cursor is kept in the store and moves in the transaction
// that does its work, so each event has its effect in the database exactly once, whatever dies.
// Several replicas may start the same consumer: the one that locks the cursor works, the others
// find it locked and try again at the next wake-up. An event that fails five times is recorded in
// `consumer_failures`, announced, and passed. What the store asks to be repeated, or a lost connection, is
// no fault of an event. After a transaction that failed as a whole the next page is half as long, so that a
// page that takes too long for the store does not come again and again.
import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import {
  claimConsumer,
  consumerFailed,
  hasConsumer,
  insertConsumer,
  insertConsumerFailure,
  updateConsumer,
  type ConsumerPosition,
} from '../store/consumers.ts';
import { isRepeatable, isStoreAway } from '../store/connection.ts';
import { readLog, readLogState } from '../store/event-log.ts';
import type { Queryable, Store, StoreTransaction } from '../store/store.ts';
import type { Hub } from './hub.ts';
import { listenForWakeUps } from './wake-ups.ts';

export interface ConsumerOptions {
  /** Stable: it names the cursor in the store. */
  readonly name: string;
  /**
   * Undefined: all. A function is asked before each page, after the log's head was read: what it gives may
   * change while the consumer runs.
   */
  readonly types?: readonly string[] | ((q: Queryable) => Promise<readonly string[]>) | undefined;
  /** Where a consumer that is new to the store starts. */
  readonly from: 'head' | 'start';
  /**
   * Works inside the transaction that moves the cursor; must have no effect outside it. As `batch` it
   * takes a page of events at once, or one at a time after a page has failed.
   */
  readonly handle: HandleEvents;
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export type HandleEvent = (tx: StoreTransaction, event: StoredEvent) => Promise<void>;
export type HandleEvents =
  HandleEvent | { batch(tx: StoreTransaction, events: readonly StoredEvent[]): Promise<void> };

export interface Consumer {
  stop(): Promise<void>;
}

const maxFailures = 5;

/** The transaction is repeated as a whole. */
const isTransient = (error: unknown): boolean => isRepeatable(error) || isStoreAway(error);

type Outcome = 'more' | 'idle' | 'failed';

interface Taken {
  readonly outcome: 'taken' | 'failed';
  /** How many of the page, from its beginning. */
  readonly count: number;
  readonly failingEventId: number | null;
  readonly failures: number;
}

/** Starts a consumer; it runs until stopped. */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { name, store, hub, clock, random, batchSize = 100, pollMs = 1000 } = options;
  const { types } = options;
  const typesNow = (q: Queryable): Promise<readonly string[] | undefined> =>
    typeof types === 'function' ? types(q) : Promise.resolve(types);
  const logger = options.logger.child({ consumer: name });
  const state = await readLogState(store.raw);
  const cursor = options.from === 'head' ? state.id : state.prunedThrough;
  await insertConsumer(store.q, { name, cursor, now: clock.now() });

  const stopping = new AbortController();
  let wake: () => void = () => undefined;
  let woken = false;
  const nudge = (): void => {
    woken = true;
    wake();
  };
  const wakeUps = listenForWakeUps(hub, nudge, (error) => {
    // The poll below goes on without wake-ups.
    logger.debug({ err: coerceError(error) }, 'no more wake-ups from the hub');
  });
  let pageSize = batchSize;
  let wanted = await typesNow(store.q);
  await wakeUps.follow(wanted);

  /** What happened since it went is not known, so it goes on with what comes. */
  const registerAgain = async (q: Queryable): Promise<void> => {
    const { id } = await readLogState(store.raw);
    await insertConsumer(q, { name, cursor: id, now: clock.now() });
    logger.error(
      { cursor: id },
      'the place of the consumer in the log was gone; it begins anew here',
    );
  };

  const work = (): Promise<Outcome> =>
    store.transaction(async (tx): Promise<Outcome> => {
      const position = await claimConsumer(tx.q, name);
      if (position === undefined) {
        if (!(await hasConsumer(tx.q, name))) await registerAgain(tx.q);
        return 'idle';
      }
      const head = (await readLogState(store.raw)).id;
      wanted = await typesNow(tx.q);
      const page = await readLog(
        store.raw,
        { after: position.cursor, through: head, limit: pageSize },
        { types: wanted },
      );
      const taken = await takePage(tx, page.events, position);
      let outcome: Outcome = taken.outcome === 'failed' ? 'failed' : 'more';
      if (outcome === 'more' && page.events.length < pageSize) outcome = 'idle';
      const last = page.events[taken.count - 1]?.id ?? position.cursor;
      const at = outcome === 'idle' ? Math.max(last, head) : last;
      const { failingEventId, failures } = taken;
      if (at !== position.cursor || failures !== position.failures) {
        const now = clock.now();
        await updateConsumer(tx.q, name, { cursor: at, failingEventId, failures, now });
      }
      return outcome;
    });

  /** At once where that is possible; else one after the other, up to the first that fails. */
  const takePage = async (
    tx: StoreTransaction,
    events: readonly StoredEvent[],
    before: ConsumerPosition,
  ): Promise<Taken> => {
    const { handle } = options;
    let { failingEventId, failures } = before;
    if (typeof handle !== 'function' && failures === 0 && events.length > 1) {
      try {
        await tx.savepoint((inner) => handle.batch(inner, events));
        return { outcome: 'taken', count: events.length, failingEventId, failures };
      } catch (error) {
        if (isTransient(error)) throw error;
        logger.warn({ err: coerceError(error), events: events.length }, 'a page of events failed');
      }
    }
    let count = 0;
    for (const event of events) {
      try {
        await tx.savepoint((inner) =>
          typeof handle === 'function' ? handle(inner, event) : handle.batch(inner, [event]),
        );
        failingEventId = null;
        failures = 0;
      } catch (error) {
        if (isTransient(error)) throw error;
        failures = failingEventId === event.id ? failures + 1 : 1;
        failingEventId = event.id;
        logger.warn({ err: coerceError(error), event: event.id, failures }, 'an event failed');
        if (failures < maxFailures) return { outcome: 'failed', count, failingEventId, failures };
        await giveUp(tx, event, coerceError(error));
        failingEventId = null;
        failures = 0;
      }
      count += 1;
    }
    return { outcome: 'taken', count, failingEventId, failures };
  };

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
        await wakeUps.follow(wanted);
        outcome = await work();
        pageSize = Math.min(batchSize, pageSize * 2);
      } catch (error) {
        pageSize = Math.max(1, Math.floor(pageSize / 2));
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
      await wakeUps.stop();
      await running;
    },
  };
}
