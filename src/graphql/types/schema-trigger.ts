// The schema trigger of a PostgreSQL database: whether it is installed, and the two commands on it.
import { ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import { triggerStates } from '../../databases/postgres/ddl-trigger/state.ts';
import type { SchemaTrigger, SchemaTriggerChange } from '../../monitors/schema/trigger-commands.ts';
import { builder } from '../builder.ts';
import { getDatabase } from '../database-reference.ts';

const meanings = {
  ABSENT: 'It is not installed: changes are found by looking.',
  INSTALLED: 'It records and notifies.',
  OUTDATED: 'Another version of hawkwatch installed it.',
  DISABLED: 'It is there, but switched off.',
  BROKEN: 'A part of it is gone or changed, so that it may record nothing.',
} as const satisfies Record<(typeof triggerStates)[number], string>;

const SchemaTriggerStateEnum = builder.enumType('SchemaTriggerState', {
  description: 'How it stands with a schema trigger.',
  values: Object.fromEntries(
    triggerStates.map((state) => [state, { value: state, description: meanings[state] }]),
  ),
});

const SchemaTriggerRef = builder.objectRef<SchemaTrigger>('SchemaTrigger').implement({
  description:
    'Event triggers in a PostgreSQL database that record who changed the schema, and how, into ' +
    '`hawkwatch.ddl_log` there, and tell hawkwatch at once. They never make a command fail or wait.',
  fields: (t) => ({
    state: t.field({
      type: SchemaTriggerStateEnum,
      description: 'Whether it is there and works.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it is not INSTALLED, and what to do; null when it is.',
    }),
    mayInstall: t.exposeBoolean('mayInstall', {
      description: "True when hawkwatch's role in the database may install it.",
    }),
    refusal: t.exposeString('refusal', {
      nullable: true,
      description: 'Why the role may not; null when it may.',
    }),
    installSql: t.field({
      type: ['String'],
      description:
        'The statements that install it, for one transaction; with what lets hawkwatch read its log.',
      resolve: ({ installSql }) => installSql,
    }),
    removeSql: t.field({
      type: ['String'],
      description: 'The statements that remove it with its log.',
      resolve: ({ removeSql }) => removeSql,
    }),
  }),
});

const ChangedTrigger = builder.objectRef<SchemaTriggerChange>('SchemaTriggerChange').implement({
  description: 'A schema trigger that was installed or removed, or would have been.',
  fields: (t) => ({
    trigger: t.field({
      type: SchemaTriggerRef,
      description: 'How it is now.',
      resolve: ({ trigger }) => trigger,
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'True when nothing was changed.' }),
    sql: t.field({
      type: ['String'],
      description: 'The statements that were run, in one transaction, or would have been.',
      resolve: ({ sql }) => sql,
    }),
  }),
});

const SchemaTriggerResult = builder.errorUnion('SchemaTriggerResult', {
  description: 'What was done, or why nothing was.',
  types: [ChangedTrigger, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => ChangedTrigger,
});

const databaseArg = 'Global id or name of the database.';
const dryRunArg = 'Only show the SQL.';

builder.queryField('schemaTrigger', (t) =>
  t.field({
    type: SchemaTriggerRef,
    description: 'The schema trigger of a database, as it is there right now. For admins.',
    authScopes: { role: 'admin' },
    extensions: { cost: 20 },
    args: { database: t.arg.id({ required: true, description: databaseArg }) },
    resolve: async (_root, { database }, context) => {
      const { name } = await getDatabase(context, database);
      return context.services.schemaTriggers.read(context.viewer, name);
    },
  }),
);

builder.mutationField('installSchemaTrigger', (t) =>
  t.field({
    type: SchemaTriggerResult,
    description:
      'Installs the schema trigger in a database, or installs it anew where it is outdated or ' +
      'broken. Takes no lock that others wait for. For admins.',
    authScopes: { role: 'admin' },
    args: {
      database: t.arg.id({ required: true, description: databaseArg }),
      dryRun: t.arg.boolean({ defaultValue: false, description: dryRunArg }),
    },
    audit: ({ database, dryRun }) => ({ subject: `database:${database}`, detail: { dryRun } }),
    resolve: async (_root, { database, dryRun }, context) => {
      const { name } = await getDatabase(context, database);
      const request = { databaseName: name, dryRun: dryRun === true };
      return context.services.schemaTriggers.install(context.viewer, request);
    },
  }),
);

builder.mutationField('removeSchemaTrigger', (t) =>
  t.field({
    type: SchemaTriggerResult,
    description: 'Removes the schema trigger of a database, and its log. For admins.',
    authScopes: { role: 'admin' },
    args: {
      database: t.arg.id({ required: true, description: databaseArg }),
      dryRun: t.arg.boolean({ defaultValue: false, description: dryRunArg }),
    },
    audit: ({ database, dryRun }) => ({ subject: `database:${database}`, detail: { dryRun } }),
    resolve: async (_root, { database, dryRun }, context) => {
      const { name } = await getDatabase(context, database);
      const request = { databaseName: name, dryRun: dryRun === true };
      return context.services.schemaTriggers.remove(context.viewer, request);
    },
  }),
);
