// Watching each database by itself, with a configuration that changes meanwhile.
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { MonitoredDatabase } from '../../../src/databases/monitored.ts';
import { watchEach } from '../../../src/monitors/watch-each.ts';
import { updateDeclaredDatabases } from '../../../src/store/databases.ts';
import { healthy } from '../../support/health.ts';
import { createSeeded } from '../../support/seeded.ts';
import { createSimulatedSchema } from '../../support/simulated-schema.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { targetSettings } from '../../support/target-settings.ts';
import { until } from '../../support/until.ts';

const clock = createSystemClock();
const random = createSystemRandom();
let own: TestStore;
beforeEach(async () => {
  own = await createTestStore();
});
afterEach(() => own.close());

const make = (name: string): MonitoredDatabase => ({
  settings: targetSettings({ name }),
  connection: createSimulatedSchema(createSeeded(1)).connection,
  health: () => Promise.resolve(healthy),
});

it('one that takes long to end holds up nobody, and its next begins after it', async () => {
  const databases = ['slow', 'quick'].map((name) => targetSettings({ name }));
  await own.store.transaction((tx) => updateDeclaredDatabases(tx, databases, random, clock.now()));
  let configured = [make('slow')];
  const log: string[] = [];
  const { promise: mayEnd, resolve: letEnd } = Promise.withResolvers<void>();
  const stop = new AbortController();
  const watching = watchEach(
    {
      store: own.store,
      clock,
      logger: silentLogger,
      everyMs: 5,
      wanted: () => configured,
      watch: async (of, { name }, signal) => {
        const number = log.filter((line) => line.startsWith(`${name} begins`)).length + 1;
        log.push(`${name} begins`);
        await clock.sleep(60_000, signal).catch(() => undefined);
        if (name === 'slow' && number === 1) await mayEnd;
        log.push(`${name} ends`);
        // Nothing but who asks is used of the database here.
        void of;
      },
    },
    stop.signal,
  );
  await until('the first watch', () => log.includes('slow begins'));
  // Another configuration of the one, and one more.
  configured = [make('slow'), make('quick')];
  await until('the other watch', () => log.includes('quick begins'));
  expect(log).toEqual(['slow begins', 'quick begins']);
  letEnd();
  await until('the next watch', () => log.length === 4);
  expect(log).toEqual(['slow begins', 'quick begins', 'slow ends', 'slow begins']);
  stop.abort();
  await watching;
  expect(log.toSorted().filter((line) => line.endsWith('ends'))).toHaveLength(3);
});

it('one that fails is started again', async () => {
  await own.store.transaction((tx) =>
    updateDeclaredDatabases(tx, [targetSettings({ name: 'shop' })], random, clock.now()),
  );
  const configured = [make('shop')];
  let begun = 0;
  const stop = new AbortController();
  const watching = watchEach(
    {
      store: own.store,
      clock,
      logger: silentLogger,
      everyMs: 5,
      wanted: () => configured,
      watch: () => {
        begun += 1;
        return Promise.reject(new Error('it failed'));
      },
    },
    stop.signal,
  );
  await until('three attempts', () => begun >= 3);
  stop.abort();
  await expect(watching).resolves.toBeUndefined();
});
