// Assessments as a whole: risk, confidence with its doubts, losses, estimates, ignore comments, files
// that belong together, bad input, and the documentation.
import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { assessScripts, type AssessmentInput } from '../../../../src/migrations/impact/assess.ts';
import { noFacts } from '../../../../src/migrations/impact/facts.ts';
import { impactRules } from '../../../../src/migrations/impact/rules/registry.ts';
import { readDirectives } from '../../../../src/sql/directives.ts';
import { loadSqlParser } from '../../../../src/sql/parse.ts';
import { databaseFacts, mib, smallTable, table } from '../../../support/impact-facts.ts';
import { committedRulesTable, impactRulesTable } from '../../../support/impact-rules-table.ts';

beforeAll(loadSqlParser);

type Settings = Partial<Omit<AssessmentInput, 'files'>>;

function assess(sql: string | readonly string[], settings: Settings = {}) {
  const texts = typeof sql === 'string' ? [sql] : sql;
  return assessScripts({
    facts: noFacts,
    lockTimeout: true,
    statementTimeout: true,
    ...settings,
    files: texts.map((text, at) => ({
      version: String(at + 1),
      file: `${at + 1}.sql`,
      bytes: Buffer.from(text),
    })),
  });
}

const rulesOf = (assessment: ReturnType<typeof assess>) =>
  assessment.findings.map(({ rule }) => rule);

describe('the risk', () => {
  it('of a migration that only makes tables is NONE, with full confidence', () => {
    const assessment = assess('create table t (id bigint primary key, note text)');
    expect(assessment).toMatchObject({ risk: 'NONE', confidence: 100, doubts: [], findings: [] });
  });

  it('of nothing at all is NONE', () => {
    expect(assess('')).toMatchObject({ risk: 'NONE', confidence: 100 });
    expect(assess('-- nothing\n')).toMatchObject({ risk: 'NONE', files: [{ statements: 0 }] });
    expect(assess([])).toMatchObject({ risk: 'NONE', files: [] });
  });

  it('is that of the worst finding, for each file and for all', () => {
    const assessment = assess([
      'create table t (a bigint)',
      'drop table orders',
      'alter view v rename to w',
    ]);
    expect(assessment.risk).toBe('CRITICAL');
    expect(assessment.files.map(({ risk }) => risk)).toEqual(['NONE', 'CRITICAL', 'HIGH']);
  });

  it('is UNKNOWN when anything is, however grave the rest', () => {
    const assessment = assess('drop table orders; do $$ begin null; end $$');
    expect(assessment).toMatchObject({ risk: 'UNKNOWN', confidence: 30 });
    expect(rulesOf(assessment)).toContain('drop-table');
  });

  it('names each file with the SHA-256 of its bytes', () => {
    const text = 'create table t (a bigint)';
    expect(assess(text).files).toEqual([
      {
        version: '1',
        file: '1.sql',
        checksum: createHash('sha256').update(text).digest('hex'),
        statements: 1,
        risk: 'NONE',
      },
    ]);
  });
});

describe('the confidence', () => {
  const facts = databaseFacts([table('orders')]);

  it('is full when everything is known', () => {
    const assessment = assess('create index i on orders (id)', { facts });
    expect(assessment).toMatchObject({ risk: 'HIGH', confidence: 100, doubts: [] });
    expect(assessment.findings[0]?.because).toEqual([
      'public.orders has 1.0 GB, about 5,000,000 rows',
    ]);
  });

  it('is less offline, once for all tables', () => {
    const one = assess('create index i on a (x)', { assumedVersion: 16 });
    const two = assess('create index i on a (x); create index j on b (x)', { assumedVersion: 16 });
    expect(one.confidence).toBe(75);
    expect(two).toMatchObject({ confidence: 75, doubts: [expect.stringContaining('no database')] });
  });

  it('is less for a table that is not in the database, and for one that was never analysed', () => {
    expect(assess('create index i on gone (id)', { facts }).doubts).toEqual([
      'gone was not found in the database',
    ]);
    const blind = databaseFacts([table('orders', { rows: null })]);
    expect(assess('create index i on orders (id)', { facts: blind })).toMatchObject({
      confidence: 80,
      doubts: ['public.orders was never analysed: its rows are not known'],
    });
  });

  it('is at most 30 for code that is not known, and 0 for what cannot be parsed', () => {
    expect(assess('call x()').confidence).toBe(30);
    expect(assess('selec')).toMatchObject({ confidence: 0, risk: 'UNKNOWN' });
  });

  it('is less when a table may have been there before', () => {
    const sql = 'create table if not exists t (a bigint); create index i on t (a)';
    expect(assess(sql)).toMatchObject({ risk: 'NONE', confidence: 85 });
    expect(assess(sql, { facts })).toMatchObject({ risk: 'NONE', confidence: 100 });
  });

  it('tells fifty doubts at most, the gravest first', () => {
    const calls = Array.from({ length: 80 }, (_, at) => `select f${at}();`).join('\n');
    const { doubts } = assess(`alter table t add a int default g(); ${calls}`);
    expect(doubts).toHaveLength(51);
    expect(doubts[0]).toContain('f0()');
    expect(doubts.at(-1)).toMatch(/^and \d+ more/);
  });
});

describe('losses and estimates', () => {
  const facts = databaseFacts(
    [
      table('orders', { rows: 1200, totalBytes: 200 * mib, heapBytes: 100 * mib }),
      table('notes', { schema: 'app', rows: 7 }),
    ],
    {
      scanBytesPerSecond: { low: 50 * mib, high: 500 * mib },
      rewriteBytesPerSecond: { low: 10 * mib, high: 40 * mib },
    },
  );

  it('say how many rows would be gone', () => {
    const sql = 'drop table orders; alter table app.notes drop column id; drop schema app cascade';
    expect(assess(sql, { facts }).losses).toEqual([
      { object: 'public.orders', rows: 1200, message: expect.stringContaining('are gone') },
      { object: 'app.notes.id', rows: 7, message: expect.any(String) },
      { object: 'app', rows: 7, message: expect.any(String) },
    ]);
    expect(assess('drop table orders').losses).toMatchObject([{ object: 'orders', rows: null }]);
  });

  it('give a range with its basis, each pass once', () => {
    const estimate = assess('create unique index i on orders (a)', { facts }).estimate;
    expect(estimate).toEqual({
      lowMs: 200,
      highMs: 2000,
      basis: '100 MB in public.orders, at the rates measured on this server',
    });
    const both = assess(
      'create index i on orders (a); alter table orders add column u uuid default gen_random_uuid()',
      { facts },
    );
    expect(both.estimate).toMatchObject({ lowMs: 200 + 5000, highMs: 2000 + 20_000 });
  });

  it('give none without a basis, and none for new tables', () => {
    expect(assess('create index i on orders (a)').estimate).toBeNull();
    expect(
      assess('create index i on gone (a); create index j on orders (a)', { facts }).estimate,
    ).toBeNull();
    expect(assess('create table t (a int); create index on t (a)', { facts }).estimate).toBeNull();
  });
});

describe('ignore comments', () => {
  const sql = `-- hawkwatch: ignore drop-column nobody reads it
-- since version 4.2
ALTER TABLE orders DROP COLUMN note;`;

  it('put a finding aside, on record with its reason', () => {
    const assessment = assess(sql);
    expect(rulesOf(assessment)).not.toContain('drop-column');
    expect(assessment.ignored).toMatchObject([
      { rule: 'drop-column', level: 'CRITICAL', reason: 'nobody reads it', line: 3, statement: 1 },
    ]);
    expect(assessment.losses).toHaveLength(1);
  });

  it('keep what was grave from running by itself', () => {
    const facts = databaseFacts([table('orders')]);
    expect(assess(sql, { facts })).toMatchObject({
      confidence: 80,
      doubts: ['drop-column in 1.sql is ignored by a comment'],
    });
  });

  it('only count on a line of their own right before the statement', () => {
    const others = [
      'alter table a drop column b; -- hawkwatch: ignore drop-column x\nalter table orders drop column c;',
      '-- hawkwatch: ignore drop-column x\nselect 1;\nalter table orders drop column c;',
      'alter table orders\n-- hawkwatch: ignore drop-column x\ndrop column c;',
      "select '\n-- hawkwatch: ignore drop-column x\n'; alter table orders drop column c;",
      '/* hawkwatch: ignore drop-column x */\nalter table orders drop column c;',
    ];
    for (const text of others) expect(assess(text).ignored).toEqual([]);
  });

  it('are no fault for whoever runs the file', () => {
    expect(readDirectives(sql).issues).toEqual([]);
  });

  it('work in files of other dialects', () => {
    const assessment = assess('-- hawkwatch: ignore drop-table moved\nDROP TABLE `old`;', {
      dialect: 'mysql',
    });
    expect(assessment).toMatchObject({
      risk: 'NONE',
      ignored: [{ rule: 'drop-table', reason: 'moved' }],
    });
  });
});

describe('several files', () => {
  const files = ['create table t (a bigint)', 'create index i on t (a)'];

  it('see the tables that earlier ones make, when a database was asked', () => {
    const assessment = assess(files, { facts: databaseFacts() });
    expect(assessment.findings).toMatchObject([
      {
        rule: 'create-index-blocking',
        level: 'LOW',
        because: [expect.stringContaining('earlier migration')],
      },
    ]);
    expect(assessment).toMatchObject({ risk: 'LOW', confidence: 100, estimate: null });
  });

  it('do not offline: the earlier ones were applied long ago', () => {
    expect(assess(files).risk).toBe('HIGH');
  });
});

describe('files of migration tools', () => {
  it.each([
    ['goose', '-- +goose Up\ncreate table t (a bigint);\n-- +goose Down\ndrop table t;\n'],
    ['dbmate', '-- migrate:up\ncreate table t (a bigint);\n\n-- migrate:down\ndrop table t;\n'],
    [
      'node-pg-migrate',
      '-- Up Migration\ncreate table t (a bigint);\n-- Down Migration\ndrop table u;\n',
    ],
  ] as const)('are assessed without the part that undoes them (%s)', (tool, text) => {
    expect(assess(text, { tool })).toMatchObject({ risk: 'NONE', files: [{ statements: 1 }] });
  });

  it('keep their lines', () => {
    const text = '-- migrate:down\ndrop table x;\n\n-- migrate:up\ndrop table y;\n';
    expect(assess(text, { tool: 'dbmate' }).findings).toMatchObject([
      { rule: 'drop-table', line: 5, objects: ['y'] },
    ]);
  });

  it('hide nothing from a tool that runs all of it', () => {
    const text = '-- migrate:up\ncreate table t (a bigint);\n-- migrate:down\ndrop table orders;\n';
    for (const tool of [undefined, 'sql', 'goose', 'flyway'] as const) {
      expect(assess(text, tool === undefined ? {} : { tool }).risk).toBe('CRITICAL');
    }
  });

  it.each([
    ['goose', '-- +goose NO TRANSACTION'],
    ['dbmate', '-- migrate:up transaction:false'],
    ['graphile-migrate', '--! no-transaction'],
    ['atlas', '-- atlas:txmode none'],
    ['liquibase', '--changeset me:1 runInTransaction:false'],
    ['flyway', '-- flyway:executeInTransaction=false'],
  ] as const)('may ask for no transaction (%s)', (tool, comment) => {
    const sql = 'create index concurrently if not exists i on t (a)';
    const other = tool === 'goose' ? 'dbmate' : 'goose';
    expect(rulesOf(assess(`${comment}\n${sql}`, { tool }))).toEqual([]);
    expect(rulesOf(assess(`${comment}\n${sql}`, { tool: other }))).toEqual([
      'concurrently-in-transaction',
    ]);
    expect(rulesOf(assess(sql, { tool }))).toEqual(['concurrently-in-transaction']);
  });

  it('that are sent as one query are one transaction when they have several statements', () => {
    const sql = 'create index concurrently if not exists i on t (a)';
    expect(rulesOf(assess(sql, { tool: 'prisma' }))).toEqual([]);
    expect(rulesOf(assess(`select 1; ${sql}`, { tool: 'prisma' }))).toEqual([
      'concurrently-in-transaction',
    ]);
  });
});

describe('bad input', () => {
  it.each([
    ['a NUL byte', Buffer.from('select 1;\n\0'), 2],
    ['invalid UTF-8', Buffer.from([0x2d, 0x2d, 0x0a, 0x73, 0xff, 0xfe]), 2],
    ['UTF-16', Buffer.from('drop table t;', 'utf16le'), 1],
    ['an open quote', Buffer.from("insert into t values ('x"), 1],
    ['brackets without end', Buffer.alloc(100_000, '('), 1],
  ])('of %s is UNKNOWN with confidence 0', (_name, bytes, line) => {
    const assessment = assessScripts({
      facts: noFacts,
      files: [{ version: null, file: '<sql>', bytes }],
    });
    expect(assessment).toMatchObject({ risk: 'UNKNOWN', confidence: 0 });
    expect(assessment.findings.at(-1)).toMatchObject({ rule: 'syntax-error', line });
  });

  it('of thousands of findings is told by the gravest', () => {
    const many = `${'alter table t add column a json;'.repeat(1500)} drop table orders;`;
    const assessment = assess(many);
    expect(assessment.findings).toHaveLength(1000);
    expect(assessment.risk).toBe('CRITICAL');
    expect(assessment.doubts.join()).toContain('gravest 1000');
  });

  it('shows no value of the SQL', () => {
    const secret = 'hunter2-secret';
    const texts = [
      `alter role app password '${secret}'`,
      `update users set password = '${secret}'`,
      `insert into users (a, a) values ('${secret}', 1)`,
      `select dblink('password=${secret}')`,
      `do $$ begin execute 'alter role x password ''${secret}'''; end $$`,
      `create table t (a text default '${secret}' check (a <> '${secret}'))`,
      `alter table t alter a type varchar(5) using '${secret}'`,
      `comment on table t is '${secret}'`,
      `alter type e rename value '${secret}' to 'b'`,
    ];
    for (const text of texts) expect(JSON.stringify(assess(text))).not.toContain(secret);
  });
});

describe('the registry', () => {
  it('has rules with unique ids in kebab-case', () => {
    const ids = impactRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('stands in the documentation as it is (node test/support/impact-rules-table.ts writes it)', () => {
    expect(committedRulesTable()).toBe(impactRulesTable());
  });

  it('keeps advice about quality at LOW', () => {
    const advice = impactRules.filter(({ classes }) => classes.every((each) => each === 'QUALITY'));
    const levels = new Set<string>(advice.map(({ level }) => level));
    expect([...levels].toSorted()).toEqual(['LOW', 'NONE']);
  });

  it('needs facts of a small table to lower anything', () => {
    const facts = databaseFacts([smallTable('orders')]);
    expect(assess('create index i on orders (a)', { facts }).risk).toBe('LOW');
  });
});
