// The tables by which migration tools are recognised while they work: histories that only a
// migration writes to, and tables that hold a lock as a row. Pure; a name that applications use for
// tables of their own counts only with the tool's columns.
import type { SourceSettings } from '../../databases/target.ts';
import type { TableName } from './lock-keys.ts';

/** A table of the watched database, as the catalogue has it. */
export interface FoundTable extends TableName {
  readonly oid: number;
  readonly columns: readonly string[];
  readonly readable: boolean;
}

export interface ToolTable extends FoundTable {
  readonly tool: string;
  /** A history is written by migrations; the rows of a lock table are locks. */
  readonly role: 'history' | 'lock';
}

interface Form {
  readonly tool: string;
  readonly role: ToolTable['role'];
  readonly name: string;
  /** Where the name alone says too little. */
  readonly schema?: string;
  readonly columns: readonly string[];
}

// The first form that fits decides. `schema_migrations` belongs to three tools.
const forms: readonly Form[] = [
  {
    tool: 'prisma',
    role: 'history',
    name: '_prisma_migrations',
    columns: ['migration_name', 'finished_at'],
  },
  {
    tool: 'drizzle',
    role: 'history',
    name: '__drizzle_migrations',
    columns: ['hash', 'created_at'],
  },
  { tool: 'node-pg-migrate', role: 'history', name: 'pgmigrations', columns: ['name', 'run_on'] },
  { tool: 'knex', role: 'history', name: 'knex_migrations', columns: ['name', 'batch'] },
  { tool: 'knex', role: 'lock', name: 'knex_migrations_lock', columns: ['is_locked'] },
  { tool: 'sequelize', role: 'history', name: 'SequelizeMeta', columns: ['name'] },
  { tool: 'typeorm', role: 'history', name: 'migrations', columns: ['id', 'timestamp', 'name'] },
  { tool: 'laravel', role: 'history', name: 'migrations', columns: ['id', 'migration', 'batch'] },
  {
    tool: 'graphile-migrate',
    role: 'history',
    name: 'migrations',
    schema: 'graphile_migrate',
    columns: ['hash', 'previous_hash', 'filename'],
  },
  {
    tool: 'pgroll',
    role: 'history',
    name: 'migrations',
    schema: 'pgroll',
    columns: ['schema', 'name', 'migration'],
  },
  {
    tool: 'flyway',
    role: 'history',
    name: 'flyway_schema_history',
    columns: ['installed_rank', 'script'],
  },
  {
    tool: 'liquibase',
    role: 'history',
    name: 'databasechangelog',
    columns: ['orderexecuted', 'md5sum'],
  },
  { tool: 'liquibase', role: 'lock', name: 'databasechangeloglock', columns: ['locked'] },
  {
    tool: 'goose',
    role: 'history',
    name: 'goose_db_version',
    columns: ['version_id', 'is_applied'],
  },
  { tool: 'goose', role: 'lock', name: 'goose_lock', columns: ['locked'] },
  {
    tool: 'golang-migrate',
    role: 'history',
    name: 'schema_migrations',
    columns: ['version', 'dirty'],
  },
  { tool: 'dbmate', role: 'history', name: 'schema_migrations', columns: ['version'] },
  {
    tool: 'django',
    role: 'history',
    name: 'django_migrations',
    columns: ['app', 'name', 'applied'],
  },
  { tool: 'alembic', role: 'history', name: 'alembic_version', columns: ['version_num'] },
  {
    tool: 'atlas',
    role: 'history',
    name: 'atlas_schema_revisions',
    columns: ['version', 'partial_hashes'],
  },
  { tool: 'kysely', role: 'history', name: 'kysely_migration', columns: ['name', 'timestamp'] },
  { tool: 'sqlx', role: 'history', name: '_sqlx_migrations', columns: ['version', 'checksum'] },
];

// Its presence tells Rails' `schema_migrations` from dbmate's.
const railsMark = 'ar_internal_metadata';

/** The configured tables of a database's sources: `schema.table`, or `table` in any schema. */
export function configuredTables(
  sources: readonly Pick<SourceSettings, 'tool' | 'table'>[],
): readonly { tool: string; schema: string | null; name: string }[] {
  return sources.flatMap(({ tool, table }) => {
    if (table === null || tool === 'sql' || tool === 'auto') return [];
    const dot = table.indexOf('.');
    const schema = dot < 0 ? null : table.slice(0, dot);
    const name = table.slice(dot + 1);
    const history = { tool, schema, name };
    // Knex names its lock after its history.
    return tool === 'knex' ? [history, { tool, schema, name: `${name}_lock` }] : [history];
  });
}

type Configured = ReturnType<typeof configuredTables>;

/** Every name to look up in the catalogue. */
export function tableNames(configured: Configured): readonly string[] {
  return [
    ...new Set([
      ...forms.map((form) => form.name),
      ...configured.map((table) => table.name),
      railsMark,
    ]),
  ];
}

const has = (table: FoundTable, columns: readonly string[]): boolean =>
  columns.every((column) => table.columns.includes(column));

function recognise(
  table: FoundTable,
  found: readonly FoundTable[],
  configured: Configured,
): ToolTable | undefined {
  const named = configured.find(
    ({ schema, name }) => name === table.name && (schema === null || schema === table.schema),
  );
  if (named !== undefined) {
    const isLock = named.tool === 'knex' && has(table, ['is_locked']);
    return { ...table, tool: named.tool, role: isLock ? 'lock' : 'history' };
  }
  const form = forms.find(
    ({ name, schema, columns }) =>
      name === table.name &&
      (schema === undefined || schema === table.schema) &&
      has(table, columns),
  );
  if (form === undefined) return undefined;
  const isRails =
    form.tool === 'dbmate' &&
    found.some(({ schema, name }) => schema === table.schema && name === railsMark);
  return { ...table, tool: isRails ? 'rails' : form.tool, role: form.role };
}

/** The tables among `found` that are a tool's. */
export function recogniseTables(
  found: readonly FoundTable[],
  configured: Configured,
): readonly ToolTable[] {
  return found.flatMap((table) => recognise(table, found, configured) ?? []);
}

/** A row of a lock table that says that somebody holds the lock. */
export interface LockRow {
  readonly tool: string;
  /** Table and, where it is told, the moment: the same lock gives the same text. */
  readonly id: string;
  /** What the row says, for people. */
  readonly sign: string;
  /** Its own lease has run out. */
  readonly expired: boolean;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;

/** What a row of a lock table means; undefined when the lock is free. */
export function readLockRow(
  table: Pick<ToolTable, 'tool' | 'schema' | 'name'>,
  row: Readonly<Record<string, unknown>>,
  databaseNow: Date,
): LockRow | undefined {
  const locked = row['locked'] ?? row['is_locked'];
  if (locked !== true && locked !== 1) return undefined;
  const by = textOf(row['lockedby']) ?? textOf(row['locked_by']);
  const at = textOf(row['lockgranted']) ?? textOf(row['locked_at']);
  const lease = textOf(row['lease_expires_at']);
  const where = `${table.schema}.${table.name}`;
  const holder = by === null ? '' : ` by ${by}`;
  const since = at === null ? '' : ` since ${at}`;
  return {
    tool: table.tool,
    id: at === null ? where : `${where}@${at}`,
    sign: `${where} says that it is locked${holder}${since}`,
    expired: lease !== null && new Date(lease).getTime() < databaseNow.getTime(),
  };
}
