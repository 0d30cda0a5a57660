// hawkwatch's own form lives in a folder.
import { ConflictError } from '../core/errors.ts';
import type { SourceSettings } from '../databases/target.ts';

/** @throws ConflictError when the source's files are not in a folder of this machine. */
export function requireFolder(source: SourceSettings): string {
  if (source.folder !== null) return source.folder;
  throw new ConflictError(
    `The source "${source.name}" has no folder, so hawkwatch cannot run its files. Set \`folder\`.`,
  );
}
