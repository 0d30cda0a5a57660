// Escalation with the real router: what is written for channels, and that whoever was told of an alert is
// told that it is over.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import type { NewDelivery } from '../../../src/notifications/delivery-queue.ts';
import { createRouter } from '../../../src/notifications/routing/router.ts';
import { captureLog } from '../../support/log-capture.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { minutes } from '../../unit/alerts/escalation/policies.ts';
import { holding, over } from '../alerts/rig.ts';
import { createEscalationRig } from './rig.ts';

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());

it('writes a delivery for each level, and one for its end to each who was told', async () => {
  const { store } = test;
  const random = createSystemRandom();
  const written: NewDelivery[] = [];
  const channels = ['chat', 'team', 'lead', 'boss'].map((name) => ({ name, sendResolved: true }));
  const router = createRouter({
    store,
    random,
    logger: captureLog().logger,
    onDue: () => undefined,
    settings: {
      channels,
      routes: [
        {
          name: 'all',
          match: [],
          channels: ['chat'],
          groupBy: ['...'],
          groupWaitMs: 0,
          groupIntervalMs: 0,
          repeatIntervalMs: minutes(240),
          goOn: false,
          hours: null,
          routes: [],
        },
      ],
    },
    queue: {
      enqueue: (tx, deliveries) => {
        tx.onCommit(() => written.push(...deliveries));
        return Promise.resolve(deliveries.map(() => random.uuid()));
      },
    },
  });
  const rig = createEscalationRig(store, { target: router, after: [router] });
  const [replica] = rig.replicas;
  const say = (): string[] =>
    written.map(
      ({ channel, notification: { reason, status, escalation } }) =>
        `${channel} ${reason} ${status}${escalation === null ? '' : ` ${escalation.policy}/${escalation.level}`}`,
    );
  try {
    await store.transaction(async (tx) => {
      await replica?.core.engine.observe(tx, [holding(rig.clock.now())], rig.clock.now());
    });
    await rig.pass(minutes(5));
    expect(say().toSorted()).toEqual([
      'chat FIRST_NOTIFICATION firing',
      'lead ESCALATION firing standard/1',
      'team ESCALATION firing standard/0',
    ]);
    written.length = 0;
    await store.transaction(async (tx) => {
      await replica?.core.engine.observe(tx, [over(rig.clock.now())], rig.clock.now());
    });
    while ((await router.flushDue(rig.clock.now())) > 0);
    expect(written.map(({ channel }) => channel).toSorted()).toEqual(['chat', 'lead', 'team']);
    expect(written.map(({ notification }) => notification.status)).toEqual(
      written.map(() => 'resolved'),
    );
    written.length = 0;
    await rig.pass(minutes(600));
    expect(written).toEqual([]);
  } finally {
    await rig.stop();
  }
});
