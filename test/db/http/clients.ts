// The public clients, as tests use them: a query over HTTP, and subscriptions over WebSocket
// (graphql-ws) and event streams (graphql-sse) whose results are collected.
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { z } from 'zod';

import { until } from '../../support/until.ts';

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }),
    )
    .optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** Sends an operation over HTTP. */
export async function send(
  url: string,
  token: string | undefined,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Answer & { status: number }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return { ...answerSchema.parse(await response.json()), status: response.status };
}

/** Sends an operation that must succeed and returns its data. */
export async function ask(
  url: string,
  token: string,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { data, errors } = await send(url, token, query, variables);
  if (errors !== undefined || !data) throw new Error(`refused: ${JSON.stringify(errors)}`);
  return data;
}

/** A value inside an answer, by its path. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === key)?.[1];
  }, value);
}

/** A text inside an answer. */
export function textAt(value: unknown, path: string): string {
  return z.string().parse(at(value, path));
}

/** The code of an answer's first error. */
export function codeOf(answer: Answer): unknown {
  return answer.errors?.[0]?.extensions?.['code'];
}

export interface Collected {
  readonly results: Answer[];
  readonly state: () => 'open' | 'completed' | 'failed';
  readonly failure: () => unknown;
  /** Waits until so many results have come. */
  count(n: number): Promise<Answer[]>;
  /** Waits until the subscription has ended in any way. */
  ended(): Promise<Answer[]>;
  stop(): void;
}

function collect(
  open: (sink: {
    next(value: unknown): void;
    error(error: unknown): void;
    complete(): void;
  }) => () => void,
): Collected {
  const results: Answer[] = [];
  let state: 'open' | 'completed' | 'failed' = 'open';
  let failure: unknown;
  const stop = open({
    next: (value) => results.push(answerSchema.parse(value)),
    error: (error) => {
      state = 'failed';
      failure = error;
    },
    complete: () => {
      state = 'completed';
    },
  });
  return {
    results,
    state: () => state,
    failure: () => failure,
    count: async (n) => {
      await until(`${n} results`, () => results.length >= n);
      return results;
    },
    ended: async () => {
      await until('the end of a subscription', () => state !== 'open');
      return results;
    },
    stop,
  };
}

export interface Socket {
  subscribe(query: string, variables?: Record<string, unknown>): Collected;
  closed(): Promise<{ code: number; reason: string }>;
  readonly closeCode: () => number | undefined;
  /** The socket below, once it is connected. */
  raw(): Promise<WebSocket>;
  dispose(): void;
}

/** Opens a WebSocket with the public client. */
export function connect(url: string, token: string | undefined, origin?: string): Socket {
  let close: { code: number; reason: string } | undefined;
  let raw: WebSocket | undefined;
  const keep = (socket: WebSocket): void => {
    raw = socket;
  };
  class TestSocket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, origin === undefined ? {} : { origin });
      keep(this);
      // The client reports it; without a listener node would end the process.
      this.on('error', () => undefined);
      this.on('close', (code, reason) => {
        close = { code, reason: reason.toString() };
      });
    }
  }
  const client = createWsClient({
    url,
    lazy: false,
    retryAttempts: 0,
    webSocketImpl: TestSocket,
    onNonLazyError: () => undefined,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  return {
    subscribe: (query, variables) =>
      collect((sink) => client.subscribe({ query, ...(variables && { variables }) }, sink)),
    closed: () => until('the close of a socket', () => close),
    closeCode: () => close?.code,
    raw: () => until('a socket', () => (raw?.readyState === raw?.OPEN ? raw : undefined)),
    dispose: () => {
      // A socket that was refused rejects here; the test has looked at `closed` already.
      Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

/** Opens an event stream with the public client. */
export function stream(
  url: string,
  token: string,
  query: string,
  options: { variables?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Collected {
  const client = createSseClient({
    url,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${token}`, ...options.headers },
  });
  return collect((sink) =>
    client.subscribe({ query, ...(options.variables && { variables: options.variables }) }, sink),
  );
}
