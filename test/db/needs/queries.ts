// Queries of an application, and changes of the schema they are made for. PostgreSQL itself says which
// change breaks which query.

export const setup = `
  create type mood as enum ('low', 'high');
  create domain code as text not null;
  create table customers (id int primary key generated always as identity, name text not null,
    email text, mood mood);
  create table orders (id bigserial primary key, customer_id int not null references customers,
    total numeric(10,2) not null default 0, note text, placed timestamptz not null default now());
  create table items (order_id bigint references orders, sku text not null, count int not null default 1,
    price numeric, primary key (order_id, sku));
  create table "Odd" ("Name" text, "a b" int);
  create schema other;
  create table other.things (id int, label text);
  create view big as select o.id, o.total, c.name from orders o join customers c on c.id = o.customer_id
    where o.total > 100;
  create function total_of(bigint) returns numeric language sql
    as $$ select total from orders where id = $1 $$;
  create function shout(customers) returns text language sql as $$ select upper($1.name) $$;
  create procedure tidy(int) language plpgsql as $$ begin end $$;
  create sequence numbers;`;

/** As PostgreSQL takes them; those that change rows are run and taken back. */
export const queries: readonly string[] = [
  'select * from orders',
  'select id, total from orders where note is null order by placed',
  'select o.total, c.name from orders o join customers c on c.id = o.customer_id',
  'select total, name from orders join customers on customers.id = customer_id',
  'select o.*, i.sku from orders o left join items i on i.order_id = o.id where i.count > 1',
  'select public.orders.total from public.orders',
  'select sum(total) as total from orders group by customer_id having count(note) > 1 order by total',
  'select lower(note) as note from orders order by note, id',
  'select note as remark from orders group by remark',
  'with recent as (select * from orders where placed > now()) select total from recent',
  'with recent (a, b) as (select id, total from orders) select a, b from recent r',
  'with recursive up as (select id, 1 as depth from orders union all select up.id, depth + 1 from up) select depth from up',
  `with gone as (delete from items returning order_id, price) select price from gone`,
  'select name from (select * from customers) c where email is not null',
  'select x.t from (select total as t from orders) x',
  'select (select max(price) from items where order_id = o.id) from orders o',
  'select id from orders o where exists (select 1 from items i where i.order_id = o.id and o.note = sku)',
  'select c.name, l.total from customers c, lateral (select total from orders where customer_id = c.id) l',
  'select total from orders union all select price from items order by total',
  'select id from orders union (select id from customers order by email)',
  'select order_id, sku from items join orders on true join customers using (id)',
  'select id from orders join customers using (id)',
  'select * from orders natural join customers',
  'select note from (orders join items on order_id = orders.id) as j',
  'select o from orders o',
  'select row_to_json(o) from (select note from orders) o',
  'select c.shout from customers c',
  'select shout(c) from customers c',
  'select total_of(3)',
  'select public.total_of(id) from orders',
  'select mood, mood::public.mood from customers',
  `select 'low'::mood`,
  `select nextval('numbers')`,
  `select nextval('public.numbers')`,
  'select name, total from big',
  'select * from big where total > 3',
  'select b.name from (select * from big) b',
  'select "Name", "a b" from "Odd"',
  'select label from other.things',
  'select t.label from other.things t',
  'select ctid, xmin, tableoid from orders where ctid is not null',
  'select g, note from orders, generate_series(1, 3) g',
  'select u.x, o.note from orders o, unnest(array[1]) as u(x)',
  'select a, note from orders, jsonb_to_record($1) as r(a int)',
  'select relname from pg_class',
  'select table_name from information_schema.tables',
  'select note, row_number() over (partition by customer_id order by placed) from orders window w as (order by note)',
  'select distinct on (customer_id) note from orders order by customer_id, placed desc',
  'select case when note is null then total else 0 end from orders limit 3 for update',
  `select count(*) filter (where note = 'x'), array_agg(total order by placed) from orders`,
  'select a.note, b.note from orders a, orders b where a.id < b.id',
  'insert into orders (customer_id, total) values (1, 5)',
  'insert into orders (customer_id) select id from customers returning id, total',
  'insert into orders values (1, 1)',
  `insert into other.things values (1, 'x')`,
  'insert into customers (name, email) values ($1, $2) returning *',
  'insert into customers (name) select note from orders',
  `insert into items (order_id, sku, count) values (1, 'a', 2) on conflict (order_id, sku) do update set count = items.count + excluded.count where items.price > 1`,
  'insert into items as i (order_id, sku) values (1, $1) on conflict do nothing returning i.price',
  'update orders set total = total + 1, note = default where id = 3 returning note',
  'update orders o set note = c.name from customers c where c.id = o.customer_id',
  'update orders set (total, note) = (select price, sku from items limit 1)',
  'delete from items using orders where orders.id = order_id and orders.note is null',
  'delete from orders where id in (select order_id from items where price > 1)',
  'merge into items i using orders o on i.order_id = o.id when matched then update set price = o.total when not matched then insert (order_id, sku) values (o.id, o.note)',
];

/** What only its side effects tell: run as they are. */
export const changes: readonly string[] = [
  'alter table orders drop column total cascade',
  'alter table orders drop column note',
  'alter table orders rename column note to remark',
  'alter table orders drop column placed',
  'alter table orders drop column customer_id cascade',
  'alter table orders add column branch int not null',
  'alter table orders add column branch int not null default 3',
  'alter table orders alter column note set not null',
  'alter table orders alter column total drop default',
  'alter table orders rename to purchases',
  'alter table orders set schema other',
  'drop table orders cascade',
  'drop table items',
  'alter table items drop column price',
  'alter table items drop column count',
  'alter table items rename sku to article',
  'alter table items alter column count drop default',
  'alter table items add column code code',
  'alter table customers drop column email',
  'alter table customers drop column name cascade',
  'alter table customers rename to people',
  'alter table customers alter column id drop identity',
  'alter table customers add column upper text generated always as (upper(name)) stored',
  'alter table customers drop column email; alter table customers add column email text generated always as (name) stored',
  'alter table customers add column total int',
  'alter table items alter column price type numeric(12,2)',
  'drop view big',
  'create or replace view big as select o.id, o.total, c.name, o.note from orders o join customers c on true',
  'drop view big; create view big as select id, total from orders',
  'drop function total_of(bigint)',
  'drop function shout(customers)',
  'alter table customers drop column mood; drop type mood',
  'drop sequence numbers',
  'alter table "Odd" rename column "a b" to b',
  'drop schema other cascade',
  'alter table other.things rename label to title',
  'alter table other.things drop column id',
  'alter table other.things add column more int',
  'create extension pg_trgm; create index on orders (note)',
  'comment on table orders is $$x$$',
];
