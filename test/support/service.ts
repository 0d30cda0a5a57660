// The real service as a process of its own, and clients as their users have them: fetch, the
// public graphql-ws client, the public graphql-sse client.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws';
import { createClient as createSseClient, type Client as SseClient } from 'graphql-sse';
import { WebSocket } from 'ws';

const root = path.join(import.meta.dirname, '../..');

export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stateDirectory: string;
  readonly cwd?: string;
  readonly startMs?: number;
}

export interface Service {
  readonly url: string;
  readonly graphql: string;
  readonly child: ChildProcess;
  /** All that was printed. */
  output(): string;
  /** SIGKILL, and wait for the process to be gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the service and waits for its `listening` line. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const child = spawn(process.execPath, [path.join(root, 'src/main.ts')], {
    cwd: options.cwd ?? root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HAWKWATCH_PORT: '0',
      HAWKWATCH_DATA_DIR: options.stateDirectory,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const listening = await new Promise<{ url: string; graphql: string }>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`not listening in time: ${text}`)),
      options.startMs ?? 40_000,
    );
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      const line = text.split('\n').find((one) => one.includes('"msg":"listening"'));
      if (line === undefined) return;
      clearTimeout(late);
      const parsed = JSON.parse(line) as { url: string; graphql: string };
      resolve(parsed);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void exited.then((code) => {
      clearTimeout(late);
      reject(new Error(`the service ended with ${code}: ${text}`));
    });
  });
  return {
    ...listening,
    child,
    output: () => text,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** A place for a service: its state directory, a configuration file and an admin token. */
export interface Place {
  readonly directory: string;
  readonly stateDirectory: string;
  readonly token: string;
  readonly env: Readonly<Record<string, string>>;
  writeConfiguration(text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createPlace(env: Readonly<Record<string, string>> = {}): Promise<Place> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-e2e-'));
  const file = path.join(directory, 'hawkwatch.yaml');
  const token = `test-token-${randomBytes(12).toString('hex')}`;
  return {
    directory,
    stateDirectory: path.join(directory, 'state'),
    token,
    env: { HAWKWATCH_CONFIG: file, HAWKWATCH_ADMIN_TOKEN: token, ...env },
    writeConfiguration: (text) => writeFile(file, text),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

interface Answer<T> {
  readonly data?: T;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** One request over HTTP; errors are thrown. */
export async function ask<T>(
  service: Pick<Service, 'graphql'>,
  token: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const response = await fetch(service.graphql, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as Answer<T>;
  if (answer.errors !== undefined || answer.data === undefined) {
    throw new Error(JSON.stringify(answer.errors));
  }
  return answer.data;
}

/** The public graphql-ws client. */
export function openWebSocket(
  service: Pick<Service, 'graphql'>,
  token: string,
  on: { closed?: (event: unknown) => void } = {},
): WsClient {
  return createWsClient({
    url: service.graphql.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: on.closed === undefined ? {} : { closed: on.closed },
  });
}

/** The public graphql-sse client. */
export function openEventStream(service: Pick<Service, 'graphql'>, token: string): SseClient {
  return createSseClient({
    url: service.graphql,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
}
