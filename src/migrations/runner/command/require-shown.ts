// Holds a tool's own command to what was shown. The tool decides what it does when it starts, and may find
// more by then than when the run was made; so it is planned once more, just before. What comes into the
// folder or the history after that look is the tool's.
import { ExpectedError } from '../../../core/errors.ts';
import type { SourceSettings } from '../../../databases/target.ts';
import { isStoreAway } from '../../../store/connection.ts';
import type { MigrationRun, MigrationRunStep } from '../../../store/migration-runs.ts';
import { planCommand } from '../../plan-command.ts';
import type { SourceStatus, StatusReader } from '../../status-words.ts';
import { failure } from '../failure.ts';

export interface ShownRun {
  readonly run: MigrationRun;
  readonly steps: readonly MigrationRunStep[];
  readonly databaseName: string;
  readonly statuses: StatusReader;
}

/** @throws MigrationFailedError when the command would do more than the run's steps, or nobody can tell. */
export async function requireShown(shown: ShownRun, source: SourceSettings): Promise<void> {
  const { run, steps } = shown;
  const versions = new Set(steps.map((step) => step.version));
  const also = (await planNow(shown, source)).filter((version) => !versions.has(version));
  if (also.length === 0) return;
  const action = run.kind === 'MIGRATE' ? 'apply' : 'roll back';
  throw failure(
    `The command would also ${action} what was not there when the run was made: ${also.join(', ')}. ` +
      'It was not started. Look at migrationStatus, then make a new run.',
  );
}

async function planNow(
  { run, databaseName, statuses }: ShownRun,
  source: SourceSettings,
): Promise<readonly string[]> {
  const { kind, dryRun } = run;
  try {
    const status = await readStatus(statuses, databaseName, source);
    const planned = planCommand(source, status, {
      kind,
      toVersion: run.toVersion ?? undefined,
      dryRun,
    });
    return planned.map((entry) => entry.version);
  } catch (error) {
    if (error instanceof ExpectedError) throw failure(error.message);
    if (!isStoreAway(error)) throw error;
    throw failure(
      "What the command would do cannot be told: hawkwatch's own store does not answer. It was not " +
        'started. Retry when the store is back.',
    );
  }
}

async function readStatus(
  statuses: StatusReader,
  databaseName: string,
  source: SourceSettings,
): Promise<SourceStatus> {
  const [status] = await statuses.read(databaseName, source.name);
  if (status === undefined) throw new Error('a configured source has no status');
  return status;
}
