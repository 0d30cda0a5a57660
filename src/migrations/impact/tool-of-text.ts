// Which tool a migration file was written for, told by the comments that only that tool reads. Used where
// nobody says it: taken for hawkwatch's own, the part that undoes a file would count as run.
import type { MigrationTool } from '../../core/migrations.ts';

const marks: readonly (readonly [MigrationTool, RegExp])[] = [
  ['dbmate', /^--\s*migrate:up\b/m],
  ['goose', /^--\s*\+goose\s+up\b/im],
  ['liquibase', /^--\s*liquibase\s+formatted\s+sql\b/im],
  ['graphile-migrate', /^--!\s*(?:previous|hash):/im],
  ['atlas', /^--\s*atlas:(?:txmode|sum|nolint|delimiter)\b/im],
  ['flyway', /^--\s*flyway:\s*executeInTransaction\b/im],
  ['node-pg-migrate', /^--[\s-]*up\s+migration\b/im],
  ['drizzle', /^-->\s*statement-breakpoint\b/m],
];

/** Only the beginning of a file is looked at: the marks stand there or nowhere. */
const lookedAt = 64 * 1024;

/** The tool of the first file that has a mark; undefined where none has one. */
export function toolOfFiles(
  files: readonly { readonly bytes: Uint8Array }[],
): MigrationTool | undefined {
  for (const { bytes } of files) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, lookedAt));
    const found = marks.find(([, mark]) => mark.test(text.toString('utf8')));
    if (found !== undefined) return found[0];
  }
  return undefined;
}
