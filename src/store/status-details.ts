// The form of the column `migration_statuses.migrations`: every version with its state, and the few
// migrations that somebody may want to read about. Bounded, so that a row stays small.
import { z } from 'zod';

import { migrationStates, type MigrationState } from '../core/migrations.ts';

/** How a state is written; short, because a row has thousands of them. */
const stateCodes: Record<MigrationState, string> = {
  PENDING: 'P',
  RUNNING: 'R',
  APPLIED: 'A',
  FAILED: 'F',
  PARTIAL: 'H',
  ROLLED_BACK: 'U',
  OUT_OF_ORDER: 'O',
  EDITED: 'E',
  MISSING_FILE: 'M',
  BASELINE: 'B',
  SKIPPED_SILENTLY: 'S',
  OUTDATED: 'D',
  SUPERSEDED: 'X',
  MARKED: 'K',
  FUTURE: 'N',
  IGNORED: 'I',
};

const statesByCode = new Map(migrationStates.map((state) => [stateCodes[state], state]));

const storedEntry = z.object({
  version: z.string(),
  name: z.string(),
  state: z.enum(migrationStates),
  reason: z.string().nullable(),
  checksum: z.string().nullable(),
  appliedAt: z.iso.datetime().nullable(),
  appliedBy: z.string().nullable(),
  durationMs: z.number().nullable(),
});
/** A migration as it is kept; `appliedAt` is ISO 8601. */
export type StoredEntry = z.infer<typeof storedEntry>;

const storedDetails = z.object({
  form: z.literal(1),
  // Read by hand: there are thousands of them.
  versions: z.unknown(),
  left: z.number(),
  attention: z.array(storedEntry),
  latest: z.array(storedEntry),
  readAt: z.iso.datetime().nullable(),
});

export interface StatusDetails {
  /** In the order in which they run; the newest ones when there are too many. */
  readonly versions: readonly (readonly [version: string, state: MigrationState])[];
  /** How many older versions were left out. */
  readonly left: number;
  /** Those that are not simply applied. */
  readonly attention: readonly StoredEntry[];
  /** Those applied last, newest first. */
  readonly latest: readonly StoredEntry[];
  /** ISO 8601: when all this was read, when that was before the status; null: together with it. */
  readonly readAt: string | null;
}

/** Nothing is known. */
export const emptyDetails: StatusDetails = {
  versions: [],
  left: 0,
  attention: [],
  latest: [],
  readAt: null,
};

/** The column's value. */
export function encodeDetails(details: StatusDetails): unknown {
  const versions = details.versions.map(([version, state]) => [version, stateCodes[state]]);
  return { form: 1, ...details, versions };
}

/** What the column says; throws when it was not written by `encodeDetails`. */
export function decodeDetails(column: unknown): StatusDetails {
  const { form: _form, versions, ...rest } = storedDetails.parse(column);
  return {
    ...rest,
    versions: decodeVersions(versions),
  };
}

function decodeVersions(column: unknown): StatusDetails['versions'] {
  if (!Array.isArray(column)) throw new Error('a stored status has no versions');
  return column.map((pair: unknown): readonly [string, MigrationState] => {
    const [version, code]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const state = typeof code === 'string' ? statesByCode.get(code) : undefined;
    if (typeof version === 'string' && state !== undefined) return [version, state];
    throw new Error(`a stored status has a version that is none: ${JSON.stringify(pair)}`);
  });
}
