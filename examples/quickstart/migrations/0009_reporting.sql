-- hawkwatch: lock-timeout 2s
create view daily_revenue as
select date_trunc('day', placed_at) as day, count(*) as orders, sum(total_cents) as cents
from orders group by 1;

comment on view daily_revenue is 'Orders and revenue per day.';
