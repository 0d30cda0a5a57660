// hawkwatch's command line as its users have it: `hawkwatch` on the PATH of a real process.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** A process that runs. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** What it has written to its standard error so far. */
  stderr(): string;
}

export interface CommandLine {
  /** A folder of its own for this test. */
  readonly directory: string;
  /** `PATH` with `hawkwatch` on it, and nothing of the tester's own settings. */
  readonly env: Readonly<Record<string, string>>;
  hawkwatch(argv: readonly string[], options?: Partial<RunOptions>): Promise<Ended>;
  run(program: string, argv: readonly string[], options: RunOptions): Promise<Ended>;
  start(argv: readonly string[], options?: Partial<RunOptions>): Started;
  remove(): Promise<void>;
}

function execute(
  program: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  { cwd, input }: RunOptions,
): Started {
  const child = spawn(program, argv, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A program that reads no input may be gone before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const stderr = (): string => Buffer.concat(err).toString();
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: stderr() });
    });
  });
  return { ended, stderr };
}

/** A folder with `hawkwatch` on the PATH; `remove` it afterwards. */
export async function createCommandLine(): Promise<CommandLine> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-cli-'));
  const bin = await mkdtemp(path.join(tmpdir(), 'hawkwatch-bin-'));
  await symlink(path.join(root, 'bin/hawkwatch.mjs'), path.join(bin, 'hawkwatch'));
  const node = path.dirname(process.execPath);
  const own = {
    PATH: [bin, node, process.env['PATH'] ?? ''].join(path.delimiter),
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@example.org',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@example.org',
  };
  const run = (program: string, argv: readonly string[], options: RunOptions): Promise<Ended> =>
    execute(program, argv, { ...own, ...options.env }, options).ended;
  return {
    directory,
    env: own,
    run,
    start: (argv, options = {}) =>
      execute('hawkwatch', argv, { ...own, ...options.env }, { cwd: directory, ...options }),
    hawkwatch: (argv, options = {}) => run('hawkwatch', argv, { cwd: directory, ...options }),
    remove: async () => {
      await rm(directory, { recursive: true, force: true });
      await rm(bin, { recursive: true, force: true });
    },
  };
}
