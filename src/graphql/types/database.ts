// Monitored databases.
import type { DatabaseRecord } from '../../store/databases.ts';
import { builder } from '../builder.ts';
import { readDatabaseHealth, type DatabaseState } from '../database-health.ts';
import { findDatabase } from '../database-reference.ts';
import { worstStatus } from '../status-order.ts';
import { MigrationStatus } from './migration-status.ts';

export const DatabaseEngine = builder.enumType('DatabaseEngine', {
  description: 'The kind of a database.',
  values: {
    POSTGRESQL: { description: 'PostgreSQL.' },
    SQLITE: { description: 'SQLite.' },
    DUCKDB: { description: 'DuckDB.' },
    MYSQL: { description: 'MySQL or MariaDB.' },
    MONGODB: { description: 'MongoDB.' },
    REDIS: { description: 'Redis.' },
    ELASTICSEARCH: { description: 'Elasticsearch or OpenSearch.' },
    OTHER: { description: 'Any other one.' },
  },
});
const engines = [
  'POSTGRESQL',
  'SQLITE',
  'DUCKDB',
  'MYSQL',
  'MONGODB',
  'REDIS',
  'ELASTICSEARCH',
] as const;

/** An engine as it is stored, as the API names it. */
export function shownEngine(engine: string): (typeof engines)[number] | 'OTHER' {
  return engines.find((known) => known === engine.toUpperCase()) ?? 'OTHER';
}

export const DatabaseStateType = builder.enumType('DatabaseState', {
  description: 'Whether a database can be used.',
  values: {
    UP: { description: 'It answers.' },
    DEGRADED: { description: 'It answers with restrictions; `stateReason` names them.' },
    DOWN: { description: 'It does not answer.' },
    UNKNOWN: { description: 'Nobody has looked yet.' },
    DISCOVERED: { description: 'It was found, but how to reach it is not configured.' },
    RETIRED: { description: 'It left the configuration; its history is kept.' },
  } satisfies Record<DatabaseState, { description: string }>,
});

export const Database = builder.objectRef<DatabaseRecord>('Database');

builder.node(Database, {
  description: 'A monitored database.',
  id: { resolve: (database) => database.id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'addedAt' in value,
  loadOne: (id, { loaders }) => loaders.databases.load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in the configuration.' }),
    engine: t.field({
      type: DatabaseEngine,
      description: 'Its kind.',
      resolve: ({ engine }) => shownEngine(engine),
    }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Where it belongs, as `production`.',
    }),
    labels: t.field({
      type: 'JSON',
      description: 'Its labels in the configuration: an object of strings.',
      resolve: (database) => database.labels,
    }),
    state: t.field({
      type: DatabaseStateType,
      description: 'Whether it can be used, as found within the last seconds.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: async (database, _args, context) =>
        (await readDatabaseHealth(context, database)).state,
    }),
    stateReason: t.string({
      nullable: true,
      description: 'Why its state is not UP.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: async (database, _args, context) =>
        (await readDatabaseHealth(context, database)).reason,
    }),
    serverVersion: t.string({
      nullable: true,
      description: 'Version of its server, when it can be reached.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: async (database, _args, context) =>
        (await readDatabaseHealth(context, database)).serverVersion,
    }),
    migrationStatuses: t.field({
      type: [MigrationStatus],
      description: 'One per migration source (folder or tool) of this database.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: ({ name }, _args, { loaders }) => loaders.statuses.load(name),
    }),
    migrationStatus: t.field({
      type: MigrationStatus,
      nullable: true,
      description: "The only source's status, else the worst one's.",
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: async ({ name }, _args, { loaders }) =>
        worstStatus(await loaders.statuses.load(name)),
    }),
  }),
});

builder.queryField('database', (t) =>
  t.field({
    type: Database,
    nullable: true,
    description: 'One database by its global id or its name; null when there is none.',
    authScopes: { role: 'viewer' },
    args: {
      id: t.arg.id({ description: 'Its global id (its name is taken too).' }),
      name: t.arg.string({ description: 'Its name.' }),
    },
    resolve: (_root, { id, name }, context) => {
      const reference = id ?? name;
      return typeof reference === 'string' ? findDatabase(context, reference) : null;
    },
  }),
);
