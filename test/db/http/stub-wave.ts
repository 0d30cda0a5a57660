// A wave for tests of the transport: a row and its events; nobody drives it.
import type { WavePlan } from '../../../src/core/waves.ts';
import { waveEvents, waveSubject } from '../../../src/migrations/waves/events.ts';
import { insertWave, type MigrationWave } from '../../../src/store/migration-waves.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import type { Store } from '../../../src/store/store.ts';

/** A wave of the database `shop`, which goes on. */
export async function startStubWave(store: Store, at: Date): Promise<MigrationWave> {
  const shop = await findDatabaseByName(store.q, 'shop');
  const plan: WavePlan = {
    toVersion: '1',
    files: {},
    stopOnFailure: true,
    maxParallel: 1,
    confidenceThreshold: null,
    members: [
      {
        databaseId: shop?.id ?? '',
        database: 'shop',
        stage: 'CANARY',
        state: 'WAITING',
        runId: null,
        reason: null,
      },
    ],
    stopping: null,
  };
  const wave: MigrationWave = {
    id: '00000000-0000-4000-8000-00000000a7e5',
    source: 'main',
    state: 'RUNNING',
    plan,
    startedBy: 'a operator',
    actorId: 'op',
    clientMutationId: null,
    inputHash: '',
    createdAt: at,
    finishedAt: null,
    reason: null,
  };
  await insertWave(store.q, wave);
  return wave;
}

/** Tells that the database has its turn. */
export function advanceStubWave(store: Store, wave: MigrationWave, at: Date): Promise<void> {
  const { id: waveId, source, state, reason } = wave;
  const { toVersion, members } = wave.plan;
  const counts = { total: 1, waiting: 0, running: 1, succeeded: 0, failed: 0, skipped: 0 };
  const changed = members.map((member) => ({ ...member, state: 'RUNNING' as const }));
  const payload = { waveId, source, toVersion, state, reason, counts, changed };
  return store.transaction((tx) => {
    tx.append(
      waveEvents.ADVANCED.create({ subject: waveSubject(waveId), occurredAt: at, payload }),
    );
    return Promise.resolve();
  });
}
