// A store of one's own for a test file: a clone of the migrated template.
import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { createSystemClock } from '../../src/core/clock.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { migrateStore } from '../../src/store/migrate.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createDatabase, type TestDatabase } from './databases.ts';

/** An empty database on the test server. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase(inject('serverUrl'), `t_${randomBytes(6).toString('hex')}`);
}

export interface TestStore {
  readonly store: Store;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** A migrated store; each one has an event log (epoch) of its own. */
export async function createTestStore(): Promise<TestStore> {
  const database = await createDatabase(
    inject('serverUrl'),
    `t_${randomBytes(6).toString('hex')}`,
    inject('storeTemplate'),
  );
  await migrateStore({ address: database.url });
  const store = openTestStore(database.url);
  return {
    store,
    database,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** Another connection pool on the same store, as a second replica has it. */
export function openTestStore(url: string): Store {
  return createStore({
    address: url,
    clock: createSystemClock(),
    random: createSystemRandom(),
    applicationName: 'hawkwatch test',
  });
}
