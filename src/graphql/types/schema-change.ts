// What changed in the schemas of databases, and what made it change.
import type { ChangeOrigin } from '../../core/schema-change.ts';
import { countSchemaChanges } from '../../store/schema-change-pages.ts';
import type { SchemaChangeSet, StoredChange, UnseenMigration } from '../../store/schema-changes.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { bareId } from '../global-ids.ts';
import { maxPageSize } from '../paging.ts';
import { pageOfChanges } from '../schema-lists.ts';
import { getChangeSet } from '../schema-streams.ts';
import { Database } from './database.ts';
import { RiskLevelType } from './impact.ts';
import { MigrationRun } from './migration-run.ts';
import { SchemaDrift } from './schema-drift.ts';
import { SchemaSnapshot } from './schema-snapshot.ts';
import {
  SchemaChangeKindType,
  SchemaDifference,
  SchemaObjectKindType,
  SchemaRenameType,
  SchemaStatementType,
} from './schema-words.ts';

const origins: Record<ChangeOrigin, { description: string }> = {
  MIGRATION: { description: 'A run of hawkwatch; or of a source whose history has it now.' },
  FOREIGN_MIGRATION: { description: 'A migration that somebody else ran.' },
  DRIFT: { description: 'No migration explains it.' },
  IGNORED: { description: 'No migration explains it, and a rule says that it is no drift.' },
  UNDECIDED: { description: 'A migration may still turn out to have made it.' },
};

const ChangeOriginType = builder.enumType('SchemaChangeOrigin', {
  description: 'What made a change of a schema.',
  values: origins,
});

const UnseenMigrationType = builder.objectRef<UnseenMigration>('UnseenMigration').implement({
  description: 'A migration that nobody saw run: its versions turned up in the history.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Name of the source.' }),
    tool: t.exposeString('tool', { description: 'The migration tool.' }),
    versions: t.exposeStringList('versions', { description: 'The versions that are new there.' }),
  }),
});

export const SchemaChange = builder.objectRef<StoredChange>('SchemaChange');
export const SchemaChangeSetType = builder.objectRef<SchemaChangeSet>('SchemaChangeSet');

builder.node(SchemaChange, {
  description: 'A change of one object of a schema, as it was found.',
  id: { resolve: ({ id }) => String(id) },
  interfaces: [SchemaDifference],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'setId' in value,
  loadOne: (id, { loaders }) => loaders.schemas.changes.load(id),
  fields: (t) => ({
    detectedAt: t.field({
      type: 'DateTime',
      description: 'When it was found.',
      resolve: ({ detectedAt }) => detectedAt,
    }),
    set: t.field({
      type: SchemaChangeSetType,
      description: 'What was found together with it, and what made it.',
      reads: ['store'],
      resolve: ({ setId }, _args, context) => getChangeSet(context, setId),
    }),
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
  }),
});

builder.node(SchemaChangeSetType, {
  description: 'Changes of a schema that were found in one go, and what made them.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'sinceAt' in value,
  loadOne: (id, { loaders }) => loaders.schemas.changeSets.load(id),
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    origin: t.field({
      type: ChangeOriginType,
      description: 'What made them.',
      resolve: ({ origin }) => origin,
    }),
    run: t.field({
      type: MigrationRun,
      nullable: true,
      description: 'The run that made them, when there was one.',
      reads: ['store'],
      resolve: ({ runId }, _args, { loaders }) =>
        runId === null ? null : loaders.runs.load(runId),
    }),
    drift: t.field({
      type: SchemaDrift,
      nullable: true,
      description: 'The drift that they are part of, or were.',
      reads: ['store'],
      resolve: ({ driftId }, _args, { loaders }) =>
        driftId === null ? null : loaders.schemas.drifts.load(driftId),
    }),
    migration: t.field({
      type: UnseenMigrationType,
      nullable: true,
      description: 'The migration that made them, when nobody saw it run.',
      resolve: ({ migration }) => migration,
    }),
    statements: t.field({
      type: [SchemaStatementType],
      description: "Who did what; empty where the database's own log does not tell it.",
      resolve: ({ statements }) => statements,
    }),
    renames: t.field({
      type: [SchemaRenameType],
      description: 'Objects that may only have another name now.',
      resolve: ({ renames }) => renames,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The risk of the worst change.',
      resolve: ({ risk }) => risk,
    }),
    changeCount: t.exposeInt('changeCount', { description: 'How many changes there are.' }),
    sinceAt: t.field({
      type: 'DateTime',
      description: 'They were made after this moment, and before `detectedAt`.',
      resolve: ({ sinceAt }) => sinceAt,
    }),
    detectedAt: t.field({
      type: 'DateTime',
      description: 'When they were found.',
      resolve: ({ detectedAt }) => detectedAt,
    }),
    attributedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When their origin was found; null while it is UNDECIDED.',
      resolve: ({ attributedAt }) => attributedAt,
    }),
    before: t.field({
      type: SchemaSnapshot,
      nullable: true,
      description: 'The schema before.',
      reads: ['store'],
      resolve: ({ beforeId }, _args, { loaders }) =>
        beforeId === null ? null : loaders.schemas.snapshots.load(beforeId),
    }),
    after: t.field({
      type: SchemaSnapshot,
      nullable: true,
      description: 'The schema with them.',
      reads: ['store'],
      resolve: ({ afterId }, _args, { loaders }) =>
        afterId === null ? null : loaders.schemas.snapshots.load(afterId),
    }),
    changes: t.field({
      type: [SchemaChange],
      description:
        'The first changes, in the order of the objects. `schemaChanges` with the filter `setId` ' +
        'pages through all of them.',
      args: {
        limit: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 100.' }),
      },
      reads: ['store'],
      resolve: ({ id }, { limit }, { loaders }) =>
        loaders.schemas.firstChanges.load({ setId: id, limit: checkLimit(limit ?? 50) }),
    }),
  }),
});

function checkLimit(limit: number): number {
  if (limit >= 1 && limit <= maxPageSize) return limit;
  const message = `must be between 1 and ${maxPageSize}`;
  throw new InvalidInputError(`\`limit\` ${message}.`, [{ path: 'limit', message }]);
}

const ChangeFilter = builder.inputType('SchemaChangeFilter', {
  description: 'Which changes; what is left out does not restrict.',
  fields: (t) => ({
    databases: t.idList({ description: 'Only of these databases (global ids or names).' }),
    objects: t.stringList({
      description:
        'Only objects with one of these qualified names; `*` stands for any characters, as in ' +
        '`public.orders*`.',
    }),
    kinds: t.field({ type: [SchemaObjectKindType], description: 'Only objects of these kinds.' }),
    changes: t.field({ type: [SchemaChangeKindType], description: 'Only what became this.' }),
    risks: t.field({ type: [RiskLevelType], description: 'Only changes of these risks.' }),
    origins: t.field({ type: [ChangeOriginType], description: 'Only what was made by these.' }),
    setId: t.id({ description: 'Only changes of this set.' }),
    runId: t.id({ description: 'Only what this run made.' }),
    driftId: t.id({ description: 'Only what is part of this drift.' }),
    since: t.field({ type: 'DateTime', description: 'Only what was found then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Only what was found before then.' }),
    text: t.string({ description: 'Only where the name or the sentence has this in it.' }),
  }),
});

builder.queryField('schemaChanges', (t) =>
  t.connection(
    {
      type: SchemaChange,
      description: 'What changed in the schemas of all databases or of some, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: ChangeFilter, description: 'Which changes.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfChanges(context, args, filter),
    },
    {
      name: 'SchemaChangeConnection',
      description: 'A page of changes.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) =>
            countSchemaChanges(services.store.q, filter),
        }),
      }),
    },
    { name: 'SchemaChangeEdge', description: 'A change in its list.' },
  ),
);

builder.queryField('schemaChangeSet', (t) =>
  t.field({
    type: SchemaChangeSetType,
    nullable: true,
    description: 'Changes that were found in one go, by their id; null when there are none.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the set.' }) },
    resolve: (_root, { id }, { loaders }) =>
      loaders.schemas.changeSets.load(bareId('SchemaChangeSet', id)),
  }),
);
