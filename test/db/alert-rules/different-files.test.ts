// Rules of two replicas that have different files: alerts of a rule that only one of them has stay open until
// they agree. And what a rule of the API says that its replica does not have.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { systemActor } from '../../../src/core/actor.ts';
import { alerts, replicas } from '../../../src/store/schema/index.ts';
import { captureLog } from '../../support/log-capture.ts';
import { registerReplica } from '../../support/replica-files.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { holding, listAll } from '../alerts/rig.ts';
import { openRules, ruleOf, type RigOptions, type RuleRig } from './rig.ts';

let place: TestStore;
let rigs: RuleRig[] = [];
beforeAll(async () => {
  place = await createTestStore();
});
afterAll(() => place.close());
afterEach(async () => {
  for (const rig of rigs) await rig.stop();
  rigs = [];
  await place.store.q.delete(alerts);
  await place.store.q.delete(replicas);
});

async function open(options: RigOptions): Promise<RuleRig> {
  const rig = await openRules(place, { follows: false, defaults: [], ...options });
  rigs.push(rig);
  return rig;
}

const declaration = {
  name: 'disk-full',
  severity: 'ERROR',
  event: { on: [{ event: 'token.created' }] },
};
const signal = new AbortController().signal;

it('leaves the alerts of a rule open that another replica has, until both have the same file', async () => {
  const old = await registerReplica(place.store, 'old');
  const next = await registerReplica(place.store, 'new');
  const first = await open({ settings: { rules: [ruleOf(declaration)] }, agreed: old.agreed });
  const second = await open({ agreed: next.agreed });
  const now = new Date();
  await place.store.transaction((tx) =>
    first.engine.observe(tx, [holding(now, { labels: {} })], now),
  );
  for (let round = 0; round < 3; round += 1) {
    await second.evaluator.evaluate(signal);
    await first.evaluator.evaluate(signal);
  }
  expect(await listAll(place.store)).toMatchObject([{ state: 'FIRING', timesFired: 1 }]);
  await old.leave();
  await second.evaluator.evaluate(signal);
  expect(await listAll(place.store)).toMatchObject([
    { state: 'RESOLVED', resolution: 'RULE_REMOVED' },
  ]);
});

it('tells that the escalation policy of a rule of the API has left the file', async () => {
  let policies = ['night-shift'];
  const log = captureLog();
  const rig = await open({ policyNames: () => policies, logger: log.logger });
  await rig.commands.create(systemActor, { ...declaration, escalation: 'night-shift' });
  await rig.book.load(place.store.q);
  expect(rig.book.warningOf('disk-full')).toBeUndefined();
  const inForce = { defaults: true, rules: [], changes: [] };
  policies = ['day-shift'];
  rig.book.configure(inForce);
  rig.book.configure(inForce);
  expect(rig.book.warningOf('disk-full')).toContain('night-shift is not configured');
  expect(log.lines.filter((line) => line.includes('night-shift'))).toHaveLength(1);
  policies = ['night-shift'];
  rig.book.configure(inForce);
  expect(rig.book.warningOf('disk-full')).toBeUndefined();
  await rig.commands.remove(systemActor, 'disk-full');
});
