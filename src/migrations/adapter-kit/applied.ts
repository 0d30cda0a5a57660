// Shorthand for the rows of a history: most tools tell little of each migration.
import type { AppliedMigration } from './facts.ts';

/** A migration that is in the database, with what the tool told of it. */
export function appliedMigration(
  version: string,
  more: Partial<AppliedMigration> = {},
): AppliedMigration {
  return {
    version,
    name: version,
    state: 'APPLIED',
    reason: null,
    checksum: null,
    appliedAt: null,
    appliedBy: null,
    durationMs: null,
    ...more,
  };
}
