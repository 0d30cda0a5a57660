// The largest tables of a PostgreSQL database, those with the most dead rows, and the size of the whole.
// Candidates are chosen by the catalogue's own numbers, which takes no lock on any table; the few are then
// measured under a short lock time-out, without those that a change of the schema holds.
import { z } from 'zod';

import type { Measure, TableFacts } from '../../resources.ts';

const shown = 10;
// Below this, dead rows are nothing to tell of.
const leastDead = 1000;

const form = z.object({
  size: z.number().nullable(),
  live: z.number(),
  dead: z.number(),
  tables: z
    .array(
      z.object({
        schema: z.string(),
        name: z.string(),
        bytes: z.number().nullable(),
        live: z.number(),
        dead: z.number(),
        isLarge: z.boolean(),
      }),
    )
    .nullable(),
});
export type TablesAnswer = z.infer<typeof form>;

/** @throws when it is no such answer. */
export function parseTables(text: string): TablesAnswer {
  return form.parse(JSON.parse(text));
}

/** `measures`: whether the chosen tables are opened to measure them; without it, the estimate is told. */
export function tablesSql(measures: boolean): string {
  const bytes = measures
    ? `case when not exists (select from pg_locks l where l.relation = c.oid
          and l.database = (select oid from pg_database where datname = current_database())
          and l.mode = 'AccessExclusiveLock')
        then pg_total_relation_size(c.oid) end`
    : 'c.estimate';
  return `with found as materialized (
      select c.oid, c.relnamespace, c.relname,
        pg_stat_get_live_tuples(c.oid) as live, pg_stat_get_dead_tuples(c.oid) as dead,
        (c.relpages::bigint + coalesce(t.relpages, 0) + coalesce(i.pages, 0))
          * current_setting('block_size')::bigint as estimate
      from pg_class c
      left join pg_class t on t.oid = c.reltoastrelid
      left join (select x.indrelid, sum(k.relpages) as pages from pg_index x
        join pg_class k on k.oid = x.indexrelid group by x.indrelid) i on i.indrelid = c.oid
      where c.relkind in ('r', 'm') and c.relpersistence <> 't' and c.oid >= 16384
    ), ranked as materialized (
      select f.*,
        row_number() over (order by f.estimate desc, f.live desc, f.oid) <= ${shown} as is_large,
        f.dead >= ${leastDead} and row_number() over (order by f.dead desc, f.oid) <= ${shown} as is_dead
      from found f
    )
    select json_build_object(
      'size', case when has_database_privilege(current_database(), 'connect')
        then pg_database_size(current_database()) end,
      'live', coalesce((select sum(live) from found), 0),
      'dead', coalesce((select sum(dead) from found), 0),
      'tables', (select json_agg(json_build_object('schema', n.nspname, 'name', c.relname,
          'bytes', ${bytes}, 'live', c.live, 'dead', c.dead, 'isLarge', c.is_large)
          order by c.estimate desc, c.oid)
        from ranked c join pg_namespace n on n.oid = c.relnamespace
        where c.is_large or c.is_dead))::text as value`;
}

/** What an answer means. */
export function readTables(answer: TablesAnswer): {
  readonly measures: readonly Measure[];
  readonly tables: readonly TableFacts[];
} {
  const { size, live, dead } = answer;
  const found = answer.tables ?? [];
  const measures: Measure[] = [
    { metric: 'database.dead_rows', value: dead },
    { metric: 'database.live_rows', value: live },
  ];
  // A handful of rows would make it leap from none to all.
  if (live + dead >= leastDead) {
    measures.push({ metric: 'database.dead_rows_percent', value: (100 * dead) / (live + dead) });
  }
  if (size !== null) measures.push({ metric: 'database.size_bytes', value: size });
  for (const table of found) {
    const labels = { table: `${table.schema}.${table.name}` };
    if (table.isLarge && table.bytes !== null) {
      measures.push({ metric: 'database.table_bytes', labels, value: table.bytes });
    }
    if (table.dead >= leastDead) {
      measures.push({ metric: 'database.table_dead_rows', labels, value: table.dead });
    }
  }
  return {
    measures,
    tables: found.map((table) => ({
      schema: table.schema,
      name: table.name,
      bytes: table.bytes,
      liveRows: table.live,
      deadRows: table.dead,
    })),
  };
}
