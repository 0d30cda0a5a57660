// Drift: a database whose schema is not what its migrations made of it, and what is decided about it.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { DriftResolution, DriftState } from '../../core/schema-change.ts';
import { countDrifts } from '../../store/schema-drift-pages.ts';
import type { DriftIgnoreRow, SchemaDrift as DriftRow } from '../../store/schema-drifts.ts';
import { builder } from '../builder.ts';
import { getDatabase, getDatabaseOf } from '../database-reference.ts';
import { accept, acknowledge, ignore, unignore } from '../drift-calls.ts';
import { pageOfDrifts } from '../schema-lists.ts';
import { Database } from './database.ts';
import { RiskLevelType } from './impact.ts';
import { ComparedChange, SchemaStatementType } from './schema-words.ts';

const states: Record<DriftState, { description: string }> = {
  OPEN: { description: 'Nobody has taken note of it.' },
  ACKNOWLEDGED: { description: 'Somebody knows.' },
  RESOLVED: { description: 'It is over.' },
};

const resolutions: Record<DriftResolution, { description: string }> = {
  GONE: { description: 'The schema is what it should be again.' },
  MIGRATED: { description: 'A migration has the same in it now.' },
  ACCEPTED: { description: 'An admin made it the new baseline.' },
  IGNORED: { description: 'Rules say that it is none.' },
};

const DriftStateType = builder.enumType('DriftState', {
  description: 'How far a drift is.',
  values: states,
});
const DriftResolutionType = builder.enumType('DriftResolution', {
  description: 'How a drift ended.',
  values: resolutions,
});

export const SchemaDrift = builder.objectRef<DriftRow>('SchemaDrift');

builder.node(SchemaDrift, {
  description: 'The schema of a database is not what its migrations made of it.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'digest' in value,
  loadOne: (id, { loaders }) => loaders.schemas.drifts.load(id),
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    state: t.field({
      type: DriftStateType,
      description: 'How far it is.',
      resolve: ({ state }) => state,
    }),
    resolution: t.field({
      type: DriftResolutionType,
      nullable: true,
      description: 'How it ended; null while it lasts.',
      resolve: ({ resolution }) => resolution,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The risk of the worst difference.',
      resolve: ({ risk }) => risk,
    }),
    changeCount: t.exposeInt('changeCount', { description: 'How many objects differ.' }),
    changes: t.field({
      type: [ComparedChange],
      description: 'From the baseline to what the database had last: the first 500.',
      resolve: ({ changes }) => changes,
    }),
    statements: t.field({
      type: [SchemaStatementType],
      description: "Who did what, the last 100; empty where the database's own log has nothing.",
      resolve: ({ statements }) => statements,
    }),
    digest: t.exposeString('digest', {
      description: 'Names these differences: another drift has another one.',
    }),
    openedAt: t.field({
      type: 'DateTime',
      description: 'When it was found.',
      resolve: ({ openedAt }) => openedAt,
    }),
    changedAt: t.field({
      type: 'DateTime',
      description: 'When it became what it is.',
      resolve: ({ changedAt }) => changedAt,
    }),
    acknowledgedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody took note of it.',
      resolve: ({ acknowledgedAt }) => acknowledgedAt,
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Name of the token that did.',
    }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ resolvedAt }) => resolvedAt,
    }),
    resolvedBy: t.exposeString('resolvedBy', {
      nullable: true,
      description: 'Name of the token that ended it; null when nobody did.',
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What was said about it last.',
    }),
  }),
});

const DriftIgnore = builder.objectRef<DriftIgnoreRow>('DriftIgnore').implement({
  description: 'A rule: changes of these objects are no drift.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id: `unignoreDrift` removes the rule.' }),
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    objects: t.exposeString('objects', {
      description:
        'Kind and name, or a name of whatever kind; `*` stands for any characters, as in ' +
        '`TABLE public.tmp_*`. With a table goes all that belongs to it.',
    }),
    reason: t.exposeString('reason', { description: 'Why.' }),
    createdBy: t.exposeString('createdBy', { description: 'Name of the token that made it.' }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

builder.objectField(Database, 'drift', (t) =>
  t.field({
    type: SchemaDrift,
    nullable: true,
    description: 'The drift that it has; null for none.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.schemas.openDrifts.load(id),
  }),
);

builder.objectField(Database, 'driftIgnores', (t) =>
  t.field({
    type: [DriftIgnore],
    description:
      'Rules that say which changes are no drift, 200 at most; those of the configuration are not ' +
      'among them.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.schemas.driftIgnores.load(id),
  }),
);

builder.queryField('drift', (t) =>
  t.field({
    type: SchemaDrift,
    nullable: true,
    description: 'The drift that a database has; null for none.',
    authScopes: { role: 'viewer' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
    },
    resolve: async (_root, { database }, context) => {
      const { id } = await getDatabase(context, database);
      return context.loaders.schemas.openDrifts.load(id);
    },
  }),
);

const DriftFilter = builder.inputType('SchemaDriftFilter', {
  description: 'Which drifts; what is left out does not restrict.',
  fields: (t) => ({
    databases: t.idList({ description: 'Only of these databases (global ids or names).' }),
    states: t.field({ type: [DriftStateType], description: 'Only in these states.' }),
    resolutions: t.field({ type: [DriftResolutionType], description: 'Only what ended so.' }),
    risks: t.field({ type: [RiskLevelType], description: 'Only of these risks.' }),
    since: t.field({ type: 'DateTime', description: 'Only what was found then or later.' }),
  }),
});

builder.queryField('drifts', (t) =>
  t.connection(
    {
      type: SchemaDrift,
      description: 'Drift of all databases or of some, newest first, with what is over.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: DriftFilter, description: 'Which drifts.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfDrifts(context, args, filter),
    },
    {
      name: 'SchemaDriftConnection',
      description: 'A page of drifts.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) => countDrifts(services.store.q, filter),
        }),
      }),
    },
    { name: 'SchemaDriftEdge', description: 'A drift in its list.' },
  ),
);

const DriftResult = builder.errorUnion('SchemaDriftResult', {
  description: 'The drift as it is now, or why nothing was changed.',
  types: [SchemaDrift, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => SchemaDrift,
});

const IgnoreResult = builder.errorUnion('DriftIgnoreResult', {
  description: 'The rule, or why nothing was changed.',
  types: [DriftIgnore, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => DriftIgnore,
});

const quote = (text: string): string => text.slice(0, 500);

builder.mutationField('acknowledgeDrift', (t) =>
  t.field({
    type: DriftResult,
    description:
      'Says that somebody knows of a drift. It is open again when it becomes another one. Once is ' +
      'enough: again changes nothing.',
    authScopes: { role: 'operator' },
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the drift.' }),
      comment: t.arg.string({ description: 'What is to be known about it, 3 to 500 characters.' }),
    },
    audit: ({ id, comment }) => ({
      subject: `schema-drift:${id}`,
      detail: { comment: quote(comment ?? '') },
    }),
    resolve: (_root, args, context) => acknowledge(context, args),
  }),
);

builder.mutationField('acceptDrift', (t) =>
  t.field({
    type: DriftResult,
    description:
      'Makes what the database has the new baseline: the drift is over. For admins. Once is enough: ' +
      'again changes nothing.',
    authScopes: { role: 'admin' },
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the drift.' }),
      comment: t.arg.string({ required: true, description: 'Why, 3 to 500 characters.' }),
      digest: t.arg.string({
        description: 'The drift that you looked at: refused when it is another one by now.',
      }),
    },
    audit: ({ id, comment }) => ({
      subject: `schema-drift:${id}`,
      detail: { comment: quote(comment) },
    }),
    resolve: (_root, args, context) => accept(context, args),
  }),
);

builder.mutationField('ignoreDrift', (t) =>
  t.field({
    type: IgnoreResult,
    description:
      'Makes a rule: changes of these objects are no drift, from now on and where drift is open. ' +
      'The same pattern again gives the rule another reason. For admins.',
    authScopes: { role: 'admin' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
      objects: t.arg.string({
        required: true,
        description:
          'Kind and name, or a name of whatever kind; `*` stands for any characters, as in ' +
          '`TABLE public.tmp_*`. With a table goes all that belongs to it.',
      }),
      reason: t.arg.string({ required: true, description: 'Why, 3 to 500 characters.' }),
    },
    audit: ({ database, objects, reason }) => ({
      subject: `database:${database}`,
      detail: { objects: quote(objects), reason: quote(reason) },
    }),
    resolve: (_root, args, context) => ignore(context, args),
  }),
);

builder.mutationField('unignoreDrift', (t) =>
  t.field({
    type: IgnoreResult,
    description: 'Removes a rule; what it was about may be drift from now on. For admins.',
    authScopes: { role: 'admin' },
    args: {
      id: t.arg.id({ required: true, description: 'Id of the rule (`Database.driftIgnores`).' }),
    },
    audit: ({ id }) => ({ subject: `drift-ignore:${id}` }),
    resolve: (_root, { id }, context) => unignore(context, id),
  }),
);
