// Cutting files into statements: places, byte offsets, and what is said of files that are no SQL.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { splitStatements } from '../../../src/sql/split.ts';

beforeAll(loadSqlParser);

function statementsOf(source: string | Uint8Array) {
  const split = splitStatements(source);
  if (!split.ok) throw new Error(split.issue.message);
  return split.statements;
}

function issueOf(source: string | Uint8Array) {
  const split = splitStatements(source);
  return split.ok ? undefined : split.issue;
}

describe('splitStatements', () => {
  it('gives text, byte offset, line and kind of each statement', () => {
    const sql = `-- é😀\r\nSELECT 'é;😀';\r\n\r\n/* x; */ CREATE TABLE é (a int) -- end\r\n;;\nDO $$ BEGIN; END $$ -- last`;
    const statements = statementsOf(sql);
    expect(statements.map(({ text, line, kind }) => [text, line, kind])).toEqual([
      [`SELECT 'é;😀'`, 2, 'SelectStmt'],
      ['CREATE TABLE é (a int)', 4, 'CreateStmt'],
      ['DO $$ BEGIN; END $$', 6, 'DoStmt'],
    ]);
    const bytes = Buffer.from(sql);
    for (const { text, startByte } of statements) {
      expect(bytes.toString('utf8', startByte, startByte + Buffer.byteLength(text))).toBe(text);
    }
  });

  it.each([
    ['', 0],
    ['-- only a comment', 0],
    [';;; /* c */ ;', 0],
    ['\uFEFFSELECT 1', 1],
    [Buffer.from('\uFEFFSELECT 1;\r\nSELECT 2'), 2],
    [`CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT ';'`, 2],
    [`CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT $a$;$$;$a$`, 2],
    [`SELECT E'\\';' ; SELECT '\\'; SELECT "a;b"`, 3],
  ])('counts the statements of %j', (source, count) => {
    expect(statementsOf(source)).toHaveLength(count);
  });

  it.each([
    ['SELECT 1;\nSELECT 😀 1 from;', { line: 2, column: 10 }, 'syntax error'],
    ["SELECT 1;\nSELECT 'abc", { line: 2, column: 8 }, 'unterminated quoted string'],
    ['SELECT 1;\n  \\i other.sql\n', { line: 2, column: 3 }, '\\i is a command of psql'],
    ['\\copy t from x', { line: 1, column: 1 }, '\\copy is a command of psql'],
    ['SELECT 1 \\gexec', { line: 1, column: 10 }, '\\gexec is a command of psql'],
    ['SELECT :name', { line: 1, column: 8 }, 'variables of psql'],
    ["SELECT 1;\nCOPY t FROM stdin;\n1\tit's\n\\.\nSELECT 2;", { line: 2 }, 'COPY … FROM STDIN'],
    ['COPY t (a) FROM STDIN WITH (FORMAT csv);\n1,2\n\\.\n', { line: 1 }, 'COPY … FROM STDIN'],
    ['SELECT 1;\n\0', { line: 2 }, 'NUL'],
    [Buffer.from([0x2d, 0x2d, 0xc3, 0xa9, 10, 0xe9, 10]), { line: 2 }, 'not UTF-8'],
    [Buffer.from('SELECT 1', 'utf16le'), { line: 1 }, 'NUL'],
    [`SELECT ${'('.repeat(1000)}1${')'.repeat(1000)}`, { line: 1 }, 'nested too deeply'],
  ])('says what is wrong with %j', (source, place, message) => {
    expect(issueOf(source)).toMatchObject(place);
    expect(issueOf(source)?.message).toContain(message);
  });

  it('cuts random files into the statements they were made of', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const pick = <T>(list: readonly T[]): T => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      const item = list[(state >> 8) % list.length];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    };
    const pieces = [
      `SELECT 'é;', "ü;x", $q$;--$q$`,
      `SELECT E'\\';', '--', '/*'`,
      'INSERT INTO t VALUES (1, $$😀;$$)',
      'CREATE TABLE ツ (a int DEFAULT (1))',
      `DO $b$ BEGIN PERFORM ';'; /* ; */ END $b$`,
      'UPDATE t SET a = 1 -- ; inside\n WHERE b',
      'CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END',
    ];
    const gaps = [' ', '\n', '\r\n', " -- é; it's\n", '/* ; /* 😀 */ */', ';', '\t'];
    for (let run = 0; run < 60; run += 1) {
      let source = pick(gaps);
      const expected: string[] = [];
      for (let n = 0; n < 8; n += 1) {
        const piece = pick(pieces);
        expected.push(piece);
        source += `${piece}${pick(gaps)}${pick(gaps)};${pick(gaps)}`;
      }
      const statements = statementsOf(source);
      expect(
        statements.map(({ text }) => text),
        `seed ${seed}`,
      ).toEqual(expected);
      const bytes = Buffer.from(source);
      for (const { text, startByte, line } of statements) {
        const before = bytes.toString('utf8', 0, startByte);
        expect(source.slice(before.length, before.length + text.length), `seed ${seed}`).toBe(text);
        expect(line, `seed ${seed}`).toBe(before.split('\n').length);
      }
    }
  });
});
