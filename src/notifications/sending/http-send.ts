// Sends one HTTP request to a service. It follows no redirect, ends with the signal, reads a bounded part
// of the answer, and names nothing but the host in what it says: URLs of services are secrets.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';

import { DeliveryError } from '../channel.ts';
import { codeOf, endedError, findRetryAfterMs, meaningOf, networkError } from './outcome.ts';
import { redact, secretsOfUrl } from './secrets.ts';

export interface HttpSend {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** What must not be shown of an answer, beside the URL. */
  readonly secrets?: readonly string[] | undefined;
  /** For `Retry-After` with a date. */
  readonly at: Date;
  /** What was sent twice would be told twice: a kept connection that breaks is not tried again. */
  readonly once?: boolean | undefined;
  /** Bytes of the answer that are read at most. */
  readonly longestAnswer?: number | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** What was answered, cut to `longestAnswer`; may hold secrets. */
  readonly text: string;
  /** Its beginning without secrets: what may be kept and shown. */
  readonly excerpt: string;
  readonly retryAfterMs: number | undefined;
}

const usualAnswer = 16_384;
const longestExcerpt = 1_000;

// Connections that are kept do not keep the process alive.
const kept = { keepAlive: true, maxSockets: 64, maxTotalSockets: 256, maxFreeSockets: 64 };
const agents = {
  http: new HttpAgent({ ...kept, timeout: 30_000 }),
  https: new HttpsAgent({ ...kept, timeout: 30_000 }),
};

/** Where it goes, without anything secret. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/**
 * The answer, if it is one of success (2xx).
 * @throws DeliveryError
 */
export async function sendHttp(send: HttpSend): Promise<HttpAnswer> {
  const answer = await askHttp(send);
  if (answer.status >= 200 && answer.status <= 299) return answer;
  throw refusal(send, answer);
}

/** The error of an answer that is none of success. */
export function refusal({ url }: Pick<HttpSend, 'url'>, answer: HttpAnswer): DeliveryError {
  const { status, excerpt, retryAfterMs } = answer;
  const redirect = 'a redirect, which is not followed: configure the address that it leads to';
  const said = excerpt === '' ? 'without a reason' : excerpt.slice(0, 200).replaceAll(/\s+/g, ' ');
  const what = status >= 300 && status <= 399 ? redirect : said;
  return new DeliveryError(`${hostOf(url)} answered ${status}: ${what.toWellFormed()}`, {
    ...meaningOf(status),
    status,
    body: excerpt,
    retryAfterMs,
  });
}

/**
 * The answer, whatever its status.
 * @throws DeliveryError when there is none.
 */
export async function askHttp(send: HttpSend): Promise<HttpAnswer> {
  const { signal, url } = send;
  if (signal.aborted) throw endedError(hostOf(url));
  const first = await attempt(send, false);
  if ('answer' in first) return first.answer;
  if (!first.stale || send.once === true) throw first.error;
  const second = await attempt(send, true);
  if ('answer' in second) return second.answer;
  throw second.error;
}

type Attempt =
  | { readonly answer: HttpAnswer }
  | {
      readonly error: DeliveryError;
      /** A kept connection had ended: the service never saw the request. */
      readonly stale: boolean;
    };

async function attempt(send: HttpSend, fresh: boolean): Promise<Attempt> {
  const { signal, url, at } = send;
  let request: ClientRequest | undefined;
  try {
    request = begin(send, fresh || send.once === true);
    const response = await answered(request, send.body);
    const text = await read(response, send.longestAnswer ?? usualAnswer);
    const secrets = [...(send.secrets ?? []), ...secretsOfUrl(url)];
    const answer = {
      status: response.statusCode ?? 0,
      text,
      excerpt: redact(text, secrets, longestExcerpt),
      retryAfterMs: findRetryAfterMs(response.headers['retry-after'], at),
    };
    return { answer };
  } catch (error) {
    if (signal.aborted) return { error: endedError(hostOf(url)), stale: false };
    const stale = request?.reusedSocket === true && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
    return { error: networkError(hostOf(url), error), stale };
  }
}

function begin(send: HttpSend, fresh: boolean): ClientRequest {
  const url = new URL(send.url);
  const { body } = send;
  const headers = {
    'user-agent': 'hawkwatch',
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...send.headers,
  };
  const common = { method: send.method ?? 'POST', headers, signal: send.signal };
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...common, agent: fresh ? false : agents.https })
    : httpRequest(url, { ...common, agent: fresh ? false : agents.http });
}

function answered(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Stays: what comes after the answer is told by the answer's own stream.
    request.on('error', reject);
    request.end(body);
  });
}

async function read(response: IncomingMessage, longestAnswer: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      // Leaving the loop ends the connection.
      if (size >= longestAnswer) break;
    }
  } catch (error) {
    // The status of a failure says enough; that of a success is not believed without its end.
    if ((response.statusCode ?? 0) < 300) throw error;
  }
  return Buffer.concat(chunks).subarray(0, longestAnswer).toString('utf8');
}
