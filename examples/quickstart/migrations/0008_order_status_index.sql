create index concurrently orders_open on orders (placed_at) where status = 'open';
