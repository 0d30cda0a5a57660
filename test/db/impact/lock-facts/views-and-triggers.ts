// Views, triggers, rules and policies.
import { accessExclusive as ae, shareRowExclusive as sre, type LockFact } from './fact.ts';

export const viewsAndTriggersFacts: readonly LockFact[] = [
  {
    id: 'replacing a view',
    rule: 'brief-strong-lock',
    setup: 'create view v as select id from orders',
    statement: 'create or replace view v as select id, 1 as more from orders',
    locks: { v: ae, orders: 'ACCESS SHARE' },
  },
  {
    id: 'dropping a view',
    rule: 'drop-object',
    setup: 'create view v as select id from orders',
    statement: 'drop view v',
    locks: { v: ae },
  },
  {
    id: 'REFRESH MATERIALIZED VIEW',
    rule: 'refresh-materialized-view-blocking',
    setup: 'create materialized view m as select id from orders',
    statement: 'refresh materialized view m',
    locks: { m: ae, orders: 'ACCESS SHARE' },
    scans: ['orders'],
    rewrites: ['m'],
  },
  {
    id: 'REFRESH MATERIALIZED VIEW, concurrently',
    rule: 'brief-strong-lock',
    setup: `create materialized view m as select id from orders;
      create unique index on m (id)`,
    statement: 'refresh materialized view concurrently m',
    locks: { m: 'EXCLUSIVE', orders: 'ACCESS SHARE' },
    scans: ['m', 'orders'],
    unclaimed: { tables: ['m'], because: 'reads go on, and nobody else writes to it' },
  },
  {
    id: 'a trigger',
    rule: 'create-trigger',
    setup: `create or replace function nothing() returns trigger language plpgsql
      as $$ begin return new; end $$`,
    statement: 'create trigger t before insert on orders for each row execute function nothing()',
    locks: { orders: sre },
  },
  {
    id: 'dropping a trigger',
    rule: 'brief-strong-lock',
    setup: `create or replace function nothing() returns trigger language plpgsql
        as $$ begin return new; end $$;
      create trigger t before insert on orders for each row execute function nothing()`,
    statement: 'drop trigger t on orders',
    locks: { orders: ae },
  },
  {
    id: 'DISABLE TRIGGER',
    rule: 'disable-triggers',
    statement: 'alter table orders disable trigger user',
    locks: { orders: sre },
  },
  {
    id: 'a rewrite rule',
    rule: 'brief-strong-lock',
    statement: 'create rule r as on delete to orders do instead nothing',
    locks: { orders: ae },
  },
  {
    id: 'a policy',
    rule: 'brief-strong-lock',
    statement: 'create policy p on orders using (true)',
    locks: { orders: ae },
  },
  {
    id: 'ENABLE ROW LEVEL SECURITY',
    rule: 'brief-strong-lock',
    statement: 'alter table orders enable row level security',
    locks: { orders: ae },
  },
];
