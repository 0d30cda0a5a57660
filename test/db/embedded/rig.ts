// A folder with embedded servers in it. When a test ends, every process it started is ended by its
// pid and the folder is removed.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { readHost } from '../../../src/store/embedded/host.ts';
import type { Host } from '../../../src/store/embedded/host.ts';
import { readPidFile } from '../../../src/store/embedded/pid-file.ts';
import { isAlive, isPostmasterOf } from '../../../src/store/embedded/processes.ts';
import { startEmbeddedPostgresOn } from '../../../src/store/embedded/start.ts';
import type { EmbeddedPostgres } from '../../../src/store/embedded/start.ts';
import { until } from '../../support/until.ts';

/** What `owner.ts` printed. */
export interface OwnerReport {
  readonly dataDirectory?: string;
  readonly adopted?: boolean;
  readonly url?: string;
  readonly code?: string;
  readonly message?: string;
}

export interface OwnerProcess {
  readonly pid: number;
  report(): Promise<OwnerReport>;
  /** Sends the signal, to the whole process group if asked, and waits for the end. */
  end(signal: NodeJS.Signals, group?: boolean): Promise<void>;
}

const { platform } = process;

/** True while the process runs; a zombie does not. */
export const runs = (pid: number): Promise<boolean> => isAlive(pid, platform);

async function postmasterIn(dataDirectory: string): Promise<number | undefined> {
  const file = await readPidFile(dataDirectory);
  if (file === undefined) return undefined;
  return (await isPostmasterOf(file.pid, dataDirectory, platform)) ? file.pid : undefined;
}

/** The pid of the server of a data directory; throws when none runs. */
export async function serverPid(dataDirectory: string): Promise<number> {
  const pid = await postmasterIn(dataDirectory);
  if (pid === undefined) throw new Error(`no server in ${dataDirectory}`);
  return pid;
}

/** Kills a server so that it cannot tidy up, and waits for its end. */
export async function killServer(dataDirectory: string): Promise<number> {
  const pid = await serverPid(dataDirectory);
  process.kill(pid, 'SIGKILL');
  await until('the killed server has ended', async () => !(await runs(pid)));
  return pid;
}

/** One statement over a connection of its own. */
export async function ask(
  target: string | ReturnType<EmbeddedPostgres['connection']>,
  statement: string,
): Promise<readonly Record<string, unknown>[]> {
  const options = { max: 1, onnotice: () => undefined, connect_timeout: 5 };
  const sql =
    typeof target === 'string' ? postgres(target, options) : postgres({ ...target, ...options });
  try {
    return await sql.unsafe<Record<string, unknown>[]>(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export interface Rig extends AsyncDisposable {
  readonly directory: string;
  readonly state: string;
  readonly host: Host;
  start(host?: Host, signal?: AbortSignal): Promise<EmbeddedPostgres>;
  owner(options?: { state?: string; native?: string; umask?: string }): OwnerProcess;
  /** A process that does nothing, as `uid` if given. */
  idle(script: string, uid?: number): ChildProcess;
  /** Ends every process of the rig; its folder stays for the next test. */
  settle(): Promise<void>;
}

async function endPostmasters(rig: Rig): Promise<void> {
  const { sharedDirectory } = rig.host;
  const shared = await readdir(sharedDirectory).catch(() => []);
  const roots = [rig.state, ...shared.map((name) => path.join(sharedDirectory, name))];
  for (const root of roots) {
    const pid = await postmasterIn(path.join(root, 'postgres')).catch(() => undefined);
    if (pid === undefined) continue;
    process.kill(pid, 'SIGQUIT');
    await until('the server has ended', async () => !(await runs(pid)));
  }
}

/** A new folder that every account may pass through. */
export async function makeRig(): Promise<Rig> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hw-'));
  await chmod(directory, 0o755);
  const host = { ...readHost(), sharedDirectory: path.join(directory, 'shared') };
  const servers: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];
  const track = (child: ChildProcess): ChildProcess => {
    children.push(child);
    return child;
  };
  const rig: Rig = {
    directory,
    state: path.join(directory, 'state'),
    host,
    start: async (on = host, signal) => {
      const server = await startEmbeddedPostgresOn(on, {
        stateDirectory: rig.state,
        clock: createSystemClock(),
        random: createSystemRandom(),
        logger: silentLogger,
        settings: { fsync: 'off' },
        ...(signal === undefined ? {} : { signal }),
      });
      servers.push(server);
      return server;
    },
    owner: ({ state = rig.state, native, umask = '022' } = {}) => {
      const script = path.join(import.meta.dirname, 'owner.ts');
      const args = [script, state, host.sharedDirectory, ...(native === undefined ? [] : [native])];
      const child = track(
        spawn('sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, ...args], {
          detached: true,
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      const pid = child.pid ?? 0;
      return {
        pid,
        report: async () => {
          const line = await until(
            'the owner reports',
            () => /^.*(?=\n)/.exec(output)?.[0],
            20_000,
          );
          const report: OwnerReport = JSON.parse(line);
          return report;
        },
        end: async (signal, group = false) => {
          process.kill(group ? -pid : pid, signal);
          await until('the owner has ended', async () => !(await runs(pid)));
        },
      };
    },
    idle: (script, uid) =>
      track(
        spawn('sh', ['-c', script], {
          stdio: ['ignore', 'pipe', 'ignore'],
          ...(uid === undefined ? {} : { uid }),
        }),
      ),
    settle: async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
      for (const server of servers.splice(0)) await server.stop();
      await endPostmasters(rig);
    },
    [Symbol.asyncDispose]: async () => {
      await rig.settle();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return rig;
}
