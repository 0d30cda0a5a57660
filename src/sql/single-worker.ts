// One worker thread, started on demand, one task at a time. A task that takes too long ends the
// worker, and an idle worker is ended as well; what the tasks are is the caller's affair:
//   none -> busy -> idle -> busy …        busy -> none (time limit, failure, stop)
//                    idle -> none (idle time over, stop)
import type { Worker } from 'node:worker_threads';

import type { Clock } from '../core/clock.ts';
import { UnavailableError, coerceError } from '../core/errors.ts';

export interface SingleWorkerOptions {
  readonly clock: Clock;
  readonly start: () => Worker;
  readonly timeLimitMs: number;
  readonly idleMs: number;
}

export type TaskOutcome<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'late' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker answers to each message; anything else it sends is a bug. */
export type WorkerReply<Answer> = { readonly answer: Answer } | { readonly failure: string };

export interface SingleWorker<Task, Answer> {
  /** Waits for its turn. @throws UnavailableError when the worker is stopped. */
  run(task: Task): Promise<TaskOutcome<Answer>>;
  /** Ends the worker; tasks that still wait are rejected with an UnavailableError. */
  stop(): Promise<void>;
}

const stopping = (): UnavailableError =>
  new UnavailableError('the service stops: ask again after its restart');

/** A worker for tasks that would hold up the event loop. */
export function createSingleWorker<Task, Answer>(
  options: SingleWorkerOptions,
): SingleWorker<Task, Answer> {
  const { clock, start, timeLimitMs, idleMs } = options;
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

  const runNow = async (task: Task): Promise<TaskOutcome<Answer>> => {
    if (isStopped) throw stopping();
    cancelIdle?.();
    const busy = (worker ??= start());
    busy.ref();
    const outcome = await new Promise<TaskOutcome<Answer> | 'stopped'>((resolve) => {
      const cancel = clock.setTimer(timeLimitMs, () => finish({ kind: 'late' }));
      const onMessage = (reply: WorkerReply<Answer>): void =>
        finish(
          'answer' in reply
            ? { kind: 'answer', answer: reply.answer }
            : { kind: 'failed', message: reply.failure },
        );
      const onError = (error: unknown): void =>
        finish({ kind: 'failed', message: coerceError(error).message });
      const onExit = (): void => finish({ kind: 'failed', message: 'the worker ended' });
      const finish = (result: TaskOutcome<Answer> | 'stopped'): void => {
        cancel();
        abandon = undefined;
        busy.off('message', onMessage).off('error', onError).off('exit', onExit);
        resolve(result);
      };
      abandon = () => finish('stopped');
      busy.on('message', onMessage).on('error', onError).on('exit', onExit);
      busy.postMessage(task);
    });
    if (outcome !== 'stopped' && outcome.kind === 'answer') {
      rest();
      return outcome;
    }
    await endWorker();
    if (outcome === 'stopped') throw stopping();
    return outcome;
  };

  return {
    run: (task) => {
      const turn = queue.then(() => runNow(task));
      // The next task waits for this one, whatever becomes of it; its own caller sees the failure.
      queue = turn.catch(() => undefined);
      return turn;
    },
    stop: async () => {
      isStopped = true;
      abandon?.();
      await queue;
      await endWorker();
    },
  };
}
