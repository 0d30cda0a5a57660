// Who migrates right now, seen from outside: the holder of a tool's advisory lock, or a transaction
// that has written to its history and is still open. Reads catalogue views only; takes no lock.
import { quoteLiteral } from '../../databases/postgres/client.ts';
import { nameOf, type CatalogueTable } from './catalogue.ts';
import type { HistoryReader } from './history-reader.ts';

/** A bigint key as `pg_locks` shows it: its halves. */
export interface AdvisoryKey {
  readonly classId: number;
  readonly objectId: number;
}

/** The halves of a key that a tool gives as one number. */
export function advisoryKey(key: bigint): AdvisoryKey {
  const bits = BigInt.asUintN(64, key);
  return { classId: Number(bits >> 32n), objectId: Number(bits & 0xffff_ffffn) };
}

interface HolderRow {
  pid: number;
  application: string | null;
  role: string | null;
  since: string | null;
}

const columns = `l.pid, nullif(a.application_name, '') as application, a.usename::text as role,
  pg_catalog.to_json(coalesce(a.xact_start, a.query_start, a.backend_start)) #>> '{}' as since`;
const from = `from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
  where l.granted and l.pid <> pg_catalog.pg_backend_pid()
    and l.database = (select oid from pg_catalog.pg_database
      where datname = pg_catalog.current_database())`;

/** Who holds an advisory lock with a key of one number, in words; null when nobody does. */
export async function findAdvisoryHolder(
  reader: HistoryReader,
  title: string,
  key: AdvisoryKey,
): Promise<string | null> {
  const rows = await reader.read<HolderRow>(
    `select ${columns} ${from} and l.locktype = 'advisory' and l.objsubid = 1
       and l.classid = ${key.classId}::oid and l.objid = ${key.objectId}::oid limit 1`,
  );
  return rows[0] === undefined ? null : `the lock of ${title} is held by ${inWords(rows[0])}`;
}

/** Who has written to a table in a transaction that is still open, in words. */
export async function findWriter(
  reader: HistoryReader,
  table: CatalogueTable,
): Promise<string | null> {
  const rows = await reader.read<HolderRow>(
    `select ${columns} ${from} and l.locktype = 'relation'
       and l.mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
         'AccessExclusiveLock')
       and l.relation = (select c.oid from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = ${quoteLiteral(table.schema)} and c.relname = ${quoteLiteral(table.name)})
     limit 1`,
  );
  return rows[0] === undefined
    ? null
    : `a transaction on ${nameOf(table)} is still open: ${inWords(rows[0])}`;
}

function inWords({ pid, application, role, since }: HolderRow): string {
  const who = application ?? 'a session';
  const by = role === null ? '' : ` of ${role}`;
  return `${who} (pid ${pid}${by})${since === null ? '' : ` since ${since}`}`;
}
