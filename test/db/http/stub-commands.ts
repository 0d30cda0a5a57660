// Commands for tests: they check the role and write the run, its events and the audit entry in one
// transaction, as the real ones do, and execute nothing.
import type { Actor } from '../../../src/core/actor.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../../../src/core/errors.ts';
import type { RunState } from '../../../src/core/migrations.ts';
import type { Random } from '../../../src/core/random.ts';
import { roleIncludes } from '../../../src/core/role.ts';
import type { MigrationCommands } from '../../../src/migrations/commands-contract.ts';
import { progressEvents, runSubject } from '../../../src/migrations/events.ts';
import type { SourceStatus } from '../../../src/migrations/status-words.ts';
import { insertAuditEntry } from '../../../src/store/audit.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { readHead } from '../../../src/store/event-log.ts';
import { findRun, insertRun, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { recordRunEntries } from '../../../src/store/run-recording.ts';
import type { Store } from '../../../src/store/store.ts';

interface StubOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  statusOf(databaseName: string): SourceStatus;
}

export type RecordedKind = Exclude<keyof typeof progressEvents, 'SNAPSHOT'>;

/** The event of a run's progress. */
export function progressEvent(
  run: MigrationRun,
  kind: RecordedKind,
  seq: number,
  state: RunState,
  at: Date,
) {
  return progressEvents[kind].create({
    subject: runSubject(run.id),
    occurredAt: at,
    payload: {
      runId: run.id,
      seq,
      database: 'shop',
      databaseId: run.databaseId,
      source: run.source,
      runKind: run.kind,
      dryRun: run.dryRun,
      runState: state,
      percent: state === 'SUCCEEDED' ? 100 : 0,
      etaMs: null,
      migration: null,
      statement: null,
      blockedBy: [],
      message: `event ${seq}`,
      error: null,
    },
  });
}

/** Records progress of a run, as its runner does. */
export async function recordProgress(
  store: Store,
  run: MigrationRun,
  steps: readonly { kind: RecordedKind; seq: number; state: RunState }[],
  at: Date,
): Promise<void> {
  await recordRunEntries(
    store,
    run.id,
    run.claim,
    steps.map(({ kind, seq, state }) => ({
      seq,
      outcome: kind === 'FINISHED',
      event: progressEvent(run, kind, seq, state, at),
      run: state === 'RUNNING' ? { state } : { state, finishedAt: at, percent: 100 },
    })),
  );
}

/** Commands that only record. */
export function createStubCommands(options: StubOptions): MigrationCommands {
  const { store, clock, random } = options;

  const requireRole = (actor: Actor, role: 'operator' | 'admin'): void => {
    if (!roleIncludes(actor.role, role)) throw new ForbiddenError('The command refuses the role.');
  };

  const audited = async (
    actor: Actor,
    action: string,
    subject: string,
    work: (run: MigrationRun | undefined) => void,
    runId?: string,
  ): Promise<MigrationRun> => {
    requireRole(actor, 'operator');
    const run = runId === undefined ? undefined : await findRun(store.q, runId);
    if (runId !== undefined && run === undefined) throw new NotFoundError('There is no such run.');
    work(run);
    const id = runId ?? random.uuid();
    await store.transaction(async (tx) => {
      const now = clock.now();
      if (run === undefined) {
        const database = await findDatabaseByName(tx.q, subject);
        if (database === undefined) throw new NotFoundError('There is no such database.');
        const head = await readHead(tx.q);
        const fields = {
          id,
          databaseId: database.id,
          source: 'main',
          kind: 'MIGRATE' as const,
          origin: 'API' as const,
          state: 'QUEUED' as const,
          dryRun: false,
          toVersion: null,
          triggeredBy: actor.name,
          actorId: actor.id,
          clientMutationId: null,
          inputHash: '',
          retryOf: null,
          queuedAt: now,
          keyId: '',
          recordedSeq: 1,
        };
        await insertRun(tx.q, { ...fields, cursorEpoch: head.epoch, cursorId: head.id }, [
          {
            position: 0,
            version: '1',
            name: 'first',
            checksum: '',
            state: 'PENDING',
            statementsTotal: 2,
            sealed: new Uint8Array(),
          },
        ]);
        const made = await findRun(tx.q, id);
        if (made !== undefined) tx.append(progressEvent(made, 'QUEUED', 1, 'QUEUED', now));
      }
      await insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at: now });
    });
    const made = await findRun(store.q, id);
    if (made === undefined) throw new Error('the run is gone');
    return made;
  };

  const refuseVersion = (version: string | undefined): void => {
    if (version === 'conflict') throw new ConflictError('Another run is in the way.');
    if (version === 'bug') throw new Error('secret detail of a bug');
  };

  return {
    trigger: (actor, input) =>
      audited(actor, 'triggerMigration', input.databaseName, () => refuseVersion(input.toVersion)),
    cancel: (actor, runId) =>
      audited(actor, 'cancelMigration', runSubject(runId), () => undefined, runId),
    retry: (actor, runId) =>
      audited(actor, 'retryMigration', runSubject(runId), () => undefined, runId),
    rollback: (actor, input) =>
      audited(actor, 'rollbackMigration', input.databaseName, () => refuseVersion(input.toVersion)),
    resolveInDoubt: (actor, runId) =>
      audited(actor, 'resolveInDoubt', runSubject(runId), () => undefined, runId),
    markApplied: async (actor, input) => {
      requireRole(actor, 'admin');
      await store.transaction((tx) =>
        insertAuditEntry(tx, random, {
          actor,
          action: 'markMigrationApplied',
          subject: `database:${input.databaseName}`,
          result: 'ok',
          at: clock.now(),
        }),
      );
      return options.statusOf(input.databaseName);
    },
  };
}
