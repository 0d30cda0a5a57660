// The real service in a process of its own, with a state directory and a configuration that the
// bench gives it.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { nodeCommand, type Place } from './processes.ts';

export interface ServiceOptions {
  readonly directory: string;
  /** The file. */
  readonly configuration: string;
  readonly databaseUrl: string;
  /** Options of Node, before the program. */
  readonly node?: readonly string[];
  readonly place?: Place;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Service {
  readonly child: ChildProcess;
  /** Of GraphQL over HTTP. */
  readonly url: string;
  readonly token: string;
  /** What a module loaded by `node` says first over IPC. */
  readonly message: Promise<unknown>;
  stop(): Promise<void>;
}

/** Ends a process; resolves when it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** The options that `npm start` gives to Node. */
async function usualFlags(): Promise<readonly string[]> {
  const file = path.join(import.meta.dirname, '../package.json');
  const { scripts } = JSON.parse(await readFile(file, 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Starts the service; resolves when it listens. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const flags = [...(await usualFlags()), ...(options.node ?? [])];
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const state = path.join(options.directory, 'state');
  const [command, arguments_] = nodeCommand(options.place, [...flags, main]);
  const child = spawn(command, arguments_, {
    env: {
      ...process.env,
      ...options.env,
      DATABASE_URL: options.databaseUrl,
      HAWKWATCH_CONFIG: options.configuration,
      HAWKWATCH_DATA_DIR: state,
      HAWKWATCH_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const message = new Promise<unknown>((resolve) => child.once('message', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`the service ended: ${text}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /"graphql":"([^"]+)","msg":"listening"/.exec(text);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });
  const token = (await readFile(path.join(state, 'admin-token'), 'utf8')).trim();
  return { child, url, token, message, stop: () => stopProcess(child) };
}
