// Migrations that somebody else runs, and the way to end a session that stands in the way.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { ForeignSession } from '../../core/migrations.ts';
import { builder } from '../builder.ts';
import { terminateSession, type TerminatedSessionView } from '../session-commands.ts';
import { Database } from './database.ts';
import { MigrationRun } from './migration-run.ts';

type OtherSession = ForeignSession['blocks'][number];

const ForeignSessionRef = builder.objectRef<OtherSession>('SessionReference').implement({
  description: 'A session of a monitored database.',
  fields: (t) => ({
    pid: t.exposeInt('pid', { description: 'Its process id; 0 is a prepared transaction.' }),
    application: t.exposeString('application', {
      nullable: true,
      description: 'Its application name.',
    }),
  }),
});

const ForeignMigration = builder.objectRef<ForeignSession>('ForeignMigration').implement({
  description: 'The session of a migration that hawkwatch did not start, as it was seen last.',
  fields: (t) => ({
    tool: t.exposeString('tool', {
      description: 'The tool, as `flyway`; `unknown` for schema changes by hand or by a script.',
    }),
    pid: t.int({
      nullable: true,
      description: "Its process id; null where only a row of the tool's lock table tells of it.",
      resolve: ({ pid }) => (pid === 0 ? null : pid),
    }),
    application: t.exposeString('application', {
      nullable: true,
      description: 'Its application name.',
    }),
    user: t.exposeString('user', { nullable: true, description: 'Its role.' }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when it has been going on, at least.',
      resolve: ({ since }) => new Date(since),
    }),
    sign: t.exposeString('sign', {
      description: 'What tells of it: the lock it holds, the table it writes to.',
    }),
    query: t.exposeString('query', {
      nullable: true,
      description: 'Its statement, without the values in it.',
    }),
    worker: t.field({
      type: ForeignSessionRef,
      nullable: true,
      description: 'The session that does the work, where another one holds the lock.',
      resolve: ({ worker }) => worker ?? null,
    }),
    waitsFor: t.field({
      type: [ForeignSessionRef],
      description: 'Sessions that hold locks it needs.',
      resolve: ({ waitsFor }) => waitsFor,
    }),
    blocks: t.field({
      type: [ForeignSessionRef],
      description: 'Sessions that need locks it holds.',
      resolve: ({ blocks }) => blocks,
    }),
    stale: t.exposeBoolean('stale', {
      description: 'True while it holds its lock and does nothing.',
    }),
  }),
});

builder.objectField(MigrationRun, 'foreign', (t) =>
  t.field({
    type: ForeignMigration,
    nullable: true,
    description: 'Of a run with origin FOREIGN: its session.',
    resolve: ({ run }) => run.foreign,
  }),
);

builder.objectField(Database, 'foreignMigrations', (t) =>
  t.field({
    type: [MigrationRun],
    description: 'Migrations that somebody else runs here right now.',
    extensions: { cost: 2 },
    reads: ['store'],
    resolve: (database, _args, { loaders }) => loaders.foreignRuns.load(database.id),
  }),
);

const TerminateSessionInput = builder.inputType('TerminateSessionInput', {
  description: 'The session to end, and why.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    pid: t.int({ required: true, description: 'Its process id, as a run shows it.' }),
    runId: t.id({ description: 'Global id of the run that shows it, to be sure.' }),
    reason: t.string({
      required: true,
      description: 'Why, for the audit log: 3 to 500 characters.',
    }),
  }),
});

const TerminatedSession = builder.objectRef<TerminatedSessionView>('TerminatedSession').implement({
  description: 'A session that was told to end.',
  fields: (t) => ({
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    application: t.exposeString('application', {
      nullable: true,
      description: 'Its application name.',
    }),
    user: t.exposeString('user', { nullable: true, description: 'Its role.' }),
    ended: t.exposeBoolean('ended', {
      description: 'False while it is still undoing what it had done.',
    }),
    message: t.exposeString('message', { description: 'What happened.' }),
    run: t.field({
      type: MigrationRun,
      description: 'The run that it was, worked for or blocked.',
      resolve: ({ run }) => run,
    }),
  }),
});

const TerminateSessionResult = builder.errorUnion('TerminateSessionResult', {
  description: 'The session that was ended, or why none was.',
  types: [TerminatedSession, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => TerminatedSession,
});

builder.mutationField('terminateSession', (t) =>
  t.field({
    type: TerminateSessionResult,
    description:
      'Ends a session that is shown as a foreign migration or as a blocker of a run, by ' +
      "pg_terminate_backend. Never a superuser's, a replication's or hawkwatch's own. For admins.",
    authScopes: { role: 'admin' },
    args: {
      input: t.arg({ type: TerminateSessionInput, required: true, description: 'The session.' }),
    },
    audit: ({ input }) => ({
      subject: `database:${input.database}`,
      detail: { pid: input.pid, runId: input.runId, reason: input.reason.slice(0, 500) },
    }),
    resolve: (_root, { input }, context) => terminateSession(context, input),
  }),
);
