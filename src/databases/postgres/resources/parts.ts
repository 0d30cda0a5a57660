// What is asked of a PostgreSQL server about its resources: one scalar of JSON for each part, all in one
// statement. Only views of statistics and small catalogue tables are read, so nothing waits for a lock.
// A part that a role or a server refuses is left out by itself.

export interface ResourcePart {
  /** Its key in the answer. */
  readonly key: string;
  /** What it tells, for a note that it cannot be read. */
  readonly about: string;
  /** A scalar subquery without parentheses; undefined where the server has no such thing. */
  sql(version: number): string | undefined;
}

const seconds = (since: string): string =>
  `extract(epoch from clock_timestamp() - ${since})::float8`;

// Where the role sees only its own sessions, the kind of the others is null.
const isClient = `coalesce(a.backend_type, 'client backend') = 'client backend'`;
const isHere = `a.datid = d.oid and ${isClient}`;
const isOther = `${isHere} and a.pid <> pg_backend_pid()`;
const isIdleInTransaction = `a.state like 'idle in transaction%'`;

const activity: ResourcePart = {
  key: 'activity',
  about: 'sessions (pg_stat_activity)',
  sql: () => `select json_build_object(
      'used', count(*) filter (where a.datid is not null and ${isClient}),
      'active', count(*) filter (where ${isHere} and a.state = 'active'),
      'idle', count(*) filter (where ${isHere} and a.state = 'idle'),
      'idleInTransaction', count(*) filter (where ${isHere} and ${isIdleInTransaction}),
      'unknown', count(*) filter (where ${isHere} and a.state is null),
      'blocked', count(*) filter (where ${isHere} and a.wait_event_type = 'Lock'),
      'longestTransaction', max(${seconds('a.xact_start')}) filter (where ${isOther}),
      'longestQuery', max(${seconds('a.query_start')}) filter (where ${isOther} and a.state = 'active'),
      'longestIdle', max(${seconds('a.state_change')}) filter (where ${isOther} and ${isIdleInTransaction}),
      'oldestSnapshot', max(age(a.backend_xmin)) filter (where a.pid <> pg_backend_pid()))
    from pg_stat_activity a
    cross join (select oid from pg_database where datname = current_database()) d`,
};

const limits: ResourcePart = {
  key: 'limits',
  about: 'settings',
  sql: () => `select json_build_object(
      'most', current_setting('max_connections')::int,
      'reserved', current_setting('superuser_reserved_connections')::int
        + coalesce(current_setting('reserved_connections', true), '0')::int,
      'recovering', pg_is_in_recovery(),
      'started', pg_postmaster_start_time(),
      'seesAll', pg_has_role('pg_read_all_stats', 'usage'))`,
};

const database: ResourcePart = {
  key: 'database',
  about: 'the counters of the database (pg_stat_database)',
  sql: () => `select json_build_object(
      'commits', s.xact_commit, 'rollbacks', s.xact_rollback,
      'hit', s.blks_hit, 'read', s.blks_read,
      'returned', s.tup_returned, 'fetched', s.tup_fetched,
      'inserted', s.tup_inserted, 'updated', s.tup_updated, 'deleted', s.tup_deleted,
      'tempFiles', s.temp_files, 'tempBytes', s.temp_bytes,
      'deadlocks', s.deadlocks, 'conflicts', s.conflicts,
      'checksumFailures', s.checksum_failures,
      'lostSessions', s.sessions_abandoned + s.sessions_fatal + s.sessions_killed,
      'reset', s.stats_reset)
    from pg_stat_database s where s.datname = current_database()`,
};

const ages: ResourcePart = {
  key: 'ages',
  about: 'ages of transaction ids (pg_database)',
  sql: () => `select json_build_object(
      'transactions', age(d.datfrozenxid), 'multixacts', mxid_age(d.datminmxid))
    from pg_database d where d.datname = current_database()`,
};

// Without the rights to see replicas their rows are there, and their positions are null.
const here = `case when pg_is_in_recovery() then pg_last_wal_receive_lsn()
  else pg_current_wal_lsn() end`;

const wal: ResourcePart = {
  key: 'wal',
  about: 'the position of the write-ahead log',
  sql: () => `select json_build_object(
      'written', pg_wal_lsn_diff(${here}, '0/0')::float8)`,
};

const replicas: ResourcePart = {
  key: 'replicas',
  about: 'replicas (pg_stat_replication)',
  sql: () => `select json_agg(json_build_object(
      'name', r.application_name, 'state', r.state,
      'bytes', pg_wal_lsn_diff(${here}, r.replay_lsn)::float8,
      'seconds', extract(epoch from r.replay_lag)::float8))
    from (select * from pg_stat_replication order by application_name, pid limit 20) r`,
};

// An idle primary sends nothing to replay, so the time of the last replayed transaction says something only
// when there is more to replay or nobody to receive from.
const replica: ResourcePart = {
  key: 'replica',
  about: 'what this replica has replayed',
  sql: () => `select case when pg_is_in_recovery() then json_build_object(
      'bytes', pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::float8,
      'receives', w.n > 0,
      'seconds', case when w.n > 0 and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
        else ${seconds('pg_last_xact_replay_timestamp()')} end) end
    from (select count(pid) as n from pg_stat_wal_receiver) w`,
};

const slots: ResourcePart = {
  key: 'slots',
  about: 'replication slots (pg_replication_slots)',
  sql: () => `select json_agg(json_build_object(
      'name', s.slot_name, 'active', s.active, 'status', s.wal_status,
      'bytes', pg_wal_lsn_diff(${here}, s.restart_lsn)::float8))
    from (select * from pg_replication_slots order by restart_lsn nulls last, slot_name limit 20) s`,
};

const checkpoints: ResourcePart = {
  key: 'checkpoints',
  about: 'checkpoints',
  sql: (version) =>
    version >= 170_000
      ? `select json_build_object('timed', c.num_timed, 'requested', c.num_requested,
          'writeMs', c.write_time, 'syncMs', c.sync_time, 'buffers', c.buffers_written,
          'reset', c.stats_reset) from pg_stat_checkpointer c`
      : `select json_build_object('timed', c.checkpoints_timed, 'requested', c.checkpoints_req,
          'writeMs', c.checkpoint_write_time, 'syncMs', c.checkpoint_sync_time,
          'buffers', c.buffers_checkpoint, 'reset', c.stats_reset) from pg_stat_bgwriter c`,
};

// Blocks that sessions had to write themselves: the background writer does not keep up.
const io: ResourcePart = {
  key: 'io',
  about: 'writes of sessions (pg_stat_io)',
  sql: (version) =>
    version >= 160_000
      ? `select json_build_object('writes', sum(i.writes), 'evictions', sum(i.evictions),
          'reset', max(i.stats_reset))
        from pg_stat_io i where i.backend_type = 'client backend' and i.object = 'relation'`
      : `select json_build_object('writes', c.buffers_backend, 'evictions', null,
          'reset', c.stats_reset) from pg_stat_bgwriter c`,
};

/** In the order in which they are asked. */
export const resourceParts: readonly ResourcePart[] = [
  limits,
  activity,
  database,
  ages,
  wal,
  replicas,
  replica,
  slots,
  checkpoints,
  io,
];

/** One statement for several parts. */
export function partsSql(parts: readonly ResourcePart[], version: number): string {
  const asked = parts.flatMap((part) => {
    const sql = part.sql(version);
    return sql === undefined ? [] : [`'${part.key}', (${sql})`];
  });
  const all = [`'version', current_setting('server_version_num')::int`, ...asked];
  return `select json_build_object(${all.join(',\n')})::text as value`;
}

/** Asked only while somebody waits for a lock, because it looks at every lock there is. */
export const waitsSql = `select json_build_object(
      'waiting', count(*), 'longest', max(${seconds('l.waitstart')}),
      'blockers', (select count(distinct b.pid) from (select unnest(pg_blocking_pids(a.pid)) as pid
        from (select pid from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database() limit 20) a) b)
    )::text as value
  from pg_locks l where not l.granted
    and (l.database is null or l.database in (0,
      (select oid from pg_database where datname = current_database())))`;
