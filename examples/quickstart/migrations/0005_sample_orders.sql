insert into orders (customer_id, placed_at)
select 1 + (n % 50000), timestamptz '2026-01-01' + n * interval '1 minute'
from generate_series(1, 120000) as n;

insert into order_lines (order_id, product_id, quantity)
select 1 + (n % 120000), 1 + (n % 500), 1 + (n % 5) from generate_series(1, 150000) as n;
