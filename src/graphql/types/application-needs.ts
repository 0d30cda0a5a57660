// What applications need of a database, and whether it has that.
import type { NeedProblem, NotChecked, UnmetNeed } from '../../databases/needs/problems.ts';
import type { NeedsReport } from '../../monitors/schema/needs-check.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { resolveReference } from '../schema-comparison.ts';
import { contentCost, SchemaSnapshot } from './schema-snapshot.ts';

const problems: Record<NeedProblem, { description: string }> = {
  TABLE_MISSING: { description: 'A table or view that is read or written is not there.' },
  COLUMN_MISSING: { description: 'A column is not there.' },
  TYPE_DIFFERS: { description: 'A required column has another type.' },
  NOT_NULL_WITHOUT_DEFAULT: {
    description: 'An INSERT leaves out a column that must be given.',
  },
  COLUMN_NOT_WRITABLE: {
    description:
      'A query writes to a generated column, or to an identity that is always generated.',
  },
  OTHER_COLUMNS: {
    description: 'An INSERT without a list of columns gives another number of values.',
  },
  FUNCTION_MISSING: { description: 'A function was there and is not any more.' },
  TYPE_MISSING: { description: 'A type was there and is not any more.' },
  SEQUENCE_MISSING: { description: 'A sequence was there and is not any more.' },
};

const Problem = builder.enumType('ApplicationNeedProblem', {
  description: 'What is wrong with a need.',
  values: problems,
});

const Unmet = builder.objectRef<UnmetNeed>('UnmetNeed').implement({
  description: 'Something that applications need and the schema does not have.',
  fields: (t) => ({
    need: t.exposeString('need', {
      description: 'Who needs it: `required: public.orders.total`, or a query by file and line.',
    }),
    object: t.exposeString('object', { description: 'What is needed, as `public.orders.total`.' }),
    problem: t.field({
      type: Problem,
      description: 'What is wrong.',
      resolve: ({ problem }) => problem,
    }),
    message: t.exposeString('message', { description: 'That in one sentence.' }),
  }),
});

const Unchecked = builder.objectRef<NotChecked>('UncheckedNeed').implement({
  description:
    'A need of which nothing can be told for sure: it counts neither as met nor as unmet.',
  fields: (t) => ({
    need: t.exposeString('need', { description: 'Who needs it.' }),
    reason: t.exposeString('reason', { description: 'Why nothing can be told.' }),
  }),
});

const Needs = builder.objectRef<NeedsReport>('ApplicationNeeds').implement({
  description: 'What applications need of a database, beside the schema that it has.',
  fields: (t) => ({
    required: t.exposeInt('required', {
      description: 'How many tables are required by the configuration.',
    }),
    queries: t.exposeInt('queries', {
      description: 'How many queries the folder has, those that cannot be read included.',
    }),
    unmet: t.field({
      type: [Unmet],
      description: 'What the schema does not have: the first 200.',
      resolve: ({ unmet }) => unmet.first,
    }),
    unmetCount: t.int({
      description: 'How many needs are not met.',
      resolve: ({ unmet }) => unmet.count,
    }),
    notChecked: t.field({
      type: [Unchecked],
      description: 'What cannot be told: the first 200.',
      resolve: ({ notChecked }) => notChecked.first,
    }),
    notCheckedCount: t.int({
      description: 'How often something cannot be told.',
      resolve: ({ notChecked }) => notChecked.count,
    }),
    faults: t.stringList({
      description: 'What is wrong with the folder of queries: the first 200.',
      resolve: ({ faults }) => faults.first,
    }),
    faultCount: t.int({
      description: 'How much is wrong with the folder of queries.',
      resolve: ({ faults }) => faults.count,
    }),
    snapshot: t.field({
      type: SchemaSnapshot,
      description: 'The schema that was looked at: the one that the database has.',
      resolve: ({ snapshot }) => snapshot,
    }),
    checkedAt: t.field({
      type: 'DateTime',
      description: 'When the database was last known to have it. The needs are those of now.',
      reads: ['store'],
      resolve: async ({ snapshot }, _args, { loaders }) =>
        (await loaders.schemas.positions.load(snapshot.databaseId))?.checkedAt ?? snapshot.takenAt,
    }),
  }),
});

builder.queryField('applicationNeeds', (t) =>
  t.field({
    type: Needs,
    description:
      'What applications need of a database (`schema.required` and `schema.queries` of the ' +
      'configuration), and what of it the schema does not have.',
    authScopes: { role: 'viewer' },
    extensions: { cost: contentCost },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
    },
    resolve: async (_root, { database }, context) => {
      const snapshot = await resolveReference(context, 'database', { current: database });
      const { name } = await getDatabaseOf(context, snapshot.databaseId);
      return context.services.needs.check(name, snapshot);
    },
  }),
);
