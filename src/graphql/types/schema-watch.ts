// Whether the schema of a database can be read.
import { readableStates, type SchemaWatchState } from '../../store/schema-watch-states.ts';
import { builder } from '../builder.ts';
import { Database } from './database.ts';

const meanings: Readonly<Record<SchemaWatchState['state'], string>> = {
  READ: 'All of it is read.',
  PARTIAL: 'Some kinds of objects may not be read: nothing is said of them.',
  FAILING: 'It cannot be read; what is told of it is what was read last.',
};

const State = builder.enumType('SchemaWatchStateKind', {
  description: 'Whether a schema can be read.',
  values: Object.fromEntries(
    readableStates.map((state) => [state, { description: meanings[state] }]),
  ) as Record<SchemaWatchState['state'], { description: string }>,
});

const WatchState = builder.objectRef<SchemaWatchState>('SchemaWatchState').implement({
  description: 'Whether the schema of a database can be read.',
  fields: (t) => ({
    state: t.field({
      type: State,
      description: 'Whether it can be read.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it cannot be read, or what of it cannot.',
    }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when that is so.',
      resolve: ({ since }) => since,
    }),
  }),
});

builder.objectField(Database, 'schemaWatch', (t) =>
  t.field({
    type: WatchState,
    nullable: true,
    description:
      'Whether its schema can be read; null while nothing is known, as where it is not watched.',
    reads: ['store'],
    resolve: async ({ id }, _args, { loaders }) =>
      (await loaders.schemas.watchStates.load(id)) ?? null,
  }),
);
