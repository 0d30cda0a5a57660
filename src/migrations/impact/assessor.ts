// Assesses migrations while the server goes on serving: a little SQL in turns of a few milliseconds,
// more of it in a worker thread with a time limit. The result is what `assessScripts` says.
import { Worker } from 'node:worker_threads';

import type { Clock } from '../../core/clock.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import type { MigrationTool } from '../../core/migrations.ts';
import { loadSqlParser } from '../../sql/parse.ts';
import { createSingleWorker } from '../../sql/single-worker.ts';
import { combineAssessments, createMadeEarlier, type AssessmentInput } from './assess.ts';
import { assessFile, notAssessedFile } from './assess-file.ts';
import type { AssessAnswer, AssessTask, FilesTask } from './assess-worker.ts';
import { mergeObjects, type NamedObjects } from './named-objects.ts';
import { objectsNamedInFile } from './objects-in-file.ts';
import {
  maxFileBytes,
  type AssessmentSettings,
  type FileAssessment,
  type ImpactFile,
} from './assessment-input.ts';

export interface ImpactAssessorOptions {
  readonly clock: Clock;
  /** More bytes than this, all together, go to the worker: 4 KiB of dense SQL take some 10 ms. */
  readonly inlineMaxBytes?: number;
  /** For one batch of files, or one big file. */
  readonly timeLimitMs?: number;
  readonly idleMs?: number;
  /** After so long the event loop gets its turn. */
  readonly turnMs?: number;
}

export interface ImpactAssessor {
  /** Assesses files one after the other. @throws UnavailableError when it is stopped. */
  assess(input: AssessmentInput): Promise<ImpactAssessment>;
  /** What the files name, to read facts about. @throws UnavailableError when it is stopped. */
  objectsOf(files: readonly ImpactFile[], tool?: MigrationTool): Promise<NamedObjects>;
  /** Ends the worker. */
  stop(): Promise<void>;
}

function startWorker(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./assess-worker.${extension}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
}

/** Loads the parser and gives the assessor; `stop` it when it is no longer needed. */
export async function createImpactAssessor(
  options: ImpactAssessorOptions,
): Promise<ImpactAssessor> {
  const {
    clock,
    inlineMaxBytes = 4 * 1024,
    timeLimitMs = 60_000,
    idleMs = 30_000,
    turnMs = 5,
  } = options;
  await loadSqlParser();
  const worker = createSingleWorker<AssessTask, AssessAnswer>({
    clock,
    start: startWorker,
    timeLimitMs,
    idleMs,
  });
  let lastSettingsId = 0;

  const runBatch = async (
    files: readonly ImpactFile[],
    settings: AssessmentSettings,
    settingsId: number,
    madeEarlier: ReadonlySet<string>,
  ): Promise<readonly FileAssessment[]> => {
    const task: FilesTask = { kind: 'files', files, settingsId, madeEarlier: [...madeEarlier] };
    let outcome = await worker.run(task);
    if (outcome.kind === 'answer' && outcome.answer.kind === 'settings') {
      outcome = await worker.run({ ...task, settings });
    }
    if (outcome.kind === 'answer' && outcome.answer.kind === 'files')
      return outcome.answer.assessed;
    if (files.length > 1) {
      // One of them is to blame: each by itself tells which.
      const earlier = createMadeEarlier(settings, madeEarlier);
      const alone: FileAssessment[] = [];
      for (const file of files) {
        const [assessed] = await runBatch([file], settings, settingsId, earlier.tables);
        if (assessed === undefined) throw new Error('a file has no assessment');
        earlier.add(assessed);
        alone.push(assessed);
      }
      return alone;
    }
    const why =
      outcome.kind === 'late'
        ? `it took longer than ${timeLimitMs / 1000} s`
        : `assessing it failed (${outcome.kind === 'failed' ? outcome.message : 'no settings'})`;
    return files.map((file) => notAssessedFile(file, settings, why));
  };

  const inWorker = async ({ files, ...settings }: AssessmentInput) => {
    lastSettingsId += 1;
    const settingsId = lastSettingsId;
    const earlier = createMadeEarlier(settings);
    const all: FileAssessment[] = [];
    for (const batch of batchesOf(files.map(refuseLarge))) {
      const assessed = await runBatch(batch, settings, settingsId, earlier.tables);
      for (const one of assessed) earlier.add(one);
      all.push(...assessed);
    }
    return all;
  };

  const inline = async ({ files, ...settings }: AssessmentInput) => {
    const earlier = createMadeEarlier(settings);
    const all: FileAssessment[] = [];
    for await (const file of inTurns(files)) {
      const assessed = assessFile(file, settings, earlier.tables);
      earlier.add(assessed);
      all.push(assessed);
    }
    return all;
  };

  /** One after the other, with a turn for the event loop whenever some time has passed. */
  async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<Item> {
    let turnEnds = clock.monotonicMs() + turnMs;
    for (const item of items) {
      if (clock.monotonicMs() >= turnEnds) {
        await new Promise((resolve) => setImmediate(resolve));
        turnEnds = clock.monotonicMs() + turnMs;
      }
      yield item;
    }
  }

  return {
    assess: async (input) => {
      const isSmall = totalBytes(input.files) <= inlineMaxBytes;
      return combineAssessments(await (isSmall ? inline(input) : inWorker(input)), input);
    },
    objectsOf: async (files, tool) => {
      const named: NamedObjects[] = [];
      if (totalBytes(files) <= inlineMaxBytes) {
        for await (const { bytes } of inTurns(files)) named.push(objectsNamedInFile(bytes, tool));
        return mergeObjects(named);
      }
      for (const batch of batchesOf(files.map(refuseLarge))) {
        const texts = batch.map(({ bytes }) => bytes);
        const outcome = await worker.run({ kind: 'names', texts, tool });
        // What fails here fails again when it is assessed, and is reported then.
        if (outcome.kind === 'answer' && outcome.answer.kind === 'names') {
          named.push(outcome.answer.objects);
        }
      }
      return mergeObjects(named);
    },
    stop: () => worker.stop(),
  };
}

function totalBytes(files: readonly ImpactFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
}

/** A file that is too large is not even sent to the worker. */
function refuseLarge(file: ImpactFile): ImpactFile {
  if (file.bytes.byteLength <= maxFileBytes) return file;
  return { ...file, unreadable: `it is larger than ${maxFileBytes / 1024 ** 2} MiB` };
}

const batchFiles = 100;
const batchBytes = 256 * 1024;

/** Files in groups that take the worker a moment; a big one is a group of its own. */
function* batchesOf(files: readonly ImpactFile[]): Generator<readonly ImpactFile[]> {
  let batch: ImpactFile[] = [];
  let bytes = 0;
  for (const file of files) {
    const length = file.bytes.byteLength;
    if (batch.length > 0 && (bytes + length > batchBytes || batch.length >= batchFiles)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}
