// Follows the output of a command in its file, line by line, with secrets masked. Bounded in every
// way: long lines are cut, more lines than a reader wants are counted instead of told, and the file
// is emptied when it has grown large.
import { open, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

import { cutText, maskSecrets } from '../../../sql/redact.ts';
import { secretsInText } from '../../../sql/secret-words.ts';

export interface OutputOptions {
  readonly path: string;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
  onLines(lines: readonly string[]): void;
  readonly maxLines?: number;
  readonly maxLineChars?: number;
  /** The file is emptied beyond this size. */
  readonly maxFileBytes?: number;
}

export interface CommandOutput {
  /** Reads what is new. */
  read(): Promise<void>;
  /** The last lines, masked, for the message of a failure. */
  tail(): readonly string[];
  /** Reads the rest and closes the file. */
  close(): Promise<void>;
}

const chunkBytes = 64 * 1024;
const tailLines = 12;

/** Opens the output of a command; the file must be there. */
export async function followOutput(options: OutputOptions): Promise<CommandOutput> {
  const { maxLines = 2000, maxLineChars = 1000, maxFileBytes = 8 * 1024 * 1024 } = options;
  const secrets = spellings(options.secrets);
  const file: FileHandle = await open(options.path, 'r+');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(chunkBytes);
  const last: string[] = [];
  let position = 0;
  let rest = '';
  let told = 0;
  let untold = 0;

  const clean = (line: string): string => {
    const plain = stripVTControlCharacters(line.slice(0, chunkBytes)).trimEnd();
    const masked = maskSecrets(plain, secrets);
    return cutText(maskSecrets(masked, secretsInText(masked)), maxLineChars);
  };

  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    // A line without end would grow for ever; what follows is its next piece.
    if (rest.length > chunkBytes) {
      lines.push(rest);
      rest = '';
    }
    const shown = lines.map(clean).filter((line) => line !== '');
    last.push(...shown);
    last.splice(0, Math.max(0, last.length - tailLines));
    const room = shown.slice(0, Math.max(0, maxLines - told));
    told += room.length;
    untold += shown.length - room.length;
    if (room.length > 0) options.onLines(room);
  };

  const read = async (): Promise<void> => {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      take(decoder.write(buffer.subarray(0, bytesRead)));
    }
    if (position > maxFileBytes) {
      await file.truncate(0);
      position = 0;
    }
  };

  return {
    read,
    tail: () => last,
    close: async () => {
      try {
        await read();
        take(`${decoder.end()}\n`);
        if (untold > 0) options.onLines([`… ${untold} more lines of output are not shown`]);
      } finally {
        await file.close();
      }
    },
  };
}

/** A secret as it may be printed: whole, line by line, percent-encoded, the password in a URL. */
function spellings(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    ...secret.split(/\r?\n/),
    ...secretsInText(secret),
  ]);
  return [...new Set(all)].filter((spelling) => spelling.length >= 3);
}
