// Facts about the tables of one schema of a test database: just what the lock and work tests need.
import type postgres from 'postgres';

import type {
  ConstraintFacts,
  DatabaseFacts,
  TableFacts,
} from '../../../../src/migrations/impact/facts.ts';
import { databaseFacts, table } from '../../../support/impact-facts.ts';

const constraintKinds: Readonly<Record<string, ConstraintFacts['kind']>> = {
  p: 'primary',
  u: 'unique',
  f: 'foreign',
  c: 'check',
  x: 'exclusion',
  n: 'not-null',
};
const tableKinds: Readonly<Record<string, TableFacts['kind']>> = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized-view',
};

/** Facts of the tables and views of a schema; the session's time zone and version with them. */
export async function readSchemaFacts(sql: postgres.Sql, schema: string): Promise<DatabaseFacts> {
  const [server] = await sql<{ version: number; zone: string }[]>`
    select current_setting('server_version_num')::int as version, current_setting('TimeZone') as zone`;
  const tables = await sql<
    {
      name: string;
      kind: string;
      columns: { name: string; type: string; notNull: boolean }[] | null;
      constraints:
        | {
            name: string;
            kind: string;
            validated: boolean;
            definition: string;
            columns: string[];
            references: string | null;
          }[]
        | null;
      indexes: { name: string; columns: string[]; unique: boolean; valid: boolean }[] | null;
    }[]
  >`
    select c.relname as name, c.relkind as kind,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
          'notNull', attnotnull) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      (select json_agg(json_build_object('name', conname, 'kind', contype, 'validated', convalidated,
          'definition', pg_get_constraintdef(k.oid),
          'columns', (select json_agg(attname) from pg_attribute
            where attrelid = c.oid and attnum = any (conkey)),
          'references', (select nspname || '.' || relname from pg_class r
            join pg_namespace n on n.oid = r.relnamespace where r.oid = confrelid)))
        from pg_constraint k where conrelid = c.oid) as constraints,
      (select json_agg(json_build_object('name', i.relname, 'unique', indisunique, 'valid', indisvalid,
          'columns', (select json_agg(attname order by attnum) from pg_attribute
            where attrelid = i.oid)))
        from pg_index x join pg_class i on i.oid = x.indexrelid where indrelid = c.oid) as indexes
    from pg_class c
    where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'p', 'v', 'm')`;
  const facts = tables.map(({ name, kind, columns, constraints, indexes }) =>
    table(name, {
      schema,
      kind: tableKinds[kind] ?? 'table',
      columns: columns ?? [],
      constraints: (constraints ?? []).map((each) => ({
        ...each,
        columns: each.columns ?? [],
        kind: constraintKinds[each.kind] ?? 'check',
      })),
      indexes: indexes ?? [],
    }),
  );
  return databaseFacts(facts, {
    serverVersion: server?.version ?? null,
    timeZone: server?.zone ?? null,
    searchPath: [schema],
  });
}
