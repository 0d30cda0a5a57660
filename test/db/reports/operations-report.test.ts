// Which runs a report of operations counts.
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { makeOperationsReport } from '../../../src/reports/operations/make-report.ts';
import { declareDatabases, findDatabaseByName } from '../../../src/store/databases.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { beginStoredRun } from '../../support/stored-runs.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());

it('counts a run of the minute in which it is asked', async () => {
  const { store } = test;
  const at = new Date('2026-01-30T12:00:10Z');
  const declared = { name: 'shop', engine: 'POSTGRESQL', environment: null, labels: {} } as const;
  await store.transaction(async (tx) => {
    await declareDatabases(tx, [declared], createSystemRandom(), at);
  });
  const database = await findDatabaseByName(store.q, 'shop');
  await beginStoredRun(store, { databaseId: database?.id ?? randomUUID(), at });
  const now = new Date('2026-01-30T12:00:30Z');
  const asked = { from: new Date('2026-01-30T11:00:00Z'), until: now };
  const report = await makeOperationsReport(store, { now: () => now }, asked, {
    minutesMs: 86_400_000,
  });
  expect(report.runs.total).toBe(1);
  expect(report.runsByDatabase.map((runs) => runs.database)).toEqual(['shop']);
});
