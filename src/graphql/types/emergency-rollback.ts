// The emergency roll-back: what it would do, doing it, and what was found afterwards.
import type { RunVerification } from '../../core/migrations.ts';
import type { RollbackPreview } from '../../migrations/emergency/preview.ts';
import { isEmergencyRun } from '../../store/run-reviews.ts';
import { builder } from '../builder.ts';
import { getDatabase } from '../database-reference.ts';
import { runMutation } from '../run-commands.ts';
import { Database } from './database.ts';
import { ImpactAssessmentType } from './impact.ts';
import {
  expectedDescription,
  ExpectedMigrationInput,
  MigrationResult,
} from './migration-commands.ts';
import { MigrationRun } from './migration-run.ts';

const Check = builder
  .objectRef<RunVerification['checks'][number]>('MigrationVerificationCheck')
  .implement({
    description: 'One thing that was looked at.',
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'What: `run`, `version`, `half-done`, `health`, `database`.',
      }),
      ok: t.exposeBoolean('ok', { description: 'Whether it is as it should be.' }),
      message: t.exposeString('message', { description: 'What was found.' }),
    }),
  });

const Verification = builder.objectRef<RunVerification>('MigrationVerification').implement({
  description: 'What was found after an emergency roll-back had ended.',
  fields: (t) => ({
    ok: t.exposeBoolean('ok', { description: 'True when every check is.' }),
    checks: t.field({
      type: [Check],
      description: 'What was looked at.',
      resolve: (verification) => verification.checks,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When.',
      resolve: (verification) => new Date(verification.at),
    }),
  }),
});

builder.objectField(MigrationRun, 'emergency', (t) =>
  t.boolean({
    description: 'An emergency roll-back: it goes ahead of the queue and is verified afterwards.',
    resolve: ({ run }) => isEmergencyRun(run),
  }),
);

builder.objectField(MigrationRun, 'verification', (t) =>
  t.field({
    type: Verification,
    nullable: true,
    description: 'Of an emergency roll-back that has ended: what was found.',
    resolve: ({ run }) => run.verification,
  }),
);

const Step = builder.objectRef<RollbackPreview['steps'][number]>('RollbackStep').implement({
  description: 'A migration that would be undone.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    file: t.exposeString('fileName', {
      description: "The file that takes it back; empty where a tool's own command does.",
    }),
    checksum: t.exposeString('checksum', {
      nullable: true,
      description: 'SHA-256 (hex) of that file; null without one.',
    }),
    statements: t.exposeInt('statementsTotal', {
      description: 'Statements of that file; 0 without one.',
    }),
  }),
});

const Preview = builder.objectRef<RollbackPreview>('RollbackPreview').implement({
  description: 'What a roll-back would do. Nothing was changed.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseName }, _args, context) => getDatabase(context, databaseName),
    }),
    source: t.exposeString('source', { description: 'The migration source.' }),
    fromVersion: t.exposeString('fromVersion', {
      nullable: true,
      description: 'Where it stands now; null when nothing is applied.',
    }),
    toVersion: t.exposeString('toVersion', {
      description: 'Where it would stand; `0` is before the first migration.',
    }),
    because: t.exposeString('because', {
      nullable: true,
      description: 'Why this version, when none was named.',
    }),
    migrations: t.field({
      type: [Step],
      description: 'What would be undone, in this order.',
      resolve: (preview) => preview.steps,
    }),
    impact: t.field({
      type: ImpactAssessmentType,
      nullable: true,
      description: 'What that would do to the database; null when it could not be assessed.',
      resolve: (preview) => preview.assessment,
    }),
  }),
});

const EmergencyRollbackInput = builder.inputType('EmergencyRollbackInput', {
  description: 'What to roll back, and why.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    source: t.string({ description: 'Needed where a database has several sources.' }),
    toVersion: t.string({
      description: 'The version that stays, `0` for none; without it, the last known good one.',
    }),
    reason: t.string({ required: true, description: 'Why; it is kept with the run.' }),
    expected: t.field({ type: [ExpectedMigrationInput], description: expectedDescription }),
    clientMutationId: t.string({
      description: 'The same key gives the same run again instead of a second one.',
    }),
  }),
});

builder.queryField('previewRollback', (t) =>
  t.field({
    type: Preview,
    description:
      'What `rollbackMigration` and `emergencyRollback` would do: the version it goes to and what it ' +
      "undoes. Of a source that a tool's own command rolls back (`rollbackMigration` only), what its " +
      'history tells. Fails with the reason when it cannot be done.',
    authScopes: { role: 'viewer' },
    extensions: { cost: 50 },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      source: t.arg.string({ description: 'Needed where a database has several sources.' }),
      toVersion: t.arg.string({
        description: 'The version that stays; without it, the last known good one.',
      }),
    },
    resolve: async (_root, { database, source, toVersion }, context) =>
      context.services.automation.previewRollback({
        databaseName: (await getDatabase(context, database)).name,
        source: source ?? undefined,
        toVersion: toVersion ?? undefined,
      }),
  }),
);

builder.mutationField('emergencyRollback', (t) =>
  t.field({
    type: MigrationResult,
    description:
      'Rolls a source back ahead of everything that is queued, and verifies it afterwards. ' +
      '`previewRollback` shows it before.',
    authScopes: { role: 'operator' },
    args: {
      input: t.arg({ type: EmergencyRollbackInput, required: true, description: 'What and why.' }),
    },
    audit: ({ input: { expected: _expected, ...input } }) => ({
      subject: `database:${input.database}`,
      detail: { ...input },
    }),
    resolve: (_root, { input }, context) =>
      runMutation(context, async (commands, viewer) =>
        commands.emergencyRollback(viewer, {
          databaseName: (await getDatabase(context, input.database)).name,
          source: input.source ?? undefined,
          toVersion: input.toVersion ?? undefined,
          reason: input.reason,
          expected: input.expected ?? undefined,
          clientMutationId: input.clientMutationId ?? undefined,
        }),
      ),
  }),
);
