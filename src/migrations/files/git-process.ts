// Runs the `git` program: an argument list and no shell, no prompts, no hooks, nothing that a
// repository's configuration could start; bounded in time and output. Messages hold no secret: what
// git says is kept to one line and redacted by whoever knows the secrets.
import { spawn } from 'node:child_process';

import type { Clock } from '../../core/clock.ts';

export interface GitSettings {
  /** All of git's environment besides what is set here: PATH, HOME, proxies, an agent's socket. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Ends whatever runs. */
  readonly signal: AbortSignal;
}

export interface GitCall {
  readonly args: readonly string[];
  /** Where it is started; must be there. */
  readonly directory: string;
  /** Protocols that it may speak; none when left out. */
  readonly protocols?: readonly string[];
  /** Settings that must not stand on a command line. */
  readonly secretConfig?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** `missing`: there is no git; `refused`: it ended with a failure; the others are our bounds. */
export type GitFailure = 'missing' | 'refused' | 'late' | 'too large' | 'stopped';

export class GitError extends Error {
  override readonly name = 'GitError';
  readonly failure: GitFailure;

  constructor(failure: GitFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'gc.auto=0',
  'maintenance.auto=false',
  // Should nobody be left to end it.
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=30',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  // Who may read a repository is the operator's business; nothing of it is executed.
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

const errorBytes = 4096;

function environmentOf(call: GitCall, base: GitSettings['environment']): Record<string, string> {
  const secrets = Object.entries(call.secretConfig ?? {});
  return {
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10',
    ...base,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    // An empty list would allow the protocol of no name; this one is spoken by nobody.
    GIT_ALLOW_PROTOCOL: call.protocols?.join(':') ?? 'none',
    // So that a folder inside of a repository is not taken for one.
    GIT_CEILING_DIRECTORIES: parentOf(call.directory),
    LC_ALL: 'C',
    GIT_CONFIG_COUNT: String(secrets.length),
    ...Object.fromEntries(
      secrets.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
}

function parentOf(directory: string): string {
  return directory.slice(0, Math.max(directory.lastIndexOf('/'), 1));
}

/**
 * Runs git and returns what it prints.
 * @throws GitError
 */
export function runGit(base: GitSettings, call: GitCall): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (base.signal.aborted) {
      reject(new GitError('stopped', 'hawkwatch is stopping'));
      return;
    }
    // A group of its own: a transport that git has started ends with it.
    const child = spawn('git', [...settings, ...call.args], {
      cwd: call.directory,
      env: environmentOf(call, base.environment),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const chunks: Buffer[] = [];
    let [length, errors] = [0, ''];
    let failure: GitError | undefined;
    const end = (kind: GitFailure, message: string): void => {
      failure ??= new GitError(kind, message);
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const onAbort = (): void => end('stopped', 'hawkwatch is stopping');
    base.signal.addEventListener('abort', onAbort, { once: true });
    const cancel = base.clock.setTimer(call.timeoutMs, () => {
      end('late', `git did not end within ${Math.round(call.timeoutMs / 1000)} s`);
    });
    const settle = (): void => {
      cancel();
      base.signal.removeEventListener('abort', onAbort);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > call.maxBytes) end('too large', `git printed more than ${call.maxBytes} bytes`);
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errors.length < errorBytes) errors += chunk.toString('utf8').slice(0, errorBytes);
    });
    // Git may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      settle();
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(
        missing
          ? new GitError('missing', 'the program git is not installed, or not in the PATH')
          : new GitError('refused', 'the program git cannot be started'),
      );
    });
    child.once('close', (code) => {
      settle();
      if (failure !== undefined) reject(failure);
      else if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new GitError('refused', reasonOf(errors)));
    });
    child.stdin.end(call.input ?? '');
  });
}

const failureLine = /^(fatal|error): /;

/** What went wrong: git's own lines for it, and the one before, where a transport said why. */
function reasonOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) => failureLine.test(line));
  const before = lines.slice(Math.max(first - 1, 0), Math.max(first, 0));
  const reasons = [...before, ...lines.filter((line) => failureLine.test(line))];
  const told = reasons.length === 0 ? lines.slice(-1) : reasons;
  const reason = told.map((line) => line.replace(failureLine, '').trim()).join('; ');
  return reason.slice(0, 500) || 'git failed and did not say why';
}
