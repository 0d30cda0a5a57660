// The monitored databases as they are known by name. How to reach one is configuration and is not
// stored here.

import { index, sql, text, uuid } from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const databases = storeSchema.table(
  'databases',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull().unique(),
    engine: text('engine').notNull(),
    environment: text('environment'),
    labels: json('labels').notNull(),
    addedAt: instant('added_at').notNull(),
    /** Set when the name went away from the configuration; its history is kept. */
    retiredAt: instant('retired_at'),
    /** Set while nobody has told how to reach it: it was found in a container. */
    discoveredAt: instant('discovered_at'),
    /** The row of the container that it was found in first; its identity as long as that is called so. */
    discoveredIn: uuid('discovered_in').unique(),
  },
  (table) => [
    index('databases_active')
      .on(table.name)
      .where(sql`${table.retiredAt} is null`),
  ],
);
