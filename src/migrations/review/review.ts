// Decides about a run that waits for its review. Approving queues exactly the bytes that were
// assessed, which are sealed with the run. The run's row is taken before its state is looked at, so
// that of two reviewers one decides and the other is told.
//
//   AWAITING_REVIEW -> QUEUED (approved) | REJECTED (rejected, or superseded by a newer run)
//                   -> CANCELLED (cancelMigration)
import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { RunReview } from '../../core/migrations.ts';
import type { Random } from '../../core/random.ts';
import type { Targets } from '../../databases/targets.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { findDatabases } from '../../store/databases.ts';
import { getRun, listRunSteps, type MigrationRun } from '../../store/migration-runs.ts';
import { claimRun } from '../../store/run-reviews.ts';
import { storableText } from '../../store/storable.ts';
import type { Store } from '../../store/store.ts';
import { listTokens } from '../../store/tokens.ts';
import { requireNoDrift } from '../drift-before-run.ts';
import { runSubject } from '../events.ts';
import { recordNow } from '../record-now.ts';
import { requireRole } from '../../core/require-role.ts';
import { reasonOfOnePerson } from './four-eyes.ts';
import { refuseStalePlan } from './stale-plan.ts';

export interface ReviewOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ReviewCommands {
  approve(actor: Actor, runId: string, comment?: string): Promise<MigrationRun>;
  reject(actor: Actor, runId: string, comment: string): Promise<MigrationRun>;
}

const maxComment = 2000;

/** Creates the commands of reviewers. */
export function createReviewCommands(options: ReviewOptions): ReviewCommands {
  return {
    approve: async (actor, runId, comment) => {
      requireRole(actor, 'operator');
      const text = parseComment(comment);
      const { store, targets } = options;
      const run = await getRun(store.q, runId);
      requireWaiting(run);
      const [database] = await findDatabases(store.q, [run.databaseId]);
      const target = targets.get(database?.name ?? '');
      if (target.settings.fourEyes) await requireSecondPerson(store, actor, run);
      if (database !== undefined && !run.dryRun) {
        await requireNoDrift(store.q, database, target.settings.schema.beforeRun);
      }
      await refuseStalePlan(target, run, await listRunSteps(store.q, [run.id]));
      return decide(options, actor, runId, { decision: 'approved', comment: text });
    },
    reject: async (actor, runId, comment) => {
      requireRole(actor, 'operator');
      const text = parseComment(comment);
      if (text === null) {
        throw new InvalidInputError('The run was not rejected.', [
          { path: 'comment', message: 'must say why' },
        ]);
      }
      return decide(options, actor, runId, { decision: 'rejected', comment: text });
    },
  };
}

function parseComment(comment: string | undefined): string | null {
  const text = storableText(comment ?? '').trim();
  if (text.length <= maxComment) return text === '' ? null : text;
  throw new InvalidInputError('Nothing was decided.', [
    { path: 'comment', message: `must have ${maxComment} characters at most` },
  ]);
}

function requireWaiting(run: MigrationRun): void {
  if (run.state === 'AWAITING_REVIEW') return;
  const { review } = run;
  const decided = review === null ? '' : ` ${review.by} ${review.decision} it at ${review.at}.`;
  throw new ConflictError(
    `The run is ${run.state}, so there is nothing to decide about.${decided} ` +
      '`migrationRuns(filter: { states: [AWAITING_REVIEW] })` lists what waits.',
  );
}

async function requireSecondPerson(store: Store, actor: Actor, run: MigrationRun): Promise<void> {
  // What hawkwatch itself proposed was asked for by nobody.
  if (run.actorId === 'system') return;
  const asker = { id: run.actorId, name: run.triggeredBy ?? '' };
  const reason = reasonOfOnePerson(actor, asker, await listTokens(store.q));
  if (reason === null) return;
  throw new ForbiddenError(
    `This database needs a second pair of eyes, and ${reason}. Ask somebody else to approve it.`,
  );
}

function decide(
  { store, clock, random }: ReviewOptions,
  actor: Actor,
  runId: string,
  verdict: Pick<RunReview, 'decision' | 'comment'>,
): Promise<MigrationRun> {
  return store.transaction(async (tx) => {
    const run = await claimRun(tx.q, runId);
    if (run === undefined) throw new NotFoundError(`There is no migration run "${runId}".`);
    requireWaiting(run);
    const now = clock.now();
    const review = { ...verdict, by: actor.name, actorId: actor.id, at: now.toISOString() };
    const why = review.comment === null ? '' : `: ${review.comment}`;
    const message = `${review.decision} by ${actor.name}${why}`;
    await recordNow(tx, clock, run, (progress) => {
      if (review.decision === 'approved') progress.queued('QUEUED', message, { review });
      else progress.finished('REJECTED', { message, patch: { review } });
    });
    await insertAuditEntry(tx, random, {
      actor,
      action: review.decision === 'approved' ? 'approveMigration' : 'rejectMigration',
      subject: runSubject(runId),
      result: 'ok',
      at: now,
      detail: { comment: review.comment },
    });
    return getRun(tx.q, runId);
  });
}
