// Escalation when files change: a policy that comes escalates what fires already, one level at a time; one that
// another replica still has is left to it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { EscalationSettings } from '../../../src/core/escalation.ts';
import { alerts, replicas } from '../../../src/store/schema/index.ts';
import { registerReplica } from '../../support/replica-files.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { minutes } from '../../unit/alerts/escalation/policies.ts';
import { holding, listAll } from '../alerts/rig.ts';
import {
  createEscalationRig,
  createReplica,
  olga,
  threeLevels,
  type EscalationRig,
} from './rig.ts';

const none: EscalationSettings = { policies: [], rotations: [], defaultPolicy: null };

let test: TestStore;
let rig: EscalationRig;
beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());
afterEach(async () => {
  await rig.stop();
  await test.store.q.delete(alerts);
  await test.store.q.delete(replicas);
});

const first = () => {
  const [replica] = rig.replicas;
  if (replica === undefined) throw new Error('no replica');
  return replica;
};
const fire = (...hosts: readonly string[]): Promise<unknown> => {
  const now = rig.clock.now();
  const seen = hosts.map((host) => holding(now, { labels: { host } }));
  return test.store.transaction((tx) => first().core.engine.observe(tx, seen, now));
};
const idOf = async (host: string): Promise<string> =>
  (await listAll(test.store)).find(({ labels }) => labels['host'] === host)?.id ?? '';
/** `stepMs`: so much time goes by at each look, for what looks again after a while. */
const told = (count: number, stepMs = 0) =>
  until(`${count} to be told`, () => {
    rig.clock.advance(stepMs);
    return rig.told.length >= count;
  });

describe('a policy that comes with a reload', () => {
  it('escalates what fires already from when it fired, and catches up one level only', async () => {
    rig = createEscalationRig(test.store, { settings: none });
    await fire('old', 'taken');
    await first().core.commands.acknowledge(olga, [await idOf('taken')]);
    rig.clock.advance(minutes(120));
    await fire('young');
    rig.clock.advance(minutes(3));
    const [one, two, three] = threeLevels.policies[0]?.levels ?? [];
    if (one === undefined || two === undefined || three === undefined) throw new Error('no levels');
    const later = { ...one, afterMs: minutes(10) };
    const policy = { ...threeLevels.policies[0]!, levels: [later, two, three] };
    first().escalation.configure({ ...threeLevels, policies: [policy] });
    await told(1);
    expect(rig.told).toEqual(['old 0 team']);
    // The young one waits for the rest of its time, the old one's next level for all of its own.
    await until(
      'the young one to have a standing',
      async () => (await rig.standings()).length === 2,
    );
    rig.clock.advance(minutes(5) - 1);
    expect(rig.told).toEqual(['old 0 team']);
    rig.clock.advance(1);
    await told(2);
    rig.clock.advance(minutes(2));
    await told(3, 1000);
    expect(rig.told).toEqual(['old 0 team', 'old 1 lead', 'young 0 team']);
  });

  it('escalates it once, whichever replicas read the file, also after a start', async () => {
    rig = createEscalationRig(test.store, { settings: none, replicas: 2 });
    await fire(...Array.from({ length: 450 }, (_, n) => `h${n}`));
    for (const { escalation } of rig.replicas) escalation.configure(threeLevels);
    const third = createReplica(test.store, rig.clock, rig.told);
    third.escalation.start();
    await told(450);
    await third.stop();
    expect(new Set(rig.told).size).toBe(450);
    expect(rig.told).toHaveLength(450);
  });

  it('tries one that cannot be told again later, and escalates the others', async () => {
    let isBroken = true;
    rig = createEscalationRig(test.store, {
      settings: none,
      fails: (host) => isBroken && host === 'b',
    });
    await fire('a', 'b', 'c');
    first().escalation.configure(threeLevels);
    await told(2);
    expect(rig.told.toSorted()).toEqual(['a 0 team', 'c 0 team']);
    isBroken = false;
    await until('the last one to be told', () => {
      rig.clock.advance(1_000);
      return rig.told.includes('b 0 team');
    });
    expect(rig.told.filter((one) => one.includes(' 0 '))).toHaveLength(3);
  });
});

describe('a policy that only another replica has', () => {
  it('is not ended, and goes on there when an acknowledgement is withdrawn here', async () => {
    const old = await registerReplica(test.store, 'old');
    const next = await registerReplica(test.store, 'new');
    rig = createEscalationRig(test.store, { settings: none, agreed: next.agreed });
    const knowing = createReplica(test.store, rig.clock, rig.told, { agreed: old.agreed });
    const now = rig.clock.now();
    await test.store.transaction((tx) =>
      knowing.core.engine.observe(tx, [holding(now, { labels: { host: 'one' } })], now),
    );
    expect(rig.told).toEqual(['one 0 team']);
    // The one that knows it does not look; the other one does, for long.
    for (let minute = 0; minute < 15; minute += 1) {
      rig.clock.advance(minutes(1));
      first().escalation.configure(none);
    }
    await first().core.commands.acknowledge(olga, [await idOf('one')]);
    expect(await rig.standings()).toMatchObject([{ level: 1 }]);
    await first().core.commands.unacknowledge(olga, [await idOf('one')]);
    await expect(first().escalation.service.escalate(olga, await idOf('one'))).rejects.toThrow(
      'replicas have different files',
    );
    knowing.escalation.start();
    await told(2);
    await knowing.stop();
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);

    await old.leave();
    await until('the policy to be gone', async () => {
      rig.clock.advance(minutes(1));
      const [standing] = await rig.standings();
      return standing?.stop === 'POLICY_REMOVED';
    });
    expect(rig.told).toHaveLength(2);
  });
});

describe('an alert that a replica without the policy made', () => {
  it('is escalated once both have the same file', async () => {
    const old = await registerReplica(test.store, 'old');
    const next = await registerReplica(test.store, 'new');
    rig = createEscalationRig(test.store, { agreed: next.agreed });
    const unknowing = createReplica(test.store, rig.clock, rig.told, {
      settings: none,
      agreed: old.agreed,
    });
    let asked = 0;
    await until('it has looked through all', async () => {
      rig.clock.advance(minutes(1));
      asked += 1;
      return asked > 5 && (await rig.standings()).length === 0;
    });
    const now = rig.clock.now();
    await test.store.transaction((tx) =>
      unknowing.core.engine.observe(tx, [holding(now, { labels: { host: 'one' } })], now),
    );
    expect(rig.told).toEqual([]);
    await old.leave();
    await until('it to be told', () => {
      rig.clock.advance(1_000);
      return rig.told.includes('one 0 team');
    });
  });
});
