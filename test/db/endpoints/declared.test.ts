// Which endpoints there are, while the file is put in force and others register and remove endpoints.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { readEndpoint } from '../../../src/config/sections/endpoints.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createDeclaredEndpoints, toDeclared } from '../../../src/monitors/endpoints/declared.ts';
import { sealDeclaration } from '../../../src/monitors/endpoints/sealed-settings.ts';
import {
  declareEndpoints,
  lockDeclaredEndpoints,
  retireEndpoint,
} from '../../../src/store/endpoints.ts';
import {
  deleteRegisteredEndpoint,
  insertRegisteredEndpoint,
} from '../../../src/store/registered-endpoints.ts';
import { createSealer } from '../../../src/store/sealing.ts';
import type { StoreTransaction } from '../../../src/store/store.ts';
import { captureLog } from '../../support/log-capture.ts';
import { watchedOf } from '../../support/probe-rig.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { random, stateOf } from './rig.ts';

const clock = createSystemClock();
const sealer = createSealer(Buffer.alloc(32, 1), random);
const file = { endpoints: [], endpointRules: { allowPrivate: [], keepChecksMs: 1000 } };
const declaration = { name: 'late', tcp: { host: 'x.test', port: 1 } };

let testStore: TestStore;
beforeAll(async () => {
  testStore = await createTestStore();
});
afterAll(() => testStore.close());

async function insertLate(tx: StoreTransaction): Promise<void> {
  const watched = { ...watchedOf(declaration, { origin: 'API' }), name: 'late' };
  await declareEndpoints(tx, [toDeclared(watched)], random, clock.now());
  const by = { registeredBy: 'test', registeredAt: clock.now() };
  const row = { name: 'late', ...sealDeclaration(sealer, 'late', declaration), ...by };
  await insertRegisteredEndpoint(tx, row, 'tcp');
}

async function deleteLate(tx: StoreTransaction): Promise<void> {
  await deleteRegisteredEndpoint(tx, 'late', clock.now());
  await retireEndpoint(tx, 'late', clock.now());
}

it('goes by what is registered when it has its turn, not by what was before', async () => {
  const { store } = testStore;
  const { logger } = captureLog();
  const onChange = (): void => undefined;
  const options = { store, sealer, clock, random, logger, read: readEndpoint, onChange };
  const declared = createDeclaredEndpoints(options);
  const waiters = async (): Promise<number> => {
    const rows = await store.raw`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return rows.length;
  };
  const during = async (change: (tx: StoreTransaction) => Promise<void>): Promise<void> => {
    let configuring: Promise<void> | undefined;
    await store.transaction(async (tx) => {
      await lockDeclaredEndpoints(tx.q);
      configuring = declared.configure(file);
      await until('the file waits for its turn', async () => (await waiters()) > 0);
      await change(tx);
    });
    await configuring;
  };
  await during(insertLate);
  expect((await stateOf(store, 'late')).retiredAt).toBeNull();
  expect(declared.find('late')).toBeDefined();
  await during(deleteLate);
  expect((await stateOf(store, 'late')).retiredAt).not.toBeNull();
  expect(declared.find('late')).toBeUndefined();
});
