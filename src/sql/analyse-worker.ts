// The thread that analyses big files, so that the event loop of the server stays free. It answers
// each file it is sent and knows nothing else.
import { parentPort } from 'node:worker_threads';
import { coerceError } from '../core/errors.ts';
import { analyseMigration, type MigrationAnalysis, type MigrationSource } from './analyse.ts';
import { loadSqlParser } from './parse.ts';
import type { WorkerReply } from './single-worker.ts';

async function answer(source: MigrationSource): Promise<WorkerReply<MigrationAnalysis>> {
  try {
    await loadSqlParser();
    return { answer: analyseMigration(source) };
  } catch (error) {
    return { failure: coerceError(error).message };
  }
}

parentPort?.on('message', (source: MigrationSource) => {
  void answer(source).then((message) => parentPort?.postMessage(message));
});
