// What the database's own log of changes tells, as it is stored with the changes.
import type { SchemaStatement } from '../../core/schema-change.ts';
import type { DdlLogEntry } from '../../databases/ddl-log.ts';
import type { DatabaseConnection } from '../../databases/driver.ts';

/** More than anybody reads; what is beyond is told by the changes themselves. */
const mostEntries = 2_000;
const pageSize = 500;

export interface StatementsRead {
  readonly statements: readonly SchemaStatement[];
  /** Null where there is no log. */
  readonly position: string | null;
}

/** The entries after a position. With none, only where the log ends: who did what before is history. */
export async function readStatements(
  connection: DatabaseConnection,
  from: string | null,
  signal: AbortSignal,
): Promise<StatementsRead> {
  const statements: SchemaStatement[] = [];
  let position = from;
  for (;;) {
    const reading = await connection.readDdlLog?.({ position, limit: pageSize, signal });
    if (reading?.state !== 'READ') return { statements, position: null };
    position = reading.position;
    statements.push(...reading.entries.map(toStatement));
    if (statements.length > mostEntries) statements.splice(0, statements.length - mostEntries);
    if (reading.complete) break;
  }
  return { statements, position };
}

function toStatement(entry: DdlLogEntry): SchemaStatement {
  return {
    at: entry.at.toISOString(),
    user: entry.sessionUser,
    application: entry.application,
    client: entry.client,
    pid: entry.pid,
    tag: entry.tag,
    object: entry.object,
    statement: entry.statement,
  };
}

/** How far the clocks of a database and of hawkwatch may differ. */
const skewMs = 5_000;

/** Those that were sent after a moment, as far as clocks tell. */
export function laterThan(
  statements: readonly SchemaStatement[],
  since: Date,
): readonly SchemaStatement[] {
  return statements.filter(({ at }) => new Date(at).getTime() >= since.getTime() - skewMs);
}

const carriedMs = 120_000;
const mostCarried = 500;

/** Those whose change may still show up in a later snapshot: young, and not too many. */
export function carryOver(
  statements: readonly SchemaStatement[],
  used: ReadonlySet<SchemaStatement>,
  now: Date,
): readonly SchemaStatement[] {
  return statements
    .filter(
      (statement) =>
        !used.has(statement) && now.getTime() - new Date(statement.at).getTime() < carriedMs,
    )
    .slice(-mostCarried);
}
