// Processes that run the counting monitor over one store, and what they have told.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { readLog } from '../../../src/store/event-log.ts';
import type { Store } from '../../../src/store/store.ts';
import { until } from '../../support/until.ts';
import { counted } from './counter.ts';

export interface Replica {
  readonly name: string;
  readonly child: ChildProcess;
  lines(): readonly string[];
  /** Waits for a line that matches. */
  said(form: RegExp): Promise<string>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
}

export interface ReplicaOptions {
  readonly idleMs?: number;
  readonly pollMs?: number;
  /** It freezes in the middle of the transaction that counts so far. */
  readonly freezeAt?: number;
}

/** Starts one. */
export async function startReplica(
  url: string,
  name: string,
  { idleMs = 6_000, pollMs = 1_000, freezeAt }: ReplicaOptions = {},
): Promise<Replica> {
  const file = path.join(import.meta.dirname, 'replica.ts');
  const numbers = [idleMs, pollMs, freezeAt ?? ''].map(String);
  const child = spawn(process.execPath, [file, url, name, ...numbers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const lines = (): readonly string[] => text.split('\n').slice(0, -1);
  const replica: Replica = {
    name,
    child,
    lines,
    said: (form) =>
      until(`${name} to say ${form}`, () => lines().find((line) => form.test(line)), 40_000),
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
  await replica.said(/^ready$/);
  return replica;
}

/** All that was counted, in the order of the log. */
export async function readCounts(store: Store): Promise<{ n: number; by: string }[]> {
  const counts: { n: number; by: string }[] = [];
  let after = 0;
  for (;;) {
    const options = { types: [counted.type] };
    const { events } = await readLog(store.raw, { after, limit: 1_000 }, options);
    for (const event of events) {
      const fact = counted.read(event);
      if (fact !== undefined) counts.push(fact);
    }
    const last = events.at(-1)?.id;
    if (last === undefined || events.length < 1_000) return counts;
    after = last;
  }
}
