// One DataLoader per batch function and operation, so that N+1 never reaches the store. Keys that
// are no ids at all are answered here: PostgreSQL would refuse them.
import DataLoader from 'dataloader';

import { NotFoundError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import { statusSeverity } from '../core/migrations.ts';
import type { Role } from '../core/role.ts';
import type { TargetHealth } from '../databases/target.ts';
import type { SourceStatus } from '../migrations/status-words.ts';
import {
  findDatabaseResources,
  findSlowStatements,
  type DatabaseResourcesRow,
  type SlowStatementsRow,
} from '../store/database-resources.ts';
import { findContainers, type ContainerRow } from '../store/containers.ts';
import { listContainersOf } from '../store/discovered-databases.ts';
import { findDatabaseStates, type DatabaseStateRow } from '../store/database-states.ts';
import { findDatabases, findDatabasesByName, type DatabaseRecord } from '../store/databases.ts';
import { findEvents } from '../store/event-log.ts';
import {
  findRuns,
  listOpenForeignRuns,
  listRunSteps,
  type MigrationRun,
  type MigrationRunStep,
} from '../store/migration-runs.ts';
import {
  findStatuses,
  listStatusSummaries,
  type StatusKey,
  type StatusSummary,
  type StoredStatus,
} from '../store/migration-statuses.ts';
import { findWaves, type MigrationWave } from '../store/migration-waves.ts';
import { findMonitors, type MonitorRow } from '../store/monitors.ts';
import { createAlertLoaders, type AlertLoaders } from './alert-loaders.ts';
import { createDeliveryLoaders, type DeliveryLoaders } from './delivery-loaders.ts';
import { createNotificationLoaders, type NotificationLoaders } from './notification-loaders.ts';
import { createCorrelationLoaders, type CorrelationLoaders } from './correlation-loaders.ts';
import { createEndpointLoaders, type EndpointLoaders } from './endpoint-loaders.ts';
import { createFileLoaders, type FileLoaders } from './file-loaders.ts';
import { createSuppressionLoaders, type SuppressionLoaders } from './suppression-loaders.ts';
import { createSchemaLoaders, type SchemaLoaders } from './schema-loaders.ts';
import { findRegisteredNames } from '../store/registered-databases.ts';
import type { Services } from './services.ts';

/** A run together with the log's position just before it was read. */
export interface RunView {
  readonly run: MigrationRun;
  readonly asOf: string;
}

/** A wave together with the log's position just before it was read. */
export interface WaveView {
  readonly wave: MigrationWave;
  readonly asOf: string;
}

export interface Loaders {
  readonly databases: DataLoader<string, DatabaseRecord | undefined>;
  readonly databasesByName: DataLoader<string, DatabaseRecord | undefined>;
  readonly runs: DataLoader<string, RunView | undefined>;
  /** Steps by the id of their run. */
  readonly runSteps: DataLoader<string, readonly MigrationRunStep[]>;
  /** Migrations of others that are under way, by the id of their database. */
  readonly foreignRuns: DataLoader<string, readonly RunView[]>;
  readonly waves: DataLoader<string, WaveView | undefined>;
  readonly monitors: DataLoader<string, MonitorRow | undefined>;
  readonly events: DataLoader<number, StoredEvent | undefined>;
  /** All sources' status by the database's name; empty when it is not configured. */
  readonly statuses: DataLoader<string, readonly SourceStatus[]>;
  /** What is stored of a source, by `statusKey`. */
  readonly storedStatuses: DataLoader<string, StoredStatus | undefined>;
  /** What is stored of all sources of a database, the worst first; by its id. */
  readonly statusSummaries: DataLoader<string, readonly StatusSummary[]>;
  readonly targetHealth: DataLoader<string, TargetHealth>;
  readonly schemas: SchemaLoaders;
  readonly alerts: AlertLoaders;
  readonly suppression: SuppressionLoaders;
  readonly deliveries: DeliveryLoaders;
  readonly notifications: NotificationLoaders;
  readonly correlation: CorrelationLoaders;
  readonly endpoints: EndpointLoaders;
  readonly files: FileLoaders;
  /** How a database was found to be, by its id. */
  readonly databaseStates: DataLoader<string, DatabaseStateRow | undefined>;
  /** What its resources were found to be last, by its id. */
  readonly databaseResources: DataLoader<string, DatabaseResourcesRow | undefined>;
  readonly slowStatements: DataLoader<string, SlowStatementsRow | undefined>;
  readonly containers: DataLoader<string, ContainerRow | undefined>;
  /** The containers that a database runs in, or ran in, the present ones first; by its id. */
  readonly databaseContainers: DataLoader<string, readonly ContainerRow[]>;
  /** Whether a database was registered through the API, by its name. */
  readonly registered: DataLoader<string, boolean>;
}

/** The key of a source's stored status. */
export function statusKey({ databaseId, source }: StatusKey): string {
  return `${databaseId} ${source}`;
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
export function createLoaders(
  services: Services,
  asOf: () => Promise<string>,
  role: Role,
): Loaders {
  const { q, raw } = services.store;
  return {
    databases: rowLoader(
      (ids) => findDatabases(q, ids),
      (row) => row.id,
      isUuid,
    ),
    databasesByName: rowLoader(
      (names) => findDatabasesByName(q, names),
      (row) => row.name,
      () => true,
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
    foreignRuns: new DataLoader(async (databaseIds) => {
      const position = await asOf();
      const runs = await listOpenForeignRuns(q, databaseIds);
      const views = runs.map((run) => ({ run, asOf: position }));
      const byDatabase = Map.groupBy(views, (view) => view.run.databaseId);
      return databaseIds.map((id) => byDatabase.get(id) ?? []);
    }),
    waves: rowLoader(
      async (ids) => {
        const position = await asOf();
        return (await findWaves(q, ids)).map((wave) => ({ wave, asOf: position }));
      },
      (view) => view.wave.id,
      isUuid,
    ),
    databaseStates: rowLoader(
      (ids) => findDatabaseStates(q, ids),
      (row) => row.databaseId,
      isUuid,
    ),
    monitors: rowLoader(
      (ids) => findMonitors(q, ids),
      (row) => row.id,
      isUuid,
    ),
    databaseResources: rowLoader(
      (ids) => findDatabaseResources(q, ids),
      (row) => row.databaseId,
      isUuid,
    ),
    slowStatements: rowLoader(
      (ids) => findSlowStatements(q, ids),
      (row) => row.databaseId,
      isUuid,
    ),
    events: rowLoader(
      (ids: readonly number[]) => findEvents(raw, ids),
      (row) => row.id,
      (id) => Number.isSafeInteger(id),
    ),
    statuses: new DataLoader((names) => settle(names, (name) => readStatuses(services, name))),
    storedStatuses: rowLoader(
      (keys) => findStatuses(q, keys.map(parseStatusKey)),
      statusKey,
      (key) => isUuid(parseStatusKey(key).databaseId),
    ),
    statusSummaries: new DataLoader(async (databaseIds) => {
      const rows = await listStatusSummaries(q, databaseIds);
      const worstFirst = rows.toSorted((a, b) => statusSeverity[b.state] - statusSeverity[a.state]);
      const byDatabase = Map.groupBy(worstFirst, (row) => row.databaseId);
      return databaseIds.map((id) => byDatabase.get(id) ?? []);
    }),
    containers: rowLoader(
      (ids) => findContainers(q, ids),
      (row) => row.id,
      isUuid,
    ),
    databaseContainers: new DataLoader(async (databaseIds) => {
      const rows = await listContainersOf(q, databaseIds);
      const byDatabase = Map.groupBy(rows, (row) => row.databaseId);
      return databaseIds.map((id) => byDatabase.get(id) ?? []);
    }),
    registered: new DataLoader(async (names) => {
      const registered = new Set(await findRegisteredNames(q, names));
      return names.map((name) => registered.has(name));
    }),
    targetHealth: new DataLoader((names) => settle(names, (name) => services.targetHealth(name))),
    schemas: createSchemaLoaders(services, rowLoader, isUuid),
    alerts: createAlertLoaders(services, rowLoader, isUuid, role),
    suppression: createSuppressionLoaders(services, rowLoader, isUuid, role),
    deliveries: createDeliveryLoaders(services, rowLoader, isUuid, role),
    notifications: createNotificationLoaders(services, rowLoader, isUuid, role),
    correlation: createCorrelationLoaders(services, rowLoader, isUuid, role),
    endpoints: createEndpointLoaders(services, rowLoader, isUuid),
    files: createFileLoaders(services, rowLoader, isUuid),
  };
}

function parseStatusKey(key: string): StatusKey {
  const space = key.indexOf(' ');
  return { databaseId: key.slice(0, space), source: key.slice(space + 1) };
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
