// The name of the monitored database, which is part of some tools' lock keys.
import type { HistoryReader } from './history-reader.ts';

/** The name of the database. */
export async function readDatabaseName(reader: HistoryReader): Promise<string> {
  const [row] = await reader.read<{ name: string }>(
    'select pg_catalog.current_database()::text as name',
  );
  return row?.name ?? '';
}
