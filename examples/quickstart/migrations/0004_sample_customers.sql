-- Enough rows that what follows can be watched.
insert into customers (email, name)
select 'customer' || n || '@example.com', 'Customer ' || n from generate_series(1, 50000) as n;
