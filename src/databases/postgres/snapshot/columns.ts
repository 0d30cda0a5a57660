// Columns of tables and foreign tables. Those of views are told with the view.
import type { AttributeValue } from '../../../core/schema.ts';
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  sortedOptions,
  type CatalogueRow,
} from './catalogue-query.ts';

interface ColumnRow extends CatalogueRow {
  readonly number: number;
  /** Id of the table. */
  readonly table: string;
  /** Null when it is the number. */
  readonly position: number | null;
  readonly type: string;
  readonly not_null: boolean;
  readonly default_text: string | null;
  readonly rare: RareFacts | null;
}

/** What few columns have: it travels as one value, which is null for the others. */
interface RareFacts {
  /** Since PostgreSQL 18. */
  readonly notNullName?: string | null;
  readonly notNullNotValid?: boolean;
  readonly identity: '' | 'a' | 'd';
  readonly generated: '' | 's' | 'v';
  readonly collation: string | null;
  readonly storage: keyof typeof storages | null;
  readonly compression: '' | 'p' | 'l';
  readonly statistics: number | null;
  readonly options: readonly string[] | null;
  readonly foreignOptions: readonly string[] | null;
  readonly inherited: boolean;
}

// Since PostgreSQL 18 NOT NULL is a constraint with a name; a name that the server made says nothing.
const notNullJoin = `left join pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n'
      and nn.conkey = array[a.attnum]`;
const hasNotNullName = `(nn.oid is not null and nn.conname <>
        left(c.relname, 63) || '_' || a.attname || '_not_null' and c.relkind <> 'f'
        and not nn.conname ~ '_not_null[0-9]*$')`;
const notNullFacts = `'notNullName', case when ${hasNotNullName} then nn.conname end,
        'notNullNotValid', coalesce(not nn.convalidated, false),`;

const storages = { p: 'PLAIN', e: 'EXTERNAL', x: 'EXTENDED', m: 'MAIN' } as const;

function rareAttributes(rare: RareFacts): Readonly<Record<string, AttributeValue | undefined>> {
  return {
    notNullName: rare.notNullName,
    notNullNotValid: rare.notNullNotValid,
    virtual: rare.generated === 'v',
    identity: rare.identity === '' ? null : rare.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT',
    collation: rare.collation,
    storage: rare.storage === null ? null : storages[rare.storage],
    compression: rare.compression === '' ? null : rare.compression === 'p' ? 'pglz' : 'lz4',
    statistics: rare.statistics,
    options: sortedOptions(rare.options),
    foreignOptions: sortedOptions(rare.foreignOptions),
    inherited: rare.inherited,
  };
}

export const columns = defineQuery<ColumnRow>({
  about: 'columns',
  kinds: ['COLUMN'],
  isLarge: true,
  sql: (scope) => `
    with c as materialized (
      select c.oid, c.relname, c.relkind, c.relispartition,
        format('%s %I.%I', case c.relkind when 'f' then 'FOREIGN_TABLE' else 'TABLE' end,
          n.nspname, c.relname) as id
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'f') and ${countedSchema(scope)}
        and ${notOfExtension('pg_class', 'c.oid')})
    select c.oid, a.attnum as number, c.id as table, quote_ident(a.attname) as name,
      -- Columns that were dropped keep their numbers.
      case when gone.numbers is not null then a.attnum
        - (select count(*)::int from unnest(gone.numbers) number where number < a.attnum) end
        as position,
      format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
      -- Only what is generated speaks of other columns. Without the table the server need not open it.
      pg_get_expr(ad.adbin, case when a.attgenerated = '' then 0 else ad.adrelid end)
        as default_text,
      case when a.attidentity <> '' or a.attgenerated <> '' or a.attcollation <> t.typcollation
        or a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget >= 0
        or a.attoptions is not null or a.attfdwoptions is not null or a.attinhcount > 0
        ${scope.serverVersion >= 180_000 ? `or ${hasNotNullName} or not nn.convalidated` : ''}
      then json_build_object(
        ${scope.serverVersion >= 180_000 ? notNullFacts : ''}
        'identity', a.attidentity, 'generated', a.attgenerated,
        'collation', case when a.attcollation <> t.typcollation and a.attcollation <> 0
          then (select format('%I.%I', cn.nspname, co.collname) from pg_collation co
            join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
        'storage', case when a.attstorage <> t.typstorage then a.attstorage end,
        'compression', a.attcompression, 'statistics', nullif(a.attstattarget, -1),
        'options', to_json(a.attoptions), 'foreignOptions', to_json(a.attfdwoptions),
        'inherited', a.attinhcount > 0 and not a.attislocal and not c.relispartition)
      end as rare
    from c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join (select x.attrelid, array_agg(x.attnum) as numbers from pg_attribute x
      where x.attisdropped group by x.attrelid) gone on gone.attrelid = a.attrelid
    left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
    ${scope.serverVersion >= 180_000 ? notNullJoin : ''}`,
  map: ({ oid, name, number, table, position, type, not_null: notNull, default_text, rare }) =>
    found(
      'pg_class',
      { oid, name: `${table.slice(table.indexOf(' ') + 1)}.${name}` },
      {
        kind: 'COLUMN',
        parent: table,
        column: number,
        attributes:
          rare === null
            ? { position: position ?? number, type, notNull, default: default_text }
            : {
                position: position ?? number,
                type,
                notNull,
                [rare.generated === '' ? 'default' : 'generated']: default_text,
                ...rareAttributes(rare),
              },
      },
    ),
});
