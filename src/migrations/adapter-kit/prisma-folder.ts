// Prisma's folder of migrations: a folder each, with `migration.sql`, and `migration_lock.toml` beside
// them. Its checksums come in several forms, all of which Prisma accepts.
import { createHash } from 'node:crypto';

import type { SourceFiles } from '../files/source-files.ts';
import type { SourceReading } from './facts.ts';
import { readEach, textOf } from './read-files.ts';
import { compareNames } from './script-names.ts';

const lockFile = 'migration_lock.toml';
const providers = new Set(['postgresql', 'postgres', 'cockroachdb']);

/** Where the migrations are within the configured folder, which may be the project's. */
function prefixOf(paths: readonly string[]): string {
  const prefixes = ['', 'migrations/', 'prisma/migrations/'];
  const has = (prefix: string): boolean =>
    paths.some(
      (path) =>
        path === `${prefix}${lockFile}` ||
        (path.startsWith(prefix) && /^[^/]+\/migration\.sql$/.test(path.slice(prefix.length))),
    );
  return prefixes.find(has) ?? '';
}

/** True for a folder of Prisma's; Drizzle 1.0 has a snapshot beside each file instead. */
export function isPrismaFolder(paths: readonly string[]): boolean {
  const prefix = prefixOf(paths);
  if (paths.includes(`${prefix}${lockFile}`)) return true;
  const own = paths.filter((path) => path.startsWith(prefix));
  const isForm = own.some((path) =>
    /^\d{14}_[^/]+\/migration\.sql$/.test(path.slice(prefix.length)),
  );
  return isForm && !own.some((path) => path.endsWith('/snapshot.json'));
}

/** Reads the folder. */
export async function readPrismaFolder(files: SourceFiles): Promise<SourceReading> {
  const all = await files.list();
  const prefix = prefixOf(all);
  const inside = all
    .filter((path) => path.startsWith(prefix) && path.slice(prefix.length).includes('/'))
    .map((path) => path.slice(prefix.length));
  const names = [...new Set(inside.map((path) => path.slice(0, path.indexOf('/'))))].toSorted(
    compareNames,
  );
  const present = new Set(inside);
  const complete = names.filter((name) => present.has(`${name}/migration.sql`));
  const paths = complete.map((name) => `${prefix}${name}/migration.sql`);
  const { found, faults } = await readEach(files, paths, (file) => {
    const text = textOf(file);
    const version = file.path.slice(prefix.length, file.path.lastIndexOf('/'));
    const name = version.replace(/^\d+_/, '');
    const [checksum = null, ...accepted] = checksumsOf(text);
    return { version, name, checksum, accepted, path: file.path };
  });
  const empty = names.filter((name) => !complete.includes(name));
  return {
    migrations: found,
    faults: [
      ...faults,
      ...empty.map(
        (name) =>
          `${name}/ has no migration.sql, so Prisma refuses to run: restore it or remove it`,
      ),
      ...(await providerFaults(files, all, `${prefix}${lockFile}`)),
    ],
    notes: [],
  };
}

async function providerFaults(
  files: SourceFiles,
  all: readonly string[],
  path: string,
): Promise<readonly string[]> {
  if (!all.includes(path)) return [];
  const { found, faults } = await readEach(files, [path], textOf);
  const provider = /^\s*provider\s*=\s*"([^"]*)"/m.exec(found[0] ?? '')?.[1];
  const wrong = provider !== undefined && !providers.has(provider);
  return wrong ? [`${path} says that the migrations are for ${provider}`] : faults;
}

/**
 * The checksum that Prisma writes, and the others that it accepts: of the text with the other line
 * ends, and in hexadecimal without leading zeros, as old versions wrote it.
 */
export function checksumsOf(text: string): readonly string[] {
  const unix = text.replaceAll('\r\n', '\n');
  const windows = unix.replaceAll('\n', '\r\n');
  const digests = [...new Set([text, unix, windows])].map((variant) =>
    createHash('sha256').update(variant).digest(),
  );
  const short = (digest: Buffer): string => [...digest].map((byte) => byte.toString(16)).join('');
  const all = [...digests.map((digest) => digest.toString('hex')), ...digests.map(short)];
  return [...new Set(all)];
}
