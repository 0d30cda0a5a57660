// Pages of a database's record. Read from the old end only: a record is read from its beginning.
import { InvalidInputError } from '../core/errors.ts';
import { readComplianceRecord, type ComplianceEntry } from '../reports/compliance-record.ts';
import { decodeComplianceKey } from '../store/compliance-keys.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

export interface RecordArguments extends PageArguments {
  readonly database: string;
  readonly since?: Date | null | undefined;
  readonly until?: Date | null | undefined;
}

/** The entries of a page, the oldest first. */
export async function pageOfRecord(
  context: GraphqlContext,
  { database, since, until, ...args }: RecordArguments,
): Promise<Connection<ComplianceEntry>> {
  const asOf = await context.asOf();
  if (args.last != null || args.before != null) {
    throw new InvalidInputError('A record is read from its beginning: use `first` and `after`.', [
      { path: args.last == null ? 'before' : 'last', message: 'is not taken here' },
    ]);
  }
  const page = parsePage(args, decodeComplianceKey);
  const { id, name } = await getDatabase(context, database);
  const range = {
    databaseId: id,
    database: name,
    since: since ?? undefined,
    until: until ?? undefined,
  };
  const { entries } = await readComplianceRecord(context.services.store.q, range, page);
  return connectionOf(page, entries, asOf, (node) => ({ node, cursor: node.cursor }));
}
