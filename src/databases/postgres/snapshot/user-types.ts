// Enums, domains, composite types and ranges that somebody made.
import {
  commentsOnColumns,
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  type CatalogueRow,
} from './catalogue-query.ts';

interface TypeRow extends CatalogueRow {
  readonly kind: 'e' | 'd' | 'c' | 'r';
  readonly labels: readonly string[] | null;
  readonly base: string | null;
  readonly not_null: boolean;
  readonly default_text: string | null;
  readonly collation: string | null;
  readonly fields: readonly string[] | null;
  readonly field_comments: readonly string[] | null;
  readonly range: Readonly<Record<string, string | null>> | null;
}

const collation = (type: string, of: string): string => `
  case when ${type}.${of} <> 0 then (select format('%I.%I', cn.nspname, co.collname)
    from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
    where co.oid = ${type}.${of} and co.collname <> 'default') end`;

export const userTypes = defineQuery<TypeRow>({
  about: 'types',
  kinds: ['ENUM', 'DOMAIN', 'COMPOSITE_TYPE', 'RANGE_TYPE'],
  sql: (scope) => `
    select t.oid, format('%I.%I', n.nspname, t.typname) as name, t.typtype as kind,
      case when t.typtype = 'e' then (select json_agg(e.enumlabel order by e.enumsortorder)
        from pg_enum e where e.enumtypid = t.oid) end as labels,
      case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
      t.typnotnull as not_null, t.typdefault as default_text,
      case when t.typtype = 'd' and t.typcollation is distinct from
        (select b.typcollation from pg_type b where b.oid = t.typbasetype)
        then ${collation('t', 'typcollation')} end as collation,
      case when t.typtype = 'c' then (select json_agg(format('%I %s', a.attname,
          format_type(a.atttypid, a.atttypmod)) || coalesce(' COLLATE ' ||
          case when a.attcollation <> (select b.typcollation from pg_type b where b.oid = a.atttypid)
            then ${collation('a', 'attcollation')} end, '') order by a.attnum)
        from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
        end as fields,
      case when t.typtype = 'r' then (select json_build_object(
          'subtype', format_type(r.rngsubtype, null),
          'canonical', nullif(r.rngcanonical::text, '-'), 'difference', nullif(r.rngsubdiff::text, '-'),
          'multirange', format_type(r.rngmultitypid, null),
          'collation', ${collation('r', 'rngcollation')},
          'operatorClass', (select format('%I.%I', cn.nspname, o.opcname) from pg_opclass o
            join pg_namespace cn on cn.oid = o.opcnamespace where o.oid = r.rngsubopc))
        from pg_range r where r.rngtypid = t.oid) end as range,
      case when t.typtype = 'c' then ${commentsOnColumns('t.typrelid')} end as field_comments
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and exists (select from pg_class c
        where c.oid = t.typrelid and c.relkind = 'c')))
      and ${countedSchema(scope)} and ${notOfExtension('pg_type', 't.oid')}`,
  map: (row) => {
    switch (row.kind) {
      case 'e':
        return found('pg_type', row, { kind: 'ENUM', attributes: { labels: row.labels ?? [] } });
      case 'd': {
        const attributes = {
          type: row.base,
          notNull: row.not_null,
          default: row.default_text,
          collation: row.collation,
        };
        return found('pg_type', row, { kind: 'DOMAIN', attributes });
      }
      case 'c':
        return found('pg_type', row, {
          kind: 'COMPOSITE_TYPE',
          attributes: {
            fields: row.fields ?? [],
            fieldComments: row.field_comments ?? undefined,
          },
        });
      case 'r':
        return found('pg_type', row, { kind: 'RANGE_TYPE', attributes: { ...row.range } });
    }
  },
});
