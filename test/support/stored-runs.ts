// Runs of migrations as the rooms that execute or see them would have stored them.
import { randomUUID } from 'node:crypto';

import type { ForeignSession, RunExecutor } from '../../src/core/migrations.ts';
import { insertRun } from '../../src/store/migration-runs.ts';
import type { Store } from '../../src/store/store.ts';

export interface StoredRun {
  readonly databaseId: string;
  readonly at: Date;
  readonly executor?: RunExecutor;
  readonly foreign?: ForeignSession | undefined;
  /** What it applies. */
  readonly versions?: readonly string[] | undefined;
}

/** Stores a run that goes on; gives its id. */
export async function beginStoredRun(
  store: Store,
  { databaseId, at, executor = 'sql', foreign, versions = [] }: StoredRun,
): Promise<string> {
  const id = randomUUID();
  await insertRun(
    store.q,
    {
      id,
      databaseId,
      source: 'main',
      kind: 'MIGRATE',
      origin: executor === 'foreign' ? 'FOREIGN' : 'API',
      state: 'RUNNING',
      executor,
      dryRun: false,
      toVersion: null,
      triggeredBy: 'ci',
      actorId: 'test',
      clientMutationId: id,
      inputHash: id,
      retryOf: null,
      queuedAt: at,
      startedAt: at,
      cursorEpoch: 'test',
      cursorId: 0,
      keyId: '',
      recordedSeq: 0,
      ...(foreign === undefined ? {} : { foreign }),
    },
    versions.map((version, position) => ({
      position,
      version,
      name: version,
      checksum: '',
      state: 'APPLIED',
      statementsTotal: 1,
      sealed: null,
    })),
  );
  return id;
}

export async function endStoredRun(store: Store, id: string, at: Date): Promise<void> {
  await store.raw`update hawkwatch_store.migration_runs
    set state = 'SUCCEEDED', finished_at = ${at} where id = ${id}`;
}
