// Registering databases over the API, changing and unregistering them. Roles, rules and audit are the
// commands' business.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { TargetHealth } from '../../databases/target.ts';
import type { RegistrationOutcome } from '../../monitors/registration/commands.ts';
import { builder } from '../builder.ts';
import { findDatabase, getDatabaseOf } from '../database-reference.ts';
import { auditedName, describedBy } from '../registration-input.ts';
import { Database, DatabaseStateType } from './database.ts';
import { LabelInput } from './migration-overview.ts';
import { DriftBeforeRun, RegisteredDatabase } from './registered-database.ts';

const DatabaseCheck = builder.objectRef<TargetHealth>('DatabaseCheck').implement({
  description: 'What was found when a database was tried.',
  fields: (t) => ({
    state: t.field({
      type: DatabaseStateType,
      description: 'Whether it can be used.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it is not UP, and what to do.',
    }),
    serverVersion: t.exposeString('serverVersion', {
      nullable: true,
      description: 'Version of the server, or of the library for a file.',
    }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to answer, in milliseconds.',
    }),
    sizeBytes: t.exposeFloat('sizeBytes', { nullable: true, description: 'Bytes on disk.' }),
    encrypted: t.boolean({
      nullable: true,
      description: 'The connection is encrypted; null for a file, and where there was none.',
      resolve: ({ tls }) => tls?.encrypted ?? null,
    }),
  }),
});

export const RegistrationOutcomeType = builder
  .objectRef<RegistrationOutcome>('DatabaseRegistration')
  .implement({
    description: 'A registration that was made or changed, or would have been.',
    fields: (t) => ({
      registration: t.field({
        type: RegisteredDatabase,
        description: 'How it is registered now, or would be.',
        resolve: ({ registration }) => registration,
      }),
      health: t.field({
        type: DatabaseCheck,
        nullable: true,
        description: 'What was found at its URL just now; null when no URL was given.',
        resolve: ({ health }) => health,
      }),
      dryRun: t.exposeBoolean('dryRun', { description: 'True when nothing was stored.' }),
    }),
  });

export const DatabaseSchemaInput = builder.inputType('DatabaseSchemaInput', {
  description: 'How its schema is watched; what is left out is as the configuration file has it.',
  fields: (t) => ({
    intervalMs: t.int({
      description: 'How often it is asked whether its schema may have changed: 1000 to 86400000.',
    }),
    beforeRun: t.field({ type: DriftBeforeRun, description: 'What a run does that finds drift.' }),
  }),
});

const urlDescription =
  'A PostgreSQL URL, or `sqlite:` or `duckdb:` with the absolute path of a file. It is sealed, ' +
  'and never shown again. Send it as a variable, so that it is in no log of documents.';
const environmentDescription = 'Where it belongs, as `production`.';
const reachableDescription = 'Refuse it when it cannot be reached within a few seconds.';
const dryRunDescription = 'Check all of it, tell what was found, and store nothing.';

const RegisterInput = builder.inputType('RegisterDatabaseInput', {
  description: 'The database to register.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its identity: lower-case letters, digits, `_` and `-`, 63 at most.',
    }),
    url: t.string({ required: true, description: urlDescription }),
    environment: t.string({ description: environmentDescription }),
    labels: t.field({ type: [LabelInput], description: 'Your own words about it, 50 at most.' }),
    schema: t.field({ type: DatabaseSchemaInput, description: 'How its schema is watched.' }),
    requireReachable: t.boolean({ defaultValue: false, description: reachableDescription }),
    dryRun: t.boolean({ defaultValue: false, description: dryRunDescription }),
    clientMutationId: t.string({
      description: 'The same request with the same key gives the same registration again.',
    }),
  }),
});

const UpdateInput = builder.inputType('UpdateDatabaseInput', {
  description: 'What to change of a registered database; what is left out stays as it is.',
  fields: (t) => ({
    database: t.id({ required: true, description: 'Global id or name of the database.' }),
    url: t.string({ description: `${urlDescription} Of the same engine as before.` }),
    environment: t.string({ description: `${environmentDescription} Null takes it away.` }),
    labels: t.field({ type: [LabelInput], description: 'All its labels; null takes them away.' }),
    schema: t.field({
      type: DatabaseSchemaInput,
      description: 'How its schema is watched; null within it is as the file has it by default.',
    }),
    requireReachable: t.boolean({ defaultValue: false, description: reachableDescription }),
    dryRun: t.boolean({ defaultValue: false, description: dryRunDescription }),
  }),
});

const RegisterResult = builder.errorUnion('RegisterDatabaseResult', {
  description: 'The registration, or why there is none.',
  types: [RegistrationOutcomeType, InvalidInputError, ConflictError, ForbiddenError],
  resolveType: () => RegistrationOutcomeType,
});

const UpdateResult = builder.errorUnion('UpdateDatabaseResult', {
  description: 'The registration as it is now, or why nothing was changed.',
  types: [RegistrationOutcomeType, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => RegistrationOutcomeType,
});

const UnregisterResult = builder.errorUnion('UnregisterDatabaseResult', {
  description: 'The database, which is retired, or why it was not unregistered.',
  types: [Database, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Database,
});

builder.mutationField('registerDatabase', (t) =>
  t.field({
    type: RegisterResult,
    description:
      'Registers a database, which is watched from then on by every replica. A name that the ' +
      'configuration file has is refused. For admins.',
    authScopes: { role: 'admin' },
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The database.' }) },
    audit: ({ input }) => ({
      subject: `database:${auditedName(input.name)}`,
      detail: { dryRun: input.dryRun },
    }),
    resolve: (_root, { input }, { services, viewer }) => {
      const { name, url, requireReachable, dryRun, clientMutationId } = input;
      const described = { ...describedBy(input), name, url };
      return services.registrations.register(
        viewer,
        { ...described, clientMutationId: clientMutationId ?? undefined },
        { requireReachable: requireReachable === true, dryRun: dryRun === true },
      );
    },
  }),
);

builder.mutationField('updateDatabase', (t) =>
  t.field({
    type: UpdateResult,
    description: 'Changes a registered database. For admins.',
    authScopes: { role: 'admin' },
    args: { input: t.arg({ type: UpdateInput, required: true, description: 'What to change.' }) },
    audit: ({ input }) => ({
      subject: `database:${auditedName(input.database)}`,
      detail: { dryRun: input.dryRun },
    }),
    resolve: async (_root, { input }, context) => {
      const { database, requireReachable, dryRun } = input;
      const name = (await findDatabase(context, database))?.name ?? database;
      return context.services.registrations.update(context.viewer, name, describedBy(input), {
        requireReachable: requireReachable === true,
        dryRun: dryRun === true,
      });
    },
  }),
);

builder.mutationField('unregisterDatabase', (t) =>
  t.field({
    type: UnregisterResult,
    description:
      'Takes a registered database away: its URL is forgotten, it is retired, and its history is ' +
      'kept. For admins.',
    authScopes: { role: 'admin' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
    },
    audit: ({ database }) => ({ subject: `database:${auditedName(database)}` }),
    resolve: async (_root, { database }, context) => {
      const name = (await findDatabase(context, database))?.name ?? database;
      const id = await context.services.registrations.unregister(context.viewer, name);
      context.loaders.databases.clear(id);
      return getDatabaseOf(context, id);
    },
  }),
);
