// The files of a source that is a folder of this machine.
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';

import { coerceError } from '../../core/errors.ts';
import { maxFileBytes } from '../folder.ts';
import { stampFiles } from './folder-stamp.ts';
import type { Readings, Stamp } from './readings.ts';
import {
  isPassedOver,
  maxSourceFiles,
  SourceUnreadableError,
  type SourceFiles,
} from './source-files.ts';

/** The files of a folder; nothing is read before it is asked for. */
export function folderFiles(folder: string, readings?: Readings): SourceFiles {
  const description = `the folder ${folder}`;
  const files: SourceFiles = {
    description,
    revision: null,
    list: async () => {
      const found: string[] = [];
      const visit = async (relative: string): Promise<void> => {
        const entries = await readdir(path.join(folder, relative), { withFileTypes: true });
        for (const entry of entries) {
          const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
          if (entry.isDirectory()) {
            if (!isPassedOver(entry.name)) await visit(name);
          } else if (entry.isFile() || (entry.isSymbolicLink() && !isPassedOver(entry.name))) {
            found.push(name);
          }
          if (found.length > maxSourceFiles) {
            throw new SourceUnreadableError(
              `${description} has more than ${maxSourceFiles} files: name the folder of the ` +
                'migrations themselves',
            );
          }
        }
      };
      try {
        await visit('');
      } catch (error) {
        if (error instanceof SourceUnreadableError) throw error;
        throw unreadable(description, error);
      }
      return found.toSorted((a, b) => (a < b ? -1 : 1));
    },
    read: async (relative) => {
      const full = path.resolve(folder, relative);
      if (!full.startsWith(`${path.resolve(folder)}${path.sep}`)) {
        throw new SourceUnreadableError(`${relative} is not in ${description}`);
      }
      try {
        const file = await open(full, 'r');
        try {
          const { size } = await file.stat();
          if (size > maxFileBytes) {
            throw new RangeError(`it has ${size} bytes; at most ${maxFileBytes} are accepted`);
          }
          return await file.readFile();
        } finally {
          await file.close();
        }
      } catch (error) {
        throw unreadable(`${relative} in ${description}`, error);
      }
    },
  };
  if (readings === undefined) return files;
  const stamp = async (): Promise<Stamp> =>
    stampFiles(folder, await files.list(), readings.clock.now());
  return {
    ...files,
    remember: (key, make) => readings.remember(`${key} ${folder}`, stamp, make),
  };
}

function unreadable(what: string, cause: unknown): SourceUnreadableError {
  const failure = coerceError(cause);
  const reason =
    'code' in failure && typeof failure.code === 'string' ? failure.code : failure.message;
  return new SourceUnreadableError(`${what} cannot be read: ${reason}`, { cause });
}
