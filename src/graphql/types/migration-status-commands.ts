// Having statuses read now, and telling hawkwatch what a source has.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { SourceStatus } from '../../migrations/status-words.ts';
import type { MigrationManifest } from '../../store/migration-manifests.ts';
import { builder } from '../builder.ts';
import { getDatabase, getDatabaseOf } from '../database-reference.ts';
import { readManifestStatus, uploadManifest } from '../manifest-upload.ts';
import { Database } from './database.ts';
import { MigrationStatus } from './migration-status.ts';

const Refresh = builder
  .objectRef<{ readonly statuses: readonly SourceStatus[] }>('MigrationStatusRefresh')
  .implement({
    description: 'What was found in a database that was just asked.',
    fields: (t) => ({
      statuses: t.field({
        type: [MigrationStatus],
        description: "The statuses of the database's sources.",
        resolve: (refresh) => refresh.statuses,
      }),
    }),
  });

const RefreshResult = builder.errorUnion('RefreshMigrationStatusResult', {
  description: 'What was found, or why nobody was asked.',
  types: [Refresh, NotFoundError, ForbiddenError],
  resolveType: () => Refresh,
});

builder.mutationField('refreshMigrationStatus', (t) =>
  t.field({
    type: RefreshResult,
    description:
      'Reads the migration statuses of a database now, and records them: the overview shows them ' +
      'and subscribers are told.',
    authScopes: { role: 'operator' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
    },
    audit: ({ database }) => ({ subject: `database:${database}` }),
    resolve: async (_root, { database }, context) => {
      const { name } = await getDatabase(context, database);
      const { statusCommands } = context.services;
      return { statuses: await statusCommands.refresh(context.viewer, name) };
    },
  }),
);

const ManifestEntry = builder.inputType('MigrationManifestEntry', {
  description: 'A migration that a source has.',
  fields: (t) => ({
    version: t.string({
      required: true,
      description: "As the tool's history names it; unique within the source.",
    }),
    name: t.string({ defaultValue: '', description: 'Its name.' }),
    checksum: t.string({
      description: "In the form that the tool uses; without it edited files can't be noticed.",
    }),
  }),
});

const ManifestInput = builder.inputType('MigrationManifestInput', {
  description: 'What a source has, as CI knows it.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    source: t.string({ required: true, description: 'Name of the source (`manifest: true`).' }),
    tool: t.string({ description: 'The migration tool; needed where the source says `auto`.' }),
    revision: t.string({ required: true, description: 'Commit or build that it describes.' }),
    entries: t.field({
      type: [ManifestEntry],
      required: true,
      description: 'Its migrations in the order in which they run, at most 20,000.',
    }),
  }),
});

const Manifest = builder.objectRef<MigrationManifest>('MigrationManifest').implement({
  description: 'What CI said a source has.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    source: t.exposeString('source', { description: 'Name of the source.' }),
    tool: t.exposeString('tool', { description: 'The migration tool.' }),
    revision: t.exposeString('revision', {
      nullable: true,
      description: 'Commit or build that it describes.',
    }),
    count: t.int({
      description: 'How many migrations it lists.',
      resolve: ({ entries }) => entries.length,
    }),
    uploadedBy: t.exposeString('uploadedBy', { description: 'Name of the token.' }),
    uploadedAt: t.field({
      type: 'DateTime',
      description: 'When it came.',
      resolve: ({ uploadedAt }) => uploadedAt,
    }),
    status: t.field({
      type: MigrationStatus,
      description: 'How the database stands compared with it, read just now.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: (manifest, _args, context) => readManifestStatus(context, manifest),
    }),
  }),
});

const UploadResult = builder.errorUnion('UploadMigrationManifestResult', {
  description: 'The manifest as it is kept now, or why it was refused.',
  types: [Manifest, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Manifest,
});

builder.mutationField('uploadMigrationManifest', (t) =>
  t.field({
    type: UploadResult,
    description:
      'Tells which migrations a source has, for a database whose files hawkwatch cannot see. ' +
      'Replaces the manifest before; the status is read anew at once.',
    authScopes: { role: 'operator' },
    args: {
      input: t.arg({ type: ManifestInput, required: true, description: 'What the source has.' }),
    },
    audit: ({ input: { database, source, revision, entries } }) => ({
      subject: `database:${database}`,
      detail: {
        source: source.slice(0, 100),
        revision: revision.slice(0, 200),
        entries: entries.length,
      },
    }),
    resolve: (_root, { input }, context) => uploadManifest(context, input),
  }),
);
