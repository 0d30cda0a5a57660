// How the migrations of a database stand.
import type {
  MigrationCounts,
  MigrationState,
  MigrationStatusState,
} from '../../core/migrations.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { MigrationEntry, SourceDeed, SourceStatus } from '../../migrations/status-words.ts';
import { builder } from '../builder.ts';
import { getDatabase, getOnlyDatabase } from '../database-reference.ts';
import { worstStatus } from '../status-order.ts';
import { Database } from './database.ts';

const statusStates: Record<MigrationStatusState, { description: string }> = {
  UP_TO_DATE: { description: 'Every migration is applied.' },
  BEHIND: { description: 'Migrations are pending.' },
  AHEAD: { description: 'The database has migrations that the source does not know.' },
  DIVERGED: { description: 'Applied migrations were edited, or are out of order.' },
  DIRTY: { description: 'A migration failed, or its outcome is not known.' },
  LOCKED: { description: 'Somebody migrates right now.' },
  UNINITIALISED: { description: 'No migration was ever applied.' },
  UNREACHABLE: { description: 'The database does not answer, or its history cannot be read.' },
};

const states: Record<MigrationState, { description: string }> = {
  PENDING: { description: 'It was not applied yet.' },
  RUNNING: { description: 'It is being applied.' },
  APPLIED: { description: 'It was applied.' },
  FAILED: { description: 'It failed and left nothing behind.' },
  PARTIAL: { description: 'A part of it is applied, or the outcome of a statement is not known.' },
  ROLLED_BACK: { description: 'It was applied and undone again.' },
  OUT_OF_ORDER: {
    description: 'It is older than one that is applied, but was not applied itself.',
  },
  EDITED: { description: 'It was changed after it had been applied.' },
  MISSING_FILE: { description: 'It was applied, but the source does not have it any more.' },
  BASELINE: { description: 'It counts as applied before hawkwatch came.' },
  SKIPPED_SILENTLY: { description: 'The tool will never apply it, and does not say so.' },
  OUTDATED: { description: 'A repeatable one that was changed since it was applied.' },
  SUPERSEDED: { description: 'A later one replaces it.' },
  MARKED: { description: 'Somebody marked it as applied without running it.' },
  FUTURE: { description: 'It is applied, but newer than anything the source has.' },
  IGNORED: { description: 'The tool was told to leave it out.' },
};

const deeds: Record<SourceDeed, { description: string }> = {
  RUN: { description: '`triggerMigration`.' },
  DRY_RUN: { description: '`triggerMigration` with `dryRun`.' },
  ROLL_BACK: { description: '`rollbackMigration`.' },
};

const MigrationDeedType = builder.enumType('MigrationDeed', {
  description: 'What hawkwatch can do with the migrations of a source.',
  values: deeds,
});

export const MigrationStateType = builder.enumType('MigrationState', {
  description: 'How one migration stands.',
  values: states,
});

export const MigrationStatusStateType = builder.enumType('MigrationStatusState', {
  description: 'How a source as a whole stands in its database.',
  values: statusStates,
});

export const Counts = builder.objectRef<MigrationCounts>('MigrationCounts').implement({
  description: 'Migrations of a source by what is to be done about them.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'All of them.' }),
    applied: t.exposeInt('applied', { description: 'Those that are in the database.' }),
    pending: t.exposeInt('pending', { description: 'Those that the next run applies.' }),
    failed: t.exposeInt('failed', { description: 'Those that failed or are partial.' }),
    other: t.exposeInt('other', { description: 'All others.' }),
  }),
});

export const Migration = builder.objectRef<MigrationEntry>('Migration').implement({
  description: 'One migration of a source.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version; versions give the order.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    state: t.field({
      type: MigrationStateType,
      description: 'How it stands.',
      resolve: (entry) => entry.state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it stands so.' }),
    inDoubt: t.boolean({
      nullable: true,
      description:
        'True when hawkwatch was cut off during one of its statements and nothing tells whether it ' +
        'took effect: `resolveInDoubt` settles that. Null in a status that was only kept.',
      resolve: ({ inDoubt }) => (inDoubt === undefined ? false : inDoubt),
    }),
    checksum: t.exposeString('checksum', {
      nullable: true,
      description: 'Checksum of its file, in the form that the tool uses.',
    }),
    appliedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was applied.',
      resolve: (entry) => entry.appliedAt,
    }),
    appliedBy: t.exposeString('appliedBy', { nullable: true, description: 'Who applied it.' }),
    durationMs: t.exposeFloat('durationMs', {
      nullable: true,
      description: 'How long it took, in milliseconds.',
    }),
  }),
});

export const MigrationStatus = builder.objectRef<SourceStatus>('MigrationStatus');

builder.objectType(MigrationStatus, {
  description: 'How the migrations of one source stand in one database, read from it just now.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseName }, _args, context) => getDatabase(context, databaseName),
    }),
    source: t.exposeString('source', { description: 'Name of the source (folder or tool).' }),
    tool: t.exposeString('tool', {
      description: 'The migration tool, as `sql`, configured or recognised.',
    }),
    state: t.field({
      type: MigrationStatusStateType,
      description: 'How it stands as a whole.',
      resolve: (status) => status.state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it stands so.' }),
    currentVersion: t.exposeString('currentVersion', {
      nullable: true,
      description: 'The newest applied version.',
    }),
    counts: t.field({
      type: Counts,
      description: 'Its migrations, counted.',
      resolve: (status) => status.counts,
    }),
    migrations: t.field({
      type: [Migration],
      description: 'Its migrations, in the order in which they run.',
      resolve: (status) => status.migrations,
    }),
    deeds: t.field({
      type: [MigrationDeedType],
      description:
        "What hawkwatch can do with them: all with its own form, with another tool's what its " +
        'configured command can; empty where they are only read.',
      resolve: (status) => status.deeds ?? [],
    }),
    revision: t.exposeString('revision', {
      nullable: true,
      description: 'Commit or manifest that the database was compared with; null for a folder.',
    }),
    checkedAt: t.field({
      type: 'DateTime',
      description: 'When the database was asked.',
      resolve: (status) => status.checkedAt,
    }),
  }),
});

builder.queryField('migrationStatus', (t) =>
  t.field({
    type: MigrationStatus,
    description:
      'Which migrations of a database are applied and which are pending. Without `database`: the ' +
      'only one there is, else an error that lists the names.',
    authScopes: { role: 'viewer' },
    extensions: { cost: 5 },
    args: {
      database: t.arg.id({ description: 'Global id or name of the database.' }),
      source: t.arg.string({ description: "One source; without it, the worst source's status." }),
    },
    resolve: async (_root, { database, source }, context) => {
      const { name } = await (typeof database === 'string'
        ? getDatabase(context, database)
        : getOnlyDatabase(context));
      const statuses = await context.services.statuses.read(name, source ?? undefined);
      const status = worstStatus(statuses);
      if (status !== undefined) return status;
      throw new NotFoundError(`"${name}" has no migration source. Add one to hawkwatch.yaml.`);
    },
  }),
);
