// The process of a tool's own command: started without a shell as the leader of a process group, with
// its output in a file, so that it goes on when hawkwatch ends and is found again afterwards. A pid
// alone is never trusted: the time the process was started tells it from a later one.
import { execFile, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import type { Clock } from '../../../core/clock.ts';
import { coerceError } from '../../../core/errors.ts';

const run = promisify(execFile);

export interface CommandEnd {
  /** Null when it was ended by a signal, or when nobody can tell any more. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Taken up after a restart: how it ended is not known. */
  readonly unknown: boolean;
}

export interface CommandProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<CommandEnd>;
  /** Ends the whole process group: asked first, killed when it does not obey. */
  terminate(): Promise<void>;
}

export interface CommandFiles {
  readonly output: string;
  readonly record: string;
}

export interface CommandStart {
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: CommandFiles;
  readonly clock: Clock;
}

const record = z.object({ pid: z.int().positive(), startedAt: z.string() });

const askedMs = 5000;
const pollMs = 250;

/** Where a run's command leaves its traces. */
export function commandFiles(directory: string, runId: string): CommandFiles {
  return {
    output: path.join(directory, `${runId}.out`),
    record: path.join(directory, `${runId}.json`),
  };
}

/** Starts a command. @throws Error when the program cannot be started. */
export async function startCommand(start: CommandStart): Promise<CommandProcess> {
  const { words, directory, environment, files, clock } = start;
  const [program, ...args] = words;
  if (program === undefined) throw new Error('the command is empty');
  await mkdir(path.dirname(files.output), { recursive: true, mode: 0o700 });
  // Appending, so that the file can be cut short while the command writes to it.
  const output = await open(files.output, 'a', 0o600);
  try {
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...environment },
      stdio: ['ignore', output.fd, output.fd],
      detached: true,
      shell: false,
    });
    const ended = new Promise<CommandEnd>((resolve) => {
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, unknown: false }));
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('the system gave the command no process id');
    // hawkwatch may end before it does.
    child.unref();
    const startedAt = await startTimeOf(pid);
    if (startedAt !== undefined) {
      await writeFile(files.record, JSON.stringify({ pid, startedAt }), { mode: 0o600 });
    }
    return { pid, ended, terminate: () => terminateGroup(pid, ended, clock) };
  } finally {
    await output.close();
  }
}

/** The command of an earlier hawkwatch on this host, when it still runs. */
export async function findCommand(
  files: CommandFiles,
  clock: Clock,
): Promise<CommandProcess | undefined> {
  let text: string;
  try {
    text = await readFile(files.record, 'utf8');
  } catch {
    // None was started here, or its traces are gone: then there is nothing to take up.
    return undefined;
  }
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { pid, startedAt } = parsed.data;
  const alive = async (): Promise<boolean> => (await startTimeOf(pid)) === startedAt;
  if (!(await alive())) return undefined;
  const ended = (async (): Promise<CommandEnd> => {
    while (await alive()) await clock.sleep(pollMs);
    return { exitCode: null, signal: null, unknown: true };
  })();
  return { pid, ended, terminate: () => terminateGroup(pid, ended, clock) };
}

/** Removes the traces of a command that has ended. */
export async function deleteCommandFiles(files: CommandFiles): Promise<void> {
  await Promise.all([rm(files.output, { force: true }), rm(files.record, { force: true })]);
}

async function terminateGroup(
  pid: number,
  ended: Promise<CommandEnd>,
  clock: Clock,
): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const until = clock.monotonicMs() + askedMs;
  while (isGroupThere(pid) && clock.monotonicMs() < until) await clock.sleep(50);
  signalGroup(pid, 'SIGKILL');
  await ended;
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: all of the group has ended already.
    if (!('code' in coerceError(error))) throw error;
  }
}

function isGroupThere(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    // ESRCH: nobody is left. EPERM cannot be: the group is ours.
    return false;
  }
}

/** When a process was started, in the system's own form; undefined when it does not run. */
async function startTimeOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // After the name, which may hold blanks: state is the first field, the start the twentieth.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    // It has ended.
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off by a crash: as good as none.
    return undefined;
  }
}
