// Analyses small files at once and big ones in a worker thread. One worker, started on demand, one
// file at a time; a file that takes too long ends the worker, and an idle worker is ended as well:
//   none -> busy -> idle -> busy …        busy -> none (time limit, failure, stop)
//                    idle -> none (idle time over, stop)
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import type { Clock } from '../core/clock.ts';
import { UnavailableError, coerceError } from '../core/errors.ts';
import { analyseMigration, type MigrationAnalysis, type MigrationSource } from './analyse.ts';
import type { WorkerAnswer } from './analyse-worker.ts';
import { loadSqlParser } from './parse.ts';

export interface SqlAnalyserOptions {
  readonly clock: Clock;
  /** Files above this many bytes go to the worker; 64 KiB of rows take some 0.2 s inline. */
  readonly inlineMaxBytes?: number;
  readonly timeLimitMs?: number;
  readonly idleMs?: number;
}

export interface SqlAnalyser {
  analyse(source: MigrationSource): Promise<MigrationAnalysis>;
  /** Ends the worker; files that still wait are rejected with an UnavailableError. */
  stop(): Promise<void>;
}

function startWorker(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./analyse-worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
}

/** Loads the parser and gives the analyser; `stop` it when it is no longer needed. */
export async function createSqlAnalyser(options: SqlAnalyserOptions): Promise<SqlAnalyser> {
  const { clock, inlineMaxBytes = 64 * 1024, timeLimitMs = 60_000, idleMs = 30_000 } = options;
  await loadSqlParser();
  let worker: Worker | undefined;
  let cancelIdle: (() => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let abandon: (() => void) | undefined;
  let isStopped = false;

  const endWorker = async (): Promise<void> => {
    cancelIdle?.();
    cancelIdle = undefined;
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const rest = (): void => {
    worker?.unref();
    cancelIdle = clock.setTimer(idleMs, () => void endWorker());
  };

  const runInWorker = async (source: MigrationSource): Promise<MigrationAnalysis> => {
    if (isStopped) throw new UnavailableError('the service stops: ask again after its restart');
    cancelIdle?.();
    const busy = (worker ??= startWorker());
    busy.ref();
    const answer = await new Promise<WorkerAnswer | 'late' | 'stopped'>((resolve) => {
      const cancel = clock.setTimer(timeLimitMs, () => finish('late'));
      const onMessage = (message: WorkerAnswer): void => finish(message);
      const onError = (error: unknown): void => finish({ failure: coerceError(error).message });
      const onExit = (): void => finish({ failure: 'the worker ended' });
      const finish = (result: WorkerAnswer | 'late' | 'stopped'): void => {
        cancel();
        abandon = undefined;
        busy.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(result);
      };
      abandon = () => finish('stopped');
      busy.on('message', onMessage).on('error', onError).on('exit', onExit);
      busy.postMessage(source);
    });
    if (typeof answer === 'object' && 'analysis' in answer) {
      rest();
      return answer.analysis;
    }
    await endWorker();
    if (answer === 'stopped') {
      throw new UnavailableError('the service stops: ask again after its restart');
    }
    const reason =
      answer === 'late'
        ? `it took longer than ${timeLimitMs / 1000} s to analyse`
        : `analysing it failed (${answer.failure})`;
    return { ok: false, issues: [{ line: 1, message: `${reason}: split the file` }] };
  };

  const analyse = (source: MigrationSource): Promise<MigrationAnalysis> => {
    if (source.bytes.byteLength <= inlineMaxBytes) {
      return new Promise((resolve) => resolve(analyseMigration(source)));
    }
    const turn = queue.then(() => runInWorker(source));
    // The next file waits for this one, whatever becomes of it; its own caller sees the failure.
    queue = turn.catch(() => undefined);
    return turn;
  };

  const recent = createRecentAnalyses();
  return {
    analyse: async (source) => {
      const key = createHash('sha256').update(source.bytes).digest('base64');
      const known = recent.find(key);
      if (known !== undefined) return renamed(known, source.name);
      const analysis = await analyse(source);
      if (analysis.ok) recent.keep(key, analysis, source.bytes.byteLength);
      return analysis;
    },
    stop: async () => {
      isStopped = true;
      recent.clear();
      abandon?.();
      await queue;
      await endWorker();
    },
  };
}

const recentBytes = 8 * 1024 * 1024;

/** What was analysed lately, by the hash of its bytes: a run reads what its request has read. */
function createRecentAnalyses() {
  const kept = new Map<string, { analysis: MigrationAnalysis; bytes: number }>();
  let total = 0;
  return {
    find: (key: string) => kept.get(key)?.analysis,
    keep: (key: string, analysis: MigrationAnalysis, bytes: number): void => {
      if (bytes > recentBytes / 8) return;
      kept.set(key, { analysis, bytes: bytes + 1024 });
      total += bytes + 1024;
      for (const [oldest, { bytes: freed }] of kept) {
        if (total <= recentBytes) break;
        kept.delete(oldest);
        total -= freed;
      }
    },
    clear: () => {
      kept.clear();
      total = 0;
    },
  };
}

function renamed(analysis: MigrationAnalysis, name: string): MigrationAnalysis {
  return analysis.ok ? { ok: true, script: { ...analysis.script, name } } : analysis;
}
