// The PostgreSQL schema that holds all of hawkwatch's own tables. Monitored databases get another
// one (`hawkwatch`), so both fit into one database.

import { pgSchema } from '../drizzle.ts';
export const storeSchema = pgSchema('hawkwatch_store');
