// Writes down what became of attempts, many at once: whatever comes while a batch is being written is the
// next batch, and a little is waited for more of them. It goes on trying while the store is away; whoever sent keeps his slot until then, so that
// nothing piles up.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { handBackDeliveries, type ClaimedDelivery } from '../../store/deliveries.ts';
import type { Store } from '../../store/store.ts';
import type { ConfiguredChannels } from './channels.ts';
import { recordAttempts, type Attempted, type Recorded } from './record-attempts.ts';

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
  /** How long more is waited for, unless much waits. Nothing is waited for unless given. */
  readonly gatherMs?: number | undefined;
  /** Told after each batch. */
  onWritten(recorded: Recorded): void;
}

type Entry = {
  readonly attempted?: Attempted;
  readonly back?: ClaimedDelivery;
  done(): void;
};

const batchSize = 500;
/** With so many nothing else is waited for: senders have a bounded number of slots. */
const enoughAtOnce = 16;
const failuresToSplit = 4;

/** Creates a recorder. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { store, clock, random, logger, onWritten, gatherMs = 0 } = options;
  const stopping = new AbortController();
  let entries: Entry[] = [];
  let isWriting = false;
  let failures = 0;
  let hasEnough: (() => void) | undefined;

  /** Waits for more. */
  const gather = async (): Promise<void> => {
    if (gatherMs === 0 || entries.length >= enoughAtOnce) return;
    const gathered = Promise.withResolvers<void>();
    hasEnough = gathered.resolve;
    const cancel = clock.setTimer(gatherMs, gathered.resolve);
    await gathered.promise;
    cancel();
    hasEnough = undefined;
  };

  const write = async (batch: readonly Entry[]): Promise<Recorded> => {
    const attempted = batch.flatMap((entry) => entry.attempted ?? []);
    const back = batch.flatMap((entry) => entry.back ?? []);
    return store.transaction(async (tx) => {
      await handBackDeliveries(tx.q, back, clock.now());
      const recorded = await recordAttempts(tx, attempted, options);
      return { ...recorded, isMore: recorded.isMore || back.length > 0 };
    });
  };

  const writeAll = async (): Promise<void> => {
    while (entries.length > 0) {
      if (failures === 0) await gather();
      // After some failures one by one: it may be a single one that cannot be stored.
      const batch = entries.slice(0, failures < failuresToSplit ? batchSize : 1);
      entries = entries.slice(batch.length);
      try {
        const recorded = await write(batch);
        const wasStuck = failures > 0;
        failures = 0;
        for (const { done } of batch) done();
        onWritten(wasStuck ? { ...recorded, isMore: true } : recorded);
      } catch (error) {
        entries = batch.length === 1 ? [...entries, ...batch] : [...batch, ...entries];
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
      if (entries.length >= enoughAtOnce) hasEnough?.();
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
