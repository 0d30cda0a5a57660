// A Docker daemon with containers that sleep: the real one on a private socket, as root and where it is
// installed, else a server that answers the questions a watcher asks.
import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { startFakeDocker } from './fake-docker.ts';

const run = promisify(execFile);
const dockerd = '/usr/sbin/dockerd';
const docker = '/usr/bin/docker';
const busybox = '/bin/busybox';

export interface BenchDaemon {
  readonly how: string;
  readonly socket: string;
  close(): Promise<void>;
}

export async function startDaemon(directory: string, count: number): Promise<BenchDaemon> {
  const isInstalled = [dockerd, docker, busybox].every((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      // It is not there, or not for this user.
      return false;
    }
  });
  if (process.getuid?.() === 0 && isInstalled) {
    try {
      return await startReal(count);
    } catch (error) {
      process.stderr.write(`no Docker daemon could be started: ${String(error)}\n`);
    }
  }
  return startFakeDocker(directory, count);
}

async function startReal(count: number): Promise<BenchDaemon> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-bench-docker-'));
  const at = (name: string): string => path.join(directory, name);
  const socket = at('docker.sock');
  const log = await open(at('dockerd.log'), 'a');
  const files = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
  const bare = ['--bridge=none', '--iptables=false', '--ip6tables=false'];
  const child = spawn(dockerd, ['-H', `unix://${socket}`, ...files, ...bare], {
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const cli = (...words: readonly string[]) => run(docker, ['-H', `unix://${socket}`, ...words]);
  const close = async (): Promise<void> => {
    await cli('ps', '-aq')
      .then(({ stdout }) => cli('rm', '-f', ...stdout.trim().split('\n')))
      .catch(() => undefined);
    child.kill('SIGTERM');
    await gone;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitFor(() => cli('version'), child);
    await mkdir(at('image/bin'), { recursive: true });
    await copyFile(busybox, at('image/bin/sh'));
    await run('tar', ['-C', at('image'), '-cf', at('image.tar'), '.']);
    await cli('import', at('image.tar'), 'bench/busybox:1');
    for (let index = 0; index < count; index += 1) {
      const names = ['--name', `bench-${index}`, '--network', 'none'];
      await cli(
        'run',
        '-d',
        ...names,
        'bench/busybox:1',
        '/bin/sh',
        '-c',
        'while :; do sleep 3600; done',
      );
    }
  } catch (error) {
    const said = await readFile(at('dockerd.log'), 'utf8').catch(() => '');
    await close();
    throw new Error(said.split('\n').slice(-5).join('\n'), { cause: error });
  }
  return { how: 'a real Docker daemon', socket, close };
}

async function waitFor(
  probe: () => Promise<unknown>,
  child: { readonly exitCode: number | null },
): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error('dockerd has ended');
    try {
      await probe();
      return;
    } catch {
      // Not yet.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error('dockerd did not answer within a minute');
}
