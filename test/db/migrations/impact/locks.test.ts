// The engine's knowledge of locks, rewrites and scans against the server at hand: each statement is
// executed and rolled back, and what it really took and did is compared with what is told of it.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { assessFile } from '../../../../src/migrations/impact/assess-file.ts';
import type { DatabaseFacts } from '../../../../src/migrations/impact/facts.ts';
import {
  steadyFunctions,
  volatileFunctions,
} from '../../../../src/migrations/impact/known-functions.ts';
import { blocksWrites, lockRank, locksOf } from '../../../../src/migrations/impact/locks.ts';
import { createRuleStatement } from '../../../../src/migrations/impact/rule-statement.ts';
import { createScope } from '../../../../src/migrations/impact/scope-tracker.ts';
import { lockModes, type LockMode } from '../../../../src/core/impact.ts';
import { loadSqlParser, parseSql } from '../../../../src/sql/parse.ts';
import { createDatabase, type TestDatabase } from '../../../support/databases.ts';
import { readSchemaFacts } from './catalogue-facts.ts';
import { setUp, statements } from './statements.ts';

class Undo extends Error {}

interface Findings {
  readonly locks: Readonly<Record<string, LockMode>>;
  readonly work: Readonly<Record<string, string>>;
}

describe('what is known of statements', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let facts: DatabaseFacts;
  const notices: string[] = [];

  beforeAll(async () => {
    await loadSqlParser();
    database = await createDatabase(inject('serverUrl'), `impact_locks_${process.pid}`);
    sql = postgres(database.url, {
      max: 1,
      connection: { client_min_messages: 'debug1', TimeZone: 'UTC' },
      onnotice: ({ message }) => void notices.push(message ?? ''),
    });
    await sql.unsafe(setUp);
    facts = await readSchemaFacts(sql, 'm');
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const major = (): number => Math.floor((facts.serverVersion ?? 0) / 10_000);

  /** The locks of SHARE and stronger that a statement takes on tables that were there before. */
  function toldLocks(text: string): Record<string, LockMode> {
    const outcome = parseSql(text);
    const node = outcome.ok ? outcome.statements[0]?.node : undefined;
    if (node === undefined) throw new Error(`${text} does not parse`);
    const { scope } = createScope({
      facts,
      inTransaction: true,
      lockTimeout: true,
      statementTimeout: true,
      madeEarlier: new Set(),
      onConditional: () => undefined,
    });
    const taken = locksOf(createRuleStatement({ node, text, index: 0, line: 1 }), scope);
    const strong = taken.filter(
      ({ table, mode }) => blocksWrites(mode) && table.facts !== undefined,
    );
    return Object.fromEntries(strong.map(({ table, mode }) => [table.facts?.name ?? '', mode]));
  }

  /** The passes over tables that the rules tell of. */
  function toldWork(text: string): Record<string, string> {
    const file = { version: '1', file: '1.sql', bytes: Buffer.from(text) };
    const { work } = assessFile(file, { facts });
    const told: Record<string, string> = {};
    for (const each of work) {
      const name = each.table.replace('m.', '');
      if (told[name] !== 'rewrite') told[name] = each.work;
    }
    return told;
  }

  async function measure(text: string): Promise<Findings> {
    const locks: Record<string, LockMode> = {};
    const work: Record<string, string> = {};
    await sql
      .begin(async (tx) => {
        const nodes = () => tx<{ oid: number; name: string; kind: string; node: number | null }[]>`
          select oid::int, relname as name, relkind as kind, pg_relation_filenode(oid)::int as node
          from pg_class where relnamespace = 'm'::regnamespace`;
        const before = new Map([...(await nodes())].map((row) => [row.oid, row]));
        notices.length = 0;
        await tx.unsafe(text);
        for (const notice of notices) {
          const scanned = /(?:verifying|on) table "(\w+)"/.exec(notice)?.[1];
          if (scanned !== undefined && !scanned.startsWith('pg_toast')) work[scanned] = 'scan';
          const rewritten = /rewriting table "(\w+)"/.exec(notice)?.[1];
          if (rewritten !== undefined) work[rewritten] = 'rewrite';
          if (notice.startsWith('validating foreign key')) work['t'] ??= 'scan';
        }
        for (const { oid, node } of await nodes()) {
          const old = before.get(oid);
          if (old !== undefined && old.node !== node && /[rm]/.test(old.kind)) {
            work[old.name] = 'rewrite';
          }
        }
        const held = await tx<{ oid: number; mode: string }[]>`
          select relation::int as oid, mode from pg_locks
          where pid = pg_backend_pid() and locktype = 'relation' and granted`;
        for (const { oid, mode } of held) {
          const old = before.get(oid);
          const name = mode
            .replace('Lock', '')
            .replace(/(?!^)([A-Z])/g, ' $1')
            .toUpperCase();
          const known = lockModes.find((each) => each === name);
          if (old === undefined || known === undefined || !/[rpvm]/.test(old.kind)) continue;
          const stronger = locks[old.name];
          if (!blocksWrites(known)) continue;
          if (stronger === undefined || lockRank(known) > lockRank(stronger))
            locks[old.name] = known;
        }
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    return { locks, work };
  }

  /** Without what facts do not name (partitions), new tables, and the work of changing rows. */
  const comparable = (text: string, found: Findings | string) => {
    if (typeof found === 'string') return found;
    const { p1: _partition, ...locks } = found.locks;
    const { n: _new, ...work } = found.work;
    return { locks, work: /^(?:insert|update)/.test(text) ? {} : work };
  };

  it.each(statements)('$sql', async ({ sql: text, since = 0 }) => {
    const measured = await measure(text).catch((error: unknown) => String(error));
    const isRefused = typeof measured === 'string';
    expect(isRefused).toBe(since > major());
    const told = isRefused ? measured : { locks: toldLocks(text), work: toldWork(text) };
    expect(comparable(text, told)).toEqual(comparable(text, measured));
  });

  it('names functions for what the catalogue says they are', async () => {
    const rows = await sql<{ name: string; volatile: boolean; steady: boolean }[]>`
      select proname as name, bool_or(provolatile = 'v') as volatile, bool_or(provolatile <> 'v') as steady
      from pg_proc where pronamespace = 'pg_catalog'::regnamespace group by 1`;
    const catalogue = new Map(rows.map((row) => [row.name, row]));
    const wrong = [
      ...[...steadyFunctions].filter((name) => catalogue.get(name)?.volatile === true),
      ...[...volatileFunctions].filter((name) => catalogue.get(name)?.volatile === false),
    ];
    expect(wrong).toEqual([]);
    const known = [...steadyFunctions, ...volatileFunctions];
    const missing = known.filter((name) => !catalogue.has(name));
    // Older servers lack some; a current one lacks none.
    expect(missing.filter(() => major() >= 18)).toEqual([]);
  });
});
