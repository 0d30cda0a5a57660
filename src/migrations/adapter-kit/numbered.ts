// Migrations whose versions are numbers at the beginning of file names. Pure.
import { compareNames } from './script-names.ts';
import type { SourceMigration } from './facts.ts';

/** Files directly in the source's folder. */
export const inRoot = (path: string): boolean => !path.includes('/');

/** A whole number without leading zeros, as databases store it. */
export const wholeNumber = (digits: string): string => BigInt(digits).toString();

/** True for a whole number without a sign. */
export const isWholeNumber = (text: string): boolean => /^[0-9]+$/.test(text);

const leading = /^[0-9]+/;
const numeric = (text: string): bigint => BigInt(leading.exec(text)?.[0] ?? -1);

/** The order of the numbers that versions begin with; what begins with none comes first. */
export function compareNumbers(a: string, b: string): number {
  const difference = numeric(a) - numeric(b);
  return difference === 0n ? compareNames(a, b) : difference < 0n ? -1 : 1;
}

/** A fault for each version that several migrations have; `same` makes them comparable. */
export function duplicateFaults(
  migrations: readonly SourceMigration[],
  same: (version: string) => string = (version) => version,
): readonly string[] {
  return [...Map.groupBy(migrations, ({ version }) => same(version)).values()]
    .filter((several) => several.length > 1)
    .map((several) => {
      const names = several.map(({ path, version }) => path ?? version).join(' and ');
      return `${names} have the same version ${several[0]?.version ?? ''}: rename one`;
    });
}
