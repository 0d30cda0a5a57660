// The history of a real database's schema in a store, written as its watcher writes it: statements
// run on a server, the schema is read before and after, and the difference is stored with its origin.
import { createHash } from 'node:crypto';

import postgres from 'postgres';

import type { ChangeOrigin, SchemaStatement } from '../../src/core/schema-change.ts';
import type { SchemaSnapshot } from '../../src/core/schema.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import type { DatabaseConnection } from '../../src/databases/driver.ts';
import { diffSnapshots } from '../../src/databases/schema/diff.ts';
import { findDatabaseByName } from '../../src/store/databases.ts';
import {
  attributeChangeSet,
  insertChangeSet,
  listChangesOfSet,
  type NewChangeSet,
  type UnseenMigration,
} from '../../src/store/schema-changes.ts';
import { findOpenDrift, openDrift, updateDrift } from '../../src/store/schema-drifts.ts';
import {
  findSchemaPosition,
  insertSchemaPosition,
  updateSchemaPosition,
} from '../../src/store/schema-positions.ts';
import {
  insertSnapshot,
  packSnapshot,
  readSnapshotContent,
} from '../../src/store/schema-snapshots.ts';
import type { Store, StoreTransaction } from '../../src/store/store.ts';
import { openDatabase, readSnapshot } from './snapshots.ts';
import { createEmptyDatabase } from './store.ts';

const random = createSystemRandom();

export interface Made {
  readonly origin?: ChangeOrigin;
  readonly at: Date;
  readonly runId?: string;
  readonly migration?: UnseenMigration;
  readonly statements?: readonly SchemaStatement[];
}

export interface SchemaHistory {
  readonly databaseId: string;
  /** The id of the last snapshot. */
  readonly snapshotId: () => string;
  /** Runs SQL and stores what it changed; gives the set's id. */
  change(sql: string, made: Made): Promise<string>;
  /** The same as drift: opened, or changed where one is open. Gives the drift's id. */
  drift(sql: string, made: Made): Promise<string>;
  /** Gives an undecided set its origin. */
  attribute(setId: string, origin: Exclude<ChangeOrigin, 'UNDECIDED'>, at: Date): Promise<void>;
  close(): Promise<void>;
}

/** A statement as a database's own log has it. */
export function statementOf(object: string, statement: string, at: Date): SchemaStatement {
  return {
    at: at.toISOString(),
    user: 'alice',
    application: 'psql',
    client: '192.0.2.1',
    pid: 4711,
    tag: statement.split(' ').slice(0, 2).join(' ').toUpperCase(),
    object,
    statement,
  };
}

/** Begins the history of a database with what `sql` makes in an empty one. */
export async function beginHistory(
  store: Store,
  database: string,
  sql: string,
  startedAt: Date,
): Promise<SchemaHistory> {
  const known = await findDatabaseByName(store.q, database);
  if (known === undefined) throw new Error(`there is no database ${database}`);
  const databaseId = known.id;
  const empty = await createEmptyDatabase();
  const client = postgres(empty.url, { max: 1, onnotice: () => undefined });
  const connection: DatabaseConnection = openDatabase(empty.url);
  await client.unsafe(sql);
  let snapshot = await readSnapshot(connection);

  const keep = async (taken: SchemaSnapshot, takenAt: Date): Promise<string> =>
    insertSnapshot(store.q, {
      id: random.uuid(),
      databaseId,
      snapshot: taken,
      packed: await packSnapshot(taken),
      serverVersion: '18.4',
      notes: [],
      takenAt,
    });
  let snapshotId = await keep(snapshot, startedAt);
  await insertSchemaPosition(store.q, {
    databaseId,
    snapshotId,
    baselineId: snapshotId,
    fingerprint: '',
    ddlPosition: null,
    checkedAt: startedAt,
  });

  const record = async (
    text: string,
    made: Made,
    driftId: string | null,
    also: (tx: StoreTransaction) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<string> => {
    const before = snapshot;
    const beforeId = snapshotId;
    await client.unsafe(text);
    snapshot = await readSnapshot(connection);
    const { changes, renames, risk } = diffSnapshots(before, snapshot);
    if (changes.length === 0) throw new Error('that changed nothing');
    snapshotId = await keep(snapshot, made.at);
    const { origin = 'MIGRATION', at, statements = [] } = made;
    const set: NewChangeSet = {
      id: random.uuid(),
      database,
      databaseId,
      beforeId,
      afterId: snapshotId,
      origin,
      runId: made.runId ?? null,
      driftId,
      migration: made.migration ?? null,
      statements,
      renames,
      risk,
      changes,
      sinceAt: new Date(at.getTime() - 1000),
      detectedAt: at,
      attributedAt: origin === 'UNDECIDED' ? null : at,
    };
    await store.transaction(async (tx) => {
      await insertChangeSet(tx, set);
      const moved = origin === 'DRIFT' || origin === 'UNDECIDED' ? {} : { baselineId: snapshotId };
      await updateSchemaPosition(tx.q, databaseId, { snapshotId, checkedAt: at, ...moved });
      await also(tx);
    });
    return set.id;
  };

  return {
    databaseId,
    snapshotId: () => snapshotId,
    change: (text, made) => record(text, made, null),
    drift: async (text, made) => {
      const open = await findOpenDrift(store.q, databaseId);
      const id = open?.id ?? random.uuid();
      const position = await findSchemaPosition(store.q, databaseId);
      const baseline = position && (await readSnapshotContent(store.q, position.baselineId));
      if (baseline === undefined) throw new Error('there is no baseline');
      // In one transaction, as its watcher does it: nobody sees the one without the other.
      await record(text, { ...made, origin: 'DRIFT' }, id, (tx) => {
        const { changes, risk } = diffSnapshots(baseline, snapshot);
        const digest = createHash('sha256').update(JSON.stringify(changes)).digest('hex');
        const { at, statements = [] } = made;
        const found = { databaseId, database, changes, risk, digest, statements, at };
        return open === undefined ? openDrift(tx, id, found) : updateDrift(tx, open, found);
      });
      return id;
    },
    attribute: async (setId, origin, attributedAt) => {
      const changes = await listChangesOfSet(store.q, setId);
      const told = { id: setId, database, databaseId, origin, runId: null, driftId: null };
      const set = {
        ...told,
        risk: 'NONE' as const,
        changes,
        statements: [],
        sinceAt: attributedAt,
      };
      const attribution = { origin, runId: null, driftId: null, migration: null, attributedAt };
      await store.transaction((tx) => attributeChangeSet(tx, set, attribution));
    },
    close: async () => {
      await client.end();
      await connection.close();
      await empty.drop();
    },
  };
}
