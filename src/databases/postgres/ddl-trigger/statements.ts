// The SQL that installs and removes the schema trigger, as lists of statements for one transaction.
// Pure. Installing anew changes an older or broken installation into this one; the log is kept when
// its columns are these. Removing leaves nothing, not even the schema when nothing else is in it.
import { createHash } from 'node:crypto';

import { quoteIdentifier, quoteLiteral } from '../client.ts';
import { recorderBody } from './recorder.ts';

export const eventTriggers = [
  { name: 'hawkwatch_ddl_end', event: 'ddl_command_end' },
  { name: 'hawkwatch_sql_drop', event: 'sql_drop' },
] as const;

/** `n` counts within a command; the row of `statement_at` has the text, which may be of several; `xid` is the transaction, `cluster` and `timeline` say which history it belongs to. */
const logColumns: readonly (readonly [name: string, type: string, constraint: string])[] = [
  ['at', 'timestamp with time zone', 'not null'],
  ['pid', 'integer', 'not null'],
  ['n', 'integer', 'not null'],
  ['xid', 'xid8', 'not null'],
  ['cluster', 'text', 'not null'],
  ['timeline', 'integer', 'not null'],
  ['session_role', 'text', 'not null'],
  ['acting_role', 'text', 'not null'],
  ['application', 'text', ''],
  ['client', 'text', ''],
  ['database', 'text', 'not null'],
  ['event', 'text', 'not null'],
  ['tag', 'text', 'not null'],
  ['object_type', 'text', ''],
  ['schema_name', 'text', ''],
  ['object_identity', 'text', ''],
  ['statement', 'text', ''],
  ['statement_at', 'timestamp with time zone', 'not null'],
  ['more', 'integer', 'not null'],
];

/** The columns of the log as the catalogue tells them. */
export const logShape = logColumns.map(([name, type]) => `${name} ${type}`).join(', ');

/** A query for `logShape` of what is there; null without the table. */
export const readLogShape = `select string_agg(a.attname || ' ' ||
    pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'hawkwatch' and c.relname = 'ddl_log' and a.attnum > 0 and not a.attisdropped`;

const replaceLog = `do $do$ begin
  -- Of another form, or somebody else's: what it holds cannot be read, or not be trusted.
  if (${readLogShape}) <> ${quoteLiteral(logShape)}
    or exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'hawkwatch' and c.relname = 'ddl_log'
        and pg_get_userbyid(c.relowner) <> current_user)
  then drop table hawkwatch.ddl_log; end if;
end $do$`;

const createLog = `create table if not exists hawkwatch.ddl_log (
${logColumns.map((column) => `  ${column.join(' ').trim()},`).join('\n')}
  primary key (at, pid, n)
)`;

// Its owner could put another table in the place of the log, which the recorder's owner writes to.
const takeSchema = `do $do$ declare former text; begin
  select pg_get_userbyid(n.nspowner) into former from pg_catalog.pg_namespace n
    where n.nspname = 'hawkwatch' and pg_get_userbyid(n.nspowner) <> current_user;
  if former is not null then
    alter schema hawkwatch owner to current_user;
    execute format('grant usage, create on schema hawkwatch to %I', former);
  end if;
end $do$`;

// What default privileges may have given away, but for reading.
const revokeWriting = `do $do$ declare writer text; begin
  for writer in select distinct a.grantee::regrole from pg_catalog.pg_class c,
      pg_catalog.aclexplode(c.relacl) a
    where c.oid = 'hawkwatch.ddl_log'::regclass and a.grantee not in (0, c.relowner)
  loop
    execute 'revoke insert, update, delete, truncate, references, trigger on hawkwatch.ddl_log from '
      || writer;
  end loop;
end $do$`;

// Vacuum would lock the table for a moment to make its file shorter; what is recorded then is lost.
const keepFile =
  'alter table hawkwatch.ddl_log set (vacuum_truncate = false, toast.vacuum_truncate = false)';

// The table itself is never waited for; the time-out is for what else a busy server may do for a moment,
// as making its file longer.
const createRecorder = `create function hawkwatch.record_ddl() returns event_trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $recorder$${recorderBody}$recorder$`;

const removeRecorder = [
  ...eventTriggers.map(({ name }) => `drop event trigger if exists ${name}`),
  'drop function if exists hawkwatch.record_ddl()',
];

const createTriggers = eventTriggers.flatMap(({ name, event }) => [
  `create event trigger ${name} on ${event} execute function hawkwatch.record_ddl()`,
  // Also for sessions that replay what another server did.
  `alter event trigger ${name} enable always`,
]);

const version = createHash('sha256')
  .update(
    [
      logShape,
      takeSchema,
      createLog,
      keepFile,
      revokeWriting,
      createRecorder,
      ...createTriggers,
    ].join(';'),
  )
  .digest('hex')
  .slice(0, 12);

/** The comment on the log: names this very form of the installation. */
export const versionMark = `Changes of the schema, recorded by the schema trigger of hawkwatch (${version}). Old rows go by themselves.`;

export interface InstallOptions {
  /** A role that may read the log, beside whoever installs it. */
  readonly reader?: string | undefined;
}

/** What installs the trigger; for a superuser. */
export function installStatements({ reader }: InstallOptions = {}): readonly string[] {
  const role = reader === undefined ? undefined : quoteIdentifier(reader);
  const grants =
    role === undefined
      ? []
      : [
          `grant usage on schema hawkwatch to ${role}`,
          `grant select on hawkwatch.ddl_log to ${role}`,
        ];
  return [
    // First, so that what follows is not recorded.
    ...removeRecorder,
    'create schema if not exists hawkwatch',
    takeSchema,
    'revoke create on schema hawkwatch from public',
    replaceLog,
    createLog,
    keepFile,
    `comment on table hawkwatch.ddl_log is ${quoteLiteral(versionMark)}`,
    createRecorder,
    'revoke all on hawkwatch.ddl_log from public',
    revokeWriting,
    'revoke all on function hawkwatch.record_ddl() from public',
    ...grants,
    ...createTriggers,
  ];
}

/** What removes the trigger with its log. */
export function removeStatements(): readonly string[] {
  return [
    ...removeRecorder,
    'drop table if exists hawkwatch.ddl_log',
    `do $do$ begin
  drop schema if exists hawkwatch;
exception when dependent_objects_still_exist then
  -- It holds something else, as the history of migrations: it stays.
  null;
end $do$`,
  ];
}
