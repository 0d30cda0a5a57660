// Databases that were found in containers and wait for somebody who tells how to log in.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { placesOf, type ReachablePlace } from '../../monitors/containers/databases/places.ts';
import { readRecognition } from '../../monitors/containers/recognition-form.ts';
import type { ContainerRow } from '../../store/containers.ts';
import { countDatabases, listDatabases, type DatabaseRecord } from '../../store/databases.ts';
import { builder } from '../builder.ts';
import type { GraphqlContext } from '../context.ts';
import { decodeDatabaseName, encodeDatabaseName } from '../database-lists.ts';
import { findDatabase } from '../database-reference.ts';
import { connectionOf, parsePage } from '../paging.ts';
import { auditedName, describedBy } from '../registration-input.ts';
import { Container, RecognitionType } from './container.ts';
import { Database } from './database.ts';
import { DatabaseSchemaInput, RegistrationOutcomeType } from './database-registration.ts';
import { LabelInput } from './migration-overview.ts';

const Place = builder.objectRef<ReachablePlace>('ReachablePlace').implement({
  description: 'Where a server in a container can be reached.',
  fields: (t) => ({
    by: t.field({
      type: builder.enumType('ReachedBy', {
        description: 'How a server in a container is reached.',
        values: {
          HOST: { description: 'Through a port of its host.' },
          NETWORK: { description: 'From within a network of containers, or from its host.' },
        } satisfies Record<ReachablePlace['by'], { description: string }>,
      }),
      description: 'How.',
      resolve: ({ by }) => by,
    }),
    host: t.exposeString('host', { description: 'Name or address.' }),
    port: t.exposeInt('port', { description: 'Port there.' }),
    network: t.exposeString('network', {
      nullable: true,
      description: 'The network of containers.',
    }),
  }),
});

interface Discovery {
  readonly database: DatabaseRecord;
  readonly container: ContainerRow;
}

const Discovered = builder.objectRef<Discovery>('DatabaseDiscovery').implement({
  description: 'How a database was found in a container.',
  fields: (t) => ({
    container: t.field({
      type: Container,
      description: 'The container.',
      resolve: ({ container }) => container,
    }),
    recognition: t.field({
      type: RecognitionType,
      nullable: true,
      description: 'Why it is thought to be one.',
      resolve: ({ container }) => readRecognition(container.recognised),
    }),
    places: t.field({
      type: [Place],
      description: 'Where it can be reached, the nearest to hand first; without a login.',
      resolve: ({ container }) => {
        const found = readRecognition(container.recognised);
        return [...placesOf(container, found?.verdict === 'DATABASE' ? found.port : null)];
      },
    }),
    since: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it waits for credentials; null when it does not.',
      resolve: ({ database }) => database.discoveredAt,
    }),
  }),
});

async function findDiscovery(
  { loaders }: Pick<GraphqlContext, 'loaders'>,
  database: DatabaseRecord,
): Promise<Discovery | null> {
  if (database.discoveredIn === null) return null;
  const container = await loaders.containers.load(database.discoveredIn);
  return container === undefined ? null : { database, container };
}

builder.objectField(Database, 'discovery', (t) =>
  t.field({
    type: Discovered,
    nullable: true,
    description: 'How it was found, also after it was confirmed; null when nobody had to find it.',
    reads: ['store'],
    resolve: (database, _args, context) => findDiscovery(context, database),
  }),
);

builder.queryField('discoveredDatabases', (t) =>
  t.connection(
    {
      type: Database,
      description:
        'Databases that were found in containers and are not configured yet, by name. Those of ' +
        'engines that hawkwatch cannot log in to are listed too.',
      authScopes: { role: 'viewer' },
      resolve: async (_root, args, context) => {
        const asOf = await context.asOf();
        const page = parsePage(args, decodeDatabaseName);
        const { q } = context.services.store;
        const rows = await listDatabases(q, { ...page, discovered: true });
        return connectionOf(page, rows, asOf, (node) => ({
          node,
          cursor: encodeDatabaseName(node),
        }));
      },
    },
    {
      name: 'DiscoveredDatabaseConnection',
      description: 'A page of discovered databases.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: (_list, _args, { services }) =>
            countDatabases(services.store.q, { discovered: true }),
        }),
      }),
    },
    { name: 'DiscoveredDatabaseEdge', description: 'A discovered database in its list.' },
  ),
);

const PlaceInput = builder.inputType('DatabasePlaceInput', {
  description: 'Where a server is.',
  fields: (t) => ({
    host: t.string({ required: true, description: 'Name or address.' }),
    port: t.int({ required: true, description: 'Port.' }),
  }),
});

const Credentials = builder.inputType('DatabaseCredentialsInput', {
  description: 'How to log in to a database whose place is known.',
  fields: (t) => ({
    userName: t.string({ required: true, description: 'The role.' }),
    password: t.string({
      required: true,
      description: 'Its password. It is sealed, and never shown. Send it as a variable.',
    }),
    databaseName: t.string({ description: "The database's name; without it, the role's." }),
    place: t.field({
      type: PlaceInput,
      description: 'Where it is; without it, the first of its `places`.',
    }),
    sslMode: t.string({ description: 'As in a URL: `require`, `verify-full` …' }),
  }),
});

const ConfirmInput = builder.inputType('ConfirmDiscoveredDatabaseInput', {
  description: 'How to log in to a discovered database: a URL, or credentials.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    url: t.string({
      description: 'A PostgreSQL URL. It is sealed, and never shown again. Send it as a variable.',
    }),
    credentials: t.field({ type: Credentials, description: 'Instead of a URL.' }),
    environment: t.string({
      description: 'Where it belongs; without it, as the label `hawkwatch.environment` says.',
    }),
    labels: t.field({ type: [LabelInput], description: 'Your own words about it, 50 at most.' }),
    schema: t.field({ type: DatabaseSchemaInput, description: 'How its schema is watched.' }),
    requireReachable: t.boolean({
      defaultValue: true,
      description: 'Refuse it when it cannot be logged in to within a few seconds.',
    }),
    dryRun: t.boolean({
      defaultValue: false,
      description: 'Check all of it, tell what was found, and store nothing.',
    }),
    clientMutationId: t.string({
      description: 'The same request with the same key gives the same registration again.',
    }),
  }),
});

const ConfirmResult = builder.errorUnion('ConfirmDiscoveredDatabaseResult', {
  description: 'The registration, or why there is none.',
  types: [RegistrationOutcomeType, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => RegistrationOutcomeType,
});

builder.mutationField('confirmDiscoveredDatabase', (t) =>
  t.field({
    type: ConfirmResult,
    description:
      'Tells how to log in to a discovered database: it is a registered one from then on, with the ' +
      'same id, and watched by every replica. For admins.',
    authScopes: { role: 'admin' },
    args: { input: t.arg({ type: ConfirmInput, required: true, description: 'The login.' }) },
    audit: ({ input }) => ({
      subject: `database:${auditedName(input.database)}`,
      detail: { dryRun: input.dryRun },
    }),
    resolve: async (_root, { input }, context) => {
      const { credentials, requireReachable, dryRun, clientMutationId } = input;
      const database = await findDatabase(context, input.database);
      const outcome = await context.services.discoveries.confirm(
        context.viewer,
        database?.id ?? null,
        {
          ...describedBy(input),
          credentials: credentials && {
            ...credentials,
            databaseName: credentials.databaseName ?? null,
            place: credentials.place ?? null,
            sslMode: credentials.sslMode ?? null,
          },
          clientMutationId: clientMutationId ?? undefined,
        },
        { requireReachable: requireReachable !== false, dryRun: dryRun === true },
      );
      if (database !== undefined) context.loaders.databases.clear(database.id);
      return outcome;
    },
  }),
);
