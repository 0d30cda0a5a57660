// Reads Terraform's language in a worker thread of its own: the parser is a WebAssembly program that
// needs memory and may take long, so it is there only while it is needed and ended when it is late. A
// file that it cannot read is a fault that is told, never a failure.
import { Worker } from 'node:worker_threads';

import type { Clock } from '../../../core/clock.ts';
import { coerceError } from '../../../core/errors.ts';

export type HclOutcome = { readonly value: unknown } | { readonly fault: string };

export interface HclReader {
  /** Never rejects. */
  read(text: string): Promise<HclOutcome>;
  stop(): Promise<void>;
}

export interface HclReaderOptions {
  readonly clock: Clock;
  readonly timeLimitMs?: number;
  /** How long it is kept without work. */
  readonly idleMs?: number;
}

const faultOf = (message: string): string => {
  // `parse config: [x.tf:7,32-8,1: Summary; Detail]`: where it is and what is wrong, but no detail,
  // which may quote the text.
  const [, line, summary] = /:(\d+),[\d,-]+: ([^;\]"]{1,120})/.exec(message) ?? [];
  return line === undefined
    ? 'The file is not Terraform that can be read.'
    : `The file is not Terraform that can be read: line ${line}: ${summary?.trim() ?? ''}.`;
};

/** A reader; nothing is started before the first file. */
export function createHclReader(options: HclReaderOptions): HclReader {
  const { clock, timeLimitMs = 15_000, idleMs = 10_000 } = options;
  let worker: Worker | undefined;
  let cancelIdle: () => void = () => undefined;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const end = async (): Promise<void> => {
    cancelIdle();
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const start = (): Worker => {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    return new Worker(new URL(`./hcl-worker.${extension}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      stdout: true,
      stderr: true,
    });
  };

  const readNow = async (text: string): Promise<HclOutcome> => {
    if (stopped) return { fault: 'hawkwatch was stopping.' };
    cancelIdle();
    const busy = (worker ??= start());
    busy.ref();
    const outcome = await new Promise<{ value?: unknown; failure?: string; isOver?: true }>(
      (resolve) => {
        const finish = (result: { value?: unknown; failure?: string; isOver?: true }): void => {
          cancel();
          busy.off('message', finish).off('error', onError).off('exit', onExit);
          resolve(result);
        };
        const cancel = clock.setTimer(timeLimitMs, () =>
          finish({
            failure: `It takes longer than ${timeLimitMs / 1000} s to read.`,
            isOver: true,
          }),
        );
        const onError = (error: unknown): void =>
          finish({ failure: coerceError(error).message, isOver: true });
        const onExit = (): void => finish({ failure: 'The parser ended.', isOver: true });
        busy.on('message', finish).on('error', onError).on('exit', onExit);
        busy.postMessage(text);
      },
    );
    if (outcome.isOver === true) await end();
    else {
      busy.unref();
      cancelIdle = clock.setTimer(idleMs, () => void end());
    }
    if (outcome.failure === undefined) return { value: outcome.value };
    return { fault: outcome.isOver === true ? outcome.failure : faultOf(outcome.failure) };
  };

  return {
    read: (text) => {
      const turn = last.then(() => readNow(text));
      last = turn;
      return turn;
    },
    stop: async () => {
      stopped = true;
      await end();
    },
  };
}
