// What statements have cost, from the extension pg_stat_statements. Its function is called without the
// texts, which it would read from a file each time; a text is asked for once, when it is to be shown.
// Parameters are not in it, but for utility statements, which the server keeps as they were written: what
// is told is normalised and redacted here.
import { z } from 'zod';

import { normaliseQuery } from '../../../sql/normalise.ts';
import type { StatementReading } from '../../resources.ts';
import { quoteIdentifier } from '../client.ts';

/** More shapes than these are not compared: the costliest by their totals are. */
const mostStatements = 500;
const longestAsked = 20_000;

export const findExtensionSql = `select json_build_object('schema', n.nspname, 'version', e.extversion,
    'loaded', current_setting('shared_preload_libraries', true))::text as value
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_stat_statements'`;

const extensionForm = z.object({
  schema: z.string(),
  version: z.string(),
  // Null where the role may not read the setting.
  loaded: z.string().nullable(),
});
export type StatementsExtension = z.infer<typeof extensionForm>;

export function parseExtension(text: string): StatementsExtension {
  return extensionForm.parse(JSON.parse(text));
}

/** Why an extension cannot be used; undefined when it can. */
export function extensionFault({ version, loaded }: StatementsExtension): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 1 || (major === 1 && minor < 8)) {
    return `its version ${version} is too old: run alter extension pg_stat_statements update`;
  }
  if (loaded !== null && !/(^|[\s,/"'])pg_stat_statements($|[\s,"'.])/.test(loaded)) {
    return 'it is not loaded: add it to shared_preload_libraries and restart the server';
  }
  return undefined;
}

const hasInfo = ({ version }: StatementsExtension): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 9;
};

/** The totals of this database's statements, the costliest first. */
export function totalsSql(extension: StatementsExtension): string {
  const schema = quoteIdentifier(extension.schema);
  const reset = hasInfo(extension)
    ? `(select i.stats_reset::text from ${schema}.pg_stat_statements_info() i)`
    : `''`;
  return `select json_build_object('epoch', ${reset}, 'rows', (select json_agg(json_build_array(
      s.id, s.calls, s.total, s.rows, s.hit, s.read, s.temp, s.wal)) from (
    select t.queryid::text as id, sum(t.calls)::float8 as calls, sum(t.total_exec_time) as total,
      sum(t.rows)::float8 as rows, sum(t.shared_blks_hit)::float8 as hit,
      sum(t.shared_blks_read)::float8 as read, sum(t.temp_blks_written)::float8 as temp,
      sum(t.wal_bytes)::float8 as wal
    from ${schema}.pg_stat_statements(false) t
    where t.dbid = (select oid from pg_database where datname = current_database())
      and t.queryid is not null
    group by t.queryid order by total desc, t.queryid limit ${mostStatements + 1}) s))::text as value`;
}

const totalsForm = z.object({
  epoch: z.string().nullable(),
  rows: z
    .array(
      z.tuple([
        z.string(),
        z.number(),
        z.number(),
        z.number(),
        z.number(),
        z.number(),
        z.number(),
        z.number(),
      ]),
    )
    .nullable(),
});

/** @throws when it is no such answer. */
export function parseTotals(text: string): StatementReading {
  const { epoch, rows } = totalsForm.parse(JSON.parse(text));
  const all = rows ?? [];
  return {
    epoch: epoch ?? '',
    complete: all.length <= mostStatements,
    totals: all
      .slice(0, mostStatements)
      .map(([id, calls, totalMs, count, blocksHit, blocksRead, tempBlocks, walBytes]) => ({
        id,
        calls,
        totalMs,
        rows: count,
        blocksHit,
        blocksRead,
        tempBlocks,
        walBytes,
      })),
  };
}

const decimal = /^-?[0-9]{1,20}$/;

/** The texts of statements by their ids. */
export function textsSql(extension: StatementsExtension, ids: readonly string[]): string {
  const schema = quoteIdentifier(extension.schema);
  const list = ids.filter((id) => decimal.test(id)).map((id) => `'${id}'`);
  return `select coalesce(json_object_agg(s.id, s.query), '{}')::text as value from (
    select distinct on (t.queryid) t.queryid::text as id, left(t.query, ${longestAsked}) as query
    from ${schema}.pg_stat_statements(true) t
    where t.dbid = (select oid from pg_database where datname = current_database())
      and t.queryid = any (array[${list.join(', ')}]::bigint[]) order by t.queryid) s`;
}

/** @throws when it is no such answer. */
export function parseTexts(text: string): ReadonlyMap<string, string> {
  const texts = z.record(z.string(), z.string().nullable()).parse(JSON.parse(text));
  return new Map(
    Object.entries(texts).flatMap(([id, query]) =>
      query === null || query === '<insufficient privilege>' ? [] : [[id, normaliseQuery(query)]],
    ),
  );
}
