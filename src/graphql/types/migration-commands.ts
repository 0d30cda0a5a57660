// What can be done about migrations. Meaning, roles and audit are the commands' business.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { runIdOf, runMutation, subjectOfRun } from '../run-commands.ts';
import { getDatabase } from '../database-reference.ts';
import { MigrationRun } from './migration-run.ts';
import { MigrationStatus } from './migration-status.ts';

export const ExpectedMigrationInput = builder.inputType('ExpectedMigrationInput', {
  description: 'A migration that somebody has seen before asking for it.',
  fields: (t) => ({
    version: t.string({ required: true, description: 'Its version.' }),
    checksum: t.string({
      description:
        'SHA-256 (hex) of its file, as `AssessedFile.checksum` and `RollbackStep.checksum` tell it; ' +
        "without it any contents will do, as they do where a tool's own command reads its files.",
    }),
  }),
});

export const expectedDescription =
  'What was seen before: these migrations and no others, with these contents. Where something else ' +
  'would be done, nothing is, and a ConflictError says what.';

const MigrationInput = builder.inputType('MigrationInput', {
  description: 'Which migrations to run, and how.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    source: t.string({ description: 'Needed where a database has several sources.' }),
    toVersion: t.string({ description: 'The last version to apply; without it, all pending.' }),
    dryRun: t.boolean({
      defaultValue: false,
      description: 'Execute what can be undone, undo it, and report.',
    }),
    autoApply: t.boolean({
      defaultValue: false,
      description: 'Assess first; below the threshold the run waits as AWAITING_REVIEW.',
    }),
    confidenceThreshold: t.int({
      defaultValue: 90,
      description: 'The least confidence, 0 to 100, for `autoApply`.',
    }),
    expected: t.field({ type: [ExpectedMigrationInput], description: expectedDescription }),
    clientMutationId: t.string({
      description:
        'Per actor: the same key gives the same run, with other input a ConflictError that names it.',
    }),
  }),
});

export const MigrationResult = builder.errorUnion('MigrationResult', {
  description: 'The run, or why there is none.',
  types: [MigrationRun, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => MigrationRun,
});

const MarkAppliedResult = builder.errorUnion('MarkMigrationAppliedResult', {
  description: "The source's status with the migration marked, or why it was not marked.",
  types: [MigrationStatus, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => MigrationStatus,
});

const runIdDescription = 'Global id of the run.';
const keyDescription = 'The same key gives the same run again instead of a second one.';

builder.mutationField('triggerMigration', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Runs the pending migrations of a database, or queues them behind another run.',
    authScopes: { role: 'operator' },
    args: {
      input: t.arg({ type: MigrationInput, required: true, description: 'What to run.' }),
    },
    // What was expected stands in the run's steps, or in the refusal.
    audit: ({ input: { expected: _expected, ...input } }) => ({
      subject: `database:${input.database}`,
      detail: { ...input },
    }),
    resolve: (_root, { input }, context) =>
      runMutation(context, async (commands, viewer) => {
        const { database, source, toVersion, clientMutationId, expected, ...how } = input;
        return commands.trigger(viewer, {
          databaseName: (await getDatabase(context, database)).name,
          source: source ?? undefined,
          toVersion: toVersion ?? undefined,
          clientMutationId: clientMutationId ?? undefined,
          expected: expected ?? undefined,
          dryRun: how.dryRun ?? false,
          autoApply: how.autoApply ?? false,
          confidenceThreshold: how.confidenceThreshold ?? 90,
        });
      }),
  }),
);

builder.mutationField('cancelMigration', (t) =>
  t.field({
    type: MigrationResult,
    description:
      'Ends a run: a queued one at once; of a running one the present statement is cancelled, and what was not committed is undone.',
    authScopes: { role: 'operator' },
    args: { runId: t.arg.id({ required: true, description: runIdDescription }) },
    audit: ({ runId }) => ({ subject: subjectOfRun(runId) }),
    resolve: (_root, { runId }, context) =>
      runMutation(context, (commands, viewer) => commands.cancel(viewer, runIdOf(runId))),
  }),
);

builder.mutationField('retryMigration', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Takes up again what a failed, cancelled or interrupted run left.',
    authScopes: { role: 'operator' },
    args: {
      runId: t.arg.id({ required: true, description: runIdDescription }),
      clientMutationId: t.arg.string({ description: keyDescription }),
    },
    audit: ({ runId }) => ({ subject: subjectOfRun(runId) }),
    resolve: (_root, { runId, clientMutationId }, context) =>
      runMutation(context, (commands, viewer) =>
        commands.retry(viewer, runIdOf(runId), clientMutationId ?? undefined),
      ),
  }),
);

builder.mutationField('rollbackMigration', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Undoes migrations, newest first, until `toVersion` is the newest one left.',
    authScopes: { role: 'operator' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      source: t.arg.string({ description: 'Needed where a database has several sources.' }),
      toVersion: t.arg.string({ required: true, description: 'The version that stays.' }),
      expected: t.arg({ type: [ExpectedMigrationInput], description: expectedDescription }),
      clientMutationId: t.arg.string({ description: keyDescription }),
    },
    audit: ({ database, expected: _expected, ...detail }) => ({
      subject: `database:${database}`,
      detail,
    }),
    resolve: (_root, { database, source, toVersion, expected, clientMutationId }, context) =>
      runMutation(context, async (commands, viewer) =>
        commands.rollback(viewer, {
          databaseName: (await getDatabase(context, database)).name,
          source: source ?? undefined,
          toVersion,
          expected: expected ?? undefined,
          clientMutationId: clientMutationId ?? undefined,
        }),
      ),
  }),
);

builder.mutationField('resolveInDoubt', (t) =>
  t.field({
    type: MigrationResult,
    description: 'Settles a statement whose outcome could not be known.',
    authScopes: { role: 'operator' },
    args: {
      runId: t.arg.id({ required: true, description: runIdDescription }),
      applied: t.arg.boolean({
        required: true,
        description: 'True when the statement took effect, false when it did not.',
      }),
    },
    audit: ({ runId, applied }) => ({ subject: subjectOfRun(runId), detail: { applied } }),
    resolve: (_root, { runId, applied }, context) =>
      runMutation(context, (commands, viewer) =>
        commands.resolveInDoubt(viewer, runIdOf(runId), applied),
      ),
  }),
);

builder.mutationField('markMigrationApplied', (t) =>
  t.field({
    type: MarkAppliedResult,
    description: 'Repairs the history: counts a migration as applied without running it.',
    authScopes: { role: 'admin' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      source: t.arg.string({ description: 'Needed where a database has several sources.' }),
      version: t.arg.string({ required: true, description: 'Version of the migration.' }),
    },
    audit: ({ database, ...detail }) => ({ subject: `database:${database}`, detail }),
    resolve: async (_root, { database, source, version }, context) => {
      const { name } = await getDatabase(context, database);
      const { commands } = context.services;
      const input = { databaseName: name, source: source ?? undefined, version };
      return commands.markApplied(context.viewer, input);
    },
  }),
);
