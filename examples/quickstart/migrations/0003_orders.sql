create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  placed_at timestamptz not null,
  status text not null default 'open'
);

create table order_lines (
  order_id bigint not null references orders (id),
  product_id bigint not null references products (id),
  quantity integer not null check (quantity > 0)
);
