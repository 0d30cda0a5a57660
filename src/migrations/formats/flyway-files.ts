// Names, versions and checksums of Flyway's files. Pure.
import { crc32 } from 'node:zlib';

export type FlywayKind = 'versioned' | 'repeatable' | 'undo' | 'baseline';

export interface FlywayName {
  readonly kind: FlywayKind;
  /** As Flyway stores it, with dots; empty for a repeatable. */
  readonly version: string;
  readonly description: string;
}

const kinds: Readonly<Record<string, FlywayKind>> = {
  V: 'versioned',
  R: 'repeatable',
  U: 'undo',
  B: 'baseline',
};
const form = /^([VRUB])(.*?)(?:__(.*))?\.(sql|java|kt|groovy|scala)$/;
const versionForm = /^[0-9]+([._][0-9]+)*$/;

/** What a file's name says: undefined for files of others, a fault for one that Flyway passes over. */
export function parseFlywayName(
  fileName: string,
): FlywayName | { readonly fault: string } | undefined {
  const [, prefix = '', before = '', after = ''] = form.exec(fileName) ?? [];
  const kind = kinds[prefix];
  if (kind === undefined) return undefined;
  const code = !fileName.endsWith('.sql');
  const description = after.replaceAll('_', ' ');
  if (kind === 'repeatable') {
    if (before === '' && description !== '') return { kind, version: '', description };
    // `R` and `V` begin words: only what has the separator is meant to be a migration.
    return fileName.includes('__') ? skipped(fileName, 'R__description.sql') : undefined;
  }
  if (versionForm.test(before)) {
    return { kind, version: before.replaceAll('_', '.'), description };
  }
  const meant = /^[0-9]/.test(before) || fileName.includes('__');
  if (code || !meant) return undefined;
  return skipped(fileName, `${prefix}1.2__description.sql`);
}

function skipped(fileName: string, example: string): { fault: string } {
  return { fault: `Flyway passes ${fileName} over: its name must be like ${example}` };
}

const significant = (version: string): bigint[] => {
  const parts = version.split(/[._]/).map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : 0n));
  while (parts.length > 1 && parts.at(-1) === 0n) parts.pop();
  return parts;
};

/** The same for versions that Flyway takes for one: `1`, `01` and `1.0`. */
export const canonicalFlywayVersion = (version: string): string => significant(version).join('.');

/** The order of versions. */
export function compareFlywayVersions(a: string, b: string): number {
  const [left, right] = [significant(a), significant(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0n) - (right[i] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

/**
 * CRC32 of the lines without their ends, as the signed number that Flyway stores; a byte order mark
 * counts for nothing.
 */
export function flywayChecksum(text: string): string {
  const lines = text.startsWith('\uFEFF') ? text.slice(1) : text;
  // A lone CR ends a line as well.
  return String(crc32(lines.replaceAll(/[\r\n]/g, '')) | 0);
}
