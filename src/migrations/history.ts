// hawkwatch's history table in a monitored database: `hawkwatch.migrations`, one row per source and
// version. It is the truth about what happened there. Only runs write it, on the connection that
// holds the run lock; reading never creates it.
import { quoteLiteral, type TargetClient } from '../databases/postgres/client.ts';
import type { Session } from '../databases/postgres/session.ts';

/** The run lock: one per target database, the same for every hawkwatch. */
export const runLock = { classId: 1_751_218_028, objectId: 1 } as const;

/**
 * applied, marked (as applied, without running it), failed, partial (statements up to
 * `statements_done` stay), rolling_back (its down file is under way), rolled_back.
 */
export type HistoryState =
  'applied' | 'marked' | 'failed' | 'partial' | 'rolling_back' | 'rolled_back';

/** A statement that cannot run in a transaction was begun; whether it ended is not known. */
export interface Intent {
  /** Index of the statement, counted from 0. */
  readonly statement: number;
  readonly down: boolean;
  /** Stands for all statements up to and with this one, as `doneChecksum` does. */
  readonly checksum?: string;
}

export interface HistoryRow {
  readonly source: string;
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly state: HistoryState;
  readonly statementsDone: number;
  readonly statementsTotal: number;
  /** SHA-256 of the statements that are done, to tell whether a changed file can be taken up. */
  readonly doneChecksum: string | null;
  readonly intent: Intent | null;
  readonly runId: string | null;
  readonly appliedBy: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly durationMs: number | null;
  readonly error: string | null;
}

interface Row {
  source: string;
  version: string;
  name: string;
  checksum: string;
  state: HistoryState;
  statements_done: number;
  statements_total: number;
  done_checksum: string | null;
  intent: Intent | null;
  run_id: string | null;
  applied_by: string | null;
  started_at: Date;
  finished_at: Date | null;
  duration_ms: number | null;
  error: string | null;
}

const selectRows = `select source, version, name, checksum, state, statements_done,
  statements_total, done_checksum, intent, run_id, applied_by, started_at, finished_at,
  duration_ms, error from hawkwatch.migrations`;

function toHistoryRow(row: Row): HistoryRow {
  return {
    source: row.source,
    version: row.version,
    name: row.name,
    checksum: row.checksum,
    state: row.state,
    statementsDone: row.statements_done,
    statementsTotal: row.statements_total,
    doneChecksum: row.done_checksum,
    intent: row.intent,
    runId: row.run_id,
    appliedBy: row.applied_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    durationMs: row.duration_ms,
    error: row.error,
  };
}

type Reader = { read<T extends object>(statement: string): Promise<readonly T[]> };

/** Reads through a pool of short statements. */
export function readerOf(client: TargetClient): Reader {
  return { read: async <T extends object>(statement: string) => client.unsafe<T[]>(statement) };
}

/** Reads through the session that holds the run lock. */
export function sessionReader(session: Session): Reader {
  return { read: <T extends object>(statement: string) => session.query<T>(statement) };
}

/** A source's history; undefined when the database has no history table. */
export async function readHistory(
  reader: Reader,
  source: string,
): Promise<readonly HistoryRow[] | undefined> {
  const [table] = await reader.read<{ found: string | null }>(
    `select pg_catalog.to_regclass('hawkwatch.migrations')::text as found`,
  );
  if (table?.found == null) return undefined;
  const rows = await reader.read<Row>(`${selectRows} where source = ${quoteLiteral(source)}`);
  return rows.map(toHistoryRow);
}

/** Creates the history table; must hold the run lock, so that nobody else does the same. */
export async function createHistory(session: Session): Promise<void> {
  // Looked for first: making what is there already needs the privilege to make it.
  const [there] = await session.query<{ schema: boolean; history: boolean }>(
    `select pg_catalog.to_regnamespace('hawkwatch') is not null as schema,
            pg_catalog.to_regclass('hawkwatch.migrations') is not null as history`,
  );
  if (there?.history === true) return;
  if (there?.schema !== true) await session.execute('create schema if not exists hawkwatch');
  await session.execute(`create table if not exists hawkwatch.migrations (
    source text not null,
    version text not null,
    name text not null,
    checksum text not null,
    state text not null check (state in
      ('applied', 'marked', 'failed', 'partial', 'rolling_back', 'rolled_back')),
    statements_done integer not null,
    statements_total integer not null,
    done_checksum text,
    intent jsonb,
    run_id text,
    applied_by text,
    started_at timestamptz not null,
    finished_at timestamptz,
    duration_ms double precision,
    error text,
    primary key (source, version))`);
  await session.execute(`comment on table hawkwatch.migrations is
    'Migrations applied by hawkwatch. Do not edit: use markMigrationApplied or resolveInDoubt.'`);
}
