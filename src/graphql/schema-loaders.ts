// Loaders of what is known of schemas, one for each batch function and operation, so that lists of
// changes, drifts and databases cost a fixed number of queries.
import DataLoader from 'dataloader';

import type { SchemaSnapshot } from '../core/schema.ts';
import type { DriftIgnoreRow, SchemaDrift } from '../store/schema-drifts.ts';
import { listDriftIgnoresOf } from '../store/drift-ignores.ts';
import {
  findChangeSets,
  findSchemaChanges,
  listFirstChanges,
} from '../store/schema-change-pages.ts';
import type { SchemaChangeSet, StoredChange } from '../store/schema-changes.ts';
import { findDrifts, findOpenDrifts } from '../store/schema-drift-pages.ts';
import { findSchemaPositions, type SchemaPosition } from '../store/schema-positions.ts';
import { findSnapshots, type StoredSnapshot } from '../store/schema-snapshots.ts';
import { findSchemaWatchStates, type SchemaWatchState } from '../store/schema-watch-states.ts';
import type { Services } from './services.ts';

export interface SchemaLoaders {
  readonly changes: DataLoader<string, StoredChange | undefined>;
  readonly changeSets: DataLoader<string, SchemaChangeSet | undefined>;
  /** The first changes of a set; those who want as many are asked for together. */
  readonly firstChanges: DataLoader<FirstChanges, readonly StoredChange[], string>;
  readonly snapshots: DataLoader<string, StoredSnapshot | undefined>;
  /** By the id of the database. */
  readonly positions: DataLoader<string, SchemaPosition | undefined>;
  /** Whether it can be read, by the id of the database. */
  readonly watchStates: DataLoader<string, SchemaWatchState | undefined>;
  readonly drifts: DataLoader<string, SchemaDrift | undefined>;
  /** The drift that lasts, by the id of the database. */
  readonly openDrifts: DataLoader<string, SchemaDrift | undefined>;
  /** By the id of the database. */
  readonly driftIgnores: DataLoader<string, readonly DriftIgnoreRow[]>;
  /** The objects of a snapshot, read one after another: each is big. */
  readonly contents: DataLoader<StoredSnapshot, SchemaSnapshot, string>;
}

export interface FirstChanges {
  readonly setId: string;
  readonly limit: number;
}

/** Makes a loader whose batch function answers with rows in any order. */
export type MakeRowLoader = <Row>(
  load: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean,
) => DataLoader<string, Row | undefined>;

const numeric = /^[1-9]\d{0,14}$/;

/** Loaders for one operation; `isUuid` and `rowLoader` are those of the others. */
export function createSchemaLoaders(
  { store: { q }, schemas }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
): SchemaLoaders {
  return {
    changes: rowLoader(
      (ids) => findSchemaChanges(q, ids.map(Number)),
      (row) => String(row.id),
      (id) => numeric.test(id),
    ),
    changeSets: rowLoader(
      (ids) => findChangeSets(q, ids),
      (row) => row.id,
      isUuid,
    ),
    firstChanges: new DataLoader(
      async (keys) => {
        const sizes = Map.groupBy(keys, ({ limit }) => limit);
        const found = new Map<number, ReadonlyMap<string, readonly StoredChange[]>>();
        for (const [limit, sets] of sizes) {
          const ids = sets.map(({ setId }) => setId);
          const rows = await listFirstChanges(q, ids, limit);
          found.set(
            limit,
            Map.groupBy(rows, ({ setId }) => setId),
          );
        }
        return keys.map(({ limit, setId }) => found.get(limit)?.get(setId) ?? []);
      },
      { cacheKeyFn: ({ limit, setId }) => `${limit} ${setId}` },
    ),
    snapshots: rowLoader(
      (ids) => findSnapshots(q, ids),
      (row) => row.id,
      isUuid,
    ),
    positions: rowLoader(
      (ids) => findSchemaPositions(q, ids),
      (row) => row.databaseId,
      isUuid,
    ),
    watchStates: rowLoader(
      (ids) => findSchemaWatchStates(q, ids),
      ({ databaseId }) => databaseId,
      isUuid,
    ),
    drifts: rowLoader(
      (ids) => findDrifts(q, ids),
      (row) => row.id,
      isUuid,
    ),
    openDrifts: rowLoader(
      (ids) => findOpenDrifts(q, ids),
      (row) => row.databaseId,
      isUuid,
    ),
    driftIgnores: new DataLoader(async (ids) => {
      const byDatabase = Map.groupBy(
        await listDriftIgnoresOf(q, ids),
        ({ databaseId }) => databaseId,
      );
      return ids.map((id) => byDatabase.get(id) ?? []);
    }),
    contents: new DataLoader(
      (snapshots) => Promise.all(snapshots.map((one) => settled(schemas.read(one)))),
      { cacheKeyFn: ({ id }) => id },
    ),
  };
}

/** Each one's own outcome, so that one that is not kept does not fail the others. */
function settled<T>(work: Promise<T>): Promise<T | Error> {
  return work.catch((error: unknown) =>
    error instanceof Error ? error : new Error('a read failed', { cause: error }),
  );
}
