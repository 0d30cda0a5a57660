// The tables, and the statements whose locks and work are measured on the server at hand.

export const setUp = `
create schema m;
set search_path = m;
create table o (id int primary key, x int);
create table t (a int not null, b int, c text, v varchar(10), n numeric(10,2), ts timestamp, ch char(5),
  address cidr, small int, d timestamp(3), constraint t_pk primary key (a), constraint t_b check (b > 0),
  constraint t_fk foreign key (b) references o (id), constraint t_c check (c is not null),
  constraint t_nv check (small > 0) not valid);
insert into o select g, g from generate_series(1, 100) g;
insert into t select g, g, 'x', 'y', 1, now(), 'z', '10.0.0.0/8', g, now() from generate_series(1, 100) g;
create unique index t_u on t (b);
create index t_c_i on t (c);
create index t_ts on t (ts);
create table p (id int, k int) partition by list (k);
create table p1 partition of p for values in (1);
create table pn (id int, k int);
create view vw as select a from t;
create materialized view mv as select a from t;
create unique index mv_u on mv (a);
create function trg() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger tg before insert on t for each row execute function trg();
create rule ru as on delete to o do nothing;
create policy po on o;
create domain plain as int;
create table tid (a int generated always as identity, g int generated always as (1) stored);
`;

export interface MeasuredStatement {
  readonly sql: string;
  /** The first major version that has the syntax. */
  readonly since?: number;
}

const statement = (sql: string, since?: number): MeasuredStatement =>
  since === undefined ? { sql } : { sql, since };

export const statements: readonly MeasuredStatement[] = [
  ...`
alter table t add column z int
alter table t add column z int default 1
alter table t add column z timestamptz default now()
alter table t add column z timestamptz default clock_timestamp()
alter table t add column z uuid default gen_random_uuid()
alter table t add column z int generated always as (a + 1) stored
alter table t add column z serial
alter table t add column z int generated always as identity
alter table t add column z int check (z > 0)
alter table t add column z int references o (id)
alter table t add column z int default 5 references o (id)
alter table t add column z int unique
alter table t add column z int not null default 4
alter table t add column z plain
alter table t alter column b set default 4
alter table t alter column b drop default
alter table t alter column b set not null
alter table t alter column c set not null
alter table t alter column small set not null
alter table t alter column b set statistics 100
alter table t alter column b set (n_distinct = 4)
alter table t alter column c set storage external
alter table t drop column b
alter table t drop column c
alter table t add constraint k check (b > 0)
alter table t add constraint k check (b > 0) not valid
alter table t add constraint k foreign key (b) references o (id)
alter table t add constraint k foreign key (b) references o (id) not valid
alter table t add constraint k unique (small)
alter table t add constraint k unique using index t_u
alter table t add constraint k exclude using btree (b with =)
alter table t validate constraint t_nv
alter table t drop constraint t_b
alter table t drop constraint t_fk
alter table t drop constraint t_pk
alter table t drop constraint t_pk, add primary key (b)
alter table t alter column v type varchar(20)
alter table t alter column v type varchar
alter table t alter column v type text
alter table t alter column v type varchar(5)
alter table t alter column c type varchar
alter table t alter column c type varchar(30)
alter table t alter column n type numeric(12,2)
alter table t alter column n type numeric
alter table t alter column n type numeric(12,3)
alter table t alter column small type bigint
alter table t alter column ts type timestamptz
alter table t alter column ts type timestamp(3)
alter table t alter column d type timestamp(5)
alter table t alter column d type timestamptz
alter table t alter column ch type char(6)
alter table t alter column ch type text
alter table t alter column address type inet
alter table t alter column c type text collate "C"
alter table t alter column small type int using small + 1
alter table t alter column v type text using v::text
alter table t alter column v type varchar(30), add check (v <> '')
alter table t owner to current_user
alter table t cluster on t_pk
alter table tid set unlogged
alter table t set (fillfactor = 80)
alter table t set (autovacuum_enabled = false)
alter table t set (user_catalog_table = true)
alter table t disable trigger tg
alter table t enable trigger tg
alter table o disable rule ru
alter table t replica identity full
alter table t enable row level security
alter table t rename column b to bb
alter table t rename constraint t_b to t_bb
alter view vw rename column a to aa
alter table p detach partition p1
alter table p attach partition pn for values in (2)
alter table tid alter column a drop identity
alter table tid alter column g drop expression
create index i on t (b)
create unique index i on t (c, b)
create index i on only p (id)
drop index t_c_i
drop view vw
drop materialized view mv
drop trigger tg on t
drop rule ru on o
drop policy po on o
create trigger tg2 before insert on t for each row execute function trg()
create rule r2 as on update to t do nothing
create policy p2 on t
alter policy po on o using (true)
create table n (x int references o (id))
create table n (like t)
create table n () inherits (o)
create table n as select * from t
create table p3 partition of p for values in (3)
create or replace view vw as select a from t
refresh materialized view mv
refresh materialized view concurrently mv
reindex table t
reindex index t_c_i
cluster t using t_pk
lock table t in share mode
lock table t
comment on table t is 'x'
analyze t
grant select on t to public
insert into t (a, c) values (1000, 'x')
update t set c = 'q' where a = 5
`
    .trim()
    .split('\n')
    .map((sql) => statement(sql)),
  statement('alter table tid alter column g set expression as (2)', 17),
  statement('alter table t add column z int generated always as (a + 1) virtual', 18),
  statement('alter table t add constraint k not null b', 18),
  statement('alter table t add constraint k not null b not valid', 18),
  statement('alter table t add constraint k check (b > 0) not enforced', 18),
];
