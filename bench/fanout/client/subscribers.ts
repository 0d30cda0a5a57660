// Many subscribers, each on a socket of its own.
import { randomUUID } from 'node:crypto';

import type { Job } from '../job.ts';
import type { Subscriber } from './checker.ts';
import { documentText } from './events.ts';
import type { Stream } from './stream.ts';
import { openWebSocket, type RawWebSocket } from './websocket.ts';

/** A subscription and the stream that it is to. */
export type Subscription = readonly [Stream, Subscriber];

export interface CrowdOptions {
  readonly target: Job['target'];
  /** Of each socket. */
  readonly subscriptions: readonly (readonly Subscription[])[];
  /** Where they start; undefined for a server that replays nothing. */
  readonly after: string | undefined;
  readonly onFailure: (error: Error) => void;
}

// Hawkwatch bounds the sockets that have not said who they are.
const atOnce = 50;

/** Subscribers that have not subscribed yet. */
export function createSubscribers(size: number, documents: number, replays: boolean): Subscriber[] {
  return Array.from({ length: size }, (_, i) => ({
    id: randomUUID(),
    document: i % documents,
    next: replays ? 0 : -1,
    head: undefined,
  }));
}

/** Whom a message is for; most sockets have one subscription only. */
function recipientOf(
  subscriptions: readonly Subscription[],
  data: Buffer,
  start: number,
): Subscription | undefined {
  if (subscriptions.length === 1) return subscriptions[0];
  const head = data.toString('latin1', start, start + 80);
  return subscriptions.find(([, { id }]) => head.includes(id)) ?? subscriptions[0];
}

async function openOne(
  { target, after, onFailure }: CrowdOptions,
  subscriptions: readonly Subscription[],
): Promise<RawWebSocket> {
  let acknowledge: () => void = () => undefined;
  const acknowledged = new Promise<void>((resolve) => {
    acknowledge = resolve;
  });
  const socket = await openWebSocket(new URL(target.url), {
    onFailure,
    onText: (data, start, end) => {
      const recipient = recipientOf(subscriptions, data, start);
      if (recipient?.[0].checker.take(recipient[1], data, start, end) === true) return;
      const { type } = JSON.parse(data.toString('utf8', start, end)) as { type?: string };
      if (type === 'connection_ack') acknowledge();
      else if (type === 'ping') socket.send('{"type":"pong"}');
      else throw new Error(`got ${data.toString('utf8', start, end)}`);
    },
  });
  const { token } = target;
  const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await acknowledged;
  for (const [{ form }, { id, document }] of subscriptions) {
    const query = documentText(document, form.kind, after ?? '');
    socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query } }));
  }
  return socket;
}

/** Connects and subscribes all of them. */
export async function openCrowd(options: CrowdOptions): Promise<readonly RawWebSocket[]> {
  const sockets: RawWebSocket[] = [];
  for (let i = 0; i < options.subscriptions.length; i += atOnce) {
    const some = options.subscriptions.slice(i, i + atOnce);
    sockets.push(...(await Promise.all(some.map((one) => openOne(options, one)))));
  }
  return sockets;
}
