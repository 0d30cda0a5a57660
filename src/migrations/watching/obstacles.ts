// Why a person has to look at pending migrations, however harmless they are: these very bytes were
// dealt with before, and yet they are pending. Nothing that was rolled back, cancelled or refused
// ever comes back by itself.
import type { MigrationState } from '../../core/migrations.ts';
import { findNewestWave } from '../../store/migration-waves.ts';
import { findEarlierRun } from '../../store/run-reviews.ts';
import type { Queryable } from '../../store/store.ts';
import type { PendingMigrations } from './pending-files.ts';

const words: Partial<Record<MigrationState, string>> = {
  ROLLED_BACK: 'was rolled back',
  FAILED: 'failed before',
  PARTIAL: 'is partly applied',
};

export interface Obstacles {
  /** For a person to judge; null when there is nothing. */
  readonly obstacle: string | null;
  /** The wave that migrates this source right now, in words. */
  readonly wave: string | null;
}

/** What stands in the way of an automatic run. */
export async function findObstacles(
  q: Queryable,
  place: { databaseId: string; source: string },
  { steps, states }: PendingMigrations,
): Promise<Obstacles> {
  const { databaseId, source } = place;
  const wave = await findNewestWave(q, databaseId, source);
  const running = wave?.state === 'RUNNING' ? `wave ${wave.id} migrates this source` : null;
  for (const { version } of steps) {
    const word = words[states.get(version) ?? 'PENDING'];
    if (word !== undefined) return { obstacle: `${version} ${word}`, wave: running };
  }
  const run = await findEarlierRun(
    q,
    databaseId,
    source,
    steps.map(({ version, checksum }) => ({ version, checksum })),
  );
  if (run !== undefined) {
    return { obstacle: `run ${run.id} with the same files is ${run.state}`, wave: running };
  }
  const ended = wave !== undefined && wave.state !== 'RUNNING' && wave.state !== 'SUCCEEDED';
  const same = ended && steps.some((step) => wave.plan.files[step.version] === step.checksum);
  const obstacle = same ? `wave ${wave.id} of the same files is ${wave.state}` : null;
  return { obstacle, wave: running };
}
