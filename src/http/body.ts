// Reading a request's body within a bound, whether or not its length was announced.
import type { IncomingMessage } from 'node:http';

/** How much of a body that is too long is read and thrown away, so that its sender reads us. */
const discardFactor = 16;

/** The body, or undefined when it is longer than `maxBytes`. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes * discardFactor) return undefined;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new Error('the body was decoded before it was read');
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (length > maxBytes * discardFactor) break;
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks);
}
