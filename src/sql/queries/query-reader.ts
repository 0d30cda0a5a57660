// Reads what files of queries name: small files at once, in turns, big ones in a worker thread with a
// time limit. A file that cannot be read is one with a reason.
import { Worker } from 'node:worker_threads';

import type { Clock } from '../../core/clock.ts';
import { loadSqlParser } from '../parse.ts';
import { createSingleWorker } from '../single-worker.ts';
import { readQueries } from './read-queries.ts';
import type { ReadQuery } from './shape.ts';

export interface QueryReader {
  /** The queries of a file. @throws UnavailableError when it is stopped. */
  read(bytes: Uint8Array): Promise<readonly ReadQuery[]>;
  stop(): Promise<void>;
}

export interface QueryReaderOptions {
  readonly clock: Clock;
  /** Files above this many bytes go to the worker: 4 KiB of dense SQL take some 10 ms. */
  readonly inlineMaxBytes?: number;
  readonly timeLimitMs?: number;
  readonly idleMs?: number;
}

function startWorker(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./query-worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
}

/** Creates the reader; nothing is loaded before the first file. */
export function createQueryReader(options: QueryReaderOptions): QueryReader {
  const { clock, inlineMaxBytes = 4 * 1024, timeLimitMs = 20_000, idleMs = 30_000 } = options;
  const worker = createSingleWorker<Uint8Array, readonly ReadQuery[]>({
    clock,
    start: startWorker,
    timeLimitMs,
    idleMs,
  });
  return {
    read: async (bytes) => {
      if (bytes.byteLength <= inlineMaxBytes) {
        await loadSqlParser();
        const queries = readQueries(bytes);
        await nextTurn();
        return queries;
      }
      const outcome = await worker.run(bytes);
      if (outcome.kind === 'answer') return outcome.answer;
      const reason =
        outcome.kind === 'late'
          ? `it took longer than ${timeLimitMs / 1000} s to read: split the file`
          : `reading it failed (${outcome.message}): split the file`;
      return [{ line: 1, ok: false, reason }];
    },
    stop: () => worker.stop(),
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
