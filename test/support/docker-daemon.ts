// A real Docker daemon of one's own: on a private socket, with private data, without networks. Only
// root may start one. Where there is none the tests that need it say so; in CI as root it must be there,
// unless `docker-probe.ts` has found that the machine does not allow it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  symlink,
} from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { until } from './until.ts';

const run = promisify(execFile);
const binary = '/usr/sbin/dockerd';
const busybox = '/bin/busybox';

/** Why there can be no daemon here; undefined when there can. */
export async function whyNoDocker(): Promise<string | undefined> {
  const isRoot = process.getuid?.() === 0;
  const missing: string[] = [];
  for (const file of [binary, busybox]) {
    if (!(await isProgram(file))) missing.push(file);
  }
  const isForbidden = process.env['HAWKWATCH_TEST_DOCKER'] === 'off';
  if (missing.length === 0 && isRoot && !isForbidden) return undefined;
  const reason = isForbidden
    ? 'HAWKWATCH_TEST_DOCKER is off'
    : missing.length === 0
      ? 'only root may start a Docker daemon'
      : `${missing.join(' and ')} missing: install docker.io and busybox-static`;
  if (isRoot && !isForbidden && process.env['CI'] === 'true')
    throw new Error(`CI needs a Docker daemon: ${reason}`);
  process.stderr.write(`\n!!! NOT TESTED with a real Docker daemon: ${reason}\n\n`);
  return reason;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Absent, or not for this user: either way there is none.
    return false;
  }
}

export interface ContainerOptions {
  readonly name?: string;
  readonly command: readonly string[];
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly environment?: readonly string[];
  /** As `always` or `on-failure:3`. */
  readonly restart?: string;
  readonly memoryBytes?: number;
  /** A shell command, every 200 ms. */
  readonly health?: string;
  readonly stopSignal?: string;
  readonly stopTimeoutS?: number;
}

export interface DockerDaemon {
  readonly socket: string;
  readonly directory: string;
  /** The present process; containers' processes are not its children. */
  pid(): number;
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  create(options: ContainerOptions): Promise<string>;
  /** Creates and starts. */
  run(options: ContainerOptions): Promise<string>;
  start(id: string): Promise<void>;
  stop(id: string, graceS?: number): Promise<void>;
  kill(id: string, signal?: string): Promise<void>;
  remove(id: string): Promise<void>;
  inspect(id: string): Promise<Inspected>;
  /** Ends a container's first process behind the daemon's back. */
  murder(id: string): Promise<void>;
  /** Ends the daemon; containers end with it when it is told politely. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again, with the same data; nothing when it is there. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

export interface Inspected {
  readonly Id: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: { readonly Status: string };
  };
}

/** The image that containers are made from, and another one of the same content. */
export const testImage = 'hawkwatch/busybox:1';
export const otherImage = 'hawkwatch/busybox:2';

/** Starts a daemon with two images. */
export async function startDockerDaemon(): Promise<DockerDaemon> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-docker-'));
  const socket = path.join(directory, 'docker.sock');
  const ask = (method: string, target: string, body?: unknown): Promise<unknown> =>
    askDaemon(socket, method, target, body);
  let child: ChildProcess | undefined;

  const begin = async (): Promise<void> => {
    if (child !== undefined && child.exitCode === null && child.signalCode === null) return;
    const log = await open(path.join(directory, 'dockerd.log'), 'a');
    const at = (name: string): string => path.join(directory, name);
    const files = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
    const bare = ['--bridge=none', '--iptables=false', '--ip6tables=false'];
    child = spawn(binary, ['-H', `unix://${socket}`, ...files, ...bare], {
      stdio: ['ignore', log.fd, log.fd],
    });
    const started = child;
    await log.close();
    await until(
      `dockerd is up (its log is ${directory}/dockerd.log)`,
      async () => {
        if (started.exitCode !== null) {
          const said = await readFile(path.join(directory, 'dockerd.log'), 'utf8');
          throw new Error(`dockerd has ended: ${said.slice(-500)}`);
        }
        return ask('GET', '/_ping').then(
          () => true,
          () => false,
        );
      },
      60_000,
    );
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill(signal);
    // One that hangs is not waited for.
    const impatience = setTimeout(() => ending.kill('SIGKILL'), 60_000);
    await gone;
    clearTimeout(impatience);
    await until('its containerd is gone', () => isGone(path.join(directory, 'exec')), 60_000);
    // A killed daemon leaves its file, and the next one refuses to start while it names a process.
    await rm(path.join(directory, 'pid'), { force: true });
    // Nor would it start while a zombie has the process id of that containerd.
    await rm(path.join(directory, 'exec/containerd/containerd.pid'), { force: true });
  };
  const inspect = async (id: string): Promise<Inspected> =>
    (await ask('GET', `/containers/${id}/json`)) as Inspected;
  const create = async (options: ContainerOptions): Promise<string> => {
    const name = options.name === undefined ? '' : `?name=${options.name}`;
    const made = await ask('POST', `/containers/create${name}`, bodyOf(options));
    return (made as { Id: string }).Id;
  };
  const start = async (id: string): Promise<void> => {
    await ask('POST', `/containers/${id}/start`);
  };

  await begin();
  const tar = await imageArchive(directory);
  for (const [tag, change] of [
    ['1', 'LABEL made=first'],
    ['2', 'LABEL made=second'],
  ]) {
    const from = `/images/create?fromSrc=-&repo=hawkwatch/busybox&tag=${tag}`;
    await ask('POST', `${from}&changes=${encodeURIComponent(change ?? '')}`, tar);
  }
  return {
    socket,
    directory,
    pid: () => child?.pid ?? 0,
    ask,
    create,
    run: async (options) => {
      const id = await create(options);
      await start(id);
      return id;
    },
    start,
    stop: async (id, graceS = 10) => {
      await ask('POST', `/containers/${id}/stop?t=${graceS}`);
    },
    kill: async (id, signal = 'KILL') => {
      await ask('POST', `/containers/${id}/kill?signal=${signal}`);
    },
    remove: async (id) => {
      await ask('DELETE', `/containers/${id}?force=true&v=true`);
    },
    inspect,
    murder: async (id) => {
      const { State } = await inspect(id);
      if (State.Pid <= 1) throw new Error('the container has no process');
      process.kill(State.Pid, 'SIGKILL');
    },
    end,
    begin,
    close: async () => {
      try {
        await begin();
        const all = (await ask('GET', '/containers/json?all=true')) as { Id: string }[];
        await Promise.all(all.map(({ Id }) => ask('DELETE', `/containers/${Id}?force=true`)));
      } finally {
        await end('SIGTERM');
        await unmountBelow(directory);
        await rm(directory, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
      }
    },
  };
}

/** It ends with its daemon, a moment later, and would be taken for running by the next one. */
async function isGone(execRoot: string): Promise<boolean> {
  const file = path.join(execRoot, 'containerd/containerd.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (pid <= 1) return true;
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state === '' || state.includes(') Z ');
}

/** A killed daemon leaves mounts behind. */
async function unmountBelow(directory: string): Promise<void> {
  const mounts = (await readFile('/proc/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1]);
  for (const mount of mounts.toReversed()) {
    if (mount?.startsWith(`${directory}/`) === true) await run('umount', ['-l', mount]);
  }
}

function bodyOf(options: ContainerOptions) {
  const { restart, memoryBytes, health } = options;
  const [policy = 'no', retries = '0'] = (restart ?? 'no').split(':');
  const milliseconds = 1_000_000;
  return {
    Image: options.image ?? testImage,
    Cmd: options.command,
    Labels: options.labels ?? {},
    Env: options.environment ?? [],
    ...(options.stopSignal === undefined ? {} : { StopSignal: options.stopSignal }),
    ...(options.stopTimeoutS === undefined ? {} : { StopTimeout: options.stopTimeoutS }),
    ...(health === undefined
      ? {}
      : {
          Healthcheck: {
            Test: ['CMD-SHELL', health],
            Interval: 200 * milliseconds,
            Timeout: 5_000 * milliseconds,
            Retries: 1,
          },
        }),
    HostConfig: {
      NetworkMode: 'none',
      RestartPolicy: { Name: policy, MaximumRetryCount: Number(retries) },
      ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
    },
  };
}

/** A root directory with busybox and the programs that tests use. */
async function imageArchive(directory: string): Promise<Buffer> {
  const root = path.join(directory, 'image');
  await mkdir(path.join(root, 'bin'), { recursive: true });
  await mkdir(path.join(root, 'tmp'));
  await copyFile(busybox, path.join(root, 'bin/busybox'));
  await chmod(path.join(root, 'bin/busybox'), 0o755);
  const programs = ['sh', 'sleep', 'true', 'false', 'test', 'touch', 'rm', 'tail', 'cat', 'kill'];
  for (const program of programs) await symlink('busybox', path.join(root, 'bin', program));
  const { stdout } = await run('tar', ['-C', root, '-c', '.'], {
    encoding: 'buffer',
    maxBuffer: 64 * 1_048_576,
  });
  return stdout;
}

function askDaemon(
  socketPath: string,
  method: string,
  target: string,
  body?: unknown,
): Promise<unknown> {
  const isRaw = Buffer.isBuffer(body);
  const data = isRaw ? body : body === undefined ? undefined : JSON.stringify(body);
  const type = isRaw ? 'application/x-tar' : 'application/json';
  const headers = data === undefined ? {} : { 'content-type': type };
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const status = response.statusCode ?? 0;
        if (status >= 400) reject(new Error(`${method} ${target}: ${status} ${text}`));
        else {
          const isJson = response.headers['content-type'] === 'application/json';
          resolve(isJson && !target.startsWith('/images/create') ? JSON.parse(text) : text);
        }
      });
    });
    request.on('error', reject);
    request.end(data);
  });
}
