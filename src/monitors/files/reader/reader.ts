// Does all file access of a watch in a process of its own, so that a mount that hangs costs that process
// and nothing else. Not in a thread: one that hangs can neither be ended nor left behind, and keeps the
// whole service from ending. Which file lies on such a mount cannot be told before.
//
//   idle -> busy -> idle (answer) -> ended (nothing to do for a while)
//   busy -> hung (no progress for `timeoutMs`): the task is given up, others are refused at once
//   hung -> idle (the call returned after all) | ended (a process that could be killed)
import { fork, type ChildProcess } from 'node:child_process';

import type { Clock } from '../../../core/clock.ts';
import type {
  Examined,
  ExamineTask,
  ReaderMessage,
  ReaderTask,
  Scan,
  ScanTask,
} from './protocol.ts';

/** The file system does not answer. */
export class HungError extends Error {
  override readonly name = 'HungError';
}

export interface FileReader {
  /** @throws HungError when the file system does not answer in time. */
  scan(task: ScanTask): Promise<Scan>;
  /** @throws HungError when the file system does not answer in time. */
  examine(task: ExamineTask): Promise<readonly Examined[]>;
  /** Starts it already: there will be a task soon. */
  warm(): void;
  /** Ends soon, whatever hangs. */
  stop(): Promise<void>;
}

export interface FileReaderOptions {
  readonly clock: Clock;
  /** Milliseconds without any progress. */
  readonly timeoutMs?: number;
  /** How long it is kept without work. */
  readonly idleMs?: number;
}

interface Helper {
  send(task: ReaderTask): void;
  /** Whatever it does; one in a call that hangs goes when the call returns. */
  end(): void;
  /** Lets the service end while it is idle. */
  rest(isIdle: boolean): void;
}

interface Listener {
  message(message: ReaderMessage): void;
  gone(error: Error): void;
}

const place = (): URL => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./reader-main.${extension}`, import.meta.url);
};

function startProcess(listener: Listener): Helper {
  const child: ChildProcess = fork(place(), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--max-old-space-size=256'],
    env: {},
  });
  child.on('message', (message) => listener.message(message as ReaderMessage));
  child.on('error', (error) => listener.gone(error));
  child.on('exit', () => listener.gone(new Error('the process that reads files ended')));
  return {
    send: (task) => void child.send(task),
    end: () => {
      child.kill('SIGKILL');
    },
    rest: (isIdle) => {
      if (isIdle) {
        child.unref();
        child.channel?.unref();
      } else {
        child.ref();
        child.channel?.ref();
      }
    },
  };
}

/** A reader; nothing is started before the first task. */
export function createFileReader(options: FileReaderOptions): FileReader {
  const { clock, timeoutMs = 15_000, idleMs = 20_000 } = options;
  let helper: Helper | undefined;
  let current: { settle(message: ReaderMessage): void; again(): void } | undefined;
  let hungSince: number | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let cancelIdle: () => void = () => undefined;
  let stopped = false;

  const rest = (): void => {
    helper?.rest(true);
    cancelIdle();
    cancelIdle = clock.setTimer(idleMs, () => {
      const idle = helper;
      helper = undefined;
      idle?.end();
    });
  };

  const start = (): Helper => {
    let isGone = false;
    const own: Helper = startProcess({
      message: (message) => {
        if (own !== helper) return;
        if ('progress' in message) current?.again();
        else {
          hungSince = undefined;
          if (current === undefined) rest();
          else current.settle(message);
        }
      },
      gone: (error) => {
        if (isGone) return;
        isGone = true;
        if (own !== helper) return;
        helper = undefined;
        hungSince = undefined;
        current?.settle({ failure: error.message });
      },
    });
    return own;
  };

  const runNow = async (task: ReaderTask): Promise<Scan | readonly Examined[]> => {
    if (stopped) throw new Error('the reader has stopped');
    if (hungSince !== undefined) {
      // A process that waits in vain may be let go of: the next one finds the mount as it is then.
      if (clock.monotonicMs() - hungSince > 2 * timeoutMs) helper?.end();
      throw new HungError('the file system does not answer');
    }
    cancelIdle();
    const busy = (helper ??= start());
    busy.rest(false);
    const message = await new Promise<ReaderMessage | 'late'>((resolve) => {
      let cancel = (): void => undefined;
      const again = (): void => {
        cancel();
        cancel = clock.setTimer(timeoutMs, () => {
          current = undefined;
          hungSince = clock.monotonicMs();
          busy.rest(true);
          resolve('late');
        });
      };
      const settle = (reply: ReaderMessage): void => {
        cancel();
        current = undefined;
        resolve(reply);
      };
      current = { settle, again };
      again();
      busy.send(task);
    });
    if (message === 'late') throw new HungError('the file system does not answer');
    if (helper !== undefined) rest();
    if ('answer' in message) return message.answer;
    throw new Error('failure' in message ? message.failure : 'the reader did not answer');
  };

  const run = (task: ReaderTask): Promise<Scan | readonly Examined[]> => {
    const turn = last.then(() => runNow(task));
    // The next one waits for this one, whatever becomes of it; its own caller sees the failure.
    last = turn.catch(() => undefined);
    return turn;
  };

  return {
    warm: () => {
      if (stopped || helper !== undefined || hungSince !== undefined) return;
      helper = start();
      rest();
    },
    scan: async (task) => (await run(task)) as Scan,
    examine: async (task) => (await run(task)) as readonly Examined[],
    stop: () => {
      stopped = true;
      cancelIdle();
      const ending = helper;
      helper = undefined;
      current?.settle({ failure: 'the reader has stopped' });
      ending?.end();
      return Promise.resolve();
    },
  };
}
