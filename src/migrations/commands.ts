// What operators ask of migrations. A command reads what it needs, decides, and then writes its
// effect, its events and its audit entry in one transaction.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../core/errors.ts';
import { isRunEnded } from '../core/migrations.ts';
import type { Random } from '../core/random.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { findDatabases } from '../store/databases.ts';
import { findRun, getRun, listRunSteps, type MigrationRun } from '../store/migration-runs.ts';
import { recordRunEntriesIn, updateCancelRequest } from '../store/run-recording.ts';
import type { Store } from '../store/store.ts';
import type { MigrationCommands } from './commands-contract.ts';
import { cancelRequested, runSubject } from './events.ts';
import { createRepairs, type RepairOptions } from './repairs.ts';
import { createRequests, type RequestOptions } from './requests.ts';
import { createRunProgress } from './runner/progress.ts';

export type CommandOptions = RequestOptions & RepairOptions;

/** @throws ForbiddenError unless the actor's role includes `needed`. */
function require(actor: Actor, needed: Role): void {
  if (roleIncludes(actor.role, needed)) return;
  throw new ForbiddenError(
    `This needs the role ${needed}; the token "${actor.name}" has ${actor.role}.`,
  );
}

/** Creates the commands. */
export function createMigrationCommands(options: CommandOptions): MigrationCommands {
  const requests = createRequests(options);
  const repairs = createRepairs(options);
  return {
    trigger: (actor, input) => {
      require(actor, 'operator');
      if (input.autoApply) {
        throw new ConflictError(
          'autoApply needs the impact of a migration to be assessed, which this version does not ' +
            'do yet. Look at migrationStatus and trigger without autoApply.',
        );
      }
      return requests.request({
        actor,
        action: 'triggerMigration',
        kind: 'MIGRATE',
        databaseName: input.databaseName,
        source: input.source,
        toVersion: input.toVersion,
        dryRun: input.dryRun,
        clientMutationId: input.clientMutationId,
      });
    },
    rollback: (actor, input) => {
      require(actor, 'operator');
      return requests.request({
        actor,
        action: 'rollbackMigration',
        kind: 'ROLLBACK',
        databaseName: input.databaseName,
        source: input.source,
        toVersion: input.toVersion,
        dryRun: false,
        clientMutationId: input.clientMutationId,
      });
    },
    retry: async (actor, runId, clientMutationId) => {
      require(actor, 'operator');
      const run = await getRun(options.store.q, runId);
      if (!isRunEnded(run.state) || run.state === 'SUCCEEDED') {
        throw new ConflictError(
          `The run is ${run.state}; only a run that failed, was cancelled or was interrupted can ` +
            'be retried.',
        );
      }
      const [database] = await findDatabases(options.store.q, [run.databaseId]);
      return requests.request({
        actor,
        action: 'retryMigration',
        kind: run.kind,
        databaseName: database?.name ?? '',
        source: run.source,
        toVersion: run.toVersion ?? undefined,
        dryRun: run.dryRun,
        clientMutationId,
        retryOf: { run, steps: await listRunSteps(options.store.q, [run.id]) },
      });
    },
    cancel: (actor, runId) => {
      require(actor, 'operator');
      return cancel(options, actor, runId);
    },
    resolveInDoubt: (actor, runId, applied) => {
      require(actor, 'operator');
      return repairs.resolveInDoubt(actor, runId, applied);
    },
    markApplied: (actor, input) => {
      require(actor, 'admin');
      return repairs.markApplied(actor, input);
    },
  };
}

async function cancel(
  options: { store: Store; clock: Clock; random: Random },
  actor: Actor,
  runId: string,
): Promise<MigrationRun> {
  const { store, clock, random } = options;
  const now = clock.now();
  const cancelled = await store.transaction(async (tx) => {
    const run = await updateCancelRequest(tx.q, runId, now);
    if (run === undefined) throw new NotFoundError(`There is no migration run "${runId}".`);
    if (isRunEnded(run.state)) {
      throw new ConflictError(`The run has ended already: it is ${run.state}.`);
    }
    if (run.state !== 'RUNNING') {
      // Nobody executes it: it ends here.
      const [database] = await findDatabases(tx.q, [run.databaseId]);
      const steps = await listRunSteps(tx.q, [run.id]);
      const entries: Parameters<typeof recordRunEntriesIn>[3][number][] = [];
      createRunProgress({
        run,
        databaseName: database?.name ?? '',
        steps,
        clock,
        recorder: { record: (entry) => entries.push(entry) },
      }).finished('CANCELLED', { message: 'cancelled before it began' });
      await recordRunEntriesIn(tx, run.id, run.claim, entries);
    } else {
      const payload = { runId, requestedBy: actor.name };
      tx.append(cancelRequested.create({ subject: runSubject(runId), occurredAt: now, payload }));
    }
    const subject = runSubject(runId);
    await insertAuditEntry(tx, random, {
      actor,
      action: 'cancelMigration',
      subject,
      result: 'ok',
      at: now,
    });
    return findRun(tx.q, runId);
  });
  return cancelled ?? getRun(store.q, runId);
}
