// hawkwatch's own store: the Drizzle client, and the one way to append to the event log. `append`
// only collects; the wrapper writes all events as the last statement of the transaction, so the
// log's lock is never held while rows are being locked, and an event stands or falls with the
// state it announces. No external I/O belongs inside `transaction`.

import { drizzle, sql, type PostgresJsDatabase } from './drizzle.ts';
import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import type { NewEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { isRepeatable, openClient, type SqlClient, type StoreAddress } from './connection.ts';
import { openLanes } from './lanes.ts';
import { storableJson } from './storable.ts';

/** What a store function reads and writes through: the store itself or a transaction of it. */
export type Queryable = Pick<
  PostgresJsDatabase,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
  | '$with'
  | 'with'
>;

export interface StoreTransaction {
  readonly q: Queryable;
  /** Collects an event; it is written just before the commit, in the order of the calls. */
  append(event: NewEvent): void;
  /** Calls `told` once the transaction is committed, and never when it is not; it must not throw. */
  onCommit(told: () => void): void;
  /** Calls `undo` once when what was written here is not kept; it must not throw. */
  onRollback(undo: () => void): void;
  /** Runs `work` so that its failure undoes its own writes and events only. */
  savepoint<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

export interface Store {
  /** For single reads and writes that announce nothing. */
  readonly q: Queryable;
  /** A client without Drizzle's date handling, for LISTEN and bulk reads of the log. */
  readonly raw: SqlClient;
  /**
   * Runs `work` in one transaction together with the events it appends. A serialization failure
   * or deadlock repeats it from the start, so `work` must have no effect outside.
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly address: StoreAddress;
  readonly clock: Clock;
  readonly random: Random;
  readonly applicationName?: string;
  /** Connections for single queries; a few more serve LISTEN and the log. */
  readonly maxConnections?: number;
  /** Transactions at once; others wait for their turn. */
  readonly maxTransactions?: number;
  /** How long a statement may go without any answer. */
  readonly silentMs?: number;
}

// The longest time-out of a statement is 60 s (roll-ups).
const defaultSilentMs = 75_000;
const attempts = 5;

/** Opens the store; the schema must have been migrated (see `migrateStore`). */
export function createStore(options: StoreOptions): Store {
  const { clock, random } = options;
  const applicationName = options.applicationName ?? 'hawkwatch';
  const silence = { clock, silentMs: options.silentMs ?? defaultSilentMs };
  const client = openClient(options.address, {
    max: options.maxConnections ?? 10,
    applicationName,
    silence,
  });
  const raw = openClient(options.address, { max: 4, applicationName, silence });
  const lanes = openLanes(options.address, {
    max: options.maxTransactions ?? 8,
    applicationName,
    silence,
  });

  const once = async <T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> => {
    const found = collect();
    let done: T;
    try {
      done = await lanes.use((database) =>
        database.transaction(async (transaction) => {
          const result = await work(toStoreTransaction(transaction, found));
          if (found.events.length > 0) {
            const batch = storableJson(found.events);
            await transaction.execute(sql`select hawkwatch_store.append_events(${batch}::jsonb)`);
          }
          return result;
        }),
      );
    } catch (error) {
      // Also when the answer to the commit was lost: it is not known then, and taken for not kept.
      undoAll(found);
      throw error;
    }
    for (const told of found.committed) told();
    return done;
  };

  return {
    q: drizzle({ client }),
    raw,
    transaction: async (work) => {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await once(work);
        } catch (error) {
          if (!isRepeatable(error) || attempt + 1 >= attempts) throw error;
          await clock.sleep(backoffMs(attempt, { firstMs: 5, maxMs: 200 }, random));
        }
      }
    },
    close: async () => {
      await Promise.all([client.end({ timeout: 2 }), raw.end({ timeout: 2 }), lanes.close()]);
    },
  };
}

type DrizzleTransaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

interface Collected {
  readonly events: NewEvent[];
  readonly committed: (() => void)[];
  readonly undone: (() => void)[];
  /** Its transaction has failed; the work may go on for a moment when its connection was lost. */
  isOver: boolean;
}

const collect = (): Collected => ({ events: [], committed: [], undone: [], isOver: false });

function undoAll(found: Collected): void {
  found.isOver = true;
  for (const undo of found.undone.splice(0)) undo();
}

function toStoreTransaction(transaction: DrizzleTransaction, found: Collected): StoreTransaction {
  return {
    q: transaction,
    append: (event) => {
      found.events.push(event);
    },
    onCommit: (told) => {
      found.committed.push(told);
    },
    onRollback: (undo) => {
      if (found.isOver) undo();
      else found.undone.push(undo);
    },
    savepoint: async (work) => {
      const nested = collect();
      try {
        const result = await transaction.transaction((inner) =>
          work(toStoreTransaction(inner, nested)),
        );
        found.events.push(...nested.events);
        found.committed.push(...nested.committed);
        for (const undo of nested.undone) {
          if (found.isOver) undo();
          else found.undone.push(undo);
        }
        return result;
      } catch (error) {
        undoAll(nested);
        throw error;
      }
    },
  };
}
