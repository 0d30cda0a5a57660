// Migration files of mixed style for the bench of assessments: what teams write over the years, some
// short, some with functions and seed rows.

const kinds: readonly ((n: number) => string)[] = [
  (n) => `-- Orders of region ${n}
create table region_${n}_orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  note varchar(200),
  amount numeric(12, 2) not null default 0 check (amount >= 0),
  placed_at timestamptz not null default now()
);
create index on region_${n}_orders (customer_id);
comment on table region_${n}_orders is 'Orders of one region';
`,
  (n) => `set lock_timeout = '2s';
alter table orders add column flag_${n} boolean;
alter table orders alter column flag_${n} set default false;
`,
  (n) => `-- hawkwatch: no-transaction
create index concurrently if not exists orders_note_${n} on orders (note, id);
`,
  (n) => `alter table orders add constraint amount_${n} check (amount < ${n + 1000}) not valid;
alter table orders validate constraint amount_${n};
`,
  (n) => `create or replace function touch_${n}() returns trigger language plpgsql as $$
begin
  if new.note is distinct from old.note then
    new.changed_at := now();
  end if;
  return new;
end
$$;
drop trigger if exists touch_${n} on orders;
create trigger touch_${n} before update on orders for each row execute function touch_${n}();
`,
  (n) => `insert into countries (code, name, area) values
${Array.from({ length: 40 }, (_, i) => `  ('${n}-${i}', 'Country number ${i} of ${n}', ${i * n})`).join(',\n')}
on conflict (code) do update set name = excluded.name, area = excluded.area;
`,
  (n) => `update orders set note = coalesce(note, '') || ' seen'
where id in (select o.id from orders o join customers c on c.id = o.customer_id
  where c.name like 'A%' and o.amount > ${n});
alter table customers alter column name type varchar(${100 + (n % 100)});
`,
  (n) => `create view summary_${n} as
with recent as (select * from orders where placed_at > now() - interval '${n} days'),
  sums as (select customer_id, sum(amount) as total, count(*) as pieces from recent group by 1)
select c.name, s.total, s.pieces, rank() over (order by s.total desc) as place
from customers c left join sums s on s.customer_id = c.id;
`,
  (n) => `alter table orders drop column if exists legacy_${n} cascade;
drop table if exists legacy_${n};
alter table customers rename column title to title_${n};
`,
  (n) => `do $$ begin
  if not exists (select from pg_roles where rolname = 'reader_${n}') then
    create role reader_${n};
  end if;
end $$;
grant select on all tables in schema public to reader_${n};
`,
];

/** The text of the n-th file. */
export function migrationText(n: number): string {
  return kinds[n % kinds.length]?.(n) ?? '';
}

/** The live tables that the files work on. */
export const liveTables = `
  create table customers (id bigint primary key, name varchar(100), title text);
  insert into customers select i, 'c' || i, 't' from generate_series(1, 10000) i;
  create table orders (id bigint primary key, customer_id bigint references customers,
    note varchar(200), amount numeric(12, 2), placed_at timestamptz, changed_at timestamptz);
  insert into orders select i, 1 + i % 10000, 'n', i % 1000, now() from generate_series(1, 200000) i;
  create table countries (code text primary key, name text, area int);
  analyze`;
