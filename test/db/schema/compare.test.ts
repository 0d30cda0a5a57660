import { DatabaseSync } from 'node:sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { InvalidInputError, UnavailableError } from '../../../src/core/errors.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createSchemaComparer } from '../../../src/monitors/schema/compare.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import {
  findSnapshots,
  insertSnapshot,
  packSnapshot,
  type StoredSnapshot,
} from '../../../src/store/schema-snapshots.ts';
import { beginHistory, type SchemaHistory } from '../../support/schema-history.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

const clock = createSystemClock();
const random = createSystemRandom();
const at = new Date('2026-01-01T12:00:00Z');

describe('comparing stored schemas', () => {
  let test: TestStore;
  let history: SchemaHistory;
  let before: StoredSnapshot;
  let after: StoredSnapshot;
  let file: StoredSnapshot;
  let folder: string;

  const stored = async (id: string): Promise<StoredSnapshot> => {
    const [found] = await findSnapshots(test.store.q, [id]);
    if (found === undefined) throw new Error('no such snapshot');
    return found;
  };

  beforeAll(async () => {
    test = await createTestStore();
    const { store } = test;
    const shop = { name: 'shop', engine: 'POSTGRESQL', environment: null, labels: {} };
    await store.transaction((tx) => updateDeclaredDatabases(tx, [shop], random, at));
    history = await beginHistory(store, 'shop', 'create table a (id integer)', at);
    before = await stored(history.snapshotId());
    await history.change('alter table a add column b text', { at });
    after = await stored(history.snapshotId());
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-compare-'));
    const place = path.join(folder, 'shop.db');
    const database = new DatabaseSync(place);
    database.exec('create table a (id integer)');
    database.close();
    const snapshot = await snapshotOf(`sqlite:${place}`);
    const packed = await packSnapshot(snapshot);
    const row = { id: random.uuid(), databaseId: history.databaseId, snapshot, packed };
    const id = await insertSnapshot(store.q, {
      ...row,
      serverVersion: '3',
      notes: [],
      takenAt: at,
    });
    file = await stored(id);
  });
  afterAll(async () => {
    await history.close();
    await test.close();
    await rm(folder, { recursive: true });
  });

  it('tells what differs', async () => {
    const comparer = createSchemaComparer({ store: test.store, clock });
    const { changes } = await comparer.compare(before, after);
    expect(changes.map(({ change, name }) => [change, name])).toEqual([['ADDED', 'public.a.b']]);
    expect((await comparer.compare(after, before)).changes[0]?.change).toBe('REMOVED');
    expect(await comparer.compare(after, after)).toEqual({
      changes: [],
      renames: [],
      risk: 'NONE',
    });
  });

  it('does not compare different engines', async () => {
    const comparer = createSchemaComparer({ store: test.store, clock });
    await expect(comparer.compare(before, file)).rejects.toThrow(InvalidInputError);
    await expect(comparer.compare(before, file)).rejects.toThrow(
      'cannot be compared with one of SQLITE',
    );
  });

  it('refuses what would have to wait too long, and goes on after that', async () => {
    // One is compared, three wait.
    const comparer = createSchemaComparer({ store: test.store, clock, maxWaiting: 3 });
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => comparer.compare(before, after)),
    );
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    const refused = all.at(-1);
    expect(refused?.status === 'rejected' && refused.reason).toBeInstanceOf(UnavailableError);
    expect((await comparer.compare(before, after)).changes).toHaveLength(1);
  });
});
