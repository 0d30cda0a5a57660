// Escalation with the real engine, store and ticker: begun with the alert, told in time, stopped by whoever
// takes it on, on one replica or two, also after a time in which none was there.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { listTimeline } from '../../../src/store/alert-timeline.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { eq } from '../../../src/store/drizzle.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { alerts, onCallOverrides } from '../../../src/store/schema/index.ts';
import type { Suppression } from '../../../src/core/alerts.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { level, minutes, policy } from '../../unit/alerts/escalation/policies.ts';
import { holding, listAll, over } from '../alerts/rig.ts';
import {
  createEscalationRig,
  createReplica,
  olga,
  threeLevels,
  vera,
  type EscalationRig,
  type RigOptions,
} from './rig.ts';

let test: TestStore;
let rig: EscalationRig;

beforeAll(async () => {
  test = await createTestStore();
});
afterAll(() => test.close());
afterEach(async () => {
  await rig.stop();
  await test.store.q.delete(alerts);
  await test.store.q.delete(onCallOverrides);
});

const begin = (options?: RigOptions): void => {
  rig = createEscalationRig(test.store, options);
};

const first = () => {
  const [replica] = rig.replicas;
  if (replica === undefined) throw new Error('no replica');
  return replica;
};

const fire = (host = 'one', more: Parameters<typeof holding>[1] = {}): Promise<unknown> =>
  test.store.transaction((tx) =>
    first().core.engine.observe(
      tx,
      [holding(rig.clock.now(), { labels: { host }, ...more })],
      rig.clock.now(),
    ),
  );

const recover = (host = 'one'): Promise<unknown> =>
  test.store.transaction((tx) =>
    first().core.engine.observe(tx, [over(rig.clock.now(), { labels: { host } })], rig.clock.now()),
  );

const idOf = async (host = 'one'): Promise<string> => {
  const found = (await listAll(test.store)).find(({ labels }) => labels['host'] === host);
  if (found === undefined) throw new Error(`no alert of ${host}`);
  return found.id;
};

const texts = async (host = 'one'): Promise<string[]> => {
  const entries = await listTimeline(test.store.q, await idOf(host), { limit: 100 });
  return entries.map(({ kind, text, actor }) =>
    [kind, ...(text === null ? [] : [text]), ...(actor === null ? [] : [`by ${actor}`])].join(': '),
  );
};

describe('an alert that nobody takes on', () => {
  it('is told level by level at its time, in its timeline and as events', async () => {
    begin();
    await fire();
    expect(rig.told).toEqual(['one 0 team']);
    await rig.pass(minutes(5) - 1);
    expect(rig.told).toEqual(['one 0 team']);
    await rig.pass(1);
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);
    await rig.pass(minutes(15));
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead', 'one 2 boss']);
    expect(await rig.standings()).toEqual([{ level: 3, round: 0, nextAt: null, stop: 'ALL_TOLD' }]);
    expect(await texts()).toEqual([
      'FIRED',
      'ESCALATED: standard, level 1: team was told.',
      'ESCALATED: standard, level 2: lead was told.',
      'ESCALATED: standard, level 3: boss was told.',
      'UPDATED: standard: that was its last level; nobody else is told.',
    ]);
    const { events } = await readLog(
      test.store.raw,
      { after: 0, through: Number.MAX_SAFE_INTEGER, limit: 100 },
      { types: ['alert.escalated'] },
    );
    expect(events).toHaveLength(3);
  });

  it('is told of again as often as the policy says', async () => {
    begin({
      settings: {
        ...threeLevels,
        policies: [policy([level(1, ['a']), level(1, ['b'])], { repeat: 1 })],
      },
    });
    await fire();
    expect(rig.told).toEqual([]);
    for (let minute = 0; minute < 40; minute += 1) await rig.pass(minutes(1));
    expect(rig.told).toEqual(['one 0 a', 'one 1 b', 'one 0 a', 'one 1 b']);
  });

  it('goes by the policy of its rule, else by one that fits, else by the default', async () => {
    const policies = [
      policy([level(0, ['default'])]),
      policy([level(0, ['fits'])], {
        name: 'fitting',
        match: [{ label: 'host', operator: '=', value: 'two' }],
      }),
      policy([level(0, ['named'])], { name: 'named' }),
    ];
    begin({
      settings: { ...threeLevels, policies },
      policyOfRule: (rule) => (rule === 'special' ? 'named' : rule === 'lost' ? 'gone' : null),
    });
    await fire('one');
    await fire('two');
    await fire('three', { rule: 'special' });
    await fire('four', { rule: 'lost' });
    expect(rig.told).toEqual(['one 0 default', 'two 0 fits', 'three 0 named', 'four 0 default']);
  });
});

describe('taking on', () => {
  it('stops it; giving back lets it go on with the level that it had', async () => {
    begin();
    await fire();
    await rig.pass(minutes(2));
    const { commands } = first().core;
    await commands.acknowledge(olga, [await idOf()]);
    await rig.pass(minutes(600));
    expect(rig.told).toEqual(['one 0 team']);
    expect(await rig.standings()).toMatchObject([{ level: 1, nextAt: null, stop: 'ACKNOWLEDGED' }]);
    await commands.unacknowledge(olga, [await idOf()]);
    await rig.pass(minutes(5) - 1);
    expect(rig.told).toHaveLength(1);
    await rig.pass(1);
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);
  });

  it('is over with the alert', async () => {
    begin();
    await fire();
    await recover();
    await rig.pass(minutes(600));
    expect(rig.told).toEqual(['one 0 team']);
    expect(await rig.standings()).toMatchObject([{ nextAt: null, stop: 'RESOLVED' }]);
  });

  it('begins anew with another alert of the same fingerprint', async () => {
    begin();
    await fire();
    await rig.pass(minutes(5));
    await recover();
    await rig.pass(minutes(5));
    await fire();
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead', 'one 0 team']);
  });
});

describe('suppression', () => {
  const silence: Suppression = { kind: 'SILENCE', id: 's', reason: 'silenced', until: null };
  let suppressed: readonly Suppression[] = [];
  // Stands for those who keep the reasons: they write them, and tell of it.
  const suppression: AlertFollower = {
    follow: (_tx, changes) =>
      Promise.resolve(changes.map((one) => ({ ...one, alert: { ...one.alert, suppressed } }))),
  };
  const change = async (to: readonly Suppression[]): Promise<void> => {
    suppressed = to;
    const kind = to.length === 0 ? ('UNSUPPRESSED' as const) : ('SUPPRESSED' as const);
    await test.store.transaction(async (tx) => {
      await tx.q.update(alerts).set({ suppressed: to });
      const [alert] = (await listAll(test.store)).map((one) => ({ ...one, suppressed: to }));
      if (alert === undefined) throw new Error('no alert');
      await first().core.following.tell(tx, [{ kind, alert }], rig.clock.now());
    });
  };

  it('pauses it, and its end lets it go on', async () => {
    suppressed = [];
    begin({ before: [suppression] });
    await fire();
    await change([silence]);
    await rig.pass(minutes(60));
    expect(rig.told).toEqual(['one 0 team']);
    expect(await rig.standings()).toMatchObject([{ stop: 'SUPPRESSED' }]);
    await change([]);
    await rig.pass(minutes(5));
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);
  });

  it('keeps it from beginning, until it ends', async () => {
    suppressed = [silence];
    begin({ before: [suppression] });
    await fire();
    await rig.pass(minutes(60));
    expect(rig.told).toEqual([]);
    expect(await rig.standings()).toEqual([]);
    await change([]);
    expect(rig.told).toEqual(['one 0 team']);
  });
});

describe('several replicas, and none', () => {
  it('tells each level once', async () => {
    begin({ replicas: 2 });
    const hosts = Array.from({ length: 40 }, (_, index) => `h${index}`);
    for (const host of hosts) await fire(host);
    for (let minute = 0; minute < 25; minute += 1) await rig.pass(minutes(1));
    const expected = hosts.flatMap((host) => [
      `${host} 0 team`,
      `${host} 1 lead`,
      `${host} 2 boss`,
    ]);
    expect(rig.told.toSorted()).toEqual(expected.toSorted());
  });

  it('catches up with one level after a time in which there was none', async () => {
    begin();
    await fire();
    await first().stop();
    rig.clock.advance(minutes(600));
    const other = openTestStore(test.database.url);
    const replica = createReplica(other, rig.clock, rig.told);
    replica.escalation.start();
    try {
      await until('the second level was told', () => rig.told.length === 2);
      expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);
      const at = rig.clock.now().getTime();
      expect(await rig.standings()).toMatchObject([
        { level: 2, nextAt: new Date(at + minutes(15)) },
      ]);
    } finally {
      await replica.stop();
      await other.close();
    }
  });

  it('tells nothing that was not committed, tells the others, and tries again', async () => {
    const failing = new Set<string>();
    begin({ fails: (host) => failing.has(host) });
    for (const host of ['one', 'two', 'three']) await fire(host);
    failing.add('two');
    rig.clock.advance(minutes(5));
    await until('the others were told', () => rig.told.length === 5);
    expect(rig.told.slice(3).toSorted()).toEqual(['one 1 lead', 'three 1 lead']);
    failing.clear();
    rig.clock.advance(10_000);
    await until('it was told, too', async () => {
      rig.clock.advance(250);
      await Promise.resolve();
      return rig.told.length === 6;
    });
    expect(rig.told.at(-1)).toBe('two 1 lead');
    expect(await rig.standings()).toMatchObject([{ level: 2 }, { level: 2 }, { level: 2 }]);
  });
});

describe('another configuration', () => {
  it('leaves a policy that it does not know to others for a while, then stops it', async () => {
    begin();
    await fire();
    first().escalation.configure({ policies: [], rotations: [], defaultPolicy: null });
    rig.clock.advance(minutes(9));
    await until('it sleeps', () => rig.clock.timers() > 0);
    expect(await rig.standings()).toMatchObject([{ level: 1, stop: null }]);
    rig.clock.advance(minutes(2));
    await until('it was stopped', async () => (await rig.standings())[0]?.stop !== null);
    expect(await rig.standings()).toMatchObject([{ nextAt: null, stop: 'POLICY_REMOVED' }]);
    expect(rig.told).toEqual(['one 0 team']);
    expect((await texts()).at(-1)).toBe(
      'UPDATED: standard: it is not configured any more; nobody else is told.',
    );
  });
});

describe('by hand', () => {
  it('tells the next level now, with an entry in the audit log', async () => {
    begin();
    await fire();
    const { service } = first().escalation;
    await service.escalate(olga, await idOf());
    expect(rig.told).toEqual(['one 0 team', 'one 1 lead']);
    expect(await texts()).toContain('ESCALATED: standard, level 2: lead was told.: by olga');
    const entries = await listAuditEntries(test.store.q, { limit: 100 });
    const entry = entries.find(({ action }) => action === 'escalateAlert');
    expect(entry).toMatchObject({
      actor: 'olga',
      detail: { policy: 'standard', level: 2 },
    });
    await rig.pass(minutes(15));
    expect(rig.told).toHaveLength(3);
    await expect(service.escalate(olga, await idOf())).rejects.toThrow('All levels of standard');
  });

  it('refuses, and says why', async () => {
    begin();
    const { service } = first().escalation;
    await fire();
    const id = await idOf();
    await expect(service.escalate(vera, id)).rejects.toThrow('operator');
    await expect(service.escalate(olga, 'x')).rejects.toThrow('There is no such alert');
    await first().core.commands.acknowledge(olga, [id]);
    await expect(service.escalate(olga, id)).rejects.toThrow('olga has acknowledged it');
    await first().core.commands.resolve(olga, [id]);
    await expect(service.escalate(olga, id)).rejects.toThrow('It is resolved');
    expect(rig.told).toEqual(['one 0 team']);
  });

  it('has somebody stand in, who is told then', async () => {
    const people = ['anna', 'ben'].map((name) => ({ name, channels: [`sms-${name}`] }));
    const rotation = {
      name: 'primary',
      timeZone: 'UTC',
      handover: { day: 0, minute: 0 },
      firstDay: 4,
      people,
      overrides: [],
    };
    begin({
      settings: {
        policies: [
          policy([level(0, [], { rotation: 'primary' }), level(5, [], { rotation: 'primary' })]),
        ],
        rotations: [rotation],
        defaultPolicy: 'standard',
      },
    });
    await fire();
    const [turn = ''] = rig.told;
    const other = turn.includes('anna') ? 'ben' : 'anna';
    const { service } = first().escalation;
    const now = rig.clock.now().getTime();
    const span = { from: new Date(now), until: new Date(now + minutes(60)) };
    await expect(
      service.override(olga, { rotation: 'primary', person: 'zoe', ...span }),
    ).rejects.toThrow('not possible');
    await expect(
      service.override(olga, { rotation: 'other', person: other, ...span }),
    ).rejects.toThrow('no such rotation');
    await expect(
      service.override(olga, {
        rotation: 'primary',
        person: other,
        from: span.until,
        until: span.from,
      }),
    ).rejects.toThrow('not possible');
    await expect(
      service.override(vera, { rotation: 'primary', person: other, ...span }),
    ).rejects.toThrow('operator');
    await service.override(olga, { rotation: 'primary', person: other, ...span });
    await rig.pass(minutes(5));
    expect(rig.told[1]).toBe(`one 1 sms-${other}`);
    expect((await texts()).at(-2)).toBe(
      `ESCALATED: standard, level 2: ${other} (on call) by sms-${other} was told.`,
    );
    const rows = await test.store.q
      .select()
      .from(onCallOverrides)
      .where(eq(onCallOverrides.person, other));
    expect(rows).toMatchObject([{ createdBy: 'olga' }]);
  });
});
