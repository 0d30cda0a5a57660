-- A function that an index calls for each row: the slow part of this tour. CREATE INDEX CONCURRENTLY
-- cannot run in a transaction; hawkwatch sees that by itself.
create function order_digest(total bigint, placed timestamptz) returns text
language plpgsql immutable as $$
declare
  digest text := total::text;
begin
  for i in 1..16 loop
    digest := md5(digest || extract(epoch from placed)::text);
  end loop;
  return digest;
end
$$;

create index concurrently orders_digest on orders (order_digest(total_cents, placed_at));
