// What a statement of a migration does to the tables it touches, written down as data: locks, scans,
// rewrites. The test measures each fact on every PostgreSQL at hand and holds the impact rules to it.
import type { LockMode } from '../../../../src/core/impact.ts';

export interface Effects {
  /** The strongest lock on each table, view or index that was there before. Indexes may be left out. */
  readonly locks: Readonly<Record<string, LockMode>>;
  /** Tables whose rows are all read. */
  readonly scans?: readonly string[];
  /** Tables that are written anew as a whole. */
  readonly rewrites?: readonly string[];
  /** SQLSTATE of the refusal; then nothing else is looked at. */
  readonly fails?: string;
}

export interface LockFact extends Effects {
  readonly id: string;
  /** The impact rule that claims it; null where others notice nothing. */
  readonly rule: string | null;
  /** What rules should estimate, as `scan orders`, where that is not what was measured. */
  readonly work?: readonly string[];
  /** Tables whose lock, scan or rewrite no rule claims, and why that is right. */
  readonly unclaimed?: { readonly tables: readonly string[]; readonly because: string };
  /** On top of the tables below. */
  readonly setup?: string;
  readonly statement: string;
  /** It cannot run in a transaction: the lock is measured with which it waits for one like this. */
  readonly waitsFor?: LockMode;
  /** Where older servers differ. */
  readonly below18?: Partial<Effects>;
}

/** Tables that every fact finds, in the schema `facts`. */
export const factTables = `
  create table customers (id int primary key, name text);
  insert into customers select i, 'c' || i from generate_series(1, 50) i;
  create table orders (id int primary key, customer_id int, note varchar(10),
    amount numeric(10, 2), placed timestamp, flag boolean, extra text);
  insert into orders select i, 1 + i % 50, 'n' || i, i, '2026-01-01', true, null
    from generate_series(1, 200) i;
  create table plain (id int, customer_id int, span int4range);
  insert into plain select i, 1 + i % 50, int4range(i, i + 1) from generate_series(1, 200) i;
  create table parts (id int, at date) partition by range (at);
  create table parts_1 partition of parts for values from ('2026-01-01') to ('2026-02-01');
  insert into parts select i, '2026-01-15' from generate_series(1, 100) i;
  create table loose (id int, at date);
  insert into loose select i, '2026-02-15' from generate_series(1, 100) i;`;

export const accessExclusive = 'ACCESS EXCLUSIVE';
export const shareRowExclusive = 'SHARE ROW EXCLUSIVE';
export const share = 'SHARE';
export const shareUpdateExclusive = 'SHARE UPDATE EXCLUSIVE';
