// One source over its databases: which version stands how where.
import type { MatrixRow } from '../../migrations/statuses/matrix.ts';
import { builder } from '../builder.ts';
import { pageOfRows, readMatrix, type MatrixColumn, type MatrixView } from '../status-matrix.ts';
import { StatusFilter, StoredStatus } from './migration-overview.ts';
import { MigrationStateType } from './migration-status.ts';

const Column = builder.objectRef<MatrixColumn>('MigrationMatrixColumn').implement({
  description: 'A database of a matrix, compared with the first one.',
  fields: (t) => ({
    status: t.field({
      type: StoredStatus,
      description: 'How the source stands there.',
      resolve: (column) => column.status,
    }),
    ahead: t.exposeStringList('ahead', {
      description: 'Versions that are in it and not in the first one.',
    }),
    behind: t.exposeStringList('behind', {
      description: 'Versions that are in the first one and not in it.',
    }),
    aheadCount: t.int({
      description: 'How many versions it is ahead.',
      resolve: (column) => column.ahead.length,
    }),
    behindCount: t.int({
      description: 'How many versions it is behind.',
      resolve: (column) => column.behind.length,
    }),
    olderVersions: t.exposeInt('left', {
      description: 'Older versions that are not compared, because only the newest 5,000 are.',
    }),
  }),
});

const Row = builder.objectRef<MatrixRow>('MigrationMatrixRow').implement({
  description: 'A version of a matrix.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'The version.' }),
    states: t.field({
      type: [MigrationStateType],
      nullable: { list: false, items: true },
      description:
        'How it stands in each column, in their order; null where nobody knows of it there.',
      resolve: (row) => row.states,
    }),
  }),
});

const Matrix = builder.objectRef<MatrixView>('MigrationMatrix').implement({
  description: 'The versions of one source in its databases.',
  fields: (t) => ({
    source: t.exposeString('source', { description: 'Name of the source.' }),
    columns: t.field({
      type: [Column],
      description: 'Its databases, from development to production, at most 100.',
      resolve: (matrix) => matrix.columns,
    }),
    rows: t.connection(
      {
        type: Row,
        description: 'Its versions, in the order in which they run.',
        args: {
          differing: t.arg.boolean({
            defaultValue: true,
            description: 'Only versions that do not stand the same everywhere.',
          }),
        },
        resolve: (matrix, { differing, ...args }) => pageOfRows(matrix, differing ?? true, args),
      },
      { name: 'MigrationMatrixRowConnection', description: 'A page of a matrix.' },
      { name: 'MigrationMatrixRowEdge', description: 'A version in its matrix.' },
    ),
  }),
});

builder.queryField('migrationMatrix', (t) =>
  t.field({
    type: Matrix,
    description:
      'What of a source is where: its versions and its databases as hawkwatch last saw them, ' +
      'each compared with the first one.',
    authScopes: { role: 'viewer' },
    args: {
      source: t.arg.string({ required: true, description: 'Name of the source.' }),
      filter: t.arg({
        type: StatusFilter,
        description: 'Only these of its databases: where different sources have one name.',
      }),
      relativeTo: t.arg.id({
        description: 'Global id or name of the database that is to be the first one.',
      }),
    },
    resolve: (_root, args, context) => readMatrix(context, args),
  }),
);
