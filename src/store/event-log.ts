// Reading the event log, its identity (epoch) and its pruning. Nothing here appends: that is done
// by `store.transaction` alone.

import { sql } from './drizzle.ts';
import type { StoredEvent } from '../core/events.ts';
import type { LogPosition } from '../core/cursor.ts';
import type { Audience } from '../core/role.ts';
import type { SqlClient } from './connection.ts';
import type { Queryable } from './store.ts';

/** Which events a reader wants; what is left out does not restrict. */
export interface EventSelection {
  readonly types?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
  readonly audiences?: readonly Audience[] | undefined;
  readonly since?: Date | undefined;
}

export interface LogState extends LogPosition {
  /** Every event up to this id may be gone. */
  readonly prunedThrough: number;
}

/** A page of the log in ascending order, and what retention had removed when it was read. */
export interface LogPage {
  readonly events: readonly StoredEvent[];
  readonly prunedThrough: number;
}

interface EventRow {
  id: string | number;
  type: string;
  version: number;
  audience: Audience;
  occurred_at: Date | string;
  subject: string;
  payload: unknown;
}

function toEvent(row: EventRow): StoredEvent {
  return {
    id: Number(row.id),
    type: row.type,
    version: row.version,
    audience: row.audience,
    occurredAt: new Date(row.occurred_at),
    subject: row.subject,
    payload: row.payload,
  };
}

const eventColumns = 'id, type, version, audience, occurred_at, subject, payload';

interface EventRange {
  /** Bounds that are no part of the range. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

// A prepared statement whose text is put together by hand: nested template fragments take longer
// than reading a small page.
async function queryEvents(
  raw: SqlClient,
  range: EventRange,
  { types, subjects, audiences, since }: EventSelection,
  order: 'asc' | 'desc',
): Promise<readonly StoredEvent[]> {
  if (types?.length === 0 || subjects?.length === 0) return [];
  const values: (string | number | Date)[] = [];
  const value = (one: string | number | Date): string => `$${values.push(one)}`;
  const within = (list: readonly string[]): string => `(${list.map(value).join(', ')})`;
  const conditions = [
    ...(range.after === undefined ? [] : [`id > ${value(range.after)}`]),
    ...(range.before === undefined ? [] : [`id < ${value(range.before)}`]),
    ...(types === undefined ? [] : [`type in ${within(types)}`]),
    ...(subjects === undefined ? [] : [`subject in ${within(subjects)}`]),
    ...(audiences === undefined ? [] : [`audience in ${within(audiences)}`]),
    ...(since === undefined ? [] : [`occurred_at >= ${value(since)}`]),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  // One JSON value: it is read in a fraction of the time that the columns of all rows take.
  const text = `select json_agg(e order by e.id ${order}) as events from (
    select ${eventColumns} from hawkwatch_store.events ${where}
    order by id ${order} limit ${value(range.limit)}) e`;
  const [row] = await raw.unsafe<{ events: EventRow[] | null }[]>(text, values, { prepare: true });
  return (row?.events ?? []).map(toEvent);
}

/**
 * Compares where the log lives with where it lived when its epoch was made: another cluster,
 * timeline (fail-over, point-in-time recovery), database or table means that ids may be used
 * again for other events, so cursors from before must not be honoured, and the log gets a new
 * epoch. Called at the start and whenever the connection was made anew.
 */
export async function identifyLog(q: Pick<Queryable, 'execute'>): Promise<void> {
  await q.execute(sql`
    with here as (
      select concat_ws('/', (select system_identifier from pg_control_system()),
               substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
               (select oid from pg_database where datname = current_database()),
               'hawkwatch_store.events'::regclass::oid) as fingerprint)
    insert into hawkwatch_store.event_log (id, epoch, fingerprint)
    select 1, substr(replace(gen_random_uuid()::text, '-', ''), 1, 12), fingerprint from here
    on conflict (id) do update set epoch = excluded.epoch, fingerprint = excluded.fingerprint
      where event_log.fingerprint <> excluded.fingerprint`);
}

/** Epoch, head and pruned range, read in one snapshot. */
export async function readLogState(raw: SqlClient): Promise<LogState> {
  const [row] = await raw<{ epoch: string; pruned: string; head: string }[]>`
    select epoch, pruned_through as pruned,
           greatest(pruned_through, coalesce((select max(id) from hawkwatch_store.events), 0)) as head
    from hawkwatch_store.event_log`;
  if (row === undefined) throw new Error('the event log has no identity: run the migrations');
  return { epoch: row.epoch, id: Number(row.head), prunedThrough: Number(row.pruned) };
}

/** The log's head as seen inside a transaction or by the store. */
export async function readHead(q: Queryable): Promise<LogPosition> {
  const rows = await q.execute<{ epoch: string; head: string }>(sql`
    select epoch,
           greatest(pruned_through, coalesce((select max(id) from hawkwatch_store.events), 0)) as head
    from hawkwatch_store.event_log`);
  const row = rows[0];
  if (row === undefined) throw new Error('the event log has no identity: run the migrations');
  return { epoch: row.epoch, id: Number(row.head) };
}

interface LogRange {
  readonly after: number;
  readonly through?: number;
  readonly limit: number;
}

/** Events with `after < id <= through`, oldest first, at most `limit`. */
export function readEvents(
  raw: SqlClient,
  { after, through, limit }: LogRange,
  selection: EventSelection = {},
): Promise<readonly StoredEvent[]> {
  const before = through === undefined ? undefined : through + 1;
  return queryEvents(raw, { after, before, limit }, selection, 'asc');
}

/** The same, and how far retention has removed events. */
export async function readLog(
  raw: SqlClient,
  range: LogRange,
  selection: EventSelection = {},
): Promise<LogPage> {
  const events = await readEvents(raw, range, selection);
  // The pruned range is read last: an event that vanished before the page was read shows there.
  const [state] = await raw<{ pruned: string }[]>`
    select pruned_through as pruned from hawkwatch_store.event_log`;
  return { events, prunedThrough: Number(state?.pruned ?? 0) };
}

/** Newest first: events with `after < id < before`, at most `limit`, for lists. */
export function listEventsBackwards(
  raw: SqlClient,
  range: EventRange,
  selection: EventSelection,
): Promise<readonly StoredEvent[]> {
  return queryEvents(raw, range, selection, 'desc');
}

/** Events by their ids, in no promised order. */
export async function findEvents(
  raw: SqlClient,
  ids: readonly number[],
): Promise<readonly StoredEvent[]> {
  if (ids.length === 0) return [];
  const rows = await raw<EventRow[]>`
    select id, type, version, audience, occurred_at, subject, payload
    from hawkwatch_store.events where id in ${raw(ids)}`;
  return rows.map(toEvent);
}
