// What CI may say of a source: checked as a whole before anything is stored, all faults told at once
// (the first of very many). Pure.
import { InvalidInputError, type InputIssue } from '../../core/errors.ts';

export interface ManifestEntryInput {
  readonly version: string;
  readonly name: string;
  readonly checksum: string | null;
}

export interface ManifestInput {
  readonly databaseName: string;
  readonly source: string;
  readonly tool: string | undefined;
  readonly revision: string;
  readonly entries: readonly ManifestEntryInput[];
}

export const maxManifestEntries = 20_000;
const maxIssues = 50;

// Control characters, and halves of what is one character only as a pair.
const nonsense = /\p{Control}|\p{Surrogate}/u;

function textFault(text: string, maxLength: number): string | undefined {
  if (text.trim() === '') return 'must not be empty';
  if (text.length > maxLength) return `must have ${maxLength} characters at most`;
  if (nonsense.test(text)) return 'must not hold control characters';
  return text === text.trim() ? undefined : 'must not begin or end with a space';
}

/** @throws InvalidInputError with everything that is wrong. */
export function checkManifest(input: ManifestInput): void {
  const issues: InputIssue[] = [];
  const check = (path: string, fault: string | undefined): void => {
    if (fault !== undefined && issues.length < maxIssues) issues.push({ path, message: fault });
  };
  check('input.revision', textFault(input.revision, 200));
  const { entries } = input;
  if (entries.length === 0) {
    check('input.entries', 'must hold the migrations of the source; an empty list says nothing');
  }
  if (entries.length > maxManifestEntries) {
    check('input.entries', `must hold ${maxManifestEntries} entries at most`);
  }
  const seen = new Map<string, number>();
  for (const [place, { version, name, checksum }] of entries
    .slice(0, maxManifestEntries)
    .entries()) {
    const at = `input.entries.${place}`;
    check(`${at}.version`, textFault(version, 800));
    if (name !== '') check(`${at}.name`, textFault(name, 300));
    if (checksum !== null) check(`${at}.checksum`, textFault(checksum, 200));
    const first = seen.get(version);
    if (first !== undefined) check(`${at}.version`, `is the same as that of entry ${first}`);
    else seen.set(version, place);
  }
  if (issues.length === 0) return;
  const [first] = issues;
  throw new InvalidInputError(
    `The manifest is wrong: ${first?.path} ${first?.message}. Nothing was stored.`,
    issues,
  );
}
