-- Ids come from the tables, not from counting: a sequence has gaps after an attempt that was undone.
insert into orders (customer_id, placed_at)
select c.id, timestamptz '2026-01-01' + (c.id * 3 + n) * interval '1 minute'
from customers c, generate_series(0, 2) as n
where c.id <= (select min(id) + 39999 from customers);

insert into order_lines (order_id, product_id, quantity)
select o.id, p.id, 1 + (o.id + p.id) % 5
from orders o
join products p on p.id = (select min(id) from products) + o.id % 500;
