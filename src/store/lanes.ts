// Connections for transactions, each a client of its own ("lane"), so that the loss of exactly that
// connection is known. postgres.js goes on writing to a connection that ended in the middle of a
// transaction (its ROLLBACK, or the work's next query), which throws outside of any promise and
// would end the process. So after a loss nothing more is sent on the lane: queries fail, and the
// work's end is not passed on, because the loss itself has rejected the transaction already.
//
// A process that stands still in the middle of a transaction (frozen, its host gone) would keep its rows
// locked, and the event log with them. So the server ends a session that does nothing in a transaction
// for some seconds; nothing but the store's own statements belongs into one.
import { drizzle, type PostgresJsDatabase } from './drizzle.ts';
import type postgres from 'postgres';

import { isStoreAway, openClient, type ClientOptions, type StoreAddress } from './connection.ts';

export interface Lanes {
  /** Runs `work` with a database whose transactions have a connection to themselves. */
  use<T>(work: (database: PostgresJsDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Lane {
  readonly database: PostgresJsDatabase;
  close(): Promise<void>;
}

/** Opens lanes; no connection is made before the first use. */
export function openLanes(address: StoreAddress, options: ClientOptions): Lanes {
  const lanes = Array.from({ length: options.max }, () => openLane(address, options));
  const free = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];
  const take = (): Promise<Lane> | Lane =>
    // The one used last first: fewer connections are made.
    free.pop() ?? new Promise<Lane>((resolve) => waiting.push(resolve));
  const give = (lane: Lane): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  };
  return {
    use: async (work) => {
      const lane = await take();
      try {
        return await work(lane.database);
      } finally {
        give(lane);
      }
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

// Shorter than a take-over may take. Set by a statement: a pooler refuses it when connecting.
const longestIdle = '5s';

function openLane(address: StoreAddress, options: ClientOptions): Lane {
  let current = openClientOfLane(address, options);
  return {
    get database() {
      // postgres.js does not always come back from a connection that ended while this process stood still:
      // whatever was lost is not used again.
      if (current.isLost()) {
        void current.close();
        current = openClientOfLane(address, options);
      }
      return current.database;
    },
    close: () => current.close(),
  };
}

interface LaneClient {
  readonly database: PostgresJsDatabase;
  isLost(): boolean;
  close(): Promise<void>;
}

/** A client for one connection, and for none after that. */
function openClientOfLane(address: StoreAddress, options: ClientOptions): LaneClient {
  let losses = 0;
  // The connection that knows of `longestIdle`, by the losses before it.
  let prepared = -1;
  const isUsual = createUsualTexts();
  const client = openClient(address, {
    ...options,
    max: 1,
    onClose: () => {
      losses += 1;
    },
  });
  const begin = client.begin.bind(client);
  const guarded = {
    begin: <T>(work: TransactionWork<T>): Promise<unknown> => {
      let begun = false;
      const once = async (): Promise<unknown> => {
        if (prepared !== losses) {
          await client`
            select set_config('idle_in_transaction_session_timeout', ${longestIdle}, false),
              set_config('plan_cache_mode', 'force_custom_plan', false)`;
          prepared = losses;
        }
        return begin((sql) => {
          begun = true;
          const before = losses;
          return whileAlive(sql, work, { alive: () => losses === before, isUsual });
        });
      };
      // What ended the connection before is told by postgres.js once more, to the next BEGIN.
      return once().catch((error: unknown) => {
        if (begun || !isStoreAway(error)) throw error;
        return once();
      });
    },
  };
  const database = drizzle({ client: Object.assign(client, guarded) });
  return { database, isLost: () => losses > 0, close: () => client.end({ timeout: 2 }) };
}

const usualUses = 3;
const mostUsual = 300;
const mostCounted = 2000;

// Statements that come again and again are kept prepared: they take one round trip instead of two, and are
// parsed once. Their number is bounded, because the server keeps them as long as the connection lives. They
// are planned each time (`force_custom_plan`): a plan from when a table was empty would be kept too long.
function createUsualTexts(): (text: string) => boolean {
  const usual = new Set<string>();
  const uses = new Map<string, number>();
  return (text) => {
    if (usual.has(text)) return true;
    if (usual.size >= mostUsual) return false;
    const count = (uses.get(text) ?? 0) + 1;
    if (count < usualUses) {
      if (uses.size >= mostCounted) uses.clear();
      uses.set(text, count);
      return false;
    }
    uses.delete(text);
    usual.add(text);
    return true;
  };
}

interface Guard {
  alive(this: void): boolean;
  /** True when a statement is worth being prepared. */
  isUsual(this: void, text: string): boolean;
}

type TransactionWork<T> = (sql: postgres.TransactionSql) => T | Promise<T>;

/** The work's end, as long as the connection lives; afterwards it never settles. */
function whileAlive<T>(
  sql: postgres.TransactionSql,
  work: TransactionWork<T>,
  guard: Guard,
): Promise<T> {
  return new Promise((resolve, reject) => {
    Promise.resolve(work(guardSql(sql, guard))).then(
      (value) => {
        if (guard.alive()) resolve(value);
      },
      (error: unknown) => {
        if (guard.alive()) reject(error);
      },
    );
  });
}

/** The same client, whose queries fail once the connection is gone instead of being sent. */
function guardSql(sql: postgres.TransactionSql, guard: Guard): postgres.TransactionSql {
  const { alive, isUsual } = guard;
  return new Proxy(sql, {
    get: (target, name) => {
      if (name === 'unsafe') {
        return (...[text, values, options]: Parameters<typeof target.unsafe>) => {
          if (!alive()) return lostQuery();
          // Without values it is sent the simple way, in which there may be several.
          const prepare = values !== undefined && values.length > 0 && isUsual(text);
          return target.unsafe(text, values, { ...options, prepare });
        };
      }
      if (name === 'savepoint') {
        return <T>(work: TransactionWork<T>) =>
          alive()
            ? target.savepoint((inner) => whileAlive(inner, work, guard))
            : Promise.reject(lossError());
      }
      return Reflect.get(target, name);
    },
  });
}

function lossError(): Error {
  const error = new Error('the connection was lost within the transaction');
  return Object.assign(error, { code: 'CONNECTION_CLOSED' });
}

/** Fails however it is awaited, as a query or for its values. */
function lostQuery(): Promise<never> & { values(): Promise<never> } {
  const failed = Promise.reject<never>(lossError());
  // Whoever awaits it learns of it; nobody need.
  failed.catch(() => undefined);
  return Object.assign(failed, { values: () => failed });
}
