// Which migrations a request would run, in which order, or why not. Pure.
import { ConflictError, NotFoundError } from '../core/errors.ts';
import { ofRollback } from './build-status.ts';
import type { MigrationFile } from './folder.ts';
import type { MigrationEntry } from './status-words.ts';
import type { BuiltStatus } from './summarise.ts';
import { compareVersions } from './version.ts';

export interface PlanFacts {
  readonly status: BuiltStatus;
  readonly files: readonly MigrationFile[];
  readonly faults: readonly string[];
  readonly outOfOrder: 'refuse' | 'run';
}

export interface PlannedStep {
  readonly version: string;
  readonly name: string;
  /** The file that is executed: the migration's, or its down file. */
  readonly fileName: string;
}

const runnable = new Set(['PENDING', 'ROLLED_BACK', 'FAILED', 'PARTIAL', 'OUT_OF_ORDER']);

function requireSoundFolder(facts: PlanFacts): void {
  if (facts.faults.length > 0) {
    throw new ConflictError(
      `The migration folder must be put right first: ${facts.faults.join('; ')}.`,
    );
  }
}

/**
 * The pending migrations up to `toVersion`, oldest first.
 * @throws ConflictError when an applied file was edited or a migration is out of order;
 * NotFoundError when there is no such version.
 */
export function planMigrate(facts: PlanFacts, toVersion: string | undefined): PlannedStep[] {
  requireSoundFolder(facts);
  if (toVersion !== undefined && !facts.files.some((file) => file.version === toVersion)) {
    throw new NotFoundError(`There is no migration of version "${toVersion}" in the folder.`);
  }
  const wanted = facts.status.migrations.filter(
    (entry) => toVersion === undefined || compareVersions(entry.version, toVersion) <= 0,
  );
  const edited = versionsOf(wanted, 'EDITED');
  if (edited !== '') {
    throw new ConflictError(
      `Changed after they were applied: ${edited}. Restore the files, or accept them as they are ` +
        'with markMigrationApplied.',
    );
  }
  const late = versionsOf(wanted, 'OUT_OF_ORDER');
  if (late !== '' && facts.outOfOrder === 'refuse') {
    throw new ConflictError(
      `Older than what is applied already: ${late}. Give them a higher version, or set ` +
        '`outOfOrder: run` for this source.',
    );
  }
  const files = new Map(facts.files.map((file) => [file.version, file]));
  return wanted.flatMap((entry) => {
    const file = files.get(entry.version);
    if (file === undefined || !runnable.has(entry.state)) return [];
    if (entry.state === 'PARTIAL' && entry.reason?.endsWith(ofRollback) === true) {
      throw new ConflictError(
        `${entry.version} is in the middle of its roll-back. Finish that with rollbackMigration.`,
      );
    }
    return [{ version: file.version, name: file.name, fileName: file.fileName }];
  });
}

const undoable = new Set(['APPLIED', 'EDITED', 'MARKED', 'PARTIAL']);

/**
 * What lies above `toVersion`, newest first; `0` rolls everything back.
 * @throws NotFoundError when `toVersion` is not applied; ConflictError when a down file is missing, or
 * something above it would stay, because its file is gone.
 */
export function planRollback(facts: PlanFacts, toVersion: string): PlannedStep[] {
  requireSoundFolder(facts);
  const applied = facts.status.migrations.filter((entry) => undoable.has(entry.state));
  if (toVersion !== '0' && !facts.status.migrations.some((entry) => isAt(entry, toVersion))) {
    throw new NotFoundError(
      `Version "${toVersion}" is not applied, so it cannot be returned to. Use "0" to roll ` +
        'everything back.',
    );
  }
  const isAbove = ({ version }: MigrationEntry): boolean =>
    toVersion === '0' || compareVersions(version, toVersion) > 0;
  const above = applied.filter(isAbove);
  const files = new Map(facts.files.map((file) => [file.version, file]));
  const without = above.filter((entry) => files.get(entry.version)?.down == null);
  if (without.length > 0) {
    throw new ConflictError(
      `There is no down file for: ${without.map((entry) => entry.version).join(', ')}. Write ` +
        '<version>_<name>.down.sql for each, then try again.',
    );
  }
  const left = versionsOf(facts.status.migrations.filter(isAbove), 'MISSING_FILE');
  if (left !== '') {
    throw new ConflictError(
      `Applied, but without a file that takes it back: ${left}. Restore the files, or roll back by hand.`,
    );
  }
  return above.toReversed().map((entry) => ({
    version: entry.version,
    name: entry.name,
    fileName: files.get(entry.version)?.down?.fileName ?? '',
  }));
}

function isAt(entry: MigrationEntry, version: string): boolean {
  return entry.version === version && (undoable.has(entry.state) || entry.state === 'BASELINE');
}

function versionsOf(entries: readonly MigrationEntry[], state: MigrationEntry['state']): string {
  return entries
    .filter((entry) => entry.state === state)
    .map((entry) => entry.version)
    .join(', ');
}
