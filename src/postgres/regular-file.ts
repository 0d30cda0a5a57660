// Opens what must be a file, and nothing else: to open a FIFO waits for its other end, and to read a device
// has no end. Each such wait holds one of the few threads that files and host names share.
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** What is there is no file, or too large a one; its message says which. */
export class FileRefusedError extends Error {
  override readonly name = 'FileRefusedError';
}

/** Opens a file for reading. @throws FileRefusedError, or the error of the system. */
export async function openRegularFile(file: string): Promise<FileHandle> {
  // Before it is opened, because that alone is noticed by a device or the other end of a FIFO.
  requireFile(await stat(file));
  // It may be another one by now: O_NONBLOCK opens a FIFO at once, and means nothing to a file.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    requireFile(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** All of a small file. @throws FileRefusedError, or the error of the system. */
export async function readSmallFile(file: string, maxBytes: number): Promise<Buffer> {
  const handle = await openRegularFile(file);
  try {
    const { size } = await handle.stat();
    const tooLarge = new FileRefusedError(`it has more than ${maxBytes} bytes`);
    if (size > maxBytes) throw tooLarge;
    // One more than it has, to see that it grows; files of the system's own say that they have none.
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    while (length <= maxBytes) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
    throw tooLarge;
  } finally {
    await handle.close();
  }
}

function requireFile(stats: { isFile(): boolean }): void {
  if (!stats.isFile()) throw new FileRefusedError('what is at that path is no file');
}
