// Asks a hawkwatch server over GraphQL. The token travels in a header only, never to another place
// than the one that was named; answers are bounded in size and time.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import { CommandError, ServerAwayError } from './failures.ts';

const requestTimeoutMs = 60_000;
const maxAnswerBytes = 64 * 1024 * 1024;

export interface Server {
  /** Without a token or a password: fit to be shown. */
  readonly url: string;
  /** The `data` of an operation's answer; what came instead is a `CommandError`. */
  ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** An operation's answer as an event stream; the caller ends it with `signal`. */
  open(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options: { readonly lastEventId: string | undefined; readonly signal: AbortSignal },
  ): Promise<ReadableStream<Uint8Array>>;
}

export interface ServerOptions {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The address of the GraphQL endpoint, from what the user gave. */
export function endpointOf(url: string): URL {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new CommandError('the server’s address must be a URL such as http://127.0.0.1:4000');
  }
  const endpoint = new URL(url);
  if (endpoint.username !== '' || endpoint.password !== '') {
    throw new CommandError(
      'the server’s address must hold no user or password: give the token with --token-file or HAWKWATCH_TOKEN',
    );
  }
  endpoint.hash = '';
  endpoint.search = '';
  const base = endpoint.pathname.replace(/\/+$/, '');
  endpoint.pathname = base.endsWith('/graphql') ? base : `${base}/graphql`;
  return endpoint;
}

function reasonOf(error: unknown): string {
  const failure = coerceError(error);
  const cause = failure.cause instanceof Error ? failure.cause : failure;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return code ?? (cause.message || 'no connection');
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) throw new RangeError('the answer is too large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What it is instead is told by the caller, from the status.
    return undefined;
  }
}

function messagesOf(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer)) return [];
  const { errors } = answer;
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) =>
    typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message)
      : 'an error without a message',
  );
}

function refusal(shown: string, status: number, answer: unknown): CommandError {
  const [message] = messagesOf(answer);
  if (status === 401 || status === 403) {
    return new CommandError(
      `${shown} refuses the token${message === undefined ? '' : `: ${message}`}`,
    );
  }
  if (status >= 300 && status < 400) {
    return new CommandError(`${shown} redirects elsewhere: give the address it leads to`);
  }
  if (status >= 500) {
    return new ServerAwayError(
      `${shown} answers with status ${status}: ${message ?? 'no reason given'}`,
    );
  }
  if (message === undefined) {
    return new CommandError(`${shown} answers with status ${status}: is that a hawkwatch server?`);
  }
  const hint = /cannot query field|unknown (type|argument)|is not defined by type/i.test(message)
    ? ' (the server is of another version than this command)'
    : '';
  return new CommandError(`${shown} answers: ${message}${hint}`);
}

/** A server to ask; nothing is sent before it is asked. */
export function createServer({ url, token, clock, signal }: ServerOptions): Server {
  const endpoint = endpointOf(url);
  const shown = endpoint.href.replace(/\/graphql$/, '');

  const post = async (
    body: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>>,
    ending: AbortSignal,
  ): Promise<Response> => {
    try {
      return await fetch(endpoint, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
        signal: ending,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw new ServerAwayError(`${shown} cannot be reached: ${reasonOf(error)}`, { cause: error });
    }
  };

  return {
    url: shown,
    ask: async (query, variables) => {
      const late = new AbortController();
      const cancel = clock.setTimer(requestTimeoutMs, () =>
        late.abort(new Error(`no answer within ${requestTimeoutMs / 1000} s`)),
      );
      try {
        const response = await post(
          { query, variables },
          { accept: 'application/graphql-response+json, application/json' },
          AbortSignal.any([signal, late.signal]),
        );
        const text = await readBounded(response);
        const answer = parseJson(text);
        const hasData = typeof answer === 'object' && answer !== null && 'data' in answer;
        if (!response.ok || !hasData || messagesOf(answer).length > 0) {
          throw refusal(shown, response.status, answer);
        }
        return answer.data;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof CommandError) throw error;
        throw new ServerAwayError(`${shown} cannot be reached: ${reasonOf(error)}`, {
          cause: error,
        });
      } finally {
        cancel();
      }
    },
    open: async (query, variables, options) => {
      const { lastEventId } = options;
      const response = await post(
        { query, variables },
        {
          accept: 'text/event-stream',
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
        AbortSignal.any([signal, options.signal]),
      );
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
      if (!response.ok || isStream !== true || response.body === null) {
        throw refusal(shown, response.status, parseJson(await readBounded(response)));
      }
      return response.body;
    },
  };
}
