// A run of migrations.
import { encodeCursor } from '../../core/cursor.ts';
import type {
  DryRunStatement,
  RunError,
  RunKind,
  RunOrigin,
  RunState,
} from '../../core/migrations.ts';
import { runSubject, type StepFact } from '../../migrations/events.ts';
import { builder } from '../builder.ts';
import type { RunView } from '../loaders.ts';
import { durationOf, getRunDatabase } from '../run-views.ts';
import { Database } from './database.ts';
import { DryRunStatementType } from './dry-run.ts';
import { ImpactAssessmentType } from './impact.ts';
import { MigrationStateType } from './migration-status.ts';

const kinds: Record<RunKind, { description: string }> = {
  MIGRATE: { description: 'It applies migrations.' },
  ROLLBACK: { description: 'It undoes migrations.' },
};

const origins: Record<RunOrigin, { description: string }> = {
  API: { description: 'A request to this API.' },
  AUTOMATIC: { description: 'hawkwatch itself, because the risk was low.' },
  COMMAND: { description: 'The command line.' },
  FOREIGN: { description: 'Another tool; hawkwatch only saw it.' },
};

const runStates: Record<RunState, { description: string }> = {
  AWAITING_REVIEW: { description: 'Somebody has to look at it before it runs.' },
  QUEUED: { description: 'It waits for its turn.' },
  RUNNING: { description: 'It executes.' },
  SUCCEEDED: { description: 'It ended well.' },
  FAILED: { description: 'A statement failed; `error` tells which.' },
  CANCELLED: { description: 'Somebody ended it.' },
  INTERRUPTED: {
    description:
      'hawkwatch died on the way, and it can be retried; or a foreign one ended without recording ' +
      'what it had begun.',
  },
  REJECTED: { description: 'The review refused it.' },
};

export const RunKindType = builder.enumType('MigrationRunKind', {
  description: 'What a run does.',
  values: kinds,
});
export const RunOriginType = builder.enumType('MigrationRunOrigin', {
  description: 'What started a run.',
  values: origins,
});
export const RunStateType = builder.enumType('MigrationRunState', {
  description: 'How far a run is.',
  values: runStates,
});

export const MigrationRunStep = builder.objectRef<StepFact>('MigrationRunStep').implement({
  description: 'One migration of a run.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.field({
      type: MigrationStateType,
      description: 'How it stands in this run.',
      resolve: (step) => step.state,
    }),
    statementsDone: t.exposeInt('statementsDone', { description: 'Statements that are done.' }),
    statementsTotal: t.exposeInt('statementsTotal', { description: 'Statements it has.' }),
    durationMs: t.exposeFloat('durationMs', {
      nullable: true,
      description: 'How long it took, in milliseconds.',
    }),
  }),
});

const MigrationRunError = builder.objectRef<RunError>('MigrationRunError').implement({
  description: 'Why a run failed. Passwords and the like are redacted.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What the database said.' }),
    sqlState: t.exposeString('sqlState', { nullable: true, description: 'Its SQLSTATE.' }),
    statement: t.exposeString('statement', {
      nullable: true,
      description: 'The statement that failed.',
    }),
    position: t.exposeInt('position', {
      nullable: true,
      description: 'Character in the statement, counted from 1.',
    }),
    hint: t.exposeString('hint', { nullable: true, description: 'What may help.' }),
  }),
});

export const MigrationRun = builder.objectRef<RunView>('MigrationRun');

builder.node(MigrationRun, {
  description: 'A run of migrations: who wanted what, and what became of it.',
  id: { resolve: ({ run }) => run.id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'run' in value,
  loadOne: (id, { loaders }) => loaders.runs.load(id),
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: "Just before the run's first event: pass it as `after` to see everything.",
      resolve: ({ run }) => encodeCursor({ epoch: run.cursorEpoch, id: run.cursorId }),
    }),
    subject: t.string({
      description: 'What its events are about: the `subject` of each, as `migration-run:<id>`.',
      resolve: ({ run }) => runSubject(run.id),
    }),
    asOf: t.field({
      type: 'Cursor',
      description: 'Read before the run was: a subscription after it misses no change.',
      resolve: (view) => view.asOf,
    }),
    database: t.field({
      type: Database,
      description: 'The database that is migrated.',
      reads: ['store'],
      resolve: (view, _args, context) => getRunDatabase(context, view),
    }),
    source: t.string({
      description: 'Name of the migration source.',
      resolve: ({ run }) => run.source,
    }),
    kind: t.field({
      type: RunKindType,
      description: 'What it does.',
      resolve: ({ run }) => run.kind,
    }),
    origin: t.field({
      type: RunOriginType,
      description: 'What started it.',
      resolve: ({ run }) => run.origin,
    }),
    state: t.field({
      type: RunStateType,
      description: 'How far it is.',
      resolve: ({ run }) => run.state,
    }),
    dryRun: t.boolean({
      description: 'True when everything it does is undone again.',
      resolve: ({ run }) => run.dryRun,
    }),
    toVersion: t.string({
      nullable: true,
      description: 'The version it goes to; null means the newest.',
      resolve: ({ run }) => run.toVersion,
    }),
    triggeredBy: t.string({
      nullable: true,
      description: 'Name of the token that asked for it.',
      resolve: ({ run }) => run.triggeredBy,
    }),
    queuedAt: t.field({
      type: 'DateTime',
      description: 'When it was asked for.',
      resolve: ({ run }) => run.queuedAt,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it began to execute.',
      resolve: ({ run }) => run.startedAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ run }) => run.finishedAt,
    }),
    durationMs: t.float({
      nullable: true,
      description: 'How long it took, or has taken until now, in milliseconds.',
      reads: ['clock'],
      resolve: ({ run }, _args, { services }) => durationOf(run, services.clock.now()),
    }),
    percent: t.float({
      description: 'How much of it is done, 0 to 100.',
      resolve: ({ run }) => run.percent,
    }),
    migrations: t.field({
      type: [MigrationRunStep],
      description: 'Its migrations, in the order in which they run.',
      reads: ['store'],
      resolve: ({ run }, _args, { loaders }) => loaders.runSteps.load(run.id),
    }),
    error: t.field({
      type: MigrationRunError,
      nullable: true,
      description: 'Why it failed.',
      resolve: ({ run }) => run.error,
    }),
    report: t.field({
      type: [DryRunStatementType],
      nullable: true,
      description: 'What a dry run found, statement by statement.',
      resolve: ({ run }): readonly DryRunStatement[] | null => run.report,
    }),
    assessment: t.field({
      type: ImpactAssessmentType,
      nullable: true,
      description: 'What it was assessed as before it was queued or put up for review.',
      resolve: ({ run }) => run.assessment,
    }),
    retryOf: t.field({
      type: MigrationRun,
      nullable: true,
      description: 'The run that this one takes up again.',
      reads: ['store'],
      resolve: ({ run }, _args, { loaders }) =>
        run.retryOf === null ? null : loaders.runs.load(run.retryOf),
    }),
  }),
});
