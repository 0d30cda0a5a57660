// The function that the schema trigger runs after every command on the schema: plpgsql, in the watched
// database, with the rights of whoever installed it. It must never make a command fail or wait: all of
// it stands within exception handlers, nothing is waited for, and what it writes is bounded. Nor may it
// leave a trace in the session: no sequence (lastval), no random(), no pg_stat_activity, which is frozen
// once read. It must not hold a backslash: what one means in a string depends on the settings.
//
// It runs with its owner's rights, whoever's command it is, and so would the triggers and defaults of a
// table that somebody put in the place of the log: it writes to a table of its owner only.
import { ownSchemas } from '../own-schemas.ts';

/** What listeners listen to; nothing is sent with a notification. */
export const channel = 'hawkwatch_ddl';

/** Rows of one command; one more tells how many there would have been. */
export const maxRowsOfCommand = 200;
export const maxStatementChars = 10_000;
/** Rows that are kept when it is pruned. */
const maxRows = 10_000;
const maxAge = '30 days';
/** One command of so many prunes: at most as many rows as they can have written. */
const prunesEvery = 50;

// hawkwatch's own objects, temporary ones, and what hangs on temporary tables.
const own = ownSchemas.map((name) => `'${name}'`).join(', ');
const isOthers = `coalesce(o.schema_name, '') not in (${own}, 'pg_temp')
      and not (o.object_type = 'schema' and coalesce(o.object_identity, '') in (${own}))
      -- GRANT and REVOKE tell no object.
      and coalesce(o.object_identity, '') !~ ' on pg_temp([.]|_[0-9])'`;

const secretTags = '(USER|SERVER|SUBSCRIPTION|FOREIGN|ROLE|DATABASE)';

// Texts of several statements may hold a secret beside a harmless one. Whatever passes is redacted
// again, and better, when it is read.
const secretTexts = [
  "(password|passwd|pwd|secret|token|credential|api_?key)[^[:alnum:],;()]*(=|:|[$]|([eu]&?)?'')",
  '(create|alter)[[:space:]]+(role|user|group|server|subscription|foreign)',
  'user[[:space:]]+mapping',
  "connection[[:space:]]+[eu]?&?''",
  '://[^[:space:]/@]*:[^[:space:]@]*@',
  'dblink|pgp_(sym|pub)|crypt[[:space:]]*[(]|hmac[[:space:]]*[(]',
].join('|');

const columns = `at, pid, n, xid, cluster, timeline, session_role, acting_role, application,
      client, database, event, tag, object_type, schema_name, object_identity, statement, statement_at, more`;

// Read only where there is something to record: it may be many megabytes.
const statementText = `(
          select case when tg_tag !~ '${secretTags}' and q.text !~* '${secretTexts}' then q.text end
          from (select left(current_query(), ${maxStatementChars}) as text offset 0) q)`;

/** The insertion of what one of the server's two functions tells. */
function insertion(event: 'END' | 'DROP', tag: string, source: string, condition: string): string {
  return `insert into hawkwatch.ddl_log (${columns})
      select command_at, pg_backend_pid(), o.n, pg_current_xact_id(),
        (select c.system_identifier from pg_control_system() c) || '/' ||
          (select d.oid from pg_database d where d.datname = current_database()),
        -- The first eight digits are the timeline.
        ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer,
        session_user,
        coalesce(nullif(current_setting('role', true), 'none'), session_user),
        current_setting('application_name', true), host(inet_client_addr()), current_database(),
        '${event}', ${tag},
        case when o.n <= ${maxRowsOfCommand} then o.object_type end,
        case when o.n <= ${maxRowsOfCommand} then o.schema_name end,
        case when o.n <= ${maxRowsOfCommand} then left(o.object_identity, 1000) end,
        case when o.n = 1 and known_at is null then ${statementText} end,
        coalesce(known_at, command_at),
        case when o.n <= ${maxRowsOfCommand} then 0 else o.total - ${maxRowsOfCommand} end
      from (
        select row_number() over () as n, count(*) over () as total, o.*
        from ${source} o where ${condition} and ${isOthers}
      ) o where o.n <= ${maxRowsOfCommand + 1}`;
}

const ended = insertion(
  'END',
  'o.command_tag',
  'pg_event_trigger_ddl_commands()',
  `not o.in_extension and o.command_tag not in ('REFRESH MATERIALIZED VIEW', 'REINDEX')`,
);

const dropped = insertion(
  'DROP',
  'tg_tag',
  'pg_event_trigger_dropped_objects()',
  // What went with its table or view, as its indexes, its type and its rule, is not told.
  `(o.original or o.normal) and not o.is_temporary and o.object_type <> 'default value'
      and o.object_identity !~ '^"_RETURN" on '`,
);

/** The body of `hawkwatch.record_ddl()`. */
export const recorderBody = `
declare
  command_at timestamptz := clock_timestamp();
  known_at timestamptz;
begin
  begin
    -- Given up at once when somebody holds the table.
    lock table hawkwatch.ddl_log in row exclusive mode nowait;
    if not exists (select from pg_class c where c.oid = 'hawkwatch.ddl_log'::regclass
      and c.relkind = 'r' and pg_get_userbyid(c.relowner) = current_user)
    then
      return;
    end if;
    -- A text of many commands is kept once: it may be many megabytes, and is taken anew for each. What a
    -- serializable transaction reads here, the commands of others would make it fail for.
    if current_setting('transaction_isolation') <> 'serializable' then
      select l.at into known_at from hawkwatch.ddl_log l
        where l.at >= statement_timestamp() and l.pid = pg_backend_pid() and l.n = 1
          and l.xid = pg_current_xact_id_if_assigned()
        order by l.at limit 1;
    end if;
    if tg_event = 'sql_drop' then
      ${dropped};
    else
      ${ended};
    end if;
    if not found then
      return;
    end if;
    -- A transaction that has notified cannot be prepared; one that finds the queue full fails; and its
    -- commit waits for those of others that notify, which hang while a synchronous standby is away.
    if current_setting('max_prepared_transactions')::integer = 0
      and pg_notification_queue_usage() < 0.5
      and (current_setting('synchronous_standby_names') = ''
        or exists (select from pg_stat_get_wal_senders() s where s.sync_state in ('sync', 'quorum')))
    then
      perform pg_notify('${channel}', '');
    end if;
  exception when others then
    -- Whatever it is, the command is worth more than its record.
    return;
  end;
  -- Only where deleting cannot make the transaction fail later.
  if extract(microseconds from command_at)::bigint % ${prunesEvery} = 0
    and current_setting('transaction_isolation') = 'read committed'
  then
    begin
      delete from hawkwatch.ddl_log where (at, pid, n) in (
        select l.at, l.pid, l.n from hawkwatch.ddl_log l
        where l.at < clock_timestamp() - interval '${maxAge}'
          or l.at < (select k.at from hawkwatch.ddl_log k order by k.at desc
            offset ${maxRows} limit 1)
        order by l.at limit ${prunesEvery * (maxRowsOfCommand + 1)} for update skip locked);
    exception when others then
      -- What is not removed now is removed later.
      return;
    end;
  end if;
end
`;
