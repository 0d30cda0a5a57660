// Publishes the events of one job, in order: through the event log of the real service, or by
// telling a peer to. What is asked for within one turn goes out together, as one transaction or one
// command.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createStore } from '../../../src/store/store.ts';
import type { Target } from '../job.ts';
import { factOf, kinds, peerEvent, type EventForm } from './events.ts';

export interface Control {
  send(line: string): void;
  ask(command: 'stamps' | 'gc'): Promise<unknown>;
  close(): void;
}

export interface Publisher {
  /** How many events were asked for. */
  readonly published: number;
  publish(count: number): void;
  /** When each event was committed, where there is a log; monotonic milliseconds. */
  readonly commits: readonly number[];
  close(): Promise<void>;
}

/** The machine's monotonic clock, which the measured process reads too. */
export const monotonicOffsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Connects to the door of a measured server. */
export async function openControl(port: number): Promise<Control> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const waiting: ((answer: unknown) => void)[] = [];
  createInterface({ input: socket }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  return {
    send: (line) => void socket.write(`${line}\n`),
    ask: (command) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        socket.write(`${command}\n`);
      }),
    close: () => void socket.destroy(),
  };
}

type Send = (first: number, count: number) => Promise<void>;

function throughLog(databaseUrl: string, form: EventForm, commits: number[]) {
  const store = createStore({
    address: databaseUrl,
    clock: createSystemClock(),
    random: createSystemRandom(),
    maxTransactions: 1,
  });
  const send: Send = async (first, count) => {
    await store.transaction(({ append }) => {
      for (let n = first; n < first + count; n += 1)
        append(kinds[form.kind].create(factOf(n, form)));
      return Promise.resolve();
    });
    const now = performance.now() + monotonicOffsetMs;
    for (let n = 0; n < count; n += 1) commits.push(now);
  };
  return { send, close: () => store.close() };
}

function throughControl(control: Control, form: EventForm) {
  const send: Send = (first, count) => {
    const events = Array.from({ length: count }, (_, i) => peerEvent(first + i, form));
    control.send(`publish ${JSON.stringify(events)}`);
    return Promise.resolve();
  };
  return { send, close: () => Promise.resolve() };
}

/** A publisher whose events count from 0. */
export function createPublisher(
  { databaseUrl }: Target,
  control: Control,
  options: { form: EventForm; onFailure(error: unknown): void },
): Publisher {
  const commits: number[] = [];
  const way =
    databaseUrl === undefined
      ? throughControl(control, options.form)
      : throughLog(databaseUrl, options.form, commits);
  let published = 0;
  let sent = 0;
  let busy = false;

  // One transaction at a time: they could be committed in another order than they were begun.
  const flush = async (): Promise<void> => {
    while (sent < published) {
      const first = sent;
      sent = published;
      await way.send(first, sent - first);
    }
    busy = false;
  };

  return {
    get published() {
      return published;
    },
    commits,
    publish: (count) => {
      published += count;
      if (busy) return;
      busy = true;
      setImmediate(() => void flush().catch(options.onFailure));
    },
    close: way.close,
  };
}
