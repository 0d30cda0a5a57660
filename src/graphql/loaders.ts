// One DataLoader per batch function and operation, so that N+1 never reaches the store. Keys that
// are no ids at all are answered here: PostgreSQL would refuse them.
import DataLoader from 'dataloader';

import { NotFoundError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { TargetHealth } from '../databases/target.ts';
import type { SourceStatus } from '../migrations/status-words.ts';
import { findDatabases, type DatabaseRecord } from '../store/databases.ts';
import { findEvents } from '../store/event-log.ts';
import {
  findRuns,
  listRunSteps,
  type MigrationRun,
  type MigrationRunStep,
} from '../store/migration-runs.ts';
import type { Services } from './services.ts';

/** A run together with the log's position just before it was read. */
export interface RunView {
  readonly run: MigrationRun;
  readonly asOf: string;
}

export interface Loaders {
  readonly databases: DataLoader<string, DatabaseRecord | undefined>;
  readonly runs: DataLoader<string, RunView | undefined>;
  /** Steps by the id of their run. */
  readonly runSteps: DataLoader<string, readonly MigrationRunStep[]>;
  readonly events: DataLoader<number, StoredEvent | undefined>;
  /** All sources' status by the database's name; empty when it is not configured. */
  readonly statuses: DataLoader<string, readonly SourceStatus[]>;
  readonly targetHealth: DataLoader<string, TargetHealth>;
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** True when `text` can be the id of a row. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** A loader whose batch function answers with rows in any order. */
function rowLoader<Key extends string | number, Row>(
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
  isKey: (key: Key) => boolean,
): DataLoader<Key, Row | undefined> {
  return new DataLoader(async (keys) => {
    const rows = await load(keys.filter(isKey));
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => byKey.get(key));
  });
}

/** Loaders for one operation. */
export function createLoaders(services: Services, asOf: () => Promise<string>): Loaders {
  const { q, raw } = services.store;
  return {
    databases: rowLoader(
      (ids) => findDatabases(q, ids),
      (row) => row.id,
      isUuid,
    ),
    runs: rowLoader(
      async (ids) => {
        const position = await asOf();
        return (await findRuns(q, ids)).map((run) => ({ run, asOf: position }));
      },
      (view) => view.run.id,
      isUuid,
    ),
    runSteps: new DataLoader(async (runIds) => {
      const steps = Map.groupBy(await listRunSteps(q, runIds), (step) => step.runId);
      return runIds.map((id) => steps.get(id) ?? []);
    }),
    events: rowLoader(
      (ids: readonly number[]) => findEvents(raw, ids),
      (row) => row.id,
      (id) => Number.isSafeInteger(id),
    ),
    statuses: new DataLoader((names) => settle(names, (name) => readStatuses(services, name))),
    targetHealth: new DataLoader((names) => settle(names, (name) => services.targetHealth(name))),
  };
}

async function readStatuses(services: Services, name: string): Promise<readonly SourceStatus[]> {
  try {
    return await services.statuses.read(name);
  } catch (error) {
    // Known to the store but not to this process: retired, or configured on another replica only.
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

/** Every key's own outcome, so that one failing database does not fail the others. */
function settle<Value>(
  keys: readonly string[],
  read: (key: string) => Promise<Value>,
): Promise<(Value | Error)[]> {
  return Promise.all(
    keys.map((key) =>
      read(key).catch((error: unknown) =>
        error instanceof Error ? error : new Error('a read failed', { cause: error }),
      ),
    ),
  );
}
