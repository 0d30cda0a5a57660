// Reads the schema trigger's log. Rows become visible in the order of commits, not in the order in
// which they were written: so the position is a snapshot, and what comes next is what that snapshot
// did not see. Never too little and never twice, however transactions overlap.
//
// A reading may be bounded. A round takes what `last` did not see and `upto` sees; while it goes on,
// the position keeps both, and the key of the row that was told last. When it ends, `upto` is `last`.
// Transaction numbers mean something within one history only: a promoted or restored server goes on
// under a new timeline, whose rows are all new; rows copied from another database are never told.
import { setImmediate } from 'node:timers/promises';

import type { DdlLogEntry, DdlLogReading, DdlLogRequest } from '../../ddl-log.ts';
import { loadSqlParser } from '../../../sql/parse.ts';
import { redactStatement } from '../../../sql/redact.ts';
import { quoteLiteral } from '../client.ts';

interface Moment {
  readonly timeline: number;
  /** As `pg_current_snapshot()` writes it. */
  readonly snapshot: string;
}

interface Position {
  readonly cluster: string;
  /** All that this snapshot sees is told; undefined before the first round has ended. */
  readonly last: Moment | undefined;
  /** Within a round: where it ends, and the row that was told last. */
  readonly round: { readonly upto: Moment; readonly after: RowKey } | undefined;
}

interface RowKey {
  /** To the microsecond, in UTC. */
  readonly at: string;
  readonly pid: number;
  readonly n: number;
}

interface Row {
  readonly cluster: string;
  readonly timeline: number | null;
  readonly now: string;
  readonly valid: boolean;
  // Null when there is nothing to tell.
  readonly at: string | null;
  readonly pid: number;
  readonly n: number;
  readonly xid: string;
  readonly session_role: string;
  readonly acting_role: string;
  readonly application: string | null;
  readonly client: string | null;
  readonly database: string;
  readonly event: string;
  readonly tag: string;
  readonly object_type: string | null;
  readonly schema_name: string | null;
  readonly object_identity: string | null;
  readonly statement: string | null;
  readonly more: number;
}

type Query = <Answer extends object>(sql: string) => Promise<readonly Answer[]>;

const defaultLimit = 200;
/** Of a statement so much is read: redacting takes some 10 ms for 1,000 characters of a function. */
const readChars = 4000;

/** @throws whatever `query` throws, but for a log that is not there or may not be read. */
export async function readDdlLog(
  query: Query,
  { position: text, limit = defaultLimit }: Omit<DdlLogRequest, 'signal'>,
): Promise<DdlLogReading> {
  await loadSqlParser();
  const position = text === null ? undefined : parsePosition(text);
  let rows: readonly Row[];
  try {
    const [log] = await query<{ trusted: boolean }>(trustSql);
    if (log?.trusted === false) return { state: 'UNREADABLE', reason: untrusted };
    rows = await query<Row>(readSql(position, limit));
  } catch (error) {
    const reading = unreadable(error);
    if (reading === undefined) throw error;
    return reading;
  }
  const [first] = rows;
  if (first === undefined) throw new Error('the server did not tell where its log stands');
  const { timeline } = first;
  if (timeline === null) {
    return { state: 'UNREADABLE', reason: 'the server is a replica: connect to the primary' };
  }
  const here = { cluster: first.cluster, now: { timeline, snapshot: first.now } };
  const found = rows.filter((row) => row.at !== null).slice(0, limit);
  const isCut = rows.length > limit;
  const kept = first.valid ? position : undefined;
  const upto = kept?.round?.upto ?? here.now;
  const end = found.at(-1);
  const next: Position =
    isCut && end !== undefined
      ? { cluster: here.cluster, last: kept?.last, round: { upto, after: keyOf(end) } }
      : { cluster: here.cluster, last: upto, round: undefined };
  return {
    state: 'READ',
    entries: await toEntries(found),
    position: formatPosition(next),
    complete: !isCut && kept?.round === undefined,
    restarted:
      text === null || kept !== undefined
        ? null
        : 'the log is of another database or an earlier state of it than the position: all that it holds is told',
  };
}

function keyOf(row: Row): RowKey {
  return { at: row.at ?? '', pid: row.pid, n: row.n };
}

async function toEntries(rows: readonly Row[]): Promise<readonly DdlLogEntry[]> {
  // Many rows have the same statement.
  const redacted = new Map<string, string>();
  for (const { statement } of rows) {
    if (statement === null || redacted.has(statement)) continue;
    redacted.set(statement, redactStatement(statement));
    // So that a page of long functions does not keep everybody else waiting.
    await setImmediate();
  }
  return rows.map((row) => {
    const { at, pid, n } = keyOf(row);
    return {
      id: `${at}/${pid}/${n}`,
      transaction: row.xid,
      at: new Date(`${at}Z`),
      pid,
      sessionUser: row.session_role,
      currentUser: row.acting_role,
      application: row.application === '' ? null : row.application,
      client: row.client,
      database: row.database,
      event: row.event === 'DROP' ? 'DROP' : 'END',
      tag: row.tag,
      objectType: row.object_type,
      schema: row.schema_name,
      object: row.object_identity,
      statement: row.statement === null ? null : (redacted.get(row.statement) ?? null),
      more: row.more,
    };
  });
}

const absent = new Set(['42P01', '3F000']);

function unreadable(error: unknown): DdlLogReading | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (absent.has(code)) return { state: 'ABSENT', reason: 'the schema trigger is not installed' };
  if (code === '42501') {
    return {
      state: 'UNREADABLE',
      reason:
        'the role may not read hawkwatch.ddl_log: grant usage on schema hawkwatch, and select on it',
    };
  }
  if (code === '42703' || code === '42883' || code === '42804') {
    return {
      state: 'UNREADABLE',
      reason: 'the log has another form: install the schema trigger again',
    };
  }
  return undefined;
}

const columns = `r.pid, r.n, r.xid::text as xid, r.session_role, r.acting_role, r.application, r.client,
  r.database, r.event, r.tag, r.object_type, r.schema_name, r.object_identity,
  left(case when r.n = 1 and r.at = r.statement_at then r.statement else (select f.statement
    from hawkwatch.ddl_log f where f.at = r.statement_at and f.pid = r.pid and f.n = 1) end, ${readChars}) as statement,
  r.more`;

const snapshotOf = (moment: Moment): string => `${quoteLiteral(moment.snapshot)}::pg_snapshot`;

const untrusted =
  'hawkwatch.ddl_log is not what the schema trigger makes: remove it, or install the trigger again';

// A view, or a table with policies, would run its owner's code as whoever reads it; and anybody could say
// who did what. Event triggers are made by superusers only: the log counts when it is the same one's.
const trustSql = `set local search_path = pg_catalog, pg_temp;
  select c.relkind = 'r' and not c.relrowsecurity and n.nspowner = c.relowner
    and exists (select from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid
      where e.evtname = 'hawkwatch_ddl_end' and e.evtowner = c.relowner
        and f.proowner = c.relowner) as trusted
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'hawkwatch' and c.relname = 'ddl_log'`;

/** One statement, so that `now` is the very snapshot that finds the rows. */
function readSql(position: Position | undefined, limit: number): string {
  const conditions = position === undefined ? 'true' : conditionsOf(position);
  return `set local lock_timeout = '2s'; set local search_path = pg_catalog;
    with h as materialized (
      select (select system_identifier from pg_control_system())::text || '/' ||
          (select oid from pg_database where datname = current_database()) as cluster,
        case when not pg_is_in_recovery() then
          ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end as timeline,
        pg_current_snapshot() as now
    ), p as materialized (
      select h.*, ${position === undefined ? 'false' : validity(position)} as valid from h
    )
    select p.cluster, p.timeline, p.now::text as now, p.valid, e.*
    from p left join lateral (
      select to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, ${columns}
      from hawkwatch.ddl_log r
      where r.cluster = p.cluster and (not p.valid or (${conditions}))
      order by r.at, r.pid, r.n limit ${limit + 1}
    ) e on true order by e.at, e.pid, e.n`;
}

/** Whether the position can be of this history; a new timeline begins at an earlier state. */
function validity({ cluster, last, round }: Position): string {
  const moments = [last, round?.upto].filter((moment) => moment !== undefined);
  const each = moments.map(
    (moment) => `(h.timeline > ${moment.timeline} or h.timeline = ${moment.timeline}
      and pg_snapshot_xmax(${snapshotOf(moment)}) <= pg_snapshot_xmax(h.now))`,
  );
  return [`h.cluster = ${quoteLiteral(cluster)}`, ...each].join(' and ');
}

function conditionsOf({ last, round }: Position): string {
  const conditions = ['true'];
  if (last !== undefined) {
    conditions.push(`(r.timeline > ${last.timeline}
      or not pg_visible_in_snapshot(r.xid, ${snapshotOf(last)}))`);
  }
  if (round !== undefined) {
    const { upto, after } = round;
    conditions.push(
      `(r.timeline < ${upto.timeline} or r.timeline = ${upto.timeline}
        and pg_visible_in_snapshot(r.xid, ${snapshotOf(upto)}))`,
      `(r.at, r.pid, r.n) > (${quoteLiteral(`${after.at}Z`)}::timestamptz, ${after.pid}, ${after.n})`,
    );
  }
  return conditions.join(' and ');
}

function formatPosition({ cluster, last, round }: Position): string {
  const moment = (one: Moment | undefined): string =>
    one === undefined ? '- -' : `${one.timeline} ${one.snapshot}`;
  const { upto, after } = round ?? {};
  const key = after === undefined ? [] : [moment(upto), after.at, after.pid, after.n];
  return ['1', cluster, moment(last), ...key].join(' ');
}

const moment = String.raw`(?:- -|(\d{1,10}) (\d{1,20}:\d{1,20}:[\d,]*))`;
const positionForm = new RegExp(
  String.raw`^1 (\d{1,20}/\d{1,10}) ${moment}(?: ${moment} ([-\dT:.]{26,32}) (\d{1,10}) (\d{1,10}))?$`,
);

/** Undefined when it is no position; what it holds goes into a query. */
function parsePosition(text: string): Position | undefined {
  const parts = positionForm.exec(text);
  if (parts === null) return undefined;
  const [, cluster = '', lastTimeline, last, uptoTimeline, upto, at, pid, n] = parts;
  const toMoment = (timeline: string | undefined, snapshot: string | undefined) =>
    snapshot === undefined ? undefined : { timeline: Number(timeline), snapshot };
  const roundEnd = toMoment(uptoTimeline, upto);
  const round =
    roundEnd === undefined || at === undefined
      ? undefined
      : { upto: roundEnd, after: { at, pid: Number(pid), n: Number(n) } };
  return { cluster, last: toMoment(lastTimeline, last), round };
}
