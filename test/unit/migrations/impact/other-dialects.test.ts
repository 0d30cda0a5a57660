// SQLite and MySQL files: found by their words, never by words within quotes or comments; everything
// else is unknown.
import { describe, expect, it } from 'vitest';

import { assessScripts } from '../../../../src/migrations/impact/assess.ts';
import { noFacts } from '../../../../src/migrations/impact/facts.ts';
import {
  readTokens,
  type OtherDialect,
} from '../../../../src/migrations/impact/token-statements.ts';

function assess(dialect: OtherDialect, sql: string) {
  const files = [{ version: '1', file: '1.sql', bytes: Buffer.from(sql) }];
  return assessScripts({ facts: noFacts, dialect, files });
}

const told = (dialect: OtherDialect, sql: string) =>
  assess(dialect, sql).findings.map(({ rule, objects }) => [rule, ...objects].join(' '));

describe.each(['sqlite', 'mysql'] as const)('%s', (dialect) => {
  it.each<readonly [string, readonly string[]]>([
    ['DROP TABLE IF EXISTS "main"."orders"', ['drop-table main.orders']],
    ['ALTER TABLE t DROP COLUMN a', ['drop-column t.a']],
    ['ALTER TABLE t DROP a, RENAME COLUMN b TO c', ['drop-column t.a', 'rename-column t']],
    ['ALTER TABLE t RENAME TO u', ['rename-table t']],
    ['DELETE FROM t', ['write-without-where t']],
    ['DELETE FROM t WHERE id = 4', ['delete-rows t']],
    ['UPDATE t SET a = (SELECT b FROM u WHERE u.id = t.id)', ['write-without-where t']],
    ['DROP VIEW v', ['drop-object v']],
    ['CREATE TABLE t (a INT); INSERT INTO t VALUES (1)', []],
    ["INSERT INTO t VALUES ('; DROP TABLE x; --')", []],
    ['-- DROP TABLE x;\n/* DELETE FROM t; */ CREATE VIEW v AS SELECT 1', []],
    ['CREATE INDEX i ON t (a)', ['unassessed-statement']],
    ['UPDATE t SET a = 1 WHERE b = 2', ['unassessed-statement']],
    ['CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u; END', ['unassessed-statement']],
  ])('%s', (sql, expected) => {
    expect(told(dialect, sql)).toEqual(expected);
  });

  it('says UNKNOWN of what it does not know, and of quotes that do not end', () => {
    expect(assess(dialect, 'CREATE INDEX i ON t (a)')).toMatchObject({
      risk: 'UNKNOWN',
      confidence: 30,
    });
    expect(assess(dialect, "INSERT INTO t VALUES ('x")).toMatchObject({
      risk: 'UNKNOWN',
      confidence: 0,
    });
    expect(assess(dialect, 'CREATE TABLE t (a INT) /* open')).toMatchObject({ confidence: 0 });
  });
});

describe('the dialects differ', () => {
  it('in what adding a column costs', () => {
    expect(told('sqlite', 'ALTER TABLE t ADD COLUMN a INT')).toEqual([]);
    expect(told('mysql', 'ALTER TABLE t ADD COLUMN a INT')).toEqual(['unassessed-statement']);
  });

  it('in their quotes and comments', () => {
    expect(told('mysql', "INSERT INTO t VALUES ('it\\'s; DROP TABLE x;'); # DROP TABLE y")).toEqual(
      [],
    );
    expect(told('mysql', 'DROP TABLE `odd``name`')).toEqual(['drop-table odd``name']);
    expect(told('mysql', '/*!40101 DROP TABLE t */')).toEqual(['drop-table t']);
    expect(told('sqlite', 'DROP TABLE [my table]')).toEqual(['drop-table my table']);
    expect(told('mysql', 'DROP DATABASE shop')).toEqual(['drop-database shop']);
    expect(told('mysql', 'TRUNCATE TABLE t; RENAME TABLE a TO b')).toEqual([
      'truncate-table t',
      'rename-table a',
    ]);
  });

  it('in how routines end', () => {
    const mysql = `DELIMITER //
CREATE PROCEDURE p() BEGIN IF 1 THEN DELETE FROM t; END IF; END//
DELIMITER ;
DROP TABLE t;`;
    expect(readTokens(mysql, 'mysql').statements).toMatchObject([{ line: 2 }, { line: 4 }]);
    const trigger = `CREATE TRIGGER g AFTER INSERT ON t BEGIN
  UPDATE u SET a = CASE WHEN 1 THEN 2 END; DELETE FROM v; END;
DROP TABLE t;`;
    expect(readTokens(trigger, 'sqlite').statements).toMatchObject([{ line: 1 }, { line: 3 }]);
  });
});
