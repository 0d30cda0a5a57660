// Collects the statuses that were just read for a moment, and records all of them at once; one batch
// at a time. Whoever waits for `add` cannot run ahead of the store.
import { coerceError } from '../../core/errors.ts';
import type { SourceStatus } from '../status-words.ts';
import { recordStatuses, type RecordOptions } from './record.ts';

export interface RecorderOptions extends RecordOptions {
  /** How long what was read waits for more to be recorded with it. */
  readonly batchMs?: number;
}

export interface Recorder {
  /** Resolves when they are recorded, or given up. */
  add(statuses: readonly SourceStatus[]): Promise<void>;
}

/** Creates a recorder; after `signal` nothing is recorded any more. */
export function createRecorder(options: RecorderOptions, signal: AbortSignal): Recorder {
  const { clock, logger, batchMs = 20 } = options;
  let waiting: SourceStatus[] = [];
  let next: Promise<void> | undefined;
  let last = Promise.resolve();
  const flush = async (): Promise<void> => {
    await Promise.all([last, clock.sleep(batchMs, signal).catch(() => undefined)]);
    const batch = waiting;
    waiting = [];
    next = undefined;
    if (signal.aborted) return;
    try {
      await recordStatuses(options, batch);
    } catch (error) {
      // They are read again in their time; the store says for itself when it is away.
      logger.warn(
        { err: coerceError(error), statuses: batch.length },
        'statuses were not recorded',
      );
    }
  };
  return {
    add: (statuses) => {
      if (statuses.length === 0) return Promise.resolve();
      waiting.push(...statuses);
      if (next === undefined) {
        next = flush();
        last = next;
      }
      return next;
    },
  };
}
