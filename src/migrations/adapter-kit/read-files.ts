// Reads many files of a source, a few at a time. A file that cannot be read is a fault, never left out
// in silence.
import { isUtf8 } from 'node:buffer';

import { SourceUnreadableError, type SourceFiles } from '../files/source-files.ts';

export interface ReadFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** So many are open at a time. */
const atOnce = 16;

/** What `parse` makes of each file, in the order of the paths; it may throw a `FileFault`. */
export async function readEach<T>(
  files: SourceFiles,
  paths: readonly string[],
  parse: (file: ReadFile) => T,
): Promise<{ readonly found: readonly T[]; readonly faults: readonly string[] }> {
  const results: ({ value: T } | { fault: string })[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let place = next++; place < paths.length; place = next++) {
      const path = paths[place] ?? '';
      try {
        results[place] = { value: parse({ path, bytes: await files.read(path) }) };
      } catch (error) {
        if (!(error instanceof SourceUnreadableError || error instanceof FileFault)) throw error;
        results[place] = { fault: error.message };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, paths.length) }, work));
  return {
    found: results.flatMap((result) => ('value' in result ? [result.value] : [])),
    faults: results.flatMap((result) => ('fault' in result ? [result.fault] : [])),
  };
}

/** What is wrong with one file, with what to do. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}

/** The text of a file. @throws FileFault when it is not UTF-8. */
export function textOf({ path, bytes }: ReadFile): string {
  if (!isUtf8(bytes)) throw new FileFault(`${path} is not UTF-8 text`);
  return bytes.toString('utf8');
}
