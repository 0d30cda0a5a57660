// The migration files of the world: a shop that grows, one of its migrations fails, one drops a column
// and waits for a person, and a ledger whose migrations take their time. Nothing here touches a database.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const shop: Readonly<Record<string, string>> = {
  '0001_customers.sql': `create table customers (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text not null
);`,
  '0001_customers.down.sql': 'drop table customers;',
  '0002_products.sql': `create table products (
  id bigint generated always as identity primary key,
  title text not null,
  price_cents integer not null check (price_cents >= 0)
);`,
  '0002_products.down.sql': 'drop table products;',
  '0003_orders.sql': `create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  placed_at timestamptz not null default now(),
  total_cents integer not null default 0
);
create index orders_customer on orders (customer_id);`,
  '0003_orders.down.sql': 'drop table orders;',
  '0004_sample_data.sql': `insert into customers (email, name)
  select 'customer' || n || '@example.com', 'Customer ' || n from generate_series(1, 500) n;
insert into products (title, price_cents) select 'Product ' || n, n * 10 from generate_series(1, 50) n;
insert into orders (customer_id, total_cents) select n, n * 5 from generate_series(1, 500) n;`,
  '0005_order_notes.sql': 'alter table orders add column note text;',
  '0005_order_notes.down.sql': 'alter table orders drop column note;',
  '0006_order_search.sql': 'create index concurrently orders_placed_at on orders (placed_at);',
  '0007_note_length.sql':
    'alter table orders add constraint note_length check (length(note) < 2000);',
  '0008_money_to_bigint.sql': 'alter table orders alter column total_cents type bigint;',
  '0008_money_to_bigint.down.sql': 'alter table orders alter column total_cents type integer;',
};

const failing: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(shop).filter(([name]) => name < '0005')),
  '0005_unique_totals.sql': `alter table orders add column reference text;
update orders set reference = 'order-' || (id % 100);
create unique index orders_reference on orders (reference);`,
};

const invoices: Readonly<Record<string, string>> = {
  '1_invoices.sql': `create table invoices (
  id bigint generated always as identity primary key, number text not null, legacy_number text);`,
};

/** What `letReviewWait` puts beside them: it loses data, so a person has to look at it. */
const dropping: Readonly<Record<string, string>> = {
  '2_drop_legacy_number.sql': 'alter table invoices drop column legacy_number;',
};

const ledger: Readonly<Record<string, string>> = Object.fromEntries(
  ['accounts', 'entries', 'balances', 'periods', 'audits'].flatMap((table, index) => [
    [
      `${index + 1}_${table}.sql`,
      `create table ${table} (id bigint primary key, amount numeric);
select pg_sleep(0.7);
insert into ${table} select n, n * 1.5 from generate_series(1, 1000) n;
select pg_sleep(0.7);`,
    ],
    [`${index + 1}_${table}.down.sql`, `drop table ${table};`],
  ]),
);

/** dbmate's, as another team has them. */
const billing: Readonly<Record<string, string>> = {
  '20260901120000_accounts.sql': `-- migrate:up
create table accounts (id bigint primary key, name text not null);

-- migrate:down
drop table accounts;
`,
  '20260915120000_payments.sql': `-- migrate:up
create table payments (id bigint primary key, account_id bigint references accounts, cents bigint);

-- migrate:down
drop table payments;
`,
  '20261102120000_refunds.sql': `-- migrate:up
create table refunds (id bigint primary key, payment_id bigint references payments, cents bigint);

-- migrate:down
drop table refunds;
`,
};

async function writeFolder(folder: string, files: Readonly<Record<string, string>>) {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, name), `${text}\n`);
  }
}

/** Writes all folders but the one file that comes later. */
export async function writeMigrations(directory: string): Promise<void> {
  await writeFolder(path.join(directory, 'shop'), shop);
  await writeFolder(path.join(directory, 'shop-dev'), failing);
  await writeFolder(path.join(directory, 'invoices'), invoices);
  await writeFolder(path.join(directory, 'ledger'), ledger);
  await writeFolder(path.join(directory, 'billing'), billing);
}

/** Adds the migration that waits for its review. */
export function writeRiskyMigration(directory: string): Promise<void> {
  return writeFolder(path.join(directory, 'invoices'), dropping);
}

/** What dbmate would have done in a database, up to a version. */
export function asDbmateDid(upTo: string): string {
  const files = Object.entries(billing).filter(([name]) => name.slice(0, 14) <= upTo);
  const ups = files.map(([, text]) => text.split('-- migrate:down')[0]);
  const rows = files.map(([name]) => `('${name.slice(0, 14)}')`).join(', ');
  return `${ups.join('\n')}
create table schema_migrations (version varchar(128) primary key);
insert into schema_migrations values ${rows};`;
}
