// Holds a request to what whoever made it had seen: between a look and a deed a file may have been
// added, another one changed, or something else applied. Pure.
import { ConflictError, InvalidInputError } from '../core/errors.ts';
import { listSome } from './summarise.ts';

export interface ExpectedMigration {
  readonly version: string;
  /** SHA-256 (hex) of the file's bytes; without it they may be any. */
  readonly checksum?: string | null | undefined;
}

interface Step {
  readonly version: string;
  readonly checksum: string | null;
  /** Null where a tool reads its file itself: its checksum has the tool's form then. */
  readonly bytes: Uint8Array | null;
}

const maxEntries = 10_000;
const maxVersionLength = 1_000;
/** No message names more of a version. */
const maxShownLength = 100;

/**
 * What is expected, where it can be judged.
 * @throws InvalidInputError when it is too much, or says two things of one version.
 */
export function requireExpectable(expected: readonly ExpectedMigration[] | undefined): void {
  const message = expected === undefined ? null : whyNotExpectable(expected);
  if (message === null) return;
  throw new InvalidInputError(`expected ${message}.`, [{ path: 'input.expected', message }]);
}

function whyNotExpectable(expected: readonly ExpectedMigration[]): string | null {
  if (expected.length > maxEntries) return `must have ${maxEntries} entries at most`;
  const seen = new Map<string, string | null>();
  for (const { version, checksum = null } of expected) {
    if (version.length > maxVersionLength) {
      return `has a version of more than ${maxVersionLength} characters`;
    }
    if (seen.has(version) && seen.get(version) !== checksum) {
      return `has the version ${shorten(version)} twice, with different checksums`;
    }
    seen.set(version, checksum);
  }
  return null;
}

/** As part of what a request is: an absent checksum and one of null are the same. */
export function hashedForm(
  expected: readonly ExpectedMigration[],
): readonly (readonly [string, string | null])[] {
  return expected.map(({ version, checksum }) => [version, checksum ?? null]);
}

/** @throws ConflictError when other migrations would be executed than those that are expected. */
export function requireExpected(
  expected: readonly ExpectedMigration[] | undefined,
  steps: readonly Step[],
): void {
  if (expected === undefined) return;
  const wanted = new Map(expected.map((one) => [one.version, one.checksum ?? null]));
  const planned = new Set(steps.map((step) => step.version));
  const isChanged = ({ version, checksum, bytes }: Step): boolean => {
    const seen = wanted.get(version) ?? null;
    return seen !== null && bytes !== null && seen !== checksum;
  };
  const differences = [
    describe(
      'also',
      [...planned].filter((version) => !wanted.has(version)),
    ),
    describe(
      'no more',
      [...wanted.keys()].filter((version) => !planned.has(version)),
    ),
    describe(
      'with other contents',
      steps.filter(isChanged).map((step) => step.version),
    ),
  ].filter((part) => part !== '');
  if (differences.length === 0) return;
  throw new ConflictError(
    `What would be done is not what was expected: ${differences.join('; ')}. Nothing was begun. ` +
      'Look at it again, then ask anew.',
  );
}

function describe(how: string, versions: readonly string[]): string {
  return versions.length === 0 ? '' : `${how} ${listSome(versions.map(shorten))}`;
}

function shorten(version: string): string {
  return version.length > maxShownLength ? `${version.slice(0, maxShownLength)}...` : version;
}
