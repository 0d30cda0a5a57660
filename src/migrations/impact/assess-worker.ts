// The thread that looks at files: what they name, and what the rules say. It is sent the settings of
// an assessment once, then its files in batches, and knows nothing else.
import { parentPort } from 'node:worker_threads';

import { coerceError } from '../../core/errors.ts';
import type { MigrationTool } from '../../core/migrations.ts';
import { loadSqlParser } from '../../sql/parse.ts';
import type { WorkerReply } from '../../sql/single-worker.ts';
import { assessFiles } from './assess.ts';
import type { AssessmentSettings, FileAssessment, ImpactFile } from './assessment-input.ts';
import { mergeObjects, type NamedObjects } from './named-objects.ts';
import { objectsNamedInFile } from './objects-in-file.ts';

export interface NamesTask {
  readonly kind: 'names';
  readonly texts: readonly Uint8Array[];
  readonly tool: MigrationTool | undefined;
}

export interface FilesTask {
  readonly kind: 'files';
  readonly files: readonly ImpactFile[];
  /** Which settings hold; sent along only when the worker has not got them. */
  readonly settingsId: number;
  readonly settings?: AssessmentSettings;
  readonly madeEarlier: readonly string[];
}

export type AssessTask = NamesTask | FilesTask;

/** `settings`: send the task again, with them. */
export type AssessAnswer =
  | { readonly kind: 'names'; readonly objects: NamedObjects }
  | { readonly kind: 'files'; readonly assessed: readonly FileAssessment[] }
  | { readonly kind: 'settings' };

/** Answers tasks, with the settings that were sent last. */
function createAnswerer() {
  let id = -1;
  let settings: AssessmentSettings | undefined;
  return async (task: AssessTask): Promise<WorkerReply<AssessAnswer>> => {
    try {
      await loadSqlParser();
      if (task.kind === 'names') {
        const objects = task.texts.map((text) => objectsNamedInFile(text, task.tool));
        return { answer: { kind: 'names', objects: mergeObjects(objects) } };
      }
      if (task.settings !== undefined) {
        id = task.settingsId;
        settings = task.settings;
      }
      if (settings === undefined || id !== task.settingsId) return { answer: { kind: 'settings' } };
      const assessed = assessFiles(task.files, settings, task.madeEarlier);
      return { answer: { kind: 'files', assessed } };
    } catch (error) {
      return { failure: coerceError(error).message };
    }
  };
}

const answer = createAnswerer();
parentPort?.on('message', (task: AssessTask) => {
  void answer(task).then((message) => parentPort?.postMessage(message));
});
