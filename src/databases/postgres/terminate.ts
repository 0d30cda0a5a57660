// Ends another session of a monitored database, for good and with care: the server itself checks, in
// the statement that ends it, that it is still the session that was meant and one that may be ended.
import type { TargetClient } from './client.ts';

export interface TerminableSession {
  readonly pid: number;
  /** Seconds since 1970 as text, to the microsecond; null when the role may not see it. */
  readonly backendStart: string | null;
  readonly application: string | null;
  readonly user: string | null;
  /** Why it must not be ended; null when it may. */
  readonly refusal: string | null;
}

interface Row {
  pid: number;
  backend_start: string | null;
  application: string | null;
  usename: string | null;
  backend_type: string | null;
  super: boolean | null;
  own: boolean;
}

// `a` is pg_stat_activity, `r` the role of the session.
const mayEnd = `coalesce(a.backend_type, '') = 'client backend' and not coalesce(r.rolsuper, true)
  and coalesce(a.application_name, '') not like 'hawkwatch%'
  and a.pid <> pg_catalog.pg_backend_pid() and a.datname = current_database()`;

function refusalOf(row: Row): string | null {
  if (row.own) return "it is hawkwatch's own: use cancelMigration for a run";
  if (row.backend_type === null) {
    return "hawkwatch's role may not see what it is: grant it pg_read_all_stats";
  }
  if (row.backend_type !== 'client backend') return `it is no client but a ${row.backend_type}`;
  if (row.super !== false) return 'its user is a superuser: end it yourself on the server';
  return null;
}

/** A session of this database, and whether it may be ended; undefined when it is gone. */
export async function findTerminable(
  client: TargetClient,
  pid: number,
): Promise<TerminableSession | undefined> {
  const [row] = await client<Row[]>`
    select a.pid, extract(epoch from a.backend_start)::text as backend_start,
           nullif(a.application_name, '') as application, a.usename::text as usename,
           a.backend_type, r.rolsuper as super,
           coalesce(a.application_name, '') like 'hawkwatch%' as own
    from pg_catalog.pg_stat_activity a left join pg_catalog.pg_roles r on r.oid = a.usesysid
    where a.pid = ${pid} and a.datname = current_database()`;
  if (row === undefined) return undefined;
  const { backend_start: backendStart, application, usename: user } = row;
  return { pid, backendStart, application, user, refusal: refusalOf(row) };
}

export interface TerminationRequest {
  readonly pid: number;
  readonly backendStart: string;
  /**
   * When given, it must block one of these at this moment: server processes, or all sessions whose
   * application name begins so.
   */
  readonly blocks?:
    { readonly pids: readonly number[]; readonly application: string | null } | undefined;
  /** Milliseconds to wait for its end. */
  readonly waitMs: number;
}

/** `refused`: it is gone, another one, blocks nobody any more, or may not be ended. */
export type Termination = 'ended' | 'ending' | 'refused';

/** Ends a session if it is still what was meant. */
export async function terminateBackend(
  client: TargetClient,
  { pid, backendStart, blocks, waitMs }: TerminationRequest,
): Promise<Termination> {
  const waiters = [...(blocks?.pids ?? []), 0];
  const prefix = blocks?.application ?? null;
  const [row] = await client<{ ended: boolean }[]>`
    with meant as materialized (
      select a.pid from pg_catalog.pg_stat_activity a
      left join pg_catalog.pg_roles r on r.oid = a.usesysid
      where a.pid = ${pid} and extract(epoch from a.backend_start)::text = ${backendStart}
        and ${client.unsafe(mayEnd)}
        and (${blocks === undefined} or exists (
          select from pg_catalog.pg_stat_activity w
          where w.datname = current_database()
            and (w.pid in ${client(waiters)} or starts_with(w.application_name, ${prefix}::text))
            and a.pid = any (pg_catalog.pg_blocking_pids(w.pid)))))
    select pg_catalog.pg_terminate_backend(pid, ${waitMs}::bigint) as ended from meant`;
  if (row === undefined) return 'refused';
  return row.ended ? 'ended' : 'ending';
}
