// The thread that reads big files of queries, so that the event loop of the server stays free. It
// answers each file it is sent and knows nothing else.
import { parentPort } from 'node:worker_threads';

import { coerceError } from '../../core/errors.ts';
import { loadSqlParser } from '../parse.ts';
import type { WorkerReply } from '../single-worker.ts';
import { readQueries } from './read-queries.ts';
import type { ReadQuery } from './shape.ts';

async function answer(bytes: Uint8Array): Promise<WorkerReply<readonly ReadQuery[]>> {
  try {
    await loadSqlParser();
    return { answer: readQueries(bytes) };
  } catch (error) {
    return { failure: coerceError(error).message };
  }
}

parentPort?.on('message', (bytes: Uint8Array) => {
  void answer(bytes).then((message) => parentPort?.postMessage(message));
});
