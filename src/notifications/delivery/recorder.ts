// Writes down what became of attempts, many at once: whatever comes while a batch is being written is the
// next batch. It goes on trying while the store is away; whoever sent keeps his slot until then, so that
// nothing piles up.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { ChannelState } from '../../store/channel-states.ts';
import { handBackDeliveries, type ClaimedDelivery } from '../../store/deliveries.ts';
import type { Store } from '../../store/store.ts';
import type { AttemptResult } from './attempt.ts';
import type { ConfiguredChannels } from './channels.ts';
import { recordAttempts } from './record-attempts.ts';

/** An attempt that ended. */
export interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly at: Date;
  readonly endedAt: Date;
  readonly result: AttemptResult;
}

export interface Recorder {
  /** Resolves when it is written down, or refused. */
  record(attempted: Attempted): Promise<void>;
  /** Gives back what was not sent. */
  handBack(delivery: ClaimedDelivery): Promise<void>;
  /** True while the store does not take anything. */
  readonly isStuck: boolean;
  /** Does not try again any more. */
  stop(): void;
}

export interface RecorderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly replica: string;
  readonly channels: ConfiguredChannels;
  /** Told after each batch. */
  onWritten(states: readonly ChannelState[]): void;
}

type Entry = {
  readonly attempted?: Attempted;
  readonly back?: ClaimedDelivery;
  done(): void;
};

const batchSize = 500;

/** Creates a recorder. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { store, clock, random, logger, onWritten } = options;
  const stopping = new AbortController();
  let entries: Entry[] = [];
  let isWriting = false;
  let failures = 0;

  const write = async (batch: readonly Entry[]): Promise<readonly ChannelState[]> => {
    const attempted = batch.flatMap((entry) => entry.attempted ?? []);
    const back = batch.flatMap((entry) => entry.back ?? []);
    return store.transaction(async (tx) => {
      await handBackDeliveries(tx.q, back, clock.now());
      return recordAttempts(tx, attempted, options);
    });
  };

  const writeAll = async (): Promise<void> => {
    while (entries.length > 0) {
      const batch = entries.slice(0, batchSize);
      entries = entries.slice(batchSize);
      try {
        const states = await write(batch);
        failures = 0;
        for (const { done } of batch) done();
        onWritten(states);
      } catch (error) {
        entries = [...batch, ...entries];
        logger.warn({ err: coerceError(error) }, 'outcomes of deliveries could not be stored yet');
        if (stopping.signal.aborted) return;
        const delayMs = backoffMs(failures, { firstMs: 50, maxMs: 2000 }, random);
        failures += 1;
        await clock.sleep(delayMs, stopping.signal).catch(() => undefined);
      }
    }
  };

  const add = (entry: Omit<Entry, 'done'>): Promise<void> =>
    new Promise((done) => {
      entries.push({ ...entry, done });
      if (isWriting) return;
      isWriting = true;
      void writeAll().finally(() => {
        isWriting = false;
      });
    });

  return {
    record: (attempted) => add({ attempted }),
    handBack: (back) => add({ back }),
    get isStuck() {
      return failures > 0;
    },
    stop: () => stopping.abort(),
  };
}
