// Pairs of statements that only look different: what they make is the same, and so must be what is told.

export type EqualPair = readonly [what: string, one: string, other: string];

const t = 'create table t (id int primary key, a int, b text)';

export const equalPairs: readonly EqualPair[] = [
  [
    'blanks and line ends',
    'create table t (a int, b text)',
    'CREATE   TABLE t\n(\n\ta INT,\n\tb TEXT\n)',
  ],
  ['comments', 'create table t (a int)', '/* the table */ create table t ( -- of\n a int)'],
  ['case of names', 'create table t (a int)', 'CREATE TABLE T (A INT)'],
  ['quoted names', 'create table t (a int)', 'create table "t" ("a" int)'],
  [
    'names of types',
    'create table t (a int, b varchar(9), c decimal(5,2), d bool, e timestamptz)',
    'create table t (a integer, b character varying(9), c numeric(5,2), d boolean, e timestamp with time zone)',
  ],
  [
    'int4 and integer',
    'create table t (a int8, b float8, c int2)',
    'create table t (a bigint, b double precision, c smallint)',
  ],
  ['char and character(1)', 'create table t (a char)', 'create table t (a character(1))'],
  ['numeric without scale', 'create table t (a numeric(5))', 'create table t (a numeric(5,0))'],
  ['array spellings', 'create table t (a int[])', 'create table t (a integer array)'],
  ['schema before the name', 'create table t (a int)', 'create table @.t (a pg_catalog.int4)'],
  [
    'cast in a default',
    `create table t (a text default 'x')`,
    `create table t (a text default 'x'::text)`,
  ],
  [
    'cast spellings',
    `create table t (a date default '2024-01-01'::date)`,
    `create table t (a date default cast('2024-01-01' as date))`,
  ],
  [
    'now and current_timestamp are not the same, brackets are',
    'create table t (a timestamptz default now())',
    'create table t (a timestamptz default (now()))',
  ],
  ['null as default', 'create table t (a int)', 'create table t (a int null default null)'],
  ['negative default', 'create table t (a int default -1)', 'create table t (a int default (-1))'],
  [
    'escape strings',
    `create table t (a text default 'it''s')`,
    `create table t (a text default E'it\\'s')`,
  ],
  [
    'not null by a key',
    'create table t (a int primary key)',
    'create table t (a int not null, primary key (a))',
  ],
  [
    'key of the column, of the table',
    'create table t (a int unique)',
    'create table t (a int, unique (a))',
  ],
  [
    'key added later',
    'create table t (a int, b int, primary key (a))',
    'create table t (a int, b int); alter table t add primary key (a)',
  ],
  [
    'generated name of a key',
    'create table t (a int primary key)',
    'create table t (a int constraint t_pkey primary key)',
  ],
  [
    'generated name of a check',
    'create table t (a int check (a > 0))',
    'create table t (a int constraint t_a_check check (a > 0))',
  ],
  [
    'needless brackets',
    'create table t (a int check (a > 0 and a < 9))',
    'create table t (a int check (((a > 0)) and ((a < 9))))',
  ],
  [
    'between',
    'create table t (a int check (a between 1 and 9))',
    'create table t (a int check (a >= 1 and a <= 9))',
  ],
  [
    'in and any',
    'create table t (a int check (a in (1, 2)))',
    'create table t (a int check (a = any (array[1, 2])))',
  ],
  ['<> and !=', 'create table t (a int check (a <> 1))', 'create table t (a int check (a != 1))'],
  [
    'order of constraints',
    'create table t (a int, constraint x check (a > 0), constraint y check (a < 9))',
    'create table t (a int, constraint y check (a < 9), constraint x check (a > 0))',
  ],
  [
    'a foreign key to the key',
    `${t}; create table u (x int references t)`,
    `${t}; create table u (x int, constraint u_x_fkey foreign key (x) references @.t (id))`,
  ],
  [
    'actions that are the default',
    `${t}; create table u (x int references t)`,
    `${t}; create table u (x int references t match simple on delete no action on update no action not deferrable initially immediate)`,
  ],
  [
    'validated later',
    `${t}; alter table t add constraint x check (a > 0)`,
    `${t}; alter table t add constraint x check (a > 0) not valid; alter table t validate constraint x`,
  ],
  [
    'index defaults',
    `${t}; create index i on t (a)`,
    `${t}; create index i on only @.t using btree (a asc nulls last)`,
  ],
  [
    'expression of an index',
    `${t}; create index i on t (lower(b))`,
    `${t}; create index i on t ((pg_catalog.lower(b)))`,
  ],
  [
    'order of indexes',
    `${t}; create index i on t (a); create index j on t (b)`,
    `${t}; create index j on t (b); create index i on t (a)`,
  ],
  [
    'generated name of an index',
    `${t}; create index on t (a)`,
    `${t}; create index t_a_idx on t (a)`,
  ],
  [
    'a constraint from an index',
    'create table t (a int); alter table t add constraint x unique (a)',
    'create table t (a int); create unique index x on t (a); alter table t add constraint x unique using index x',
  ],
  [
    'view: stars',
    `${t}; create view v as select * from t`,
    `${t}; create view v as select id, a, b from t`,
  ],
  [
    'view: qualifiers and aliases',
    `${t}; create view v as select id, a from t where a > 0`,
    `${t}; create view v as select @.t.id, t.a as a from @.t where (t.a > 0)`,
  ],
  [
    'view: made anew',
    `${t}; create view v as select id from t`,
    `${t}; create view v as select id from t; create or replace view v as\n select id\n from t`,
  ],
  [
    'view: names of columns',
    `${t}; create view v (x) as select id from t`,
    `${t}; create view v as select id as x from t`,
  ],
  [
    'function: quotes of the body',
    `create function f() returns int language sql as $$ select 1 $$`,
    `create function f() returns int as ' select 1 ' language 'sql'`,
  ],
  [
    'function: defaults said',
    `create function f() returns int language sql as 'select 1'`,
    `create function f() returns int language sql volatile called on null input security invoker parallel unsafe cost 100 as 'select 1'`,
  ],
  [
    'function: names of types',
    `create function f(x int) returns varchar language sql as 'select 1'`,
    `create function f(in x pg_catalog.int4) returns character varying language sql as 'select 1'`,
  ],
  [
    'function: default spellings',
    `create function f(x int default 1) returns int language sql as 'select 1'`,
    `create function f(x int = 1) returns int language sql as 'select 1'`,
  ],
  [
    'sequence: defaults said',
    'create sequence s',
    'create sequence s as bigint increment by 1 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle',
  ],
  [
    'serial written out',
    'create table t (a serial)',
    `create sequence t_a_seq as integer; create table t (a integer not null default nextval('@.t_a_seq')); alter sequence t_a_seq owned by t.a`,
  ],
  [
    'identity: options that are the default',
    'create table t (a int generated always as identity)',
    'create table t (a int generated always as identity (start 1 increment 1))',
  ],
  [
    'options in another order',
    'create table t (a int) with (fillfactor = 70, autovacuum_enabled = false)',
    'create table t (a int) with (autovacuum_enabled = false, fillfactor = 70)',
  ],
  [
    'options set later',
    'create table t (a int) with (fillfactor = 70)',
    'create table t (a int); alter table t set (fillfactor = 70)',
  ],
  [
    'enum label added later',
    `create type m as enum ('a', 'b', 'c')`,
    `create type m as enum ('a', 'c'); alter type m add value 'b' before 'c'`,
  ],
  [
    'domain: check spellings',
    `create domain d as text check (value <> '')`,
    `create domain d as text constraint d_check check ((value)::text <> ''::text)`,
  ],
  [
    'composite type made in steps',
    'create type p as (a int, b text)',
    'create type p as (a int); alter type p add attribute b text',
  ],
  [
    'roles of a policy',
    `${t}; create policy o on t using (true)`,
    `${t}; create policy o on t as permissive for all to public using (true)`,
  ],
  [
    'trigger: events in another order',
    `${t}; create function g() returns trigger language plpgsql as 'begin return new; end'; create trigger x before insert or update on t for each row execute function g()`,
    `${t}; create function g() returns trigger language plpgsql as 'begin return new; end'; create trigger x before update or insert on @.t for each row execute procedure @.g()`,
  ],
  [
    'a column that came and went',
    'create table t (a int, b text)',
    'create table t (a int, x int, b text); alter table t drop column x',
  ],
  [
    'renamed there and back',
    'create table t (a int)',
    'create table t (a int); alter table t rename to u; alter table u rename to t',
  ],
  [
    'partition attached or made as one',
    `create table p (a int) partition by list (a); create table q partition of p for values in (1)`,
    `create table p (a int) partition by list (a); create table q (a int); alter table p attach partition q for values in (1)`,
  ],
  [
    'rights',
    t,
    `${t}; grant select, insert on t to public; revoke insert on t from public; alter default privileges grant select on tables to public`,
  ],
  ['no comment', `${t}; comment on table t is null`, `${t}; comment on table t is ''`],
];

/** Views of many forms: servers of different versions write them differently. */
export const manyForms = `
  create table t (id int primary key, a int, b text, d date default current_date, "Odd Name" int);
  create table u (id int references t, x numeric);
  create view v1 as select id, a, "Odd Name" from t where a > 0 order by d;
  create view v2 as select t.id, sum(u.x) as s from t join u using (id) group by t.id having sum(u.x) > 0;
  create view v3 as select b from t where exists (select from u where u.id = t.id);
  create view v4 as select a from t union all select id from u;
  create view v5 as with c as (select a, b from t) select a, upper(b) as b from c;
  create view v6 as select n from generate_series(1, 5) n;
  create view v7 as select x.a, count(*) from (select a from t where a is not null) x group by x.a;
  create view v8 as select t.* from t left join lateral (select * from u where u.id = t.id limit 1) l on true;
  create view v9 as select a, row_number() over (partition by b order by d) as r, case when a > 1 then 'x' else b end as c from t;
  create view "V 10" as select distinct on (a) a, t.b as "Ä b" from t order by a, b;
  create view v11 as select a, t as whole from t;
  create view v12 as select extract(year from d) as y, coalesce(b, 'none') as b, d + interval '1 day' as n from t z;
  create materialized view m1 as select a, b from t where b like 'x%';
  create function f() returns bigint language sql begin atomic select count(*) from t; end;
  create rule r as on insert to v1 do instead insert into t (id, a) values (new.id, new.a);
  create policy o on t using (id in (select id from u));
  create index i on t (lower(b)) where a > 3;`;
