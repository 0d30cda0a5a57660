// One database for many tests that each want an empty one: emptying takes a few milliseconds, creating
// some hundred.
import postgres from 'postgres';

import type { TestDatabase } from './databases.ts';
import { createEmptyDatabase } from './store.ts';

export interface ReusedDatabase {
  readonly url: string;
  readonly database: TestDatabase;
  readonly sql: postgres.Sql;
  /** Removes all schemas and makes `public` anew. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Creates the database. */
export async function createReusedDatabase(): Promise<ReusedDatabase> {
  const database = await createEmptyDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  return {
    url: database.url,
    database,
    sql,
    empty: async () => {
      const schemas = await sql<{ name: string }[]>`
        select quote_ident(nspname) as name from pg_namespace
        where nspname !~ '^pg_' and nspname <> 'information_schema'`;
      const drops = schemas.map(({ name }) => `drop schema ${name} cascade;`).join(' ');
      await sql.unsafe(`${drops} create schema public`);
    },
    close: async () => {
      await sql.end();
      await database.drop();
    },
  };
}
