-- What there is to buy.
create table products (
  id bigint generated always as identity primary key,
  title text not null,
  price_cents integer not null check (price_cents >= 0)
);

insert into products (title, price_cents)
select 'Product ' || n, 100 + (n * 37) % 9900 from generate_series(1, 500) as n;
