// What operators ask of migrations. A command reads what it needs, decides, and then writes its
// effect, its events and its audit entry in one transaction.
import { ConflictError, InvalidInputError } from '../core/errors.ts';
import { isRunEnded } from '../core/migrations.ts';
import { findDatabases } from '../store/databases.ts';
import { getRun, listRunSteps } from '../store/migration-runs.ts';
import { cancelRun } from './cancel-run.ts';
import type { MigrationCommands, TriggerInput } from './commands-contract.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { createRepairs, type RepairOptions } from './repairs.ts';
import { createRequests, type RequestOptions } from './requests.ts';
import { requireRole } from '../core/require-role.ts';

export type CommandOptions = RequestOptions & RepairOptions;

/** Creates the commands. */
export function createMigrationCommands(options: CommandOptions): MigrationCommands {
  const requests = createRequests(options);
  const repairs = createRepairs(options);
  return {
    trigger: async (actor, input) => {
      requireRole(actor, 'operator');
      return requests.request({
        actor,
        action: 'triggerMigration',
        kind: 'MIGRATE',
        databaseName: input.databaseName,
        source: input.source,
        toVersion: input.toVersion,
        dryRun: input.dryRun,
        clientMutationId: input.clientMutationId,
        expected: input.expected,
        confidenceThreshold: thresholdOf(input),
      });
    },
    rollback: (actor, input) => {
      requireRole(actor, 'operator');
      return requests.request({
        actor,
        action: 'rollbackMigration',
        kind: 'ROLLBACK',
        databaseName: input.databaseName,
        source: input.source,
        toVersion: input.toVersion,
        dryRun: false,
        clientMutationId: input.clientMutationId,
        expected: input.expected,
      });
    },
    retry: async (actor, runId, clientMutationId) => {
      requireRole(actor, 'operator');
      const run = await getRun(options.store.q, runId);
      refuseForeign(run);
      if (run.state === 'REJECTED') {
        throw new ConflictError(
          'The run was rejected, or a newer one took its place, so it is not retried. Trigger a ' +
            'new one.',
        );
      }
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
      requireRole(actor, 'operator');
      return cancelRun(options, actor, runId);
    },
    resolveInDoubt: (actor, runId, applied) => {
      requireRole(actor, 'operator');
      return repairs.resolveInDoubt(actor, runId, applied);
    },
    markApplied: (actor, input) => {
      requireRole(actor, 'admin');
      return repairs.markApplied(actor, input);
    },
  };
}

/** The confidence that `autoApply` asks for; undefined without it. */
function thresholdOf({ autoApply, confidenceThreshold }: TriggerInput): number | undefined {
  if (!autoApply) return undefined;
  if (confidenceThreshold >= 0 && confidenceThreshold <= 100) return confidenceThreshold;
  throw new InvalidInputError('The run was not made.', [
    { path: 'input.confidenceThreshold', message: 'must be between 0 and 100' },
  ]);
}
