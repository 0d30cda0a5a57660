// The schemas that databases had, and two of them side by side.
import type { SchemaObject } from '../../core/schema.ts';
import { describeSchema } from '../../databases/schema/describe-schema.ts';
import { countSnapshots, type StoredSnapshot } from '../../store/schema-snapshots.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { bareId } from '../global-ids.ts';
import { compareSchemas, pageOfDifferences, type SchemaComparison } from '../schema-comparison.ts';
import { pageOfObjects, pageOfSnapshots } from '../schema-lists.ts';
import { Database, DatabaseEngine } from './database.ts';
import { RiskLevelType } from './impact.ts';
import { ComparedChange, SchemaObjectKindType, SchemaRenameType } from './schema-words.ts';

// To read and open up a big schema takes its time and memory: ten of them at once are enough.
export const contentCost = 500;

const SchemaObjectType = builder.objectRef<SchemaObject>('SchemaObject').implement({
  description: 'An object of a schema: a table, a column, an index …',
  fields: (t) => ({
    kind: t.field({
      type: SchemaObjectKindType,
      description: 'What it is.',
      resolve: ({ kind }) => kind,
    }),
    name: t.exposeString('name', { description: 'Its qualified name.' }),
    parent: t.exposeString('parent', {
      nullable: true,
      description: 'Kind and name of what it belongs to, as `TABLE public.orders`.',
    }),
    attributes: t.field({
      type: 'JSON',
      description: 'What it is like: an object; what has its default is left out.',
      resolve: ({ attributes }) => attributes,
    }),
    uses: t.exposeStringList('uses', { description: 'Kinds and names of what it needs.' }),
  }),
});

const ObjectFilter = builder.inputType('SchemaObjectFilter', {
  description: 'Which objects; what is left out does not restrict.',
  fields: (t) => ({
    kinds: t.field({ type: [SchemaObjectKindType], description: 'Only objects of these kinds.' }),
    parent: t.string({ description: 'Only what belongs to this, as `TABLE public.orders`.' }),
    text: t.string({ description: 'Only names that have this in them.' }),
  }),
});

export const SchemaSnapshot = builder.objectRef<StoredSnapshot>('SchemaSnapshot');

builder.node(SchemaSnapshot, {
  description: 'A schema that a database had. Each schema of a database is kept once.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'objectCount' in value,
  loadOne: (id, { loaders }) => loaders.schemas.snapshots.load(id),
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    hash: t.exposeString('hash', {
      description: 'SHA-256 over its objects: the same schema has the same hash everywhere.',
    }),
    takenAt: t.field({
      type: 'DateTime',
      description: 'When it was seen first.',
      resolve: ({ takenAt }) => takenAt,
    }),
    engine: t.field({
      type: DatabaseEngine,
      description: 'The kind of the database.',
      resolve: ({ engine }) => engine,
    }),
    serverVersion: t.exposeString('serverVersion', {
      nullable: true,
      description: 'Version of the server; null for a baseline that no database was seen with.',
    }),
    notes: t.exposeStringList('notes', {
      description: 'What could not be read: then nothing is said of it.',
    }),
    objectCount: t.exposeInt('objectCount', { description: 'How many objects it has.' }),
    isKept: t.exposeBoolean('isKept', {
      description: 'False for an old one of which only hash and time are left.',
    }),
    isCurrent: t.boolean({
      description: 'True for the schema that the database has.',
      reads: ['store'],
      resolve: async ({ id, databaseId }, _args, { loaders }) =>
        (await loaders.schemas.positions.load(databaseId))?.snapshotId === id,
    }),
    isBaseline: t.boolean({
      description: 'True for the schema that it would have without drift.',
      reads: ['store'],
      resolve: async ({ id, databaseId }, _args, { loaders }) =>
        (await loaders.schemas.positions.load(databaseId))?.baselineId === id,
    }),
    objects: t.connection(
      {
        type: SchemaObjectType,
        description: 'Its objects by kind and name. A conflict when it is not kept.',
        extensions: { cost: contentCost },
        args: { filter: t.arg({ type: ObjectFilter, description: 'Which objects.' }) },
        reads: ['store'],
        resolve: (snapshot, { filter, ...args }, context) =>
          pageOfObjects(context, snapshot, args, filter),
      },
      {
        name: 'SchemaObjectConnection',
        description: 'A page of objects.',
        fields: (c) => ({
          totalCount: c.exposeInt('totalCount', {
            description: 'How many there are on all pages.',
          }),
        }),
      },
      { name: 'SchemaObjectEdge', description: 'An object in its list.' },
    ),
    json: t.field({
      type: 'JSON',
      description:
        'All of it: engine, hash, objects, and kinds that could not be read. A conflict when it is ' +
        'not kept.',
      extensions: { cost: contentCost },
      reads: ['store'],
      resolve: (snapshot, _args, { loaders }) => loaders.schemas.contents.load(snapshot),
    }),
    text: t.string({
      description:
        'All of it as text in the manner of SQL, an attribute a line, for people and for text ' +
        'differences; it is no script. A conflict when it is not kept.',
      extensions: { cost: contentCost },
      reads: ['store'],
      resolve: async (snapshot, _args, { loaders }) =>
        describeSchema(await loaders.schemas.contents.load(snapshot)),
    }),
  }),
});

builder.queryField('schemaSnapshots', (t) =>
  t.connection(
    {
      type: SchemaSnapshot,
      description: 'The schemas that a database was seen with, newest first.',
      authScopes: { role: 'viewer' },
      args: {
        database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      },
      resolve: (_root, { database, ...args }, context) => pageOfSnapshots(context, args, database),
    },
    {
      name: 'SchemaSnapshotConnection',
      description: 'A page of snapshots.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) => countSnapshots(services.store.q, filter),
        }),
      }),
    },
    { name: 'SchemaSnapshotEdge', description: 'A snapshot in its list.' },
  ),
);

builder.queryField('schemaSnapshot', (t) =>
  t.field({
    type: SchemaSnapshot,
    nullable: true,
    description: 'One snapshot; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the snapshot.' }) },
    resolve: (_root, { id }, { loaders }) =>
      loaders.schemas.snapshots.load(bareId('SchemaSnapshot', id)),
  }),
);

builder.objectField(Database, 'schemaSnapshot', (t) =>
  t.field({
    type: SchemaSnapshot,
    nullable: true,
    description: 'The schema that it has; null while none was read.',
    reads: ['store'],
    resolve: async ({ id }, _args, { loaders }) => {
      const position = await loaders.schemas.positions.load(id);
      return position === undefined ? null : loaders.schemas.snapshots.load(position.snapshotId);
    },
  }),
);

builder.objectField(Database, 'schemaCheckedAt', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When its schema was last known to be what is told; null while none was read.',
    reads: ['store'],
    resolve: async ({ id }, _args, { loaders }) =>
      (await loaders.schemas.positions.load(id))?.checkedAt ?? null,
  }),
);

const SchemaReference = builder.inputType('SchemaReference', {
  description: 'A schema: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    snapshot: t.id({ description: 'A snapshot, by its global id.' }),
    current: t.id({ description: 'What this database has (global id or name).' }),
    baseline: t.id({ description: 'What this database would have without drift.' }),
  }),
});

const Comparison = builder.objectRef<SchemaComparison>('SchemaComparison').implement({
  description: 'Two schemas side by side.',
  fields: (t) => ({
    a: t.field({ type: SchemaSnapshot, description: 'From this one.', resolve: (c) => c.before }),
    b: t.field({ type: SchemaSnapshot, description: 'To this one.', resolve: (c) => c.after }),
    same: t.boolean({
      description: 'True when nothing differs of what could be read of both.',
      resolve: ({ diff }) => diff.changes.length === 0,
    }),
    changeCount: t.int({
      description: 'How many objects differ.',
      resolve: ({ diff }) => diff.changes.length,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The risk of the worst change, for those who use `a`.',
      resolve: ({ diff }) => diff.risk,
    }),
    renames: t.field({
      type: [SchemaRenameType],
      description: 'Objects that may only have another name.',
      resolve: ({ diff }) => diff.renames,
    }),
    changes: t.connection(
      {
        type: ComparedChange,
        description: 'What is to be done to `a` so that it is `b`, in the order of the objects.',
        reads: ['store'],
        resolve: (comparison, args, context) => pageOfDifferences(context, comparison, args),
      },
      { name: 'ComparedChangeConnection', description: 'A page of differences.' },
      { name: 'ComparedChangeEdge', description: 'A difference in its list.' },
    ),
  }),
});

builder.queryField('compareSchemas', (t) =>
  t.field({
    type: Comparison,
    description:
      'What differs between two schemas of one engine: of a database now and before, or of two ' +
      'databases.',
    authScopes: { role: 'viewer' },
    extensions: { cost: contentCost },
    args: {
      a: t.arg({ type: SchemaReference, required: true, description: 'From this one.' }),
      b: t.arg({ type: SchemaReference, required: true, description: 'To this one.' }),
    },
    resolve: (_root, { a, b }, context) => compareSchemas(context, a, b),
  }),
);
