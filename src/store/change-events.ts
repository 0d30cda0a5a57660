// The events of some kinds that are newer than what a reader has seen, for correlation. Read in the
// transaction of the alerts: ids grow in the order of commits, so whoever has seen an id has seen all below.
import { sql } from './drizzle.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Audience } from '../core/role.ts';
import type { Queryable } from './store.ts';

export interface ChangeEventRange {
  readonly types: readonly string[];
  /** Only events with greater ids. */
  readonly after: number;
  readonly since: Date;
  /** The newest so many. */
  readonly limit: number;
}

export interface ChangeEvents {
  /** Names the log; ids of another one mean something else. */
  readonly epoch: string;
  /** Oldest first. */
  readonly events: readonly StoredEvent[];
}

interface Row extends Record<string, unknown> {
  readonly epoch: string;
  readonly events:
    | readonly {
        readonly id: number;
        readonly type: string;
        readonly version: number;
        readonly audience: Audience;
        readonly occurred_at: string;
        readonly subject: string;
        readonly payload: unknown;
      }[]
    | null;
}

/** Reads them with the log's name, in one statement. */
export async function readChangeEvents(
  q: Queryable,
  { types, after, since, limit }: ChangeEventRange,
): Promise<ChangeEvents> {
  // Materialized: a limit would have the whole log scanned backwards when there are few of these kinds.
  const rows = await q.execute<Row>(sql`
    with recent as materialized (
      select id, type, version, audience, occurred_at, subject, payload
      from hawkwatch_store.events
      where id > ${after}::bigint and occurred_at >= ${since.toISOString()}::timestamptz
        and type = any(${sql.param(`{${types.join(',')}}`)}::text[])),
    newest as (select * from recent order by id desc limit ${limit})
    select (select epoch from hawkwatch_store.event_log) as epoch,
           (select json_agg(n order by n.id) from newest n) as events`);
  const row = rows[0];
  if (row === undefined) throw new Error('the event log has no identity: run the migrations');
  const events = (row.events ?? []).map(({ occurred_at, id, ...event }) => ({
    ...event,
    id: Number(id),
    occurredAt: new Date(occurred_at),
  }));
  return { epoch: row.epoch, events };
}
