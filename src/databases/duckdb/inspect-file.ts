// What the first bytes of a DuckDB file tell without the engine: that it is one, whether it is
// encrypted, and which version wrote it. https://duckdb.org/docs/stable/internals/storage
import { stat } from 'node:fs/promises';

import { coerceError } from '../../core/errors.ts';
import { FileRefusedError, openRegularFile } from '../../postgres/regular-file.ts';

export type FileInspection =
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      /** As `v1.4.0`; null where the file does not say. */
      readonly version: string | null;
      /** Without what is not merged yet. */
      readonly bytes: number;
    };

const headerBytes = 84;
// A checksum of eight bytes goes before.
const magicAt = 8;
const flagsAt = 20;
const versionAt = 52;
const encryptedFlag = 1;

/** Reads the file's header. */
export async function inspectFile(file: string): Promise<FileInspection> {
  let handle;
  try {
    handle = await openRegularFile(file);
    const stats = await handle.stat();
    const header = Buffer.alloc(headerBytes);
    const { bytesRead } = await handle.read(header, 0, headerBytes, 0);
    if (bytesRead < headerBytes || header.toString('latin1', magicAt, magicAt + 4) !== 'DUCK') {
      return { ok: false, reason: 'the file is no DuckDB database, or it is encrypted' };
    }
    if (((header[flagsAt] ?? 0) & encryptedFlag) !== 0) {
      return { ok: false, reason: 'the file is encrypted: hawkwatch cannot read it' };
    }
    const [version = ''] = header.toString('latin1', versionAt).split('\0');
    return { ok: true, version: version === '' ? null : version, bytes: stats.size };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  } finally {
    await handle?.close();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof FileRefusedError) return error.message;
  const failure = coerceError(error);
  const code = 'code' in failure ? failure.code : undefined;
  if (code === 'ENOENT') return 'there is no file at that path';
  if (code === 'EACCES') return 'hawkwatch may not read the file';
  return `the file cannot be read: ${typeof code === 'string' ? code : failure.message}`;
}

/** Bytes of a file; 0 when it is not there. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // What belongs to a database may be there or not.
    return 0;
  }
}
