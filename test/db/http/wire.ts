// Subscriptions as their bytes: the text of each WebSocket message and of each event of an event
// stream, exactly as it came, with clients that can stop reading.
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';

import WebSocket from 'ws';
import { z } from 'zod';

import { until } from '../../support/until.ts';

export interface WireOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface WireSocket {
  readonly socket: WebSocket;
  subscribe(id: string, operation: WireOperation): void;
  complete(id: string): void;
  /** Texts of the messages of an operation so far. */
  texts(id: string): readonly string[];
  /** The code with which it was closed. */
  closeCode(): number | undefined;
  /** Cuts the connection off. */
  terminate(): void;
}

/** The parameters of a request alone, whatever else is told of the operation. */
function paramsOf({ query, variables }: WireOperation): WireOperation {
  return { query, variables };
}

const messageSchema = z.object({ type: z.string(), id: z.string().optional() });

/** Connects and says who it is; resolves when it was let in. */
export async function openWire(url: string, token: string): Promise<WireSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  const texts = new Map<string, string[]>();
  let acknowledged = false;
  let closeCode: number | undefined;
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    const { type, id } = messageSchema.parse(JSON.parse(text));
    if (type === 'connection_ack') acknowledged = true;
    if (id === undefined) return;
    const known = texts.get(id) ?? [];
    known.push(text);
    texts.set(id, known);
  });
  // Being cut off is what some tests wait for; they look at `closeCode`.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    closeCode = code;
  });
  await once(socket, 'open');
  const send = (message: Readonly<Record<string, unknown>>): void =>
    socket.send(JSON.stringify(message));
  send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await until('to be let in', () => acknowledged);
  return {
    socket,
    subscribe: (id, operation) => send({ type: 'subscribe', id, payload: paramsOf(operation) }),
    complete: (id) => send({ type: 'complete', id }),
    texts: (id) => texts.get(id) ?? [],
    closeCode: () => closeCode,
    terminate: () => socket.terminate(),
  };
}

export interface WireStream {
  readonly response: IncomingMessage;
  /** Texts of the events so far, without comments. */
  texts(): readonly string[];
  ended(): boolean;
  /** Cuts the connection off. */
  terminate(): void;
}

/** Opens an event stream; resolves when its headers have come. */
export async function openWireStream(
  url: string,
  token: string,
  operation: WireOperation,
  lastEventId?: string,
): Promise<WireStream> {
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(paramsOf(operation)));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const texts: string[] = [];
  let rest = '';
  let ended = false;
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    texts.push(...parts.filter((part) => part !== ':'));
  });
  response.on('error', () => undefined);
  response.on('close', () => {
    ended = true;
  });
  return {
    response,
    texts: () => texts,
    ended: () => ended,
    terminate: () => void response.destroy(),
  };
}
