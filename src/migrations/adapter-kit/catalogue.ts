// The tables of a monitored database as far as recognising migration tools needs them: one query,
// read-only, for all adapters.
import type { HistoryReader } from './history-reader.ts';

/** A table that may be a history. Names are as the catalogue has them. */
export interface CatalogueTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** False when the reading role has no SELECT on it. */
  readonly readable: boolean;
}

export interface Catalogue {
  /** Tables of the wanted names in any schema, and those that the configuration names. */
  readonly tables: readonly CatalogueTable[];
  /** Schemas of the session's search path that exist, in order. */
  readonly searchPath: readonly string[];
}

export interface HistoryTable extends CatalogueTable {
  /** Why it is not clear that this one is meant, and what to set; then it is not read. */
  readonly doubt?: string;
  /** It has the name, but not the columns. */
  readonly unfit?: true;
  /** The tool's lock table, where it has one. */
  readonly lock?: CatalogueTable;
}

/**
 * Names under which tools keep their history and locks. Adapters add theirs here, so that one query
 * serves all of them; a table of another name is found when the configuration names it.
 */
export const historyTableNames = [
  '__drizzle_migrations',
  '_prisma_migrations',
  'marker',
  'ledger',
  'pgmigrations',
  'knex_migrations',
  'knex_migrations_lock',
  'migrations',
  'typeorm_metadata',
  'SequelizeMeta',
  'current',
  'flyway_schema_history',
  'databasechangelog',
  'databasechangeloglock',
  'goose_db_version',
  'goose_lock',
  'schema_migrations',
  'ar_internal_metadata',
  'django_migrations',
  'alembic_version',
  'atlas_schema_revisions',
  'pgroll_version',
] as const;

interface Row {
  tables: CatalogueTable[];
  path: string[];
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Reads the tables that may be histories; `more` are unqualified names from the configuration. */
export async function readCatalogue(
  reader: HistoryReader,
  more: readonly string[] = [],
): Promise<Catalogue> {
  const names = [...historyTableNames, ...more].map(literal).join(', ');
  const [row] = await reader.read<Row>(`
    select pg_catalog.to_json(pg_catalog.current_schemas(false)) as path,
      (select coalesce(json_agg(json_build_object('schema', n.nspname, 'name', c.relname,
          'kind', case when c.relkind in ('r', 'p') then 'table' else 'view' end,
          'columns', (select coalesce(json_agg(json_build_object('name', a.attname,
              'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
            from pg_catalog.pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
          'readable', pg_catalog.has_schema_privilege(n.oid, 'usage')
            and pg_catalog.has_table_privilege(c.oid, 'select'))
          order by n.nspname, c.relname), '[]')
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname::text in (${names})
          and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as tables`);
  return { tables: row?.tables ?? [], searchPath: row?.path ?? [] };
}

const reference = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/;
const unquote = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;

/**
 * A table reference of the configuration: `schema.table`, or `table` in the search path. Names are as
 * the catalogue has them; quotes are taken, and needed only around dots.
 */
export function splitTableName(named: string): { schema: string | null; name: string } {
  const [, schema, name] = reference.exec(named) ?? [];
  if (name === undefined) return { schema: null, name: named };
  return { schema: schema === undefined ? null : unquote(schema), name: unquote(name) };
}

/** The tables of a name: those of the search path first, in its order. */
export function tablesNamed(catalogue: Catalogue, named: string): readonly CatalogueTable[] {
  const { schema, name } = splitTableName(named);
  const rank = (table: CatalogueTable): number => {
    const place = catalogue.searchPath.indexOf(table.schema);
    return place < 0 ? catalogue.searchPath.length : place;
  };
  return catalogue.tables
    .filter((table) => table.name === name && (schema === null || table.schema === schema))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** `schema.table`, for messages and for the configuration. */
export function nameOf(table: CatalogueTable): string {
  return `${table.schema}.${table.name}`;
}

/** True when the table has all these columns. */
export function hasColumns(table: CatalogueTable, ...names: readonly string[]): boolean {
  const present = new Set(table.columns.map((column) => column.name));
  return names.every((name) => present.has(name));
}
