// Databases that were registered over the API, and who says that a database is there. What is shown of a
// URL is where it leads; the URL itself, with its password, is shown to nobody.
import type { DatabasePlace } from '../../core/database-url.ts';
import type { Registration } from '../../monitors/registration/commands.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { connectionOf, parsePage, sliceOf } from '../paging.ts';
import { Database, DatabaseEngine, shownEngine } from './database.ts';

const Declaration = builder.enumType('DatabaseDeclaration', {
  description: 'Who says that there is a database.',
  values: {
    FILE: { description: 'The configuration file; only there it can be changed.' },
    API: { description: 'It was registered with registerDatabase.' },
  },
});

builder.objectField(Database, 'declaredBy', (t) =>
  t.field({
    type: Declaration,
    nullable: true,
    description: 'Who says that it is there; null when it is retired or only discovered.',
    reads: ['store'],
    resolve: async ({ name, retiredAt, discoveredAt }, _args, { loaders, services }) => {
      if (retiredAt !== null || discoveredAt !== null) return null;
      if (services.registrations.isInFile(name)) return 'FILE' as const;
      return (await loaders.registered.load(name)) ? ('API' as const) : ('FILE' as const);
    },
  }),
);

export const DriftBeforeRun = builder.enumType('DriftBeforeRun', {
  description: 'What a run does that finds drift.',
  values: {
    OFF: { value: 'off' as const, description: 'Nothing: it does not look.' },
    WARN: { value: 'warn' as const, description: 'It says so and goes on.' },
    BLOCK: { value: 'block' as const, description: 'It does not begin.' },
  },
});

const Place = builder.objectRef<DatabasePlace>('DatabasePlace').implement({
  description: 'Where a database is, as its URL says, without password and parameters.',
  fields: (t) => ({
    host: t.exposeString('host', {
      nullable: true,
      description: 'Host, or several with their ports, separated by commas; null for a file.',
    }),
    port: t.exposeInt('port', { nullable: true, description: 'Port of the only host.' }),
    databaseName: t.exposeString('databaseName', {
      nullable: true,
      description: "The database's name on its server.",
    }),
    userName: t.exposeString('userName', {
      nullable: true,
      description: 'The role that hawkwatch has there.',
    }),
    path: t.exposeString('path', { nullable: true, description: 'Path of a file.' }),
  }),
});

export const RegisteredDatabase = builder.objectRef<Registration>('RegisteredDatabase').implement({
  description: 'A database that was registered over the API. Its URL is sealed and never shown.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    database: t.field({
      type: Database,
      nullable: true,
      description: 'The database; null after a dry run.',
      resolve: ({ databaseId }, _args, context) =>
        databaseId === null ? null : getDatabaseOf(context, databaseId),
    }),
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
      description: 'Its labels: an object of strings.',
      resolve: ({ labels }) => labels,
    }),
    place: t.field({
      type: Place,
      nullable: true,
      description: 'Where it is; null when its URL cannot be read here.',
      resolve: ({ place }) => place,
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why its URL cannot be read here, and what to do.',
    }),
    ignored: t.exposeBoolean('ignored', {
      description: 'The configuration file names the database too, and the file wins.',
    }),
    intervalMs: t.int({
      nullable: true,
      description: 'How often its schema is looked at; null: every 15 s.',
      resolve: ({ settings }) => settings.intervalMs,
    }),
    beforeRun: t.field({
      type: DriftBeforeRun,
      nullable: true,
      description: 'What a run does that finds drift; null: WARN.',
      resolve: ({ settings }) => settings.beforeRun,
    }),
    registeredBy: t.exposeString('registeredBy', { description: 'Name of the token that did it.' }),
    registeredAt: t.field({
      type: 'DateTime',
      description: 'When it was registered.',
      resolve: ({ registeredAt }) => registeredAt,
    }),
  }),
});

builder.queryField('registeredDatabases', (t) =>
  t.connection(
    {
      type: RegisteredDatabase,
      description: 'Databases that were registered over the API, by name. For admins.',
      authScopes: { role: 'admin' },
      resolve: async (_root, args, context) => {
        const asOf = await context.asOf();
        const page = parsePage(args, (cursor) => cursor);
        const all = await context.services.registrations.list(context.viewer);
        const rows = sliceOf(page, all, ({ name }) => name);
        return connectionOf(page, rows, asOf, (node) => ({ node, cursor: node.name }));
      },
    },
    { name: 'RegisteredDatabaseConnection', description: 'A page of registered databases.' },
    { name: 'RegisteredDatabaseEdge', description: 'A registered database in its list.' },
  ),
);
