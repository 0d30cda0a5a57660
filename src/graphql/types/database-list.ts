// The list of monitored databases: which, in which order, and how many.
import {
  countDatabasePage,
  listEnvironments,
  type DatabaseOrder,
} from '../../store/database-pages.ts';
import { builder } from '../builder.ts';
import { pageOfDatabases } from '../database-lists.ts';
import { Database, DatabaseStateType } from './database.ts';
import { LabelInput } from './migration-overview.ts';
import { MigrationStatusStateType } from './migration-status.ts';

const DatabaseFilter = builder.inputType('DatabaseFilter', {
  description:
    'Which databases, by what hawkwatch last saw of them; what is left out does not restrict.',
  fields: (t) => ({
    text: t.string({
      description:
        'With this in the name, the environment, the engine, or the name or tool of a migration source.',
    }),
    environments: t.field({
      type: ['String'],
      required: { list: false, items: false },
      description: 'Of these environments; null stands for those without one.',
    }),
    states: t.field({ type: [DatabaseStateType], description: 'Found to be so (`health.state`).' }),
    migrationStates: t.field({
      type: [MigrationStatusStateType],
      description: 'With a migration source that stands so (`storedMigrationStatuses`).',
    }),
    labels: t.field({ type: [LabelInput], description: 'With all these labels.' }),
    drift: t.boolean({ description: 'Only those that have (no) drift.' }),
  }),
});

const DatabaseOrderType = builder.enumType('DatabaseOrder', {
  description: 'In which order databases are listed; those that are equal in it by name.',
  values: {
    NAME: { description: 'By name.' },
    WORST_FIRST: {
      description:
        'Those that need somebody first: down, migrations that need somebody, open drift, degraded, ' +
        'acknowledged drift, pending migrations, unknown, the others.',
    },
    MOST_PENDING_FIRST: { description: 'Those with the most pending migrations first.' },
    LARGEST_FIRST: { description: 'The largest first; those of unknown size last.' },
    SLOWEST_FIRST: {
      description: 'Those that took longest to answer first; those without an answer last.',
    },
  } satisfies Record<DatabaseOrder, { description: string }>,
});

builder.queryField('databases', (t) =>
  t.connection(
    {
      type: Database,
      description: 'Monitored databases.',
      authScopes: { role: 'viewer' },
      args: {
        retired: t.arg.boolean({
          defaultValue: false,
          description: 'Those that left the configuration instead of those in it.',
        }),
        discovered: t.arg.boolean({
          description:
            'True: only those that were found in containers and not confirmed yet; false: only the others.',
        }),
        filter: t.arg({ type: DatabaseFilter, description: 'Which databases.' }),
        order: t.arg({
          type: DatabaseOrderType,
          defaultValue: 'NAME',
          description: 'In which order.',
        }),
      },
      resolve: (_root, args, context) => pageOfDatabases(context, args),
    },
    {
      name: 'DatabaseConnection',
      description: 'A page of databases.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ which }, _args, { services }) => countDatabasePage(services.store.q, which),
        }),
        environments: c.field({
          type: ['String'],
          nullable: { list: false, items: true },
          description:
            'The environments that they belong to, whatever the filter; null, the last, where some ' +
            'have none.',
          resolve: ({ which }, _args, { services }) =>
            listEnvironments(services.store.q, which.kind),
        }),
      }),
    },
    { name: 'DatabaseEdge', description: 'A database in its list.' },
  ),
);
