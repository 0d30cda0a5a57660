// Servers that hawkwatch is compared with, each in a process of its own. Their packages are those of
// bench/package.json; a peer tells over IPC where it listens.
import { spawn, type ChildProcess } from 'node:child_process';

import { nodeCommand } from './processes.ts';
import { stopProcess } from './service.ts';

export interface Peer<Message> {
  readonly child: ChildProcess;
  /** The first thing that it said. */
  readonly message: Message;
  stop(): Promise<void>;
}

function firstMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Message));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
}

/** Starts a file on the server's core. */
export async function startPeer<Message>(
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Peer<Message>> {
  const [command, arguments_] = nodeCommand('server', ['--expose-gc', file]);
  const child = spawn(command, arguments_, {
    // Yoga's pubsub makes Node warn of the number of its listeners.
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const message = await firstMessage<Message>(child);
  return { child, message, stop: () => stopProcess(child) };
}
