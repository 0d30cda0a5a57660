// Tells what happens to a run that nobody executes: within the caller's transaction, which must hold
// the run's row. A run that executes tells its own story, through its recorder.
import type { Clock } from '../core/clock.ts';
import { findDatabases } from '../store/databases.ts';
import { listRunSteps, type MigrationRun } from '../store/migration-runs.ts';
import { recordRunEntriesIn, type RunEntry } from '../store/run-recording.ts';
import type { StoreTransaction } from '../store/store.ts';
import { createRunProgress, type RunProgress } from './runner/progress.ts';

/** Records what `tell` tells; `run` must have been read under its row's lock. */
export async function recordNow(
  tx: StoreTransaction,
  clock: Clock,
  run: MigrationRun,
  tell: (progress: RunProgress) => void,
): Promise<void> {
  const [database] = await findDatabases(tx.q, [run.databaseId]);
  const steps = await listRunSteps(tx.q, [run.id]);
  const entries: RunEntry[] = [];
  const progress = createRunProgress({
    run,
    databaseName: database?.name ?? '',
    steps,
    clock,
    recorder: { record: (entry) => entries.push(entry) },
  });
  tell(progress);
  const result = await recordRunEntriesIn(tx, run.id, run.claim, entries);
  if (result !== 'recorded') throw new Error(`run ${run.id} was not held when it was recorded`);
}
