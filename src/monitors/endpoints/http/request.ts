// One request of HTTP/1.1 over a socket of its own, which the network has judged: no agent, nothing kept
// alive, nothing shared between checks.
import http from 'node:http';
import type { Socket } from 'node:net';

import { coerceError } from '../../../core/errors.ts';
import { describeNetworkFailure } from '../network/describe-failure.ts';
import { ProbeFailure } from '../found.ts';
import type { ProbeContext } from '../probe.ts';
import type { HttpSettings } from '../settings.ts';
import { acceptedEncodings } from './read-body.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly tls: HttpSettings['tls'];
}

const largestHeaderBytes = 64 * 1024;

/** Where a URL leads. */
export function placeOfUrl(url: URL): { host: string; port: number } {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port) };
}

/** Sends it; resolves with the head of the response. @throws ProbeFailure */
export async function sendRequest(
  request: HttpRequest,
  context: ProbeContext,
): Promise<http.IncomingMessage> {
  const { network, found, clock } = context;
  const place = placeOfUrl(request.url);
  const plain = await network.connect(place);
  const socket =
    request.url.protocol === 'https:'
      ? await network.secure(plain, {
          host: place.host,
          expect: request.tls,
          protocols: ['http/1.1'],
        })
      : plain;
  const beganMs = clock.monotonicMs();
  found.doing = 'waiting for the answer';
  try {
    return await exchange(request, socket, context);
  } catch (error) {
    context.signal.throwIfAborted();
    throw describeHttpFailure(error, place);
  } finally {
    found.phases.firstByte = (found.phases.firstByte ?? 0) + clock.monotonicMs() - beganMs;
  }
}

function exchange(
  { url, method, headers, body }: HttpRequest,
  socket: Socket,
  { signal }: ProbeContext,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      createConnection: () => socket,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        'user-agent': 'hawkwatch',
        accept: '*/*',
        'accept-encoding': acceptedEncodings,
        ...credentialsOf(url),
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
        connection: 'close',
      },
      maxHeaderSize: largestHeaderBytes,
      setHost: false,
    });
    const onAbort = (): void => void request.destroy(coerceError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', onAbort));
    // Stays: what fails after the answer is told to whoever reads the body.
    request.on('error', reject);
    request.once('response', resolve);
    // A protocol that nobody asked for.
    request.once('upgrade', (response: http.IncomingMessage, upgraded: Socket) => {
      upgraded.destroy();
      resolve(response);
    });
    if (signal.aborted) onAbort();
    request.end(body);
  });
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

/** The failure of an exchange, in words. */
export function describeHttpFailure(
  error: unknown,
  place: { readonly host: string; readonly port: number },
): ProbeFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ProbeFailure('the headers of the response are too large', { cause: error });
  }
  if (code.startsWith('HPE_')) {
    const message = `${place.host}:${place.port} does not answer in HTTP/1.1`;
    return new ProbeFailure(message, { cause: error });
  }
  return describeNetworkFailure(error, place);
}
