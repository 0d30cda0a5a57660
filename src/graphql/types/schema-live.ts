// Watching schemas change, and drift come and go.
import { builder } from '../builder.ts';
import {
  getChangeSet,
  getDrift,
  openDriftEvents,
  openSchemaEvents,
  type DriftEvent,
  type DriftEventKind,
  type SchemaEvent,
  type SchemaEventKind,
} from '../schema-streams.ts';
import { SchemaChangeSetType } from './schema-change.ts';
import { SchemaDrift } from './schema-drift.ts';

const schemaKinds: Record<SchemaEventKind, { description: string }> = {
  CHANGED: { description: 'Changes were found.' },
  ATTRIBUTED: { description: 'What made them became known after they were told.' },
};

const driftKinds: Record<DriftEventKind, { description: string }> = {
  DETECTED: { description: 'It was found.' },
  CHANGED: { description: 'It has become another one.' },
  ACKNOWLEDGED: { description: 'Somebody took note of it.' },
  RESOLVED: { description: 'It is over.' },
};

const SchemaEventType = builder.objectRef<SchemaEvent>('SchemaEvent').implement({
  description: 'A schema changed, or it became known what changed it.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the event: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    kind: t.field({
      type: builder.enumType('SchemaEventKind', {
        description: 'What happened.',
        values: schemaKinds,
      }),
      description: 'What happened.',
      resolve: ({ kind }) => kind,
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    set: t.field({
      type: SchemaChangeSetType,
      description: 'The changes, as they are known now.',
      reads: ['store'],
      resolve: ({ setId }, _args, context) => getChangeSet(context, setId),
    }),
  }),
});

const DriftEventType = builder.objectRef<DriftEvent>('DriftEvent').implement({
  description: 'Something became of a drift.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the event: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    kind: t.field({
      type: builder.enumType('DriftEventKind', {
        description: 'What became of it.',
        values: driftKinds,
      }),
      description: 'What became of it.',
      resolve: ({ kind }) => kind,
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    actor: t.exposeString('actor', {
      nullable: true,
      description: 'Name of the token whose doing it was; null for nobody.',
    }),
    drift: t.field({
      type: SchemaDrift,
      description: 'The drift, as it is now.',
      reads: ['store'],
      resolve: ({ driftId }, _args, context) => getDrift(context, driftId),
    }),
  }),
});

builder.subscriptionField('schemaChanged', (t) =>
  t.field({
    type: SchemaEventType,
    description:
      'Schemas as they change, of one database or all. With `after`: first what came since then; ' +
      'nothing is lost, nothing comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      database: t.arg.id({ description: 'Only this database (global id or name).' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { database, after }, context) => openSchemaEvents(context, database, after),
    resolve: (event) => event,
  }),
);

builder.subscriptionField('driftChanged', (t) =>
  t.field({
    type: DriftEventType,
    description:
      'Drift as it is found, changes, is acknowledged and ends, of one database or all. With ' +
      '`after`: first what came since then; nothing is lost, nothing comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      database: t.arg.id({ description: 'Only this database (global id or name).' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { database, after }, context) => openDriftEvents(context, database, after),
    resolve: (event) => event,
  }),
);
