// Finding the database that an argument names, by its global id or its plain name.
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import { findDatabaseByName, listDatabases, type DatabaseRecord } from '../store/databases.ts';
import type { GraphqlContext } from './context.ts';
import { decodeGlobalId } from './global-ids.ts';

async function quotedNames(context: GraphqlContext): Promise<string> {
  const databases = await listDatabases(context.services.store.q, {
    limit: 50,
    discovered: false,
  });
  if (databases.length === 0) return 'None is configured: add one to hawkwatch.yaml.';
  return `Known are: ${databases.map((database) => `"${database.name}"`).join(', ')}.`;
}

/** The database with this global id or name, or undefined. */
export async function findDatabase(
  context: GraphqlContext,
  reference: string,
): Promise<DatabaseRecord | undefined> {
  const decoded = decodeGlobalId(reference);
  if (decoded?.typename === 'Database') {
    const database = await context.loaders.databases.load(decoded.id);
    if (database !== undefined) return database;
  }
  return findDatabaseByName(context.services.store.q, reference);
}

/** @throws NotFoundError that lists the known names. */
export async function getDatabase(
  context: GraphqlContext,
  reference: string,
): Promise<DatabaseRecord> {
  const database = await findDatabase(context, reference);
  if (database !== undefined) return database;
  const shown = reference.slice(0, 100);
  throw new NotFoundError(`There is no database "${shown}". ${await quotedNames(context)}`);
}

/** The database of what is stored about it; it is never deleted before that. */
export async function getDatabaseOf(
  { loaders }: GraphqlContext,
  databaseId: string,
): Promise<DatabaseRecord> {
  const database = await loaders.databases.load(databaseId);
  if (database === undefined) throw new Error(`there is no database ${databaseId}`);
  return database;
}

/**
 * The only database there is.
 * @throws InvalidInputError that lists the names when there are several, NotFoundError when none.
 */
export async function getOnlyDatabase(context: GraphqlContext): Promise<DatabaseRecord> {
  const [only, second] = await listDatabases(context.services.store.q, {
    limit: 2,
    discovered: false,
  });
  if (only === undefined) throw new NotFoundError(await quotedNames(context));
  if (second === undefined) return only;
  throw new InvalidInputError(
    `There are several databases: pass \`database\`. ${await quotedNames(context)}`,
    [{ path: 'database', message: 'is needed where there are several databases' }],
  );
}
