-- Filled in two batches, each with its own commit: an interruption loses at most one of them.
-- hawkwatch: no-transaction
alter table orders add column total_cents bigint;

update orders o set total_cents = t.cents
from (select l.order_id, sum(l.quantity * p.price_cents) as cents
      from order_lines l join products p on p.id = l.product_id
      where l.order_id % 2 = 0 group by l.order_id) t
where t.order_id = o.id;

update orders o set total_cents = t.cents
from (select l.order_id, sum(l.quantity * p.price_cents) as cents
      from order_lines l join products p on p.id = l.product_id
      where l.order_id % 2 = 1 group by l.order_id) t
where t.order_id = o.id;
