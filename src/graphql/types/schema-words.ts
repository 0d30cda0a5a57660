// The words of schemas: kinds of objects and changes, attributes, and who did what.
import type {
  RenameProposal,
  SchemaBreakage,
  AttributeChange,
  SchemaStatement,
} from '../../core/schema-change.ts';
import type { SchemaChange, SchemaChangeKind } from '../../core/schema-change.ts';
import type { SchemaObjectKind } from '../../core/schema.ts';
import { builder } from '../builder.ts';
import { RiskClassType, RiskLevelType } from './impact.ts';

const objectKinds: Record<SchemaObjectKind, { description: string }> = {
  SCHEMA: { description: 'A schema.' },
  EXTENSION: { description: 'An extension.' },
  TABLE: { description: 'A table.' },
  FOREIGN_TABLE: { description: 'A table of another server.' },
  COLUMN: { description: 'A column.' },
  CONSTRAINT: { description: 'A key, check or other constraint.' },
  INDEX: { description: 'An index.' },
  VIEW: { description: 'A view.' },
  MATERIALIZED_VIEW: { description: 'A materialised view.' },
  FUNCTION: { description: 'A function; in DuckDB a macro.' },
  PROCEDURE: { description: 'A procedure.' },
  AGGREGATE: { description: 'An aggregate.' },
  TRIGGER: { description: 'A trigger.' },
  RULE: { description: 'A rewrite rule.' },
  POLICY: { description: 'A policy of row security.' },
  SEQUENCE: { description: 'A sequence.' },
  ENUM: { description: 'An enumerated type.' },
  DOMAIN: { description: 'A domain.' },
  COMPOSITE_TYPE: { description: 'A type of several fields.' },
  RANGE_TYPE: { description: 'A range type.' },
  COLLATION: { description: 'A collation.' },
  STATISTICS: { description: 'Extended statistics.' },
  EVENT_TRIGGER: { description: 'An event trigger.' },
  PRIVILEGE: {
    description:
      'The owner of an object, or what a role may do with it; only where it is asked for.',
  },
};

const changeKinds: Record<SchemaChangeKind, { description: string }> = {
  ADDED: { description: 'It is new.' },
  REMOVED: { description: 'It is gone.' },
  CHANGED: { description: 'It has other attributes.' },
};

export const SchemaObjectKindType = builder.enumType('SchemaObjectKind', {
  description: 'What an object of a schema is.',
  values: objectKinds,
});

export const SchemaChangeKindType = builder.enumType('SchemaChangeKind', {
  description: 'What became of an object.',
  values: changeKinds,
});

export const AttributeChangeType = builder
  .objectRef<AttributeChange>('SchemaAttributeChange')
  .implement({
    description: 'An attribute that is another one now.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name, as `type` or `notNull`.' }),
      from: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What it was: a text, number, truth value or list; null for nothing.',
        resolve: ({ from }) => from,
      }),
      to: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What it is.',
        resolve: ({ to }) => to,
      }),
    }),
  });

const Breakage = builder.objectRef<SchemaBreakage>('SchemaBreakage').implement({
  description: 'Something that may not work any more.',
  fields: (t) => ({
    object: t.exposeString('object', {
      description: 'Kind and name of the object, or what an application needs.',
    }),
    reason: t.exposeString('reason', { description: 'Why it may not.' }),
  }),
});

export const SchemaRenameType = builder.objectRef<RenameProposal>('SchemaRename').implement({
  description:
    'A removed and an added object that may be the same one under another name. Proposed, never ' +
    'assumed: both changes are told, too.',
  fields: (t) => ({
    kind: t.field({
      type: SchemaObjectKindType,
      description: 'What they are.',
      resolve: ({ kind }) => kind,
    }),
    from: t.exposeString('from', { description: 'The name before.' }),
    to: t.exposeString('to', { description: 'The name now.' }),
    probability: t.exposeFloat('probability', { description: 'How likely it is, 0 to 1.' }),
    basis: t.exposeString('basis', { description: 'What that rests on.' }),
  }),
});

export const SchemaStatementType = builder.objectRef<SchemaStatement>('SchemaStatement').implement({
  description: "What somebody did, as the database's own log of schema changes tells it.",
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
    user: t.exposeString('user', { nullable: true, description: 'The role.' }),
    application: t.exposeString('application', {
      nullable: true,
      description: 'The application name of the session.',
    }),
    client: t.exposeString('client', {
      nullable: true,
      description: 'Address of the client; null for a local socket.',
    }),
    pid: t.exposeInt('pid', { description: 'Process id of the session.' }),
    tag: t.exposeString('tag', { description: 'What it did, as `ALTER TABLE`.' }),
    object: t.exposeString('object', {
      nullable: true,
      description: 'To what, when the server tells it.',
    }),
    statement: t.exposeString('statement', {
      nullable: true,
      description: 'The statement, redacted and cut; null when it may hold a secret.',
    }),
  }),
});

export const SchemaDifference = builder.interfaceRef<SchemaChange>('SchemaDifference').implement({
  description: 'What became of one object of a schema.',
  fields: (t) => ({
    change: t.field({
      type: SchemaChangeKindType,
      description: 'What became of it.',
      resolve: ({ change }) => change,
    }),
    kind: t.field({
      type: SchemaObjectKindType,
      description: 'What it is.',
      resolve: ({ kind }) => kind,
    }),
    name: t.exposeString('name', {
      description: 'Its qualified name, as `public.orders.total` for a column.',
    }),
    parent: t.exposeString('parent', {
      nullable: true,
      description: 'Kind and name of what it belongs to, as `TABLE public.orders`.',
    }),
    attributes: t.field({
      type: [AttributeChangeType],
      description: 'What is different; of an added or removed object all it has.',
      resolve: ({ attributes }) => attributes,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'How dangerous it is for those who use the database.',
      resolve: ({ risk }) => risk,
    }),
    classes: t.field({
      type: [RiskClassType],
      description: 'In which way.',
      resolve: ({ classes }) => classes,
    }),
    message: t.exposeString('message', { description: 'The change in one sentence.' }),
    breaks: t.field({
      type: [Breakage],
      description: 'What may not work any more.',
      resolve: ({ breaks }) => breaks,
    }),
  }),
});

export const ComparedChange = builder.objectRef<SchemaChange>('ComparedChange').implement({
  description: 'A difference between two schemas that were compared; nobody says who made it.',
  interfaces: [SchemaDifference],
  isTypeOf: (value) => typeof value === 'object' && value !== null && !('setId' in value),
});
