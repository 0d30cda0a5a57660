// Brings the store's own schema up to date and gives the event log its identity. Safe to run from
// several replicas at once: one migrates, the others wait for it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { drizzle, migrate, sql, type PostgresJsDatabase } from './drizzle.ts';
import { identifyLog } from './event-log.ts';
import { ConflictError } from '../core/errors.ts';
import { openClient, type StoreAddress } from './connection.ts';

const migrationsFolder = path.join(import.meta.dirname, '../../drizzle');
// Any fixed number: it only has to be the same in every hawkwatch.
const migrationLock = 7_521_702_886_401;

/** Least server version the store runs on, as `server_version_num`. */
const leastVersion = 150_000;

export interface MigrateOptions {
  readonly address: StoreAddress;
}

/**
 * Migrates the store and makes a new epoch when the log is new or was restored.
 * @throws ConflictError when the server is too old or the store belongs to a newer hawkwatch.
 */
export async function migrateStore(options: MigrateOptions): Promise<void> {
  const client = openClient(options.address, { max: 1, applicationName: 'hawkwatch migrate' });
  try {
    const database = drizzle({ client });
    await requireVersion(database);
    await client`select pg_advisory_lock(${migrationLock})`;
    await requireOurs(database);
    await migrate(database, {
      migrationsFolder,
      migrationsSchema: 'hawkwatch_store',
      migrationsTable: 'schema_migrations',
    });
    await identifyLog(database);
  } finally {
    await client.end({ timeout: 2 });
  }
}

async function requireVersion(database: PostgresJsDatabase): Promise<void> {
  const [row] = await database.execute<{ version: string }>(
    sql`select current_setting('server_version_num') as version`,
  );
  if (Number(row?.version) < leastVersion) {
    throw new ConflictError(
      `hawkwatch's own database runs PostgreSQL ${String(row?.version)}; it needs 15 or newer. ` +
        'Point DATABASE_URL at a newer server, or leave it out to use the embedded one.',
    );
  }
}

/** Refuses a store that a newer hawkwatch has migrated further than this one knows. */
async function requireOurs(database: PostgresJsDatabase): Promise<void> {
  const [exists] = await database.execute<{ found: string | null }>(
    sql`select to_regclass('hawkwatch_store.schema_migrations')::text as found`,
  );
  if (exists?.found == null) return;
  const [last] = await database.execute<{ at: string | null }>(
    sql`select max(created_at) as at from hawkwatch_store.schema_migrations`,
  );
  const journal: unknown = JSON.parse(
    await readFile(path.join(migrationsFolder, 'meta/_journal.json'), 'utf8'),
  );
  if (Number(last?.at ?? 0) > newestEntry(journal)) {
    throw new ConflictError(
      'The store was migrated by a newer hawkwatch than this one. Start that version, or restore ' +
        'the backup made before the upgrade.',
    );
  }
}

function newestEntry(journal: unknown): number {
  if (typeof journal !== 'object' || journal === null || !('entries' in journal)) return 0;
  const entries: unknown = journal.entries;
  if (!Array.isArray(entries)) return 0;
  return Math.max(
    0,
    ...entries.map((entry: unknown) =>
      typeof entry === 'object' && entry !== null && 'when' in entry ? Number(entry.when) : 0,
    ),
  );
}
