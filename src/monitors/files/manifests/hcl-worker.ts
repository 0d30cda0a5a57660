// The thread that parses Terraform files. It answers each text it is sent and knows nothing else.
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

import type * as Hcl2Json from '@cdktf/hcl2json';

import { coerceError } from '../../../core/errors.ts';

// CommonJS that reads its program from beside itself.
const { parse } = createRequire(import.meta.url)('@cdktf/hcl2json') as typeof Hcl2Json;

async function answer(text: string): Promise<{ value: unknown } | { failure: string }> {
  try {
    return { value: await parse('file.tf', text) };
  } catch (error) {
    return { failure: coerceError(error).message };
  }
}

parentPort?.on('message', (text: string) => {
  void answer(text).then((message) => parentPort?.postMessage(message));
});
