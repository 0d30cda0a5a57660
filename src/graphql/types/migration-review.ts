// Reviews of runs: what waits is in `migrationRuns(filter: { states: [AWAITING_REVIEW] })`.
import type { RunReview } from '../../core/migrations.ts';
import { builder } from '../builder.ts';
import { runIdOf, runMutation, subjectOfRun } from '../run-commands.ts';
import { MigrationResult } from './migration-commands.ts';
import { MigrationRun } from './migration-run.ts';

const ReviewDecision = builder.enumType('ReviewDecision', {
  description: 'What a review came to.',
  values: {
    APPROVED: { value: 'approved', description: 'It may run.' },
    REJECTED: { value: 'rejected', description: 'It is not run, or a newer run took its place.' },
  } satisfies Record<string, { value: RunReview['decision']; description: string }>,
});

const Review = builder.objectRef<RunReview>('MigrationRunReview').implement({
  description: 'Who decided about a run, when and why.',
  fields: (t) => ({
    decision: t.field({
      type: ReviewDecision,
      description: 'What was decided.',
      resolve: (review) => review.decision,
    }),
    by: t.exposeString('by', {
      description: 'Name of the token; `system` when a newer run took its place.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: (review) => new Date(review.at),
    }),
    comment: t.exposeString('comment', { nullable: true, description: 'Why.' }),
  }),
});

builder.objectField(MigrationRun, 'review', (t) =>
  t.field({
    type: Review,
    nullable: true,
    description: 'Who approved or rejected it; null when nobody was asked, or while it waits.',
    resolve: ({ run }) => run.review,
  }),
);

builder.mutationField('approveMigration', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Queues a run that waits for its review: exactly the bytes that were assessed.',
    authScopes: { role: 'operator' },
    args: {
      runId: t.arg.id({ required: true, description: 'Global id of the run.' }),
      comment: t.arg.string({ description: 'Why; it is kept with the run.' }),
    },
    audit: ({ runId, comment }) => ({ subject: subjectOfRun(runId), detail: { comment } }),
    resolve: (_root, { runId, comment }, context) =>
      runMutation(context, (commands, viewer) =>
        commands.approve(viewer, runIdOf(runId), comment ?? undefined),
      ),
  }),
);

builder.mutationField('rejectMigration', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Ends a run that waits for its review.',
    authScopes: { role: 'operator' },
    args: {
      runId: t.arg.id({ required: true, description: 'Global id of the run.' }),
      comment: t.arg.string({ required: true, description: 'Why; it is kept with the run.' }),
    },
    audit: ({ runId, comment }) => ({ subject: subjectOfRun(runId), detail: { comment } }),
    resolve: (_root, { runId, comment }, context) =>
      runMutation(context, (commands, viewer) => commands.reject(viewer, runIdOf(runId), comment)),
  }),
);
