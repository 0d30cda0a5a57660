// Rows for files as a whole, names and hints.
import type { ImpactCases } from './case.ts';

const long = 'a_name_that_goes_on_and_on_until_nobody_can_remember_how_it_began_at_all';
const optIn = { optIn: ['unqualified-name', 'name-needs-quotes', 'column-padding'] };

export const qualityCases: ImpactCases = {
  family: 'files, names and hints',
  rules: [
    'out-of-order',
    'syntax-error',
    'unused-ignore',
    'duplicate-column-assignment',
    'json-column',
    'integer-column',
    'smallint-column',
    'serial-column',
    'char-column',
    'timestamp-without-time-zone',
    'enum-value-position',
    'identifier-too-long',
    'unqualified-name',
    'name-needs-quotes',
    'column-padding',
  ],
  rows: [
    {
      name: 'a migration that others have overtaken',
      sql: 'select 1',
      overtakenBy: '20260301',
      expect: [{ rule: 'out-of-order', level: 'HIGH', says: '20260301' }],
    },
    { name: 'a migration at the end', sql: 'select 1', expect: 'none' },
    {
      name: 'a syntax error',
      sql: 'selec 1',
      expect: [{ rule: 'syntax-error', level: 'UNKNOWN' }],
    },
    {
      name: 'a statement that cannot be parsed among others that can',
      sql: 'create table t (a json); alter tabel x; create table u (a json)',
      expect: [
        'json-column',
        { rule: 'syntax-error', statement: 2 },
        { rule: 'json-column', statement: 3 },
      ],
    },
    {
      name: 'a command of psql',
      sql: '\\set x 1\ncreate table t (a json);\n\\echo done',
      expect: [
        { rule: 'syntax-error', statement: 1, says: 'psql' },
        'json-column',
        { rule: 'syntax-error', statement: 3 },
      ],
    },
    {
      name: 'the data of a COPY',
      sql: 'create table t (a json);\ncopy t (a) from stdin;\n{"a": 1}\tdrop table x;\n\\.\ncreate table u (a json);',
      expect: ['json-column', 'json-column', 'syntax-error'],
    },
    {
      name: 'a column that is set twice',
      sql: 'update t set a = 1, b = 2, a = 3 where b = 5',
      expect: [{ rule: 'duplicate-column-assignment', level: 'HIGH', says: 'a is' }],
    },
    {
      name: 'a column that is inserted twice',
      sql: 'insert into t (a, a) values (1, 2)',
      expect: ['duplicate-column-assignment'],
    },
    {
      name: 'a column that is made twice',
      sql: 'create table t (a text, a text)',
      expect: ['duplicate-column-assignment'],
    },
    {
      name: 'parts of one column',
      sql: 'update t set a[1] = 1, a[2] = 2 where b = 5',
      expect: 'none',
    },
    {
      name: 'json',
      sql: 'alter table t add column a json',
      expect: [{ rule: 'json-column', level: 'LOW' }],
    },
    { name: 'jsonb', sql: 'create table t (a jsonb)', expect: 'none' },
    {
      name: 'hints for columns of a new table are no risk',
      sql: 'create table t (a serial primary key, b int, c smallint, d char(3), e timestamp)',
      expect: [
        { rule: 'integer-column', level: 'NONE', says: 'a key' },
        { rule: 'integer-column', level: 'NONE' },
        { rule: 'serial-column', level: 'NONE' },
        { rule: 'smallint-column', level: 'NONE' },
        { rule: 'char-column', level: 'NONE' },
        { rule: 'timestamp-without-time-zone', level: 'NONE' },
      ],
    },
    {
      name: 'columns that need no hint',
      sql: 'create table t (a bigint generated always as identity, b text, c timestamptz, d "char")',
      expect: 'none',
    },
    {
      name: 'arrays get the hints of their elements',
      sql: 'create table t (a int[], b timestamp[])',
      expect: ['integer-column', 'timestamp-without-time-zone'],
    },
    {
      name: 'an enum value without a place',
      sql: "alter type mood add value 'x'",
      expect: [{ rule: 'enum-value-position', level: 'NONE' }],
    },
    {
      name: 'an enum value with one',
      sql: "alter type mood add value 'x' after 'y'",
      expect: 'none',
    },
    {
      name: 'a name that is cut off',
      sql: `create table ${long} (a bigint)`,
      expect: [{ rule: 'identifier-too-long', level: 'LOW' }],
    },
    {
      name: 'a quoted one of many bytes',
      sql: `create table "${'ü'.repeat(40)}" (a bigint)`,
      expect: ['identifier-too-long'],
    },
    { name: 'a long text is no name', sql: `insert into t values ('${long}')`, expect: 'none' },
    {
      name: 'a long text elsewhere is no name',
      sql: `comment on table t is '${long}'`,
      expect: 'none',
    },
    {
      name: 'names without schemas, when asked for',
      sql: 'with c as (select 1) insert into t select * from c join app.u on true; create index concurrently if not exists i on v (a)',
      settings: optIn,
      expect: [
        { rule: 'unqualified-name', says: 'table t' },
        { rule: 'unqualified-name', says: 'table v' },
      ],
    },
    { name: 'names without schemas, when not', sql: 'drop view v', expect: 'none' },
    {
      name: 'names that need quotes, when asked for',
      sql: 'create table app."Orders" (id bigint, "order" text)',
      settings: optIn,
      expect: [
        { rule: 'name-needs-quotes', says: 'Orders' },
        { rule: 'name-needs-quotes', says: 'order' },
      ],
    },
    {
      name: 'names that do not',
      sql: 'create table app.orders (id bigint, name text)',
      settings: optIn,
      expect: 'none',
    },
    {
      name: 'columns in an order that wastes space, when asked for',
      sql: 'create table app.t (a boolean, b bigint, c boolean, d bigint)',
      settings: optIn,
      expect: [{ rule: 'column-padding', level: 'NONE', says: '14 bytes' }],
    },
    {
      name: 'columns in a good order',
      sql: 'create table app.t (b bigint, d bigint, a boolean, c boolean)',
      settings: optIn,
      expect: 'none',
    },
    {
      name: 'an ignore comment that counts is not told',
      sql: '-- hawkwatch: ignore json-column the old reader needs it\ncreate table t (a json)',
      expect: 'none',
    },
    {
      name: 'an ignore comment without a reason does not count',
      sql: '-- hawkwatch: ignore json-column\ncreate table t (a json)',
      expect: ['json-column', { rule: 'unused-ignore', says: 'no reason' }],
    },
    {
      name: 'one for a rule that finds nothing',
      sql: '-- hawkwatch: ignore drop-table because\ncreate table t (a text)',
      expect: [{ rule: 'unused-ignore', level: 'NONE', says: 'finds nothing' }],
    },
    {
      name: 'one for a rule that is not there',
      sql: '-- hawkwatch: ignore drop-tables because\ncreate table t (a text)',
      expect: [{ rule: 'unused-ignore', says: 'no rule "drop-tables"' }],
    },
  ],
};
