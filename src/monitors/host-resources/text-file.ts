// Reads the small files in which Linux tells about itself. They are not on a disk, and what is not there is
// no failure: another system, another version, a container that hides it.
import { readFile } from 'node:fs/promises';

export interface TextFiles {
  /** The text of a file by its absolute path, as `/proc/stat`; undefined when it cannot be read. */
  read(path: string): Promise<string | undefined>;
}

/** `root`: where the files are looked for, for tests. */
export function createTextFiles(root = ''): TextFiles {
  return {
    read: async (path) => {
      try {
        return await readFile(`${root}${path}`, 'utf8');
      } catch {
        // The only way to ask whether it is there and may be read.
        return undefined;
      }
    },
  };
}

/** The number in a text such as `max` or `1024`; undefined when it is none. */
export function numberIn(text: string | undefined): number | undefined {
  const digits = text?.trim();
  return digits !== undefined && /^[0-9]+$/.test(digits) ? Number(digits) : undefined;
}

/** The number after a key at the start of a line, as in `MemTotal:  16 kB` or `anon 4096`. */
export function numberAfter(text: string, key: string): number | undefined {
  for (const line of text.split('\n')) {
    if (!line.startsWith(key)) continue;
    const match = /^:?\s+([0-9]+)/.exec(line.slice(key.length));
    if (match !== null) return Number(match[1]);
  }
  return undefined;
}
