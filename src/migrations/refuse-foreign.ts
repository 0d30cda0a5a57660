// A run that hawkwatch only sees cannot be steered by it.
import { ConflictError } from '../core/errors.ts';
import type { MigrationRun } from '../store/migration-runs.ts';

/** @throws ConflictError for a run that hawkwatch only sees. */
export function refuseForeign({ executor, foreign }: MigrationRun): void {
  if (executor !== 'foreign') return;
  const tool = foreign === null ? 'another tool' : foreign.tool;
  throw new ConflictError(
    `hawkwatch did not start this run (${tool}), so it can neither cancel nor retry it. Stop it ` +
      'where it was started, or end its session with terminateSession.',
  );
}
