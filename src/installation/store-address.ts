// Where the store of this installation is.
import type { StoreAddress } from '../store/connection.ts';
import type { EmbeddedPostgres } from '../store/embedded/start.ts';

const ownDatabase = 'hawkwatch';

/** The server that is named, else the embedded one, where the database is made if need be. */
export async function findStore(
  databaseUrl: string | undefined,
  embedded: EmbeddedPostgres | undefined,
): Promise<StoreAddress> {
  if (databaseUrl !== undefined) return databaseUrl;
  if (embedded === undefined) throw new Error('there is neither DATABASE_URL nor a server');
  await embedded.ensureDatabase(ownDatabase);
  return embedded.url(ownDatabase);
}
