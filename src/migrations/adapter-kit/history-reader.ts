// How adapters read a monitored database: single read-only queries on a pool of short statements.
import type { TargetClient } from '../../databases/postgres/client.ts';

/** Runs one read-only query on the monitored database. */
export interface HistoryReader {
  read<Row extends object>(statement: string): Promise<readonly Row[]>;
}

/** Reads through a pool of short statements. */
export function historyReaderOf(client: TargetClient): HistoryReader {
  return { read: async <Row extends object>(statement: string) => client.unsafe<Row[]>(statement) };
}
