// Whether the schema trigger is installed in a database, whole, in this version and switched on, and
// whether the asking role could install it. Reads the catalogue only.
import { isDenied } from '../snapshot/denied.ts';
import { recorderBody } from './recorder.ts';
import { eventTriggers, logShape, readLogShape, versionMark } from './statements.ts';

export const triggerStates = ['ABSENT', 'INSTALLED', 'OUTDATED', 'DISABLED', 'BROKEN'] as const;
type TriggerState = (typeof triggerStates)[number];

export interface SchemaTriggerState {
  readonly state: TriggerState;
  /** Why it is not INSTALLED and what to do about it; null when it is. */
  readonly reason: string | null;
  readonly mayInstall: boolean;
  /** Why the role may not; null when it may. */
  readonly refusal: string | null;
  /** hawkwatch's role there. */
  readonly role: string;
  /** It needs a grant to read the log: it is no superuser. */
  readonly needsGrant: boolean;
}

interface FoundFunction {
  readonly oid: string;
  readonly source: string;
  readonly definer: boolean;
  readonly owner: string;
  /** That of the schema and of the log; null without a log. */
  readonly schemaOwner: string;
  readonly logOwner: string | null;
  /** Its owner may write the log; null without a log. */
  readonly mayWrite: boolean | null;
}

interface FoundTrigger {
  readonly name: string;
  readonly event: string;
  readonly enabled: 'O' | 'D' | 'R' | 'A';
  readonly function: string;
}

interface Found {
  readonly version: number;
  readonly recovering: boolean;
  readonly role: string;
  readonly superuser: boolean;
  /** Roles by which a cloud lets its customers make event triggers. */
  readonly cloudRole: string | null;
  readonly switchedOff: boolean;
  /** The columns of the log and the comment on it; null without it. */
  readonly shape: string | null;
  readonly comment: string | null;
  readonly function: FoundFunction | null;
  readonly triggers: readonly FoundTrigger[] | null;
}

/** What clouds call the role of those who may do a little of what a superuser may. */
const cloudRoles = ['rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser'];
const firstVersion = 130_000;

const names = (list: readonly string[]): string => list.map((name) => `'${name}'`).join(', ');

const stateSql = `select pg_catalog.json_build_object(
  'version', pg_catalog.current_setting('server_version_num')::int,
  'recovering', pg_catalog.pg_is_in_recovery(),
  'role', current_user,
  'superuser', (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user),
  'cloudRole', (select min(r.rolname::text) from pg_catalog.pg_roles r
    where r.rolname in (${names(cloudRoles)})
      and pg_catalog.pg_has_role(current_user, r.oid, 'member')),
  'switchedOff', pg_catalog.current_setting('event_triggers', true) is not distinct from 'off',
  'shape', (${readLogShape}),
  'comment', (select pg_catalog.obj_description(c.oid, 'pg_class') from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'hawkwatch' and c.relname = 'ddl_log'),
  'function', (select pg_catalog.json_build_object('oid', f.oid::text, 'source', f.prosrc,
      'definer', f.prosecdef,
      'owner', pg_catalog.pg_get_userbyid(f.proowner),
      'schemaOwner', pg_catalog.pg_get_userbyid(n.nspowner),
      'logOwner', (select pg_catalog.pg_get_userbyid(c.relowner)
        from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = 'ddl_log'),
      'mayWrite', (select pg_catalog.has_table_privilege(f.proowner, c.oid, 'insert')
        from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = 'ddl_log'))
    from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    where n.nspname = 'hawkwatch' and f.proname = 'record_ddl' and f.pronargs = 0),
  'triggers', (select pg_catalog.json_agg(pg_catalog.json_build_object('name', t.evtname,
      'event', t.evtevent, 'enabled', t.evtenabled, 'function', t.evtfoid::text))
    from pg_catalog.pg_event_trigger t
    where t.evtname in (${names(eventTriggers.map(({ name }) => name))}))
)::text as value`;

type Query = (sql: string) => Promise<readonly { value: string | null }[]>;

/** @throws whatever `query` throws. */
export async function readTriggerState(query: Query): Promise<SchemaTriggerState> {
  let value: string | null | undefined;
  try {
    value = (await query(stateSql))[0]?.value;
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new Error('the role may not read the catalogue: grant select on pg_catalog', {
      cause: error,
    });
  }
  if (typeof value !== 'string') throw new Error('the server did not tell what is installed');
  // Just what the query above makes.
  const found = JSON.parse(value) as Found;
  const refusal = refusalOf(found);
  return {
    ...judge(found),
    mayInstall: refusal === null,
    refusal,
    role: found.role,
    needsGrant: !found.superuser,
  };
}

function refusalOf({ version, recovering, superuser, cloudRole, role }: Found): string | null {
  if (version < firstVersion) return 'the schema trigger needs PostgreSQL 13 or newer';
  if (recovering) return 'the server is a replica: install it on the primary';
  if (superuser || cloudRole !== null) return null;
  return (
    `event triggers can be made by superusers only, and hawkwatch's role "${role}" is none: ` +
    'let a superuser run the statements of `installSql`'
  );
}

type Judgement = Pick<SchemaTriggerState, 'state' | 'reason'>;

function judge(found: Found): Judgement {
  const { shape, function: recorder, switchedOff } = found;
  const triggers = found.triggers ?? [];
  if (shape === null && recorder === null && triggers.length === 0) {
    return { state: 'ABSENT', reason: 'it is not installed' };
  }
  const again = 'install it again';
  if (recorder === null) return broken('its function hawkwatch.record_ddl() is gone', again);
  if (shape === null) return broken('its table hawkwatch.ddl_log is gone', again);
  // Another version may have another form of all the rest.
  if (found.comment !== versionMark) {
    return { state: 'OUTDATED', reason: `another version of hawkwatch installed it: ${again}` };
  }
  if (shape !== logShape) return broken('its table hawkwatch.ddl_log has other columns', again);
  if (recorder.source !== recorderBody || !recorder.definer) {
    return broken('its function hawkwatch.record_ddl() was changed', again);
  }
  const { owner, schemaOwner, logOwner } = recorder;
  if (owner !== logOwner || owner !== schemaOwner) {
    const parts = `of its function ("${owner}"), its table ("${logOwner}") and their schema ("${schemaOwner}")`;
    return broken(`the owners ${parts} are not the same`, again);
  }
  if (recorder.mayWrite === false) {
    return broken(
      `the owner of its function may not write hawkwatch.ddl_log`,
      `grant insert on it to "${owner}"`,
    );
  }
  for (const { name, event } of eventTriggers) {
    const trigger = triggers.find((one) => one.name === name);
    if (trigger === undefined) return broken(`its event trigger ${name} is gone`, again);
    if (trigger.event !== event || trigger.function !== recorder.oid) {
      return broken(`the event trigger ${name} is another one`, again);
    }
  }
  const off = triggers.filter(({ enabled }) => enabled === 'D' || enabled === 'R');
  if (off.length > 0) {
    const list = off.map(({ name }) => name).join(' and ');
    return { state: 'DISABLED', reason: `${list} was switched off: ${again}, or enable it` };
  }
  if (switchedOff) {
    return { state: 'DISABLED', reason: 'the setting `event_triggers` of the server is off' };
  }
  return { state: 'INSTALLED', reason: null };
}

function broken(what: string, next: string): Judgement {
  return { state: 'BROKEN', reason: `${what}, so nothing is recorded: ${next}` };
}
