// Analyses small files at once and big ones in a worker thread, so that the event loop stays free.
// What was analysed lately is kept: a run reads what its request has read.
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import type { Clock } from '../core/clock.ts';
import { analyseMigration, type MigrationAnalysis, type MigrationSource } from './analyse.ts';
import { loadSqlParser } from './parse.ts';
import { createSingleWorker } from './single-worker.ts';

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
  const worker = createSingleWorker<MigrationSource, MigrationAnalysis>({
    clock,
    start: startWorker,
    timeLimitMs,
    idleMs,
  });

  const runInWorker = async (source: MigrationSource): Promise<MigrationAnalysis> => {
    const outcome = await worker.run(source);
    if (outcome.kind === 'answer') return outcome.answer;
    const reason =
      outcome.kind === 'late'
        ? `it took longer than ${timeLimitMs / 1000} s to analyse`
        : `analysing it failed (${outcome.message})`;
    return { ok: false, issues: [{ line: 1, message: `${reason}: split the file` }] };
  };

  const analyse = (source: MigrationSource): Promise<MigrationAnalysis> =>
    source.bytes.byteLength <= inlineMaxBytes
      ? new Promise((resolve) => resolve(analyseMigration(source)))
      : runInWorker(source);

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
      recent.clear();
      await worker.stop();
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
