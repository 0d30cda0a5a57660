// An HTTP client as small as can be: one connection that sends the same request again and again and
// hands on each body, which is valid only during the call.
import { connect } from 'node:net';

export interface Connection {
  /** Sends the first request; each answer is followed by the next one while `onBody` says so. */
  start(): void;
  destroy(): void;
}

export interface ConnectionOptions {
  readonly url: URL;
  readonly request: Buffer;
  /** True: once more. */
  readonly onBody: (data: Buffer, start: number, end: number) => boolean;
  readonly onFailure: (error: unknown) => void;
}

const nothing = Buffer.alloc(0);
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** The request for a query, with all its headers. */
export function requestOf(url: URL, query: string, token: string | undefined): Buffer {
  const body = JSON.stringify({ query });
  const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
  return Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\n` +
      `Accept: application/json\r\n${authorization}Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** Where the body of a complete answer lies; undefined while bytes are missing. */
function findBody(data: Buffer): { start: number; end: number } | undefined {
  const headEnd = data.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = data.toString('latin1', 0, headEnd);
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (!head.startsWith('HTTP/1.1 200') || length === undefined) {
    throw new Error(`not the answer that is measured: ${data.toString()}`);
  }
  const start = headEnd + 4;
  const end = start + Number(length);
  if (data.length > end) throw new Error('more bytes came than were announced');
  return data.length < end ? undefined : { start, end };
}

export function openConnection(options: ConnectionOptions): Connection {
  const { url, request, onBody, onFailure } = options;
  let rest = nothing;
  let left = false;
  const take = (size: number): void => {
    const chunk = readBuffer.subarray(0, size);
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const body = findBody(data);
    rest = body === undefined ? Buffer.from(data) : nothing;
    if (body !== undefined && onBody(data, body.start, body.end)) socket.write(request);
  };
  const onread = {
    buffer: readBuffer,
    callback: (size: number): boolean => {
      try {
        if (!left) take(size);
      } catch (error) {
        onFailure(error);
      }
      return true;
    },
  };
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread });
  socket.once('error', onFailure);
  socket.once('close', () => {
    if (!left) onFailure(new Error('the server closed a connection'));
  });
  return {
    start: () => void socket.write(request),
    destroy: () => {
      left = true;
      socket.destroy();
    },
  };
}
