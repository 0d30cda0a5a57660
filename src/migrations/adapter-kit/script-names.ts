// Names of migrations that are JavaScript or TypeScript files. Some tools record the name with its
// extension, so a project that is compiled may record `.ts` and ship `.js`, or the other way round.
import type { JudgedFacts } from './adapter.ts';
import type { SourceMigration } from './facts.ts';
import { listSome } from '../summarise.ts';

const script = /\.(?:[cm]?[jt]s)$/;
const declaration = /\.d\.[cm]?ts$/;

/** True for a file that such a tool could load. */
export const isScript = (path: string): boolean => script.test(path) && !declaration.test(path);

/** A file's name without the extension. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** A file's name without its number and extension. */
export const readableName = (name: string): string => stemOf(name).replace(/^\d+[_-]/, '');

const extensionOf = (name: string): string => name.slice(stemOf(name).length);

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** By code points, as JavaScript sorts. */
export const compareNames = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/**
 * The facts with names that can be compared. Where source and history name files by other extensions
 * the fault says so with `consequence`, what the tool then does.
 */
export function alignScriptNames(facts: JudgedFacts, consequence: string): JudgedFacts {
  const { source, history } = facts;
  const rows = (history?.applied ?? []).map(({ version }) => version);
  const recordsStems = rows.length > 0 && rows.every((name) => !hasKnownExtension(name));
  const migrations = recordsStems
    ? source.migrations.map((one) => ({ ...one, version: stemOf(one.version) }))
    : withoutTwins(source.migrations, rows);
  const known = new Set(migrations.map(({ version }) => version));
  const byStem = new Map(migrations.map(({ version }) => [stemOf(version), version]));
  const mixed = rows.flatMap((row) => {
    const file = known.has(row) ? undefined : byStem.get(stemOf(row));
    return file === undefined ? [] : [`${row} (the source has ${file})`];
  });
  const faults =
    mixed.length === 0
      ? source.faults
      : [
          ...source.faults,
          `the history names files by another extension than the source has: ${listSome(mixed)}. ` +
            consequence,
        ];
  return { ...facts, source: { ...source, migrations, faults } };
}

const hasKnownExtension = (name: string): boolean => script.test(name) || name.endsWith('.sql');

/** Of a file and its compiled form, the one whose kind the history has. */
function withoutTwins(
  migrations: readonly SourceMigration[],
  rows: readonly string[],
): readonly SourceMigration[] {
  const recorded = new Set(rows);
  const kinds = new Set(rows.map(extensionOf));
  const byStem = Map.groupBy(migrations, ({ version }) => stemOf(version));
  return migrations.filter(({ version }) => {
    const twins = byStem.get(stemOf(version)) ?? [];
    if (twins.length === 1 || recorded.has(version)) return true;
    return !twins.some(
      (twin) =>
        twin.version !== version &&
        (recorded.has(twin.version) ||
          (kinds.has(extensionOf(twin.version)) && !kinds.has(extensionOf(version)))),
    );
  });
}
