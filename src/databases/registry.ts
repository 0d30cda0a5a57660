// All engines whose schemas can be read: a line for each driver.
import type { DatabaseDriver } from './driver.ts';
import { duckdbDriver } from './duckdb/driver.ts';
import { postgresDriver } from './postgres/driver.ts';
import { sqliteDriver } from './sqlite/driver.ts';
import type { Engine } from './target.ts';

export const databaseDrivers = {
  POSTGRESQL: postgresDriver,
  SQLITE: sqliteDriver,
  DUCKDB: duckdbDriver,
} as const satisfies { readonly [E in Engine]: DatabaseDriver<E> };

/** The driver that serves a URL; undefined when none does. */
export function driverFor(url: string): DatabaseDriver | undefined {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  return Object.values(databaseDrivers).find((driver) => driver.schemes.includes(scheme));
}
