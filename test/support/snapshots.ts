// Opening drivers and reading snapshots in tests.
import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import type { DatabaseConnection } from '../../src/databases/driver.ts';
import { driverFor } from '../../src/databases/registry.ts';
import type { SchemaSnapshot } from '../../src/core/schema.ts';

/** A connection through the driver that serves the URL. */
export function openDatabase(
  url: string,
  limits: { readonly connectTimeoutMs?: number; readonly statementTimeoutMs?: number } = {},
): DatabaseConnection {
  const driver = driverFor(url);
  if (driver === undefined) throw new Error('no driver serves that URL');
  return driver.open({
    name: 'shop',
    url,
    clock: createSystemClock(),
    random: createSystemRandom(),
    connectTimeoutMs: 20_000,
    statementTimeoutMs: 60_000,
    ...limits,
  });
}

/** @throws when it cannot be read, or not all of it. */
export async function readSnapshot(
  connection: DatabaseConnection,
  options: { readonly privileges?: boolean } = {},
): Promise<SchemaSnapshot> {
  const reading = await connection.readSnapshot({
    ...options,
    signal: new AbortController().signal,
  });
  if (!reading.ok) throw new Error(reading.reason);
  if (reading.notes.length > 0) throw new Error(reading.notes.join('; '));
  return reading.snapshot;
}

/** Opens, reads, closes. */
export async function snapshotOf(
  url: string,
  options: { readonly privileges?: boolean } = {},
): Promise<SchemaSnapshot> {
  const connection = openDatabase(url);
  try {
    return await readSnapshot(connection, options);
  } finally {
    await connection.close();
  }
}
