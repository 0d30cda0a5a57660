// Measures what a statement does to tables that were there before: it is executed in a transaction,
// pg_locks, file nodes and scan counters are read, and everything is undone. A statement that cannot
// run in a transaction is stopped at the first lock it waits for.
import postgres from 'postgres';

import { lockModes, type LockMode } from '../../../src/core/impact.ts';
import { until } from '../../support/until.ts';
import { factTables, type Effects, type LockFact } from './lock-facts/fact.ts';

export interface Measured extends Required<Omit<Effects, 'fails'>> {
  readonly fails?: string;
}

/** A database in which facts are measured, one after the other. */
export interface Laboratory {
  readonly major: number;
  /** Names of the indexes that the present fact found. */
  readonly indexes: ReadonlySet<string>;
  /** Makes the tables of a fact anew. */
  prepare(fact: LockFact): Promise<void>;
  measure(fact: LockFact): Promise<Measured>;
  close(): Promise<void>;
}

interface Relation {
  name: string;
  kind: string;
  oid: string;
  node: string | null;
  scans: string;
}

const nameOf = `case when n.nspname = 'facts' then '' else n.nspname || '.' end || c.relname`;

const relations = `
  select ${nameOf} as name, c.relkind as kind, c.oid::text as oid, pg_relation_filenode(c.oid)::text as node,
    pg_stat_get_xact_numscans(c.oid)::text as scans
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname like 'facts%' and c.relkind in ('r', 'p', 'v', 'm', 'i', 'I')`;

/** `postgres.js` as the simple protocol: several statements in one message. */
const run = (sql: postgres.ReservedSql, text: string) => sql.unsafe(text).simple();

export async function openLaboratory(url: string): Promise<Laboratory> {
  const client = postgres(url, { max: 2, onnotice: () => undefined, prepare: false });
  const sql = await client.reserve();
  const blocker = await client.reserve();
  for (const one of [sql, blocker]) await run(one, 'set search_path = facts');
  const [server] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::int / 10000 as version`;
  const [pid] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const known = async (): Promise<Map<string, Relation>> => {
    const rows = await sql.unsafe<Relation[]>(relations);
    return new Map(rows.map((row) => [row.oid, row]));
  };

  let indexes: ReadonlySet<string> = new Set();
  const isTable = ({ kind }: Relation): boolean => kind !== 'i' && kind !== 'I';

  const locksOf = async (on: postgres.ReservedSql): Promise<{ oid: string; mode: string }[]> =>
    on.unsafe<{ oid: string; mode: string }[]>(
      `select relation::text as oid, mode from pg_locks
       where pid = ${pid?.pid ?? 0} and locktype = 'relation'`,
    );

  const measureInside = async (fact: LockFact): Promise<Measured> => {
    await run(sql, 'begin');
    try {
      // Counters of transactions before this one may still be under way to the statistics.
      const before = await known();
      await run(sql, fact.statement);
      const locks = await locksOf(sql);
      const after = await known();
      const changed = (differs: (now: Relation, then: Relation) => boolean): string[] =>
        [...before.values()]
          .filter(isTable)
          .filter((then) => {
            const now = after.get(then.oid);
            return now !== undefined && differs(now, then);
          })
          .map((then) => then.name);
      return {
        locks: strongest(locks, before),
        scans: changed((now, then) => now.scans !== then.scans),
        rewrites: changed((now, then) => now.node !== then.node),
      };
    } catch (error) {
      return { locks: {}, scans: [], rewrites: [], fails: sqlStateOf(error) };
    } finally {
      await run(sql, 'rollback');
    }
  };

  const measureWaiting = async (fact: LockFact): Promise<Measured> => {
    const before = await known();
    const tables = Object.keys(fact.locks).join(', ');
    await run(blocker, `begin; lock table ${tables} in ${fact.waitsFor ?? ''} mode`);
    const running = run(sql, fact.statement).then(
      () => undefined,
      (error: unknown) => sqlStateOf(error),
    );
    try {
      const locks = await until('a statement that waits', async () => {
        const found = await locksOf(blocker);
        return found.some((lock) => before.has(lock.oid)) ? found : undefined;
      });
      return { locks: strongest(locks, before), scans: [], rewrites: [] };
    } finally {
      await run(blocker, `select pg_cancel_backend(${pid?.pid ?? 0})`);
      await running;
      await run(blocker, 'rollback');
    }
  };

  return {
    major: server?.version ?? 0,
    get indexes() {
      return indexes;
    },
    prepare: async (fact) => {
      await run(sql, 'drop schema if exists facts, facts_other, facts_next cascade');
      await run(sql, `create schema facts; ${factTables}; ${fact.setup ?? ''}`);
      const all = [...(await known()).values()];
      indexes = new Set(all.filter((one) => !isTable(one)).map((one) => one.name));
    },
    measure: (fact) => (fact.waitsFor === undefined ? measureInside(fact) : measureWaiting(fact)),
    close: async () => {
      sql.release();
      blocker.release();
      await client.end({ timeout: 5 });
    },
  };
}

function strongest(
  locks: readonly { oid: string; mode: string }[],
  before: ReadonlyMap<string, Relation>,
): Record<string, LockMode> {
  const found: Record<string, LockMode> = {};
  for (const { oid, mode } of locks) {
    const name = before.get(oid)?.name;
    const known = lockModes.find(
      (one) => one.replaceAll(' ', '') === mode.replace(/Lock$/, '').toUpperCase(),
    );
    if (name === undefined || known === undefined) continue;
    const held = found[name];
    if (held === undefined || lockModes.indexOf(held) < lockModes.indexOf(known))
      found[name] = known;
  }
  return found;
}

function sqlStateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'none';
}
