// Rows for the rules of rules/columns.ts and rules/column-types.ts.
import {
  columns,
  constraint,
  databaseFacts,
  index,
  smallTable,
  table,
} from '../../../../support/impact-facts.ts';
import type { ImpactCases } from './case.ts';

const orders = table('orders', {
  columns: columns({
    id: 'bigint not null',
    code: 'character varying(10)',
    note: 'text',
    total: 'numeric(10,2)',
    placed_at: 'timestamp without time zone',
    paid_at: 'timestamp(3) without time zone',
    tags: 'character varying(10)[]',
    count: 'integer',
    span: 'interval(3)',
    mood: 'public.mood',
    address: 'cidr',
    flag: 'character(3)',
  }),
  indexes: [index('orders_placed', ['placed_at']), index('orders_code', ['code'])],
  constraints: [
    constraint({
      name: 'code_known',
      kind: 'check',
      definition: 'CHECK (((code IS NOT NULL) AND (length((code)::text) > 2)))',
    }),
    constraint({
      name: 'note_known',
      kind: 'check',
      definition: 'CHECK ((note IS NOT NULL)) NOT VALID',
      validated: false,
    }),
  ],
});
const shop = databaseFacts([orders]);
const berlin = databaseFacts([orders], { timeZone: 'Europe/Berlin' });

const type = (name: string, sql: string, level: 'LOW' | 'HIGH' | 'CRITICAL', says: string) => ({
  name,
  sql: `alter table orders ${sql}`,
  facts: shop,
  expect: [
    { rule: 'change-column-type', level, says },
    ...(/type varchar\(\d+\)/.test(sql) ? ['varchar-length'] : []),
  ],
});

export const columnCases: ImpactCases = {
  family: 'columns',
  rules: [
    'set-not-null',
    'add-required-column',
    'add-column-volatile-default',
    'add-column-generated-stored',
    'add-column-serial',
    'drop-not-null',
  ],
  rows: [
    {
      name: 'SET NOT NULL scans',
      sql: 'alter table orders alter column note set not null',
      facts: shop,
      expect: [{ rule: 'set-not-null', level: 'HIGH', says: 'note' }],
    },
    {
      name: 'SET NOT NULL is free when a validated CHECK proves it',
      sql: 'alter table orders alter column code set not null',
      facts: shop,
      expect: 'none',
    },
    {
      name: 'a CHECK that was not validated proves nothing',
      sql: 'alter table orders alter note set not null',
      facts: shop,
      expect: ['set-not-null'],
    },
    {
      name: 'a CHECK that this migration validates proves it',
      sql: `alter table t add constraint k check (a is not null) not valid;
            alter table t validate constraint k;
            alter table t alter column a set not null`,
      expect: 'none',
    },
    {
      name: 'a CHECK of this migration that is not validated yet does not',
      sql: `alter table t add constraint k check (a is not null) not valid;
            alter table t alter column a set not null`,
      expect: ['set-not-null'],
    },
    {
      name: 'a CHECK that says something else does not',
      sql: `alter table t add constraint k check (a is not null or b > 0);
            alter table t alter column a set not null`,
      expect: ['set-not-null'],
    },
    {
      name: 'before PostgreSQL 12 it scans in any case',
      sql: `alter table t add constraint k check (a is not null);
            alter table t alter column a set not null`,
      version: 11,
      expect: ['set-not-null'],
    },
    {
      name: 'SET NOT NULL of a column that is NOT NULL does nothing',
      sql: 'alter table orders alter column id set not null',
      facts: shop,
      expect: 'none',
    },
    {
      name: 'a NOT NULL constraint scans as well (18)',
      sql: 'alter table orders add constraint n not null note',
      facts: shop,
      expect: ['set-not-null'],
    },
    {
      name: 'a NOT NULL constraint that is NOT VALID does not (18)',
      sql: 'alter table orders add constraint n not null note not valid',
      facts: shop,
      expect: 'none',
    },
    {
      name: 'SET NOT NULL on a small table still breaks clients',
      sql: 'alter table orders alter column note set not null',
      facts: databaseFacts([smallTable('orders')]),
      expect: [{ rule: 'set-not-null', level: 'MEDIUM' }],
    },
    {
      name: 'SET NOT NULL on a new table is fine',
      sql: 'create table t (a int); alter table t alter a set not null',
      expect: 'none',
    },
    {
      name: 'a required column without default fails',
      sql: 'alter table orders add column a bigint not null',
      facts: shop,
      expect: [{ rule: 'add-required-column', level: 'HIGH' }],
    },
    {
      name: 'in an empty table it only breaks clients',
      sql: 'alter table orders add column a bigint not null',
      facts: databaseFacts([smallTable('orders', { rows: 0 })]),
      expect: [{ rule: 'add-required-column', level: 'MEDIUM' }],
    },
    {
      name: 'a required column with a constant default is fine (11)',
      sql: "alter table orders add column a text not null default 'new'",
      facts: shop,
      expect: 'none',
    },
    {
      name: 'IF NOT EXISTS of a column that is there does nothing',
      sql: 'alter table orders add column if not exists note text not null',
      facts: shop,
      expect: 'none',
    },
    { name: 'a nullable column is fine', sql: 'alter table t add column a bigint', expect: 'none' },
    {
      name: 'a volatile default rewrites',
      sql: 'alter table t add column a uuid default gen_random_uuid()',
      expect: [{ rule: 'add-column-volatile-default', level: 'CRITICAL', says: 'gen_random_uuid' }],
    },
    {
      name: 'so does one within an expression',
      sql: "alter table t add column a text default 'x' || clock_timestamp()::text",
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'and nextval',
      sql: "alter table t add column a bigint default nextval('s')",
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'now() is the same for all rows',
      sql: 'alter table t add column a timestamptz default now()',
      expect: 'none',
    },
    {
      name: 'so are CURRENT_DATE and constants put together',
      sql: "alter table t add column a date default current_date, add column b int default (1 + 2), add column c jsonb default '{}'::jsonb",
      expect: 'none',
    },
    {
      name: 'before PostgreSQL 11 every default rewrites',
      sql: 'alter table t add column a int default 1',
      version: 10,
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'an unknown function may be volatile',
      sql: 'alter table t add column a text default app.new_code()',
      expect: [{ rule: 'add-column-volatile-default', says: 'app.new_code' }],
    },
    {
      name: 'a function that this migration declares stable is not',
      sql: "create function new_code() returns text language sql stable as 'select 1::text'; alter table t add column a text default new_code()",
      expect: 'none',
    },
    {
      name: 'one that it declares nothing about is volatile',
      sql: "create function new_code() returns text language sql as 'select 1::text'; alter table t add column a text default new_code()",
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'a function of an extension is known in any schema',
      sql: 'alter table t add column a uuid default extensions.uuid_generate_v4()',
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'a column of a domain with a constraint rewrites',
      sql: 'create domain positive as int check (value > 0); alter table t add column a positive',
      expect: ['add-column-volatile-default'],
    },
    {
      name: 'a volatile default for later rows is free',
      sql: 'alter table t alter column a set default gen_random_uuid()',
      expect: 'none',
    },
    {
      name: 'a stored column rewrites',
      sql: 'alter table t add column a int generated always as (b + 1) stored',
      expect: [{ rule: 'add-column-generated-stored', level: 'CRITICAL' }],
    },
    {
      name: 'a virtual column does not (18)',
      sql: 'alter table t add column a int generated always as (b + 1) virtual',
      expect: 'none',
    },
    {
      name: 'serial rewrites',
      sql: 'alter table t add column a bigserial',
      expect: [{ rule: 'add-column-serial', level: 'CRITICAL' }],
    },
    {
      name: 'an identity rewrites',
      sql: 'alter table t add column a bigint generated by default as identity',
      expect: ['add-column-serial'],
    },
    {
      name: 'an identity for an existing column does not',
      sql: 'alter table t alter column a add generated always as identity',
      expect: 'none',
    },
    {
      name: 'all of it is free in a new table',
      sql: `create table t (a int);
            alter table t add column b serial, add column c uuid not null default gen_random_uuid(),
              add column d int generated always as (a + 1) stored`,
      expect: 'none',
    },
    {
      name: 'DROP NOT NULL breaks readers',
      sql: 'alter table orders alter column id drop not null',
      facts: shop,
      expect: [{ rule: 'drop-not-null', level: 'MEDIUM' }],
    },
    {
      name: 'DROP NOT NULL of a nullable column does nothing',
      sql: 'alter table orders alter column note drop not null',
      facts: shop,
      expect: 'none',
    },
  ],
};

export const columnTypeCases: ImpactCases = {
  family: 'types of columns',
  rules: ['change-column-type', 'varchar-length'],
  rows: [
    type('int to bigint rewrites', 'alter count type bigint', 'CRITICAL', 'it is int4'),
    type('numeric with more digits is free', 'alter total type numeric(12,2)', 'LOW', 'stay'),
    type('numeric without limit is free', 'alter total type numeric', 'LOW', 'stay'),
    type(
      'numeric with another scale rewrites',
      'alter total type numeric(12,3)',
      'CRITICAL',
      'anew',
    ),
    type('varchar to text is free', 'alter code type text', 'LOW', 'stay'),
    type('varchar without limit is free', 'alter code type varchar', 'LOW', 'stay'),
    type('text to varchar with a limit rewrites', 'alter note type varchar(5)', 'CRITICAL', 'anew'),
    type('text to varchar without one is free', 'alter note type varchar', 'LOW', 'stay'),
    type(
      'timestamp to timestamptz in UTC builds its index anew',
      'alter placed_at type timestamptz',
      'HIGH',
      'orders_placed',
    ),
    type('and is free without an index', 'alter paid_at type timestamptz', 'LOW', 'stay'),
    type('a finer timestamp is free', 'alter paid_at type timestamp(6)', 'LOW', 'stay'),
    type('a coarser timestamp rewrites', 'alter placed_at type timestamp(3)', 'CRITICAL', 'anew'),
    type('arrays rewrite', 'alter tags type varchar(20)[]', 'CRITICAL', 'anew'),
    type('a finer interval is free', 'alter span type interval(5)', 'LOW', 'stay'),
    type('cidr to inet is free', 'alter address type inet', 'LOW', 'stay'),
    type('char(n) always rewrites', 'alter flag type char(4)', 'CRITICAL', 'anew'),
    type('a plain USING changes nothing', 'alter code type text using code::text', 'LOW', 'stay'),
    type('any other USING rewrites', 'alter code type text using lower(code)', 'CRITICAL', 'anew'),
    type('the same type is free', 'alter count type int', 'LOW', 'stay'),
    type('a type of the users is not known', 'alter mood type other', 'CRITICAL', 'cannot be told'),
    type(
      'another collation builds indexes anew',
      'alter code type varchar(10) collate "C"',
      'HIGH',
      'orders_code',
    ),
    {
      name: 'a CHECK on the column is tested again',
      sql: 'alter table t alter a type text',
      facts: databaseFacts([
        table('t', {
          columns: columns({ a: 'character varying(10)' }),
          constraints: [constraint({ name: 'a_known', kind: 'check', columns: ['a'] })],
        }),
      ]),
      expect: [{ rule: 'change-column-type', level: 'HIGH', says: 'a_known is tested again' }],
    },
    {
      name: 'varchar with more characters is free',
      sql: 'alter table orders alter code type varchar(20)',
      facts: shop,
      expect: [
        { rule: 'change-column-type', level: 'LOW' },
        { rule: 'varchar-length', level: 'NONE' },
      ],
    },
    {
      name: 'varchar with fewer rewrites',
      sql: 'alter table orders alter code type varchar(5)',
      facts: shop,
      expect: [{ rule: 'change-column-type', level: 'CRITICAL' }, 'varchar-length'],
    },
    {
      name: 'timestamp to timestamptz in another time zone rewrites',
      sql: 'alter table orders alter placed_at type timestamptz',
      facts: berlin,
      expect: [{ rule: 'change-column-type', level: 'CRITICAL' }],
    },
    {
      name: 'without facts it cannot be told',
      sql: 'alter table t alter a type text',
      expect: [{ rule: 'change-column-type', level: 'CRITICAL', says: 'cannot be told' }],
    },
    {
      name: 'but some types are reached by a rewrite only',
      sql: 'alter table t alter a type jsonb',
      expect: [{ rule: 'change-column-type', level: 'CRITICAL', says: 'are written anew' }],
    },
    {
      name: 'a rewrite of a small table still breaks clients',
      sql: 'alter table t alter a type bigint',
      facts: databaseFacts([smallTable('t', { columns: columns({ a: 'integer' }) })]),
      expect: [{ rule: 'change-column-type', level: 'MEDIUM' }],
    },
    {
      name: 'a new table has no rows to write',
      sql: 'create table t (a int); alter table t alter a type bigint',
      expect: 'none',
    },
    {
      name: 'an attribute of a composite type is no column',
      sql: 'alter type point3 alter attribute x type bigint',
      expect: 'none',
    },
  ],
};
