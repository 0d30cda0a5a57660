// Takes a run's facts from the executor without ever making it wait for the store, and writes them
// in batches. Two modes:
//
//   direct    the queue is written to the store, a batch per transaction
//   spooling  the store is away: what comes in goes to the spool at once (fsynced), and the spool
//             is written to the store when that works again
//
// direct → spooling when a batch fails or takes too long; its outcome may be unknown, which is
// harmless, because the store passes over what it has (`recorded_seq`). spooling → direct when the
// spool was written to its end. A batch refused as fenced ends the recorder: another replica has
// taken the run over and tells its story from the target's history.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { recordRunEntries, type RecordResult, type RunEntry } from '../../store/run-recording.ts';
import type { Store } from '../../store/store.ts';
import { createSpool, type Spool, type SpoolOptions } from './spool.ts';

export interface RunRecorder {
  /** Takes a fact; entries must come in the order of their numbers. */
  record(entry: RunEntry): void;
  /** Resolves when the queue is short enough to go on: memory stays bounded. */
  room(): Promise<void>;
  /** True when another replica has taken the run over. */
  readonly fenced: boolean;
  /** Resolves when everything is in the store, or the run was taken over. */
  recorded(): Promise<void>;
  /** Stops; what is not in the store yet is in the spool afterwards. */
  close(): Promise<void>;
}

export interface RecorderOptions {
  readonly store: Store;
  readonly run: { readonly id: string; readonly claim: number };
  readonly spool: SpoolOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const batchSize = 500;
const maxQueued = 5000;
// Between two batches, so that small facts are written together: a moment, and longer while a run
// tells much, whose transactions must not slow it down.
const pauseMs = 15;
const busyPauseMs = 60;
const busyBatch = 12;
const storeTimeoutMs = 5000;

/** Creates the recorder of a run and starts it. */
export function createRunRecorder(options: RecorderOptions): RunRecorder {
  const { store, run, clock, random, logger } = options;
  let queue: RunEntry[] = [];
  let spool: Spool | undefined;
  let fenced = false;
  let closing = false;
  let idle = true;
  let wake: () => void = () => undefined;
  let waiters: { ready: () => boolean; resolve: () => void }[] = [];

  const settle = (): void => {
    const ready = waiters.filter((waiter) => waiter.ready());
    waiters = waiters.filter((waiter) => !ready.includes(waiter));
    for (const waiter of ready) waiter.resolve();
  };
  const when = (ready: () => boolean): Promise<void> =>
    ready()
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiters.push({ ready, resolve });
        });

  const write = async (entries: readonly RunEntry[]): Promise<RecordResult> => {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      cancel = clock.setTimer(storeTimeoutMs, () => {
        reject(new Error(`the store did not answer within ${storeTimeoutMs} ms`));
      });
    });
    try {
      return await Promise.race([recordRunEntries(store, run.id, run.claim, entries), late]);
    } finally {
      cancel();
    }
  };

  const becomeFenced = (): void => {
    fenced = true;
    queue = [];
    logger.warn({ run: run.id }, 'another replica has taken this run over');
  };

  /** Direct mode: one batch. */
  const flush = async (): Promise<void> => {
    const batch = queue.slice(0, batchSize);
    try {
      if ((await write(batch)) === 'fenced') becomeFenced();
      else queue.splice(0, batch.length);
    } catch (error) {
      logger.warn(
        { err: coerceError(error), run: run.id },
        'the store is away; what the run does goes to the spool',
      );
      spool = createSpool({ runId: run.id, claim: run.claim }, options.spool);
    }
  };

  /** False when the disk refuses: then the entries wait in the queue, which `room` bounds. */
  const moveToSpool = async (to: Spool): Promise<boolean> => {
    const entries = queue.slice();
    if (entries.length === 0) return true;
    try {
      await to.append(entries);
    } catch (error) {
      logger.error({ err: coerceError(error), run: run.id }, 'the spool cannot be written');
      return false;
    }
    queue.splice(0, entries.length);
    return true;
  };

  /** Spooling mode: tries to write the whole spool; false while the store is still away. */
  const drain = async (from: Spool): Promise<boolean> => {
    // What the disk refused is in the queue still.
    const waiting = queue.slice();
    const entries = [...(await from.read()), ...waiting];
    for (let at = 0; at < entries.length; at += batchSize) {
      try {
        if ((await write(entries.slice(at, at + batchSize))) === 'fenced') {
          becomeFenced();
          break;
        }
      } catch (error) {
        logger.debug({ err: coerceError(error), run: run.id }, 'the store is still away');
        return false;
      }
    }
    if (from.dropped > 0) {
      logger.warn(
        { run: run.id, dropped: from.dropped },
        'progress was dropped: the spool was full',
      );
    }
    queue.splice(0, fenced ? queue.length : waiting.length);
    await from.delete();
    spool = undefined;
    return true;
  };

  /** `wakeable`: a new entry ends it; closing always does. */
  const pause = (delayMs: number, wakeable = true): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.setTimer(delayMs, resolve);
      wake = () => {
        if (!wakeable && !closing) return;
        cancel();
        resolve();
      };
      if (closing) wake();
    });

  const loop = async (): Promise<void> => {
    let retryAt = 0;
    let attempt = 0;
    for (;;) {
      if (spool !== undefined) {
        const spooled = await moveToSpool(spool);
        if (closing) break;
        if (clock.monotonicMs() >= retryAt) {
          if (await drain(spool)) {
            attempt = 0;
            logger.info({ run: run.id }, 'the store is back; the spool was written to it');
            settle();
            continue;
          }
          const delay = backoffMs(attempt, { firstMs: 200, maxMs: 3000 }, random);
          retryAt = clock.monotonicMs() + delay;
          attempt += 1;
        }
        settle();
        if (queue.length === 0 || !spooled) {
          await pause(Math.max(1, retryAt - clock.monotonicMs()), spooled);
        }
      } else if (queue.length > 0) {
        const busy = queue.length >= busyBatch;
        await flush();
        settle();
        if (queue.length < batchSize && spool === undefined && !closing) {
          await pause(busy ? busyPauseMs : pauseMs);
        }
      } else if (closing || fenced) {
        break;
      } else {
        idle = true;
        settle();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    await spool?.close();
    idle = true;
    settle();
  };

  const running = loop().catch((error: unknown) => {
    logger.error({ err: coerceError(error), run: run.id }, 'the recorder of a run failed');
    // Nobody may wait for it for ever; the run is reconciled from the target's history.
    fenced = true;
    queue = [];
    settle();
  });

  return {
    record: (entry) => {
      if (fenced) return;
      queue.push(entry);
      if (idle || spool !== undefined) {
        idle = false;
        wake();
      }
    },
    room: () => when(() => fenced || queue.length < maxQueued),
    get fenced() {
      return fenced;
    },
    recorded: () =>
      when(() => fenced || closing || (queue.length === 0 && spool === undefined && idle)),
    close: async () => {
      closing = true;
      wake();
      await running;
    },
  };
}

/** Writes what an earlier process of this replica left in its spools. */
export async function replaySpools(options: {
  store: Store;
  spool: SpoolOptions;
  logger: Logger;
  keys: readonly { runId: string; claim: number }[];
}): Promise<void> {
  for (const key of options.keys) {
    const spool = createSpool(key, options.spool);
    const entries = await spool.read();
    for (let at = 0; at < entries.length; at += batchSize) {
      const batch = entries.slice(at, at + batchSize);
      const result = await recordRunEntries(options.store, key.runId, key.claim, batch);
      if (result === 'fenced') {
        options.logger.info({ run: key.runId }, 'a spool was left out: another replica went on');
        break;
      }
    }
    await spool.delete();
    options.logger.info({ run: key.runId, entries: entries.length }, 'a spool was written back');
  }
}
