// Rows for the rules of rules/keys.ts, rules/constraints.ts and rules/domains.ts.
import {
  columns,
  constraint,
  databaseFacts,
  index,
  smallTable,
  table,
} from '../../../../support/impact-facts.ts';
import type { ImpactCases } from './case.ts';

const orders = databaseFacts([
  table('orders', {
    columns: columns({ id: 'bigint not null', code: 'text', customer_id: 'bigint' }),
    indexes: [index('orders_code', ['code'], true), index('orders_customer', ['customer_id'])],
    constraints: [
      constraint({ name: 'orders_pkey', kind: 'primary', columns: ['id'] }),
      constraint({ name: 'orders_total', kind: 'check', definition: 'CHECK ((total > 0))' }),
      constraint({
        name: 'orders_customer_fkey',
        kind: 'foreign',
        columns: ['customer_id'],
        references: 'public.customers',
      }),
    ],
  }),
  table('customers'),
]);
const autocommit = { toolWraps: false };

export const constraintCases: ImpactCases = {
  family: 'keys, constraints and domains',
  rules: [
    'add-primary-key',
    'add-unique-constraint',
    'add-exclusion-constraint',
    'redefine-primary-key',
    'add-check-validated',
    'add-foreign-key-validated',
    'validate-in-same-transaction',
    'drop-constraint',
    'foreign-key-without-index',
    'domain-constraint',
  ],
  rows: [
    {
      name: 'a primary key builds its index under the lock',
      sql: 'alter table t add primary key (id)',
      expect: [{ rule: 'add-primary-key', level: 'HIGH' }],
    },
    {
      name: 'a primary key with its column does so too',
      sql: 'alter table t add column id bigint primary key',
      expect: ['add-primary-key'],
    },
    {
      name: 'a primary key over nullable columns also scans',
      sql: 'alter table orders add primary key (code)',
      facts: orders,
      expect: [{ rule: 'add-primary-key', says: 'NULL in code' }],
    },
    {
      name: 'a primary key that takes over an index is instant',
      sql: 'alter table t add constraint k primary key using index i',
      expect: 'none',
    },
    {
      name: 'a primary key that takes over an index of nullable columns scans',
      sql: 'alter table orders add constraint k primary key using index orders_code',
      facts: orders,
      expect: [{ rule: 'add-primary-key', says: 'scans' }],
    },
    {
      name: 'a primary key of a new table is fine',
      sql: 'create table t (id bigint); alter table t add primary key (id)',
      expect: 'none',
    },
    {
      name: 'a primary key that is dropped and made anew is told',
      sql: 'alter table orders drop constraint orders_pkey, add primary key (code)',
      facts: orders,
      expect: ['add-primary-key', 'redefine-primary-key', 'drop-constraint'],
    },
    {
      name: 'so it is in two statements and without facts',
      sql: 'alter table t drop constraint t_pkey; alter table t add constraint k primary key using index i',
      expect: [
        { rule: 'drop-constraint', statement: 1 },
        { rule: 'redefine-primary-key', statement: 2 },
      ],
    },
    {
      name: 'a UNIQUE constraint builds its index under the lock',
      sql: 'alter table t add constraint k unique (a)',
      expect: [{ rule: 'add-unique-constraint', level: 'HIGH' }],
    },
    {
      name: 'a UNIQUE column does so too',
      sql: 'alter table t add column a text unique',
      expect: ['add-unique-constraint'],
    },
    {
      name: 'UNIQUE USING INDEX is instant',
      sql: 'alter table t add constraint k unique using index i',
      expect: 'none',
    },
    {
      name: 'UNIQUE on a small table is soon done',
      sql: 'alter table t add unique (a)',
      facts: databaseFacts([smallTable('t')]),
      expect: [{ rule: 'add-unique-constraint', level: 'LOW' }],
    },
    {
      name: 'an EXCLUDE constraint has no safe form',
      sql: 'alter table t add constraint k exclude using gist (during with &&)',
      expect: [{ rule: 'add-exclusion-constraint', level: 'HIGH' }],
    },
    {
      name: 'an EXCLUDE constraint of a new table is fine',
      sql: 'create table t (during tsrange, exclude using gist (during with &&))',
      expect: 'none',
    },
    {
      name: 'a CHECK is tested under the lock',
      sql: 'alter table t add constraint k check (a > 0)',
      expect: [{ rule: 'add-check-validated', level: 'HIGH' }],
    },
    {
      name: 'a CHECK with its new column is tested as well',
      sql: 'alter table t add column a int default 1 check (a > 0)',
      expect: ['add-check-validated'],
    },
    {
      name: 'a CHECK that is NOT VALID is not tested',
      sql: 'alter table t add constraint k check (a > 0) not valid',
      expect: 'none',
    },
    {
      name: 'a CHECK that is NOT ENFORCED is not tested',
      sql: 'alter table t add constraint k check (a > 0) not enforced',
      expect: 'none',
    },
    {
      name: 'a CHECK on a new table is fine',
      sql: 'create table t (a int); alter table t add check (a > 0)',
      expect: 'none',
    },
    {
      name: 'a foreign key is validated while both tables are locked',
      sql: 'alter table orders add constraint k foreign key (customer_id) references customers (id)',
      facts: orders,
      expect: [
        {
          rule: 'add-foreign-key-validated',
          level: 'HIGH',
          says: 'public.orders and public.customers',
        },
      ],
    },
    {
      name: 'a foreign key that is NOT VALID is not validated',
      sql: 'alter table orders add constraint k foreign key (customer_id) references customers not valid',
      facts: orders,
      expect: 'none',
    },
    {
      name: 'a foreign key with its new column has nothing to validate',
      sql: 'create index i on orders (buyer_id); alter table orders add column buyer_id bigint references customers',
      facts: orders,
      expect: [{ rule: 'add-foreign-key-validated', level: 'LOW', says: 'no values' }],
    },
    {
      name: 'a foreign key with a new column that has a default has',
      sql: 'alter table orders add column customer bigint default 1 references customers',
      facts: orders,
      expect: [
        { rule: 'add-foreign-key-validated', level: 'HIGH' },
        { rule: 'foreign-key-without-index', level: 'LOW' },
      ],
    },
    {
      name: 'a foreign key without an index is slow later',
      sql: 'create table items (order_id bigint references orders)',
      facts: orders,
      expect: [{ rule: 'foreign-key-without-index', says: 'order_id of items' }],
    },
    {
      name: 'an index that comes later counts',
      sql: 'create table items (order_id bigint references orders); create index on items (order_id)',
      expect: 'none',
    },
    {
      name: 'a primary key that starts with the columns counts',
      sql: 'create table items (order_id bigint references orders, line int, primary key (order_id, line))',
      expect: 'none',
    },
    {
      name: 'a primary key that only ends with them does not',
      sql: 'create table items (order_id bigint references orders, line int, primary key (line, order_id))',
      expect: ['foreign-key-without-index'],
    },
    {
      name: 'NOT VALID and VALIDATE in one transaction keep the lock',
      sql: 'alter table t add constraint k check (a > 0) not valid; alter table t validate constraint k',
      expect: [{ rule: 'validate-in-same-transaction', statement: 2, level: 'HIGH' }],
    },
    {
      name: 'so they do in one statement, even outside a transaction',
      sql: 'alter table t add constraint k check (a > 0) not valid, validate constraint k',
      settings: autocommit,
      expect: ['validate-in-same-transaction'],
    },
    {
      name: 'in two transactions they do not',
      sql: 'alter table t add constraint k check (a > 0) not valid; alter table t validate constraint k',
      settings: autocommit,
      expect: 'none',
    },
    {
      name: 'nor with a COMMIT between them',
      sql: 'begin; alter table t add constraint k check (a > 0) not valid; commit; begin; alter table t validate constraint k; commit',
      settings: autocommit,
      expect: 'none',
    },
    {
      name: 'validating what another migration added is fine',
      sql: 'alter table t validate constraint k',
      expect: 'none',
    },
    {
      name: 'dropping a foreign key locks both tables',
      sql: 'alter table orders drop constraint orders_customer_fkey',
      facts: orders,
      expect: [{ rule: 'drop-constraint', level: 'MEDIUM', says: 'public.customers' }],
    },
    {
      name: 'a constraint that comes back is replaced',
      sql: 'alter table orders drop constraint orders_total; alter table orders add constraint orders_total check (total >= 0) not valid',
      facts: orders,
      expect: [{ rule: 'drop-constraint', level: 'LOW', says: 'replaced' }],
    },
    {
      name: 'IF EXISTS of a constraint that is not there does nothing',
      sql: 'alter table orders drop constraint if exists nothing',
      facts: orders,
      expect: 'none',
    },
    {
      name: 'a domain with a constraint is a hint',
      sql: "create domain email as text check (value like '%@%')",
      expect: [{ rule: 'domain-constraint', level: 'NONE' }],
    },
    {
      name: 'a constraint for an existing domain scans every table',
      sql: "alter domain email add constraint k check (value <> '')",
      expect: [{ rule: 'domain-constraint', level: 'MEDIUM' }],
    },
    {
      name: 'NOT VALID for a domain does not',
      sql: "alter domain email add constraint k check (value <> '') not valid",
      expect: 'none',
    },
    {
      name: 'a new domain is used by nobody',
      sql: "create domain email as text; alter domain email add constraint k check (value <> '')",
      expect: 'none',
    },
  ],
};
