// The progress of a run, live.
import {
  type BlockingSession,
  type ProgressKind,
  type StatementFact,
} from '../../migrations/events.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { openProgress, type ProgressView } from '../run-progress.ts';
import { MigrationRun, MigrationRunStep } from './migration-run.ts';

const kinds: Record<ProgressKind, { description: string }> = {
  SNAPSHOT: { description: 'The state when the subscription began.' },
  QUEUED: { description: 'The run waits for its turn.' },
  STARTED: { description: 'The run began to execute.' },
  MIGRATION_STARTED: { description: 'A migration began.' },
  STATEMENT_STARTED: { description: 'A statement began.' },
  STATEMENT_PROGRESS: { description: 'A long statement tells how far it is.' },
  STATEMENT_FINISHED: { description: 'A statement ended.' },
  BLOCKED: { description: 'Other sessions hold locks that are needed.' },
  UNBLOCKED: { description: 'The locks were got.' },
  LOCK_RETRY: { description: 'A lock was not got in time; it is tried again.' },
  MIGRATION_FINISHED: { description: 'A migration ended.' },
  LOG: { description: 'Something to know; see `message`.' },
  FINISHED: { description: 'The run ended; nothing comes after it.' },
};

export const ProgressKindType = builder.enumType('MigrationProgressKind', {
  description: 'What happened to a run.',
  values: kinds,
});

const Statement = builder.objectRef<StatementFact>('StatementProgress').implement({
  description: 'A statement of a migration.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place in the migration, counted from 1.' }),
    total: t.exposeInt('total', { description: 'Statements of the migration.' }),
    text: t.exposeString('text', { description: 'The statement, redacted and cut.' }),
    rows: t.exposeFloat('rows', { nullable: true, description: 'Rows it touched.' }),
    durationMs: t.exposeFloat('durationMs', {
      nullable: true,
      description: 'How long it took, in milliseconds.',
    }),
    phase: t.exposeString('phase', {
      nullable: true,
      description: 'What a long statement does right now.',
    }),
    done: t.exposeFloat('done', { nullable: true, description: 'How much of `of` is done.' }),
    of: t.exposeFloat('of', { nullable: true, description: 'How much there is to do.' }),
  }),
});

const Blocking = builder.objectRef<BlockingSession>('BlockingSession').implement({
  description: 'A session of the database that holds a lock the run needs.',
  fields: (t) => ({
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    application: t.exposeString('application', {
      nullable: true,
      description: 'Its application name.',
    }),
    user: t.exposeString('user', { nullable: true, description: 'Its role.' }),
    query: t.exposeString('query', {
      nullable: true,
      description: 'Its statement, without the values in it.',
    }),
    sinceMs: t.exposeFloat('sinceMs', {
      nullable: true,
      description: 'How long it has blocked, in milliseconds.',
    }),
  }),
});

const Progress = builder.objectRef<ProgressView>('MigrationProgress').implement({
  description: 'One step in the progress of a run.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Its position: pass it as `after` to go on from here.',
      resolve: (view) => view.cursor,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it happened.',
      resolve: (view) => view.at,
    }),
    kind: t.field({
      type: ProgressKindType,
      description: 'What happened.',
      resolve: (view) => view.kind,
    }),
    run: t.field({
      type: MigrationRun,
      description: 'The run; in a SNAPSHOT as it was then, else as it is now.',
      reads: ['store'],
      resolve: (view, _args, context) => view.load(context),
    }),
    percent: t.exposeFloat('percent', { description: 'How much of the run is done, 0 to 100.' }),
    etaMs: t.exposeFloat('etaMs', {
      nullable: true,
      description: 'Milliseconds until the end, when that can be told.',
    }),
    migration: t.field({
      type: MigrationRunStep,
      nullable: true,
      description: 'The migration it is about.',
      resolve: (view) => view.migration,
    }),
    statement: t.field({
      type: Statement,
      nullable: true,
      description: 'The statement it is about.',
      resolve: (view) => view.statement,
    }),
    blockedBy: t.field({
      type: [Blocking],
      description: 'Who blocks it.',
      resolve: (view) => view.blockedBy,
    }),
    message: t.exposeString('message', { nullable: true, description: 'What there is to say.' }),
  }),
});

builder.subscriptionField('migrationProgress', (t) =>
  t.field({
    type: Progress,
    description:
      'Without `after`: one SNAPSHOT, then what is newer. With `after`: every later event, no ' +
      'SNAPSHOT. Completes when the run has ended.',
    authScopes: { role: 'viewer' },
    args: {
      runId: t.arg.id({ required: true, description: 'Global id of the run.' }),
      after: t.arg({
        type: 'Cursor',
        description: "Replay what came after this position; the run's `cursor` gives everything.",
      }),
    },
    subscribe: (_root, { runId, after }, context) =>
      openProgress(context, bareId('MigrationRun', runId), after),
    resolve: (view) => view,
  }),
);
