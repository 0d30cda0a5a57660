// Reads a response's body, unpacked, up to a bound: what is beyond is not read, and of what is packed no
// more is unpacked. Whoever sends a byte a second is ended by the deadline.
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';

import { coerceError } from '../../../core/errors.ts';
import { ProbeFailure } from '../found.ts';

export const maxBodyBytes = 1024 * 1024;

export interface ReadBody {
  readonly text: string;
  /** Unpacked. */
  readonly bytes: number;
  /** There was more than is read. */
  readonly truncated: boolean;
}

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  deflate: () => createInflate(),
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
};

/** The packings that are asked for. */
export const acceptedEncodings = 'gzip, deflate, br';

/** @throws ProbeFailure when it cannot be unpacked, and what the connection threw. */
export async function readBody(
  response: IncomingMessage,
  { signal, limitBytes = maxBodyBytes }: { signal: AbortSignal; limitBytes?: number },
): Promise<ReadBody> {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpack = unpackers[encoding];
  if (unpack === undefined && encoding !== 'identity' && encoding !== '') {
    throw new ProbeFailure(
      `the body is packed in a way that is not known (${encoding.slice(0, 40)})`,
    );
  }
  const unpacked = unpack?.();
  const failed = (error: Error): void => void unpacked?.destroy(error);
  const onAbort = (): void => {
    const reason = coerceError(signal.reason);
    response.destroy(reason);
    unpacked?.destroy(reason);
  };
  response.once('error', failed);
  signal.addEventListener('abort', onAbort, { once: true });
  const source = unpacked === undefined ? response : response.pipe(unpacked);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let truncated = false;
  try {
    if (signal.aborted) onAbort();
    for await (const chunk of source) {
      const data: Buffer = Buffer.from(chunk);
      const room = limitBytes - bytes;
      chunks.push(data.subarray(0, room));
      bytes += Math.min(data.length, room);
      if (data.length <= room) continue;
      truncated = true;
      break;
    }
  } catch (error) {
    signal.throwIfAborted();
    const cause = coerceError(error);
    const code = 'code' in cause ? String(cause.code) : '';
    if (unpacked !== undefined && /^(Z_|ERR_|BROTLI|ZSTD)/i.test(code) && !response.errored) {
      throw new ProbeFailure(`the body is not ${encoding}, which its header says`, { cause });
    }
    throw cause;
  } finally {
    signal.removeEventListener('abort', onAbort);
    unpacked?.destroy();
    response.destroy();
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes, truncated };
}
