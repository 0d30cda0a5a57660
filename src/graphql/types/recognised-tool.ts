// The migration tools whose histories a database has, whether or not a source of them is configured.
import type { RecognisedTool } from '../../migrations/status-words.ts';
import { builder } from '../builder.ts';
import { Database } from './database.ts';

const RecognisedToolType = builder.objectRef<RecognisedTool>('RecognisedTool').implement({
  description: 'A migration tool whose history was found in a database.',
  fields: (t) => ({
    tool: t.exposeString('tool', { description: 'Its name in the configuration, as `knex`.' }),
    title: t.exposeString('title', { description: "The tool's own name, as `Flyway`." }),
    table: t.exposeString('table', { description: 'Its history table, as `public.pgmigrations`.' }),
    why: t.exposeString('why', { description: 'What it was recognised by.' }),
  }),
});

builder.objectField(Database, 'recognisedTools', (t) =>
  t.field({
    type: [RecognisedToolType],
    description:
      'Migration tools whose histories are in this database, found just now, also where no source is ' +
      'configured. Empty while it does not answer.',
    extensions: { cost: 5 },
    reads: ['store'],
    resolve: ({ name, retiredAt, discoveredAt }, _args, { services }) =>
      retiredAt === null && discoveredAt === null ? services.statuses.recognise(name) : [],
  }),
);
