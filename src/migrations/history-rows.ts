// The statements that write hawkwatch's history. Each fails unless its connection holds the run
// lock, so that what was sent in one go can never commit after the lock was lost. What every
// migration of a run repeats can be prepared once: planning it anew takes longer than executing it.
import { quoteLiteral } from '../databases/postgres/client.ts';
import { runLock, type HistoryRow } from './history.ts';

const text = (value: string | null): string => (value === null ? 'null' : quoteLiteral(value));
const instant = (value: Date | null): string =>
  value === null ? 'null' : `${quoteLiteral(value.toISOString())}::pg_catalog.timestamptz`;

const lockKey = `${runLock.classId}, ${runLock.objectId}`;

/** Takes the run lock, twice: the second time is what `lockGuard` gives back to look. */
export const tryRunLock = `case when pg_catalog.pg_try_advisory_lock(${lockKey})
  then pg_catalog.pg_try_advisory_lock(${lockKey}) else false end`;

/** Gives the run lock back. */
export const giveRunLockBack = `pg_catalog.pg_advisory_unlock(${lockKey}),
  pg_catalog.pg_advisory_unlock(${lockKey})`;

// Fails (division by zero) when this connection does not hold the run lock. Only the server knows
// that, and giving one of the two back and taking it again tells it in a hundredth of the time that
// a look at pg_locks takes. Should a migration have given one back, it is free for this very
// moment; when another session takes it then, this fails too.
const lockGuard = `1 / (case when pg_catalog.pg_advisory_unlock(${lockKey})
  then pg_catalog.pg_try_advisory_lock(${lockKey}) else false end)::pg_catalog.int4`;

// Fails likewise outside of a transaction that `beginMarked` has begun.
const transactionGuard = `(1 / (pg_catalog.txid_current_if_assigned() is not null)::pg_catalog.int4)`;

/** SQLSTATE of a guarded statement on a connection that has lost the run lock. */
export const lockLostSqlState = '22012';

/** Begins a transaction that `commitRow` recognises: it has an id from the start. */
export const beginMarked = 'begin; select pg_catalog.txid_current()';

interface Values {
  readonly row: readonly string[];
  readonly guard: string;
  readonly doneChecksum: string;
  readonly intent: string;
  readonly by: readonly string[];
  readonly times: string;
  readonly error: string;
}

/** `row` is source, version, name, checksum, state and the counts; `by` the run and its author. */
function insertRow({ row, guard, doneChecksum, intent, by, times, error }: Values): string {
  return `insert into hawkwatch.migrations as m (source, version, name, checksum, state,
      statements_done, statements_total, done_checksum, intent, run_id, applied_by, started_at,
      finished_at, duration_ms, error)
    select ${row.join(', ')} * (${guard}), ${doneChecksum}, ${intent}, ${by.join(', ')},
      ${times}, ${error}
    on conflict (source, version) do update set
      name = excluded.name, checksum = excluded.checksum, state = excluded.state,
      statements_done = excluded.statements_done, statements_total = excluded.statements_total,
      done_checksum = excluded.done_checksum, intent = excluded.intent, run_id = excluded.run_id,
      applied_by = excluded.applied_by, started_at = excluded.started_at,
      finished_at = excluded.finished_at, duration_ms = excluded.duration_ms,
      error = excluded.error`;
}

/** The statement that writes a row as it is. */
export function writeHistoryRow(row: HistoryRow): string {
  const intent =
    row.intent === null ? 'null' : `${quoteLiteral(JSON.stringify(row.intent))}::pg_catalog.jsonb`;
  const durationMs = row.durationMs === null ? 'null' : row.durationMs.toFixed(3);
  return insertRow({
    row: leading(row),
    guard: lockGuard,
    doneChecksum: text(row.doneChecksum),
    intent,
    by: [text(row.runId), text(row.appliedBy)],
    times: `${instant(row.startedAt)}, ${instant(row.finishedAt)}, ${durationMs}`,
    error: text(row.error),
  });
}

const leading = (row: HistoryRow): readonly string[] => [
  text(row.source),
  text(row.version),
  text(row.name),
  text(row.checksum),
  text(row.state),
  String(row.statementsDone),
  String(row.statementsTotal),
];

/** Of a migration that succeeds as a whole, with its times as the server knows them. */
function committedRow(row: readonly string[], doneChecksum: string, by: readonly string[]): string {
  return insertRow({
    row,
    guard: `${lockGuard} * ${transactionGuard}`,
    doneChecksum,
    intent: 'null',
    by,
    times: `pg_catalog.now(), pg_catalog.clock_timestamp(), pg_catalog.date_part('epoch',
      pg_catalog.clock_timestamp() - pg_catalog.now()) * 1000`,
    error: 'null',
  });
}

// Fails (division by zero) unless the run has committed the version.
const committedGuard = (source: string, version: string, runId: string): string =>
  `1 / (select pg_catalog.count(*)::pg_catalog.int4 from hawkwatch.migrations
    where source = ${source} and version = ${version} and run_id = ${runId}
      and state in ('applied', 'rolled_back'))`;

const timeouts = (lockMs: string, statementMs: string): string =>
  `pg_catalog.set_config('lock_timeout', ${lockMs}, false),
   pg_catalog.set_config('statement_timeout', ${statementMs}, false),
   pg_catalog.set_config('idle_in_transaction_session_timeout', '0', false)`;

/** Prepares, for one session, what `RepeatedStatements` executes. */
export const prepareRepeated = `
  prepare hawkwatch_commit_row (text, text, text, text, text, int, int, text, text, text) as
    ${committedRow(['$1', '$2', '$3', '$4', '$5', '$6', '$7'], '$8', ['$9', '$10'])};
  prepare hawkwatch_follow (text, text, text, text, text) as
    select ${timeouts('$1', '$2')}, ${committedGuard('$3', '$4', '$5')}`;

/** SQLSTATE: the prepared statement is not there (any more). */
export const notPreparedSqlState = '26000';

/** A migration that must have been committed by the run. */
export interface Predecessor {
  readonly source: string;
  readonly version: string;
  readonly runId: string;
}

/** What a run sends with each of its migrations. */
export interface RepeatedStatements {
  /** Writes the row of a whole migration; fails outside of a transaction of `beginMarked`. */
  commitRow(row: HistoryRow): string;
  /** Sets the time-outs (milliseconds), and fails unless the predecessor was committed. */
  follow(timeoutsMs: { lock: number; statement: number }, predecessor: Predecessor): string;
}

/** The statements in full, for a session that has not prepared them. */
export const plainStatements: RepeatedStatements = {
  commitRow: (row) =>
    committedRow(leading(row), text(row.doneChecksum), [text(row.runId), text(row.appliedBy)]),
  follow: ({ lock, statement }, { source, version, runId }) =>
    `select ${timeouts(`'${lock}'`, `'${statement}'`)},
      ${committedGuard(text(source), text(version), text(runId))}`,
};

/** The statements as calls of what `prepareRepeated` has prepared. */
export const preparedStatements: RepeatedStatements = {
  commitRow: (row) => {
    const { doneChecksum, runId, appliedBy } = row;
    const values = [...leading(row), text(doneChecksum), text(runId), text(appliedBy)];
    return `execute hawkwatch_commit_row (${values.join(', ')})`;
  },
  follow: ({ lock, statement }, { source, version, runId }) =>
    `execute hawkwatch_follow ('${lock}', '${statement}', ${text(source)}, ${text(version)},
      ${text(runId)})`,
};

/** The statement that takes a row away again; it too needs the run lock. */
export function deleteHistoryRow(key: { source: string; version: string }): string {
  return `delete from hawkwatch.migrations where source = ${quoteLiteral(key.source)}
    and version = ${quoteLiteral(key.version)} and 1 = (${lockGuard})`;
}
