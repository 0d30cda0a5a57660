// The emergency roll-back: to the last known good version, or a named one, ahead of everything that
// is queued. It needs no second pair of eyes: it is stored as approved by whoever asked for it, with
// the reason, and verified when it has ended (see `verify.ts`).
import { createHash } from 'node:crypto';

import type { Actor } from '../../core/actor.ts';
import { ConflictError, ExpectedError, InvalidInputError } from '../../core/errors.ts';
import type { RunReview } from '../../core/migrations.ts';
import { isUniqueViolation } from '../../store/connection.ts';
import { lockDatabase } from '../../store/databases.ts';
import { findRunningRun } from '../../store/emergency-runs.ts';
import { findRunByKey, type MigrationRun } from '../../store/migration-runs.ts';
import { storableText } from '../../store/storable.ts';
import { parkQueuedRuns } from '../automatic/switch.ts';
import {
  hashedForm,
  requireExpectable,
  requireExpected,
  type ExpectedMigration,
} from '../expected.ts';
import type { RequestOptions } from '../requests.ts';
import { requireRole } from '../../core/require-role.ts';
import { sealRun, storeRun } from '../store-run.ts';
import {
  planEmergencyRollback,
  previewRollback,
  type PlannedRollback,
  type RollbackPreview,
  type RollbackQuestion,
} from './preview.ts';

export interface EmergencyRollbackInput extends RollbackQuestion {
  readonly reason: string;
  readonly clientMutationId: string | undefined;
  /** Set: something else is refused. */
  readonly expected?: readonly ExpectedMigration[] | undefined;
}

export interface EmergencyCommands {
  /** What a roll-back would do; changes nothing. */
  previewRollback(question: RollbackQuestion): Promise<RollbackPreview>;
  /** @throws InvalidInputError, NotFoundError, ConflictError, ForbiddenError */
  emergencyRollback(actor: Actor, input: EmergencyRollbackInput): Promise<MigrationRun>;
}

const keyIndex = 'migration_runs_client_mutation';

/** Creates the commands. */
export function createEmergencyCommands(options: RequestOptions): EmergencyCommands {
  const { store } = options;

  const findByKey = async (
    actor: Actor,
    { clientMutationId }: EmergencyRollbackInput,
    inputHash: string,
  ): Promise<MigrationRun | undefined> => {
    if (clientMutationId === undefined) return undefined;
    const run = await findRunByKey(store.q, actor.id, clientMutationId);
    if (run !== undefined && run.inputHash !== inputHash) {
      throw new ConflictError(
        `clientMutationId "${clientMutationId}" was used for another request, which made run ` +
          `${run.id}. Use a new one.`,
      );
    }
    return run;
  };

  return {
    previewRollback: (question) => previewRollback(options, question),
    emergencyRollback: async (actor, input) => {
      requireRole(actor, 'operator');
      const reason = parseReason(input.reason);
      requireExpectable(input.expected);
      const { databaseName, source, toVersion } = input;
      const asked: unknown[] = ['emergencyRollback', databaseName, source, toVersion, reason];
      if (input.expected !== undefined) asked.push(hashedForm(input.expected));
      const inputHash = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
      const known = await findByKey(actor, input, inputHash);
      if (known !== undefined) return known;
      try {
        const planned = await planEmergencyRollback(options, input);
        requireExpected(input.expected, planned.steps);
        return await queueAhead(options, actor, planned, { ...input, reason, inputHash });
      } catch (error) {
        if (!(isUniqueViolation(error, keyIndex) || error instanceof ExpectedError)) throw error;
        const winner = await findByKey(actor, input, inputHash);
        if (winner === undefined) throw error;
        return winner;
      }
    },
  };
}

function parseReason(given: string): string {
  const reason = storableText(given).trim();
  if (reason.length >= 1 && reason.length <= 500) return reason;
  throw new InvalidInputError('Nothing is rolled back.', [
    { path: 'input.reason', message: 'must have 1 to 500 characters' },
  ]);
}

function queueAhead(
  options: RequestOptions,
  actor: Actor,
  planned: PlannedRollback,
  asked: { reason: string; inputHash: string; clientMutationId: string | undefined },
): Promise<MigrationRun> {
  const { store, clock } = options;
  const { target, settings, steps, assessment, fromVersion, toVersion } = planned;
  const run = sealRun(options, { target, source: settings, kind: 'ROLLBACK', steps });
  return store.transaction(async (tx) => {
    const database = await lockDatabase(tx.q, target.settings.name);
    const running = database && (await findRunningRun(tx.q, database.id));
    if (running !== undefined) {
      throw new ConflictError(
        `Run ${running} executes right now, so what is to be rolled back is not known. Cancel it ` +
          'with cancelMigration, or wait for its end; then ask again.',
      );
    }
    const review: RunReview = {
      decision: 'approved',
      by: actor.name,
      actorId: actor.id,
      at: clock.now().toISOString(),
      comment: asked.reason,
    };
    const stored = await storeRun(tx, options, run, {
      actor,
      action: 'emergencyRollback',
      origin: 'API',
      state: 'QUEUED',
      message: `an emergency roll-back to ${toVersion}: ${asked.reason}`,
      dryRun: false,
      toVersion,
      clientMutationId: asked.clientMutationId ?? null,
      inputHash: asked.inputHash,
      retryOf: null,
      assessment,
      review,
      auditDetail: { reason: asked.reason, fromVersion, because: planned.because },
    });
    await parkQueuedRuns(tx, clock, 'an emergency roll-back came first', stored.databaseId);
    return stored;
  });
}
