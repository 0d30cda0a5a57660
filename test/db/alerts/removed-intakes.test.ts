// Alerts of intakes that are not configured any more are over, once all replicas have the same file.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import type { Agreement } from '../../../src/alerts/agreement.ts';
import {
  endAlertsOfRemovedIntakes,
  type RemovedIntakes,
  type RemovedIntakesOptions,
} from '../../../src/alerts/intake/removed-intakes.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { alerts, replicas } from '../../../src/store/schema/index.ts';
import { registerReplica } from '../../support/replica-files.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { createEngineRig, holding, type EngineRig } from './rig.ts';

let place: TestStore;
let running: RemovedIntakes[] = [];
beforeAll(async () => {
  place = await createTestStore();
});
afterAll(() => place.close());
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  await place.store.q.delete(alerts);
  await place.store.q.delete(replicas);
});

function start(
  rig: EngineRig,
  more: Pick<RemovedIntakesOptions, 'names'> & Partial<RemovedIntakesOptions>,
) {
  const part = endAlertsOfRemovedIntakes({
    store: place.store,
    clock: rig.clock,
    random: createSystemRandom(),
    logger: silentLogger,
    engine: rig.engine,
    ...more,
  });
  running.push(part);
  return part;
}

const standings = async (rig: EngineRig): Promise<readonly string[]> =>
  (await rig.alerts()).map(({ source, resolution }) => `${source} ${resolution}`).toSorted();

it('ends those of an intake that leaves the file, and no others', async () => {
  const rig = createEngineRig(place.store);
  const now = rig.clock.now();
  const many = Array.from({ length: 450 }, (_, n) =>
    holding(now, { source: 'jobs', labels: { n: String(n) } }),
  );
  await rig.observe(...many, holding(now, { source: 'prom' }), holding(now));
  let names = ['jobs', 'prom'];
  const part = start(rig, { names: () => names });
  await until('it sleeps', () => rig.clock.untilNext() === 15_000);
  expect(await standings(rig)).not.toContain('jobs INTAKE_REMOVED');
  names = ['prom'];
  part.wake();
  await until('they are over', async () => !(await standings(rig)).includes('jobs null'));
  expect(new Set(await standings(rig))).toEqual(
    new Set(['jobs INTAKE_REMOVED', 'prom null', 'rule null']),
  );
  // With an intake of that name again, another alert opens.
  names = ['jobs', 'prom'];
  await rig.observe(holding(rig.clock.now(), { source: 'jobs', labels: { n: '1' } }));
  expect(await standings(rig)).toContain('jobs null');
});

it('leaves those open that an intake of another replica may end', async () => {
  const old = await registerReplica(place.store, 'old');
  const fresh = await registerReplica(place.store, 'new');
  const rig = createEngineRig(place.store);
  await rig.observe(holding(rig.clock.now(), { source: 'jobs' }));
  start(rig, { names: () => ['jobs'], agreed: old.agreed });
  let asked = 0;
  const agreed: Agreement = (q) => {
    asked += 1;
    return fresh.agreed(q);
  };
  start(rig, { names: () => [], agreed });
  await until('it has looked again and again', () => {
    rig.clock.advance(1_000);
    return asked > 3;
  });
  expect(await standings(rig)).toEqual(['jobs null']);
  await old.read('new');
  await until('it is over', async () => {
    rig.clock.advance(1_000);
    return (await standings(rig)).join() === 'jobs INTAKE_REMOVED';
  });
});
