// Statements on rows, and those that nobody notices.
import { accessExclusive as ae, shareUpdateExclusive as sue, type LockFact } from './fact.ts';

export const rowsAndHarmlessFacts: readonly LockFact[] = [
  {
    id: 'an enum value',
    rule: null,
    setup: "create type mood as enum ('ok'); alter table orders add column m mood",
    statement: "alter type mood add value 'good'",
    locks: {},
  },
  {
    id: 'renaming an enum value',
    rule: 'rename-enum-value',
    setup: "create type mood as enum ('ok'); alter table orders add column m mood",
    statement: "alter type mood rename value 'ok' to 'fine'",
    locks: {},
  },
  {
    id: 'a comment',
    rule: null,
    statement: "comment on table orders is 'x'",
    locks: { orders: sue },
  },
  {
    id: 'GRANT',
    rule: null,
    statement: 'grant select on orders to public',
    locks: { orders: 'ACCESS SHARE' },
    below18: { locks: {} },
  },
  {
    id: 'ANALYZE',
    rule: null,
    statement: 'analyze orders',
    locks: { orders: sue },
  },
  {
    id: 'extended statistics',
    rule: null,
    statement: 'create statistics s on note, extra from orders',
    locks: { orders: sue },
  },
  {
    id: 'UPDATE of all rows',
    rule: 'write-without-where',
    statement: "update orders set extra = 'x'",
    locks: { orders: 'ROW EXCLUSIVE' },
    scans: ['orders'],
    // Each row is written anew.
    work: ['rewrite orders'],
  },
  {
    id: 'DELETE of all rows',
    rule: 'write-without-where',
    statement: 'delete from orders',
    locks: { orders: 'ROW EXCLUSIVE' },
    scans: ['orders'],
    work: ['rewrite orders'],
  },
  {
    id: 'LOCK TABLE',
    rule: 'explicit-lock',
    statement: 'lock table orders',
    locks: { orders: ae },
  },
];
