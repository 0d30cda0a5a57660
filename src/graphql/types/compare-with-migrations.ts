// What a database has beside what its migration files produce. It makes a database on a server and runs
// files there, so it is a mutation.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { FailedScript } from '../../migrations/scratch/apply-scripts.ts';
import type { MigrationComparison } from '../../migrations/scratch/compare.ts';
import { builder } from '../builder.ts';
import { getDatabase } from '../database-reference.ts';
import { Database } from './database.ts';
import { RiskLevelType } from './impact.ts';
import { ComparedChange, SchemaRenameType } from './schema-words.ts';

const maxChanges = 1000;

const Failed = builder.objectRef<FailedScript>('FailedMigrationFile').implement({
  description: 'A migration file that failed on the scratch server.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'The migration source.' }),
    version: t.exposeString('version', { description: "The migration's version." }),
    file: t.exposeString('file', { description: 'The name of the file.' }),
    message: t.exposeString('message', { description: 'Why, with the line.' }),
  }),
});

const Comparison = builder.objectRef<MigrationComparison>('MigrationComparison').implement({
  description: 'A database compared with what its migration files produce.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseName }, _args, context) => getDatabase(context, databaseName),
    }),
    sources: t.exposeStringList('sources', {
      description: 'The sources whose files were applied, in this order.',
    }),
    equal: t.boolean({
      description: 'True when there is no difference and no file failed.',
      resolve: ({ diff, failed }) => failed === null && diff.changes.length === 0,
    }),
    changeCount: t.int({
      description: 'How many differences there are.',
      resolve: ({ diff }) => diff.changes.length,
    }),
    changes: t.field({
      type: [ComparedChange],
      description:
        'The first differences, by table and name; none when a file failed. ADDED is what only the ' +
        'database has, REMOVED what only the files make; attributes go from the files to the database.',
      args: {
        limit: t.arg.int({ defaultValue: 100, description: 'How many, 1 to 1000.' }),
      },
      resolve: ({ diff }, { limit }) => diff.changes.slice(0, checkLimit(limit ?? 100)),
    }),
    renames: t.field({
      type: [SchemaRenameType],
      description: 'Objects that may only have another name in the database.',
      resolve: ({ diff }) => diff.renames,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The worst of the differences.',
      resolve: ({ diff }) => diff.risk,
    }),
    failed: t.field({
      type: Failed,
      nullable: true,
      description: 'The file that failed, after which nothing was compared; null when none did.',
      resolve: ({ failed }) => failed,
    }),
    notes: t.exposeStringList('notes', {
      description: 'What to know about it: files that are not applied yet, statements left out.',
    }),
  }),
});

function checkLimit(limit: number): number {
  if (limit >= 1 && limit <= maxChanges) return limit;
  const message = `must be between 1 and ${maxChanges}`;
  throw new InvalidInputError(`\`limit\` ${message}.`, [{ path: 'limit', message }]);
}

const ComparisonResult = builder.errorUnion('CompareWithMigrationsResult', {
  description: 'The comparison, or why there is none.',
  types: [Comparison, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Comparison,
});

builder.mutationField('compareWithMigrations', (t) =>
  t.field({
    type: ComparisonResult,
    description:
      'Applies the migration files to a database that is made for it on the scratch server and dropped ' +
      'again, and compares the schema of the database with that one. Nothing is changed in the ' +
      'database. It may take minutes; one is done at a time.',
    authScopes: { role: 'operator' },
    extensions: { cost: 200 },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      source: t.arg.string({
        description:
          'Name of a migration source; without it all, in the order of the configuration.',
      }),
    },
    audit: ({ database }) => ({ subject: `database:${database}` }),
    resolve: async (_root, { database, source }, context) => {
      const { name } = await getDatabase(context, database);
      const { migrationComparer } = context.services;
      return migrationComparer.compareWithMigrations(context.viewer, name, source ?? undefined);
    },
  }),
);
