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
    let committed: readonly (() => void)[] = [];
    const done = await lanes.use((database) =>
      database.transaction(async (transaction) => {
        const root = collector(transaction);
        const result = await work(root.tx);
        committed = root.committed;
        if (root.events.length > 0) {
          const batch = storableJson(root.events);
          await transaction.execute(sql`select hawkwatch_store.append_events(${batch}::jsonb)`);
        }
        return result;
      }),
    );
    for (const told of committed) told();
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

function collector(transaction: DrizzleTransaction): {
  tx: StoreTransaction;
  events: NewEvent[];
  committed: (() => void)[];
} {
  const events: NewEvent[] = [];
  const committed: (() => void)[] = [];
  const tx: StoreTransaction = {
    q: transaction,
    append: (event) => {
      events.push(event);
    },
    onCommit: (told) => {
      committed.push(told);
    },
    savepoint: (work) =>
      transaction.transaction(async (inner) => {
        const nested = collector(inner);
        const result = await work(nested.tx);
        events.push(...nested.events);
        committed.push(...nested.committed);
        return result;
      }),
  };
  return { tx, events, committed };
}
