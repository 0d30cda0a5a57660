// A short text that changes whenever the schema of a PostgreSQL database may have changed. As long as no
// transaction has ended nothing can have changed, and that costs one function call. Otherwise rows and
// xmin of the catalogue are counted: a change puts newer xmin in place of older ones or changes the
// number of rows, so number and sum cannot both stay the same. Temporary objects and hawkwatch's own do
// not count.
import { createHash } from 'node:crypto';

import { ownSchemas } from './own-schemas.ts';
import { isDenied } from './snapshot/denied.ts';

const firstOwn = 16_384;
const own = ownSchemas.map((name) => `'${name}'`).join(', ');
const lastingSchemas = `select n.oid from pg_catalog.pg_namespace n
  where n.nspname !~ '^pg_(toast_)?temp_' and n.nspname not in (${own})`;

// TOAST tables and their indexes say nothing that their table does not: setting an option of theirs
// writes the row of the table, too.
const relations = `lasting as materialized (
    select c.oid from pg_catalog.pg_class c where c.oid >= ${firstOwn} and c.relpersistence <> 't'
      and c.relnamespace not in (select n.oid from pg_catalog.pg_namespace n
        where n.nspname in ('pg_toast', ${own}))
  )`;
// Looked up in a hash table whatever the planner believes: its statistics may be as old as it likes.
const lasts = (oid: string): string => `(${oid} in (select l.oid from lasting l)) is true`;

// A catalogue table with the condition on the rows that count.
const catalogues: readonly (readonly [table: string, condition: string])[] = [
  ['pg_namespace', `x.oid in (${lastingSchemas})`],
  ['pg_extension', 'true'],
  ['pg_class', `x.oid >= ${firstOwn} and ${lasts('x.oid')}`],
  // Without those that every table has, as ctid.
  ['pg_attribute', `x.attrelid >= ${firstOwn} and x.attnum > 0 and ${lasts('x.attrelid')}`],
  ['pg_attrdef', lasts('x.adrelid')],
  ['pg_constraint', `x.oid >= ${firstOwn} and (x.conrelid = 0 or ${lasts('x.conrelid')})`],
  ['pg_index', `x.indrelid >= ${firstOwn} and ${lasts('x.indrelid')}`],
  ['pg_inherits', lasts('x.inhrelid')],
  ['pg_sequence', lasts('x.seqrelid')],
  // Who owns a sequence is written nowhere else.
  [
    'pg_depend',
    `x.objid >= ${firstOwn} and x.refobjsubid > 0 and x.deptype in ('a', 'i')
      and x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      and (x.objid in (select s.seqrelid from pg_catalog.pg_sequence s)) is true
      and ${lasts('x.objid')}`,
  ],
  // Those that the server makes for foreign keys are told by the constraints.
  ['pg_trigger', `not x.tgisinternal and ${lasts('x.tgrelid')}`],
  ['pg_rewrite', lasts('x.ev_class')],
  ['pg_policy', 'true'],
  ['pg_proc', `x.oid >= ${firstOwn} and x.pronamespace in (${lastingSchemas})`],
  ['pg_aggregate', `x.aggfnoid >= ${firstOwn}`],
  ['pg_type', `x.oid >= ${firstOwn} and x.typnamespace in (${lastingSchemas})`],
  ['pg_enum', 'true'],
  ['pg_range', `x.rngtypid >= ${firstOwn}`],
  ['pg_collation', `x.oid >= ${firstOwn}`],
  ['pg_statistic_ext', 'true'],
  ['pg_foreign_table', 'true'],
  ['pg_default_acl', `x.defaclnamespace = 0 or x.defaclnamespace in (${lastingSchemas})`],
  ['pg_event_trigger', `x.evtname !~ '^hawkwatch_'`],
  [
    'pg_description',
    // That of the schema `public` is older than anybody's objects.
    `(x.objoid >= ${firstOwn} or x.objoid in (${lastingSchemas}))
      and x.objoid not in (select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n
        on n.oid = c.relnamespace where n.nspname in (${own}))`,
  ],
];

const markSql = `select concat_ws('/', pg_catalog.pg_postmaster_start_time()::text,
    pg_catalog.pg_current_snapshot()::text,
    -- A replica's snapshot does not list what is running.
    case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn()::text end
  ) as value`;

type Query = (sql: string) => Promise<readonly { value: string | null }[]>;

export interface FingerprintReader {
  /** @throws whatever `query` throws. */
  read(query: Query): Promise<string>;
}

/** Remembers what it saw last. */
export function createFingerprintReader(): FingerprintReader {
  let known: { readonly mark: string; readonly fingerprint: string } | undefined;
  let denied: ReadonlySet<string> = new Set();
  return {
    read: async (query) => {
      const one = async (sql: string): Promise<string> => (await query(sql))[0]?.value ?? '';
      // Before the catalogue is read: what changes in between is seen the next time.
      const mark = await one(markSql);
      if (known?.mark === mark) return known.fingerprint;
      let counted: string;
      try {
        counted = await one(countSql(denied));
      } catch (error) {
        if (!isDenied(error)) throw error;
        denied = new Set(await unreadable(one));
        counted = await one(countSql(denied));
      }
      const fingerprint = createHash('sha256').update(counted).digest('hex').slice(0, 32);
      known = { mark, fingerprint };
      return fingerprint;
    },
  };
}

async function unreadable(one: (sql: string) => Promise<string>): Promise<readonly string[]> {
  const names = catalogues.map(([table]) => `('${table}')`).join(', ');
  const list = await one(`select string_agg(t, ',') as value from (values ${names}) v (t)
    where not has_table_privilege('pg_catalog.' || t, 'select')`);
  return list.split(',');
}

function countSql(without: ReadonlySet<string>): string {
  const counts = catalogues
    .filter(([table]) => !without.has(table))
    .map(
      ([table, condition]) => `(select '${table} ' || count(*) || ' ' ||
        coalesce(sum(x.xmin::text::bigint), 0) from pg_catalog.${table} x where ${condition})`,
    );
  // For one reading, compiling takes longer than it saves. One message is one transaction.
  return `set local jit = off; with ${relations} select concat_ws(', ', ${counts.join(', ')}) as value`;
}
