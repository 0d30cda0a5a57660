// The load client as the orchestrator sees it: a process on the load's cores that does one job after
// the other. It ends with the orchestrator.
import { spawn } from 'node:child_process';

import { nodeCommand } from './processes.ts';
import { stopProcess } from './service.ts';

export type Answer<Result> = { readonly result: Result } | { readonly error: string };

export interface Load<Job, Result> {
  /** Throws with what was wrong. */
  run(job: Job): Promise<Result>;
  stop(): Promise<void>;
}

/** Starts a client; no two jobs may run at a time. */
export function startLoad<Job extends object, Result>(file: string): Load<Job, Result> {
  const [command, arguments_] = nodeCommand('load', [file]);
  const child = spawn(command, arguments_, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const gone = (code: number | null): void => {
          reject(new Error(`the load client ended with ${code}`));
        };
        child.once('exit', gone);
        child.once('message', (message) => {
          child.off('exit', gone);
          const answer = message as Answer<Result>;
          if ('result' in answer) resolve(answer.result);
          else reject(new Error(answer.error));
        });
        child.send(job);
      }),
    stop: () => stopProcess(child),
  };
}

/** The client's side: answers every job with what `run` makes of it, or with its first failure. */
export function serveLoad<Job, Result>(
  run: (job: Job, onFailure: (error: unknown) => void) => Promise<Result>,
): void {
  process.on('message', (job) => {
    let answered = false;
    const answer = (message: Answer<Result>): void => {
      if (!answered) process.send?.(message);
      answered = true;
    };
    const fail = (error: unknown): void => {
      answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    };
    run(job as Job, fail).then((result) => answer({ result }), fail);
  });
  process.once('disconnect', () => process.exit());
}
