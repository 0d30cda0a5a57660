// What may run inside a transaction, what is refused, and how a lost answer can be settled.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { committingProceduresCreatedBy, procedureCommits } from '../../../src/sql/procedures.ts';
import { splitStatements } from '../../../src/sql/split.ts';
import { transactionRule, type TransactionRule } from '../../../src/sql/transaction-rules.ts';

beforeAll(loadSqlParser);

function rulesOf(sql: string): TransactionRule[] {
  const split = splitStatements(sql);
  if (!split.ok) throw new Error(`${split.issue.message}: ${sql}`);
  return split.statements.map(({ node }) => transactionRule(node));
}

describe('transactionRule', () => {
  it.each([
    ['BEGIN', 'BEGIN'],
    ['START TRANSACTION', 'START TRANSACTION'],
    ['COMMIT', 'COMMIT'],
    ['END', 'COMMIT'],
    ['ROLLBACK', 'ROLLBACK'],
    ['ABORT', 'ROLLBACK'],
    ['SAVEPOINT a', 'SAVEPOINT'],
    ['RELEASE a', 'RELEASE'],
    ['ROLLBACK TO a', 'ROLLBACK TO'],
    [`PREPARE TRANSACTION 'x'`, 'PREPARE TRANSACTION'],
    [`COMMIT PREPARED 'x'`, 'COMMIT PREPARED'],
    [`ROLLBACK PREPARED 'x'`, 'ROLLBACK PREPARED'],
    ['COPY t FROM STDIN', 'FROM STDIN'],
    ['COPY (SELECT 1) TO STDOUT', 'TO STDOUT'],
    ['DISCARD ALL', 'DISCARD ALL'],
    ['SELECT 1, pg_catalog.pg_advisory_unlock_all()', 'pg_advisory_unlock_all'],
    ['DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$', 'pg_advisory_unlock_all'],
    ['DO $$ BEGIN IF true THEN COMMIT; END IF; END $$', 'DO block'],
    ['DO $$ BEGIN NULL; EXCEPTION WHEN others THEN ROLLBACK AND CHAIN; END $$', 'DO block'],
    [`DO LANGUAGE plpython3u 'plpy.commit()'`, 'DO block'],
    ['SET standard_conforming_strings = off', 'standard_conforming_strings'],
  ])('refuses %s', (sql, part) => {
    expect(rulesOf(sql)[0]?.refusal).toContain(part);
  });

  it.each([
    'LISTEN x',
    'DISCARD PLANS',
    'ANALYZE t',
    `COPY t FROM '/x'`,
    `COPY t TO PROGRAM 'cat'`,
    'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$',
    `DO $$ BEGIN RAISE NOTICE 'COMMIT;'; /* COMMIT; */ END $$`,
    'SELECT pg_advisory_unlock(1)',
    'SET standard_conforming_strings = on',
    `ALTER TYPE mood ADD VALUE 'ok'`,
    'CREATE INDEX i ON t (a)',
    'REINDEX TABLE t',
    'REINDEX (CONCURRENTLY false) TABLE t',
    'CLUSTER t USING i',
    'ALTER DATABASE d CONNECTION LIMIT 3',
    'ALTER TABLE p DETACH PARTITION c',
    'ALTER TABLE p DETACH PARTITION c FINALIZE',
    `CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)`,
    `CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = off)`,
    'ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = false)',
    'ALTER SUBSCRIPTION s DISABLE',
  ])('lets %s run in a transaction', (sql) => {
    const rule = rulesOf(sql)[0];
    expect(rule).toMatchObject({ runsInTransaction: true });
    expect(rule).not.toHaveProperty('refusal');
    expect(rule).not.toHaveProperty('probe');
  });

  it.each<[string, TransactionRule['probe']]>([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', { kind: 'index-created', index: 'i', table: 't' }],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I" ON s.t (a)',
      { kind: 'index-created', schema: 's', index: 'I', schemaOfTable: 's', table: 't' },
    ],
    ['CREATE INDEX CONCURRENTLY ON t (a)', undefined],
    [
      'DROP INDEX CONCURRENTLY IF EXISTS a.b, c',
      { kind: 'index-dropped', indexes: [{ schema: 'a', name: 'b' }, { name: 'c' }] },
    ],
    ['REINDEX INDEX CONCURRENTLY i', undefined],
    ['REINDEX (CONCURRENTLY) TABLE t', undefined],
    ['REINDEX DATABASE', undefined],
    ['REINDEX SYSTEM d', undefined],
    ['REINDEX SCHEMA s', undefined],
    ['VACUUM', { kind: 'repeatable' }],
    ['VACUUM (ANALYZE) t', { kind: 'repeatable' }],
    [`ALTER SYSTEM SET a.b = '1'`, { kind: 'repeatable' }],
    ['CLUSTER', { kind: 'repeatable' }],
    ['CREATE DATABASE d', { kind: 'database-created', name: 'd' }],
    ['DROP DATABASE IF EXISTS d', { kind: 'database-dropped', name: 'd' }],
    [`CREATE TABLESPACE x LOCATION '/x'`, { kind: 'tablespace-created', name: 'x' }],
    ['DROP TABLESPACE x', { kind: 'tablespace-dropped', name: 'x' }],
    ['ALTER DATABASE d SET TABLESPACE x', undefined],
    [
      'ALTER TABLE s.p DETACH PARTITION q.c CONCURRENTLY',
      {
        kind: 'partition-detached',
        parent: { schema: 's', name: 'p' },
        partition: { schema: 'q', name: 'c' },
      },
    ],
    [`CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p`, undefined],
    ['DROP SUBSCRIPTION s', undefined],
    ['ALTER SUBSCRIPTION s REFRESH PUBLICATION', undefined],
    ['ALTER SUBSCRIPTION s SET PUBLICATION p', undefined],
    ['ALTER SUBSCRIPTION s DROP PUBLICATION p WITH (refresh = true)', undefined],
    ['ALTER SUBSCRIPTION s SET (two_phase = true)', undefined],
  ])('keeps %s out of transactions', (sql, probe) => {
    const rule = rulesOf(sql)[0];
    expect(rule?.runsInTransaction).toBe(false);
    expect(rule?.probe).toEqual(probe);
    expect(rule).not.toHaveProperty('refusal');
  });

  it('names the procedure of a CALL and the procedures that commit', () => {
    const rules = rulesOf(
      `CREATE PROCEDURE a.p(x int) LANGUAGE plpgsql AS $$ BEGIN y := x; COMMIT; END $$;
       CREATE PROCEDURE q() LANGUAGE sql AS 'SELECT 1';
       CALL a.p(1); CALL q()`,
    );
    expect(committingProceduresCreatedBy(rules)).toEqual([{ schema: 'a', name: 'p' }]);
    expect(rules[2]?.callsProcedure).toEqual({ schema: 'a', name: 'p' });
    expect(rules[3]?.callsProcedure).toEqual({ name: 'q' });
  });
});

describe('procedureCommits', () => {
  it.each([
    ['BEGIN COMMIT; END', 'plpgsql', true],
    ['BEGIN LOOP rollback and no chain; END LOOP; END', 'plpgsql', true],
    ['BEGIN unknown_variable := 1; COMMIT; END', 'plpgsql', true],
    ['<<l>> BEGIN unknown := 1; <<m>> commit; END', 'plpgsql', true],
    [`BEGIN unknown := 'COMMIT;'; -- COMMIT;\n END`, 'plpgsql', false],
    ['BEGIN INSERT INTO t (commit) SELECT rollback FROM u; END', 'plpgsql', false],
    [`BEGIN body $body$ COMMIT; $body$; END`, 'plpgsql', false],
    ['SELECT 1', 'sql', false],
    ['spi_commit()', 'plperl', true],
    ['plpy.execute("x")', 'plpython3u', false],
  ])('reads %j in %s', (source, language, expected) => {
    expect(procedureCommits(source, language)).toBe(expected);
  });
});
