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
  // Listeners: an async iterator takes ten times as long for a small body.
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (length <= maxBytes * discardFactor) return;
      request.pause();
      resolve();
    });
    request.once('end', resolve);
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the client left before its request was read'));
    });
  });
  return length > maxBytes ? undefined : Buffer.concat(chunks);
}
