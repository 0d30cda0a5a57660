import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createFollowing } from '../../../src/alerts/following.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { lockAlerts } from '../../../src/store/alert-writes.ts';
import { alertChangeIn } from '../../../src/store/alert-events.ts';
import { listTimeline } from '../../../src/store/alert-timeline.ts';
import { asc, sql } from '../../../src/store/drizzle.ts';
import { events } from '../../../src/store/schema/index.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { createEngineRig, holding, over, type EngineRig } from './rig.ts';

let stored: TestStore;
let rig: EngineRig;

beforeAll(async () => {
  stored = await createTestStore();
});
afterAll(() => stored.close());
beforeEach(async () => {
  await stored.store.q.execute(sql`delete from hawkwatch_store.alerts`);
  await stored.store.q.execute(sql`delete from hawkwatch_store.events`);
  rig = createEngineRig(stored.store);
  rig.clock.advance(1_000_000);
});

async function toldEvents() {
  const rows = await stored.store.q.select().from(events).orderBy(asc(events.id));
  return rows.flatMap((row) => {
    const change = alertChangeIn({ ...row, audience: 'viewer' });
    return change === undefined ? [] : [{ type: row.type, ...change }];
  });
}

describe('the alert engine', () => {
  it('opens one alert, tells of it with all that is known, and resolves it', async () => {
    const { clock } = rig;
    expect(await rig.observe(holding(clock.now(), { value: 3 }))).toEqual(['FIRED']);
    clock.advance(15_000);
    expect(await rig.observe(over(clock.now()))).toEqual(['RESOLVED']);
    const [alert, ...others] = await rig.alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ state: 'RESOLVED', resolution: 'RECOVERED', timesFired: 1 });
    const told = await toldEvents();
    expect(told.map(({ type }) => type)).toEqual(['alert.fired', 'alert.resolved']);
    expect(told[1]?.alert).toEqual(alert);
    const timeline = await listTimeline(stored.store.q, alert?.id ?? '', { limit: 10 });
    expect(timeline.map(({ kind }) => kind)).toEqual(['FIRED', 'RESOLVED']);
  });

  it('moves nothing but the time for what is observed again', async () => {
    const { clock } = rig;
    await rig.observe(holding(clock.now(), { lastsMs: 60_000 }));
    clock.advance(15_000);
    expect(await rig.observe(holding(clock.now(), { lastsMs: 60_000 }))).toEqual([]);
    const [alert] = await rig.alerts();
    expect(alert?.observedAt).toEqual(clock.now());
    expect(alert?.wakeAt?.getTime()).toBe(clock.now().getTime() + 60_000);
    expect(await toldEvents()).toHaveLength(1);
  });

  it('takes many at once, each fingerprint by itself', async () => {
    const at = rig.clock.now();
    const many = Array.from({ length: 500 }, (_, n) =>
      holding(at, { labels: { n: String(n) }, ...(n % 2 === 0 ? {} : { forMs: 1000 }) }),
    );
    const changes = await rig.observe(...many);
    expect(changes.filter((kind) => kind === 'FIRED')).toHaveLength(250);
    expect(changes.filter((kind) => kind === 'PENDING')).toHaveLength(250);
    expect(await rig.alerts()).toHaveLength(500);
  });

  it('opens and ends several alerts of one fingerprint in one call', async () => {
    const at = rig.clock.now();
    expect(await rig.observe(holding(at), over(at), holding(at))).toEqual([
      'FIRED',
      'RESOLVED',
      'FIRED',
    ]);
    const rows = await rig.alerts();
    expect(rows.map(({ state }) => state).toSorted()).toEqual(['FIRING', 'RESOLVED']);
  });

  it('drops what was pending, with its row', async () => {
    const { clock } = rig;
    await rig.observe(holding(clock.now(), { forMs: 60_000 }));
    clock.advance(30_000);
    expect(await rig.observe(over(clock.now()))).toEqual(['DROPPED']);
    expect(await rig.alerts()).toEqual([]);
  });

  it('keeps apart what rules, one intake and another one observe under the same name', async () => {
    const at = rig.clock.now();
    await rig.observe(
      holding(at, { severity: 'CRITICAL' }),
      holding(at, { source: 'jobs', severity: 'INFO' }),
    );
    expect(await rig.observe({ ...over(at), source: 'other' })).toEqual([]);
    expect(await rig.observe({ ...over(at), source: 'jobs' })).toEqual(['RESOLVED']);
    const rows = await rig.alerts();
    expect(rows.map(({ source, state, severity }) => `${source} ${state} ${severity}`)).toEqual(
      expect.arrayContaining(['rule FIRING CRITICAL', 'jobs RESOLVED INFO']),
    );
    expect(rows).toHaveLength(2);
  });

  it('writes what comes together in few transactions', async () => {
    const { clock, engine } = rig;
    const at = clock.now();
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        engine.observeTogether([holding(at, { labels: { n: String(n) } })]),
      ),
    );
    expect(await rig.alerts()).toHaveLength(200);
    const written = await stored.store.q.execute<{ n: number }>(
      sql`select count(distinct xmin::text)::int as n from hawkwatch_store.alerts`,
    );
    expect(written[0]?.n).toBeLessThan(5);
  });

  it('remembers over a restart that somebody resolved an alert whose condition holds', async () => {
    const { clock } = rig;
    await rig.observe(holding(clock.now()));
    const open = await rig.alerts();
    const byHand = { kind: 'RESOLVE', by: 'anna' } as const;
    await stored.store.transaction(async (tx) => {
      const rows = await lockAlerts(
        tx.q,
        open.map(({ id }) => id),
      );
      return rig.engine.change(tx, rows, byHand, clock.now());
    });
    const restarted = createEngineRig(stored.store, [], clock);
    for (let n = 0; n < 3; n += 1) {
      clock.advance(15_000);
      expect(await restarted.observe(holding(clock.now()))).toEqual([]);
    }
    const [held] = await rig.alerts();
    expect(held).toMatchObject({ state: 'RESOLVED', condition: true, observedAt: clock.now() });
    clock.advance(15_000);
    expect(await restarted.observe(over(clock.now()))).toEqual([]);
    clock.advance(15_000);
    expect(await restarted.observe(holding(clock.now()))).toEqual(['FIRED']);
  });

  it('hands the flips of an alert to the next one, so that many are shown as one', async () => {
    const { clock } = rig;
    const kinds: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      clock.advance(60_000);
      kinds.push(...(await rig.observe(n % 2 === 0 ? holding(clock.now()) : over(clock.now()))));
    }
    expect(kinds.filter((kind) => kind === 'FIRED')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'FLAPPING')).toHaveLength(1);
    expect(await rig.alerts()).toHaveLength(3);
  });

  it('ends the alerts of a rule that there is not any more', async () => {
    const { clock } = rig;
    await rig.observe(
      holding(clock.now()),
      holding(clock.now(), { labels: { host: 'two' }, forMs: 60_000 }),
      holding(clock.now(), { rule: 'other' }),
    );
    const changes = await stored.store.transaction((tx) =>
      rig.engine.removeRule(tx, { source: 'rule', rule: 'disk-full' }, clock.now()),
    );
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['RESOLVED', 'DROPPED']));
    const left = await rig.alerts();
    expect(left.map(({ rule, state }) => `${rule} ${state}`).toSorted()).toEqual([
      'disk-full RESOLVED',
      'other FIRING',
    ]);
  });

  it('tells those who follow one after the other, and puts on record what comes out', async () => {
    const seen: string[] = [];
    const first: AlertFollower = {
      follow: (_tx, changes) => {
        seen.push(`first ${changes.map(({ kind }) => kind).join()}`);
        return Promise.resolve(
          changes.flatMap((change) => [change, { ...change, kind: 'SUPPRESSED' as const }]),
        );
      },
    };
    const second: AlertFollower = {
      follow: (_tx, changes) => {
        seen.push(`second ${changes.map(({ kind }) => kind).join()}`);
        return Promise.resolve(changes);
      },
    };
    const followed = createEngineRig(stored.store, [first, second], rig.clock);
    const kinds = await followed.observe(holding(rig.clock.now()));
    expect(kinds).toEqual(['FIRED', 'SUPPRESSED']);
    expect(seen).toEqual(['first FIRED', 'second FIRED,SUPPRESSED']);
    expect((await toldEvents()).map(({ type }) => type)).toEqual([
      'alert.fired',
      'alert.suppressed',
    ]);
    // What one of them changes later is told to those after it.
    const [alert] = await followed.alerts();
    if (alert === undefined) throw new Error('there is no alert');
    const following = createFollowing([first, second]);
    await stored.store.transaction((tx) =>
      following.tell(tx, [{ kind: 'UNSUPPRESSED', alert }], rig.clock.now(), first),
    );
    expect(seen.at(-1)).toBe('second UNSUPPRESSED');
  });

  it('tells another severity at once, and other values now and then', async () => {
    const { clock } = rig;
    await rig.observe(holding(clock.now(), { value: 1 }));
    clock.advance(15_000);
    expect(await rig.observe(holding(clock.now(), { value: 2 }))).toEqual([]);
    expect((await rig.alerts())[0]?.value).toBe(2);
    clock.advance(15_000);
    expect(await rig.observe(holding(clock.now(), { value: 3, severity: 'CRITICAL' }))).toEqual([
      'UPDATED',
    ]);
    clock.advance(300_000);
    expect(await rig.observe(holding(clock.now(), { value: 4, severity: 'CRITICAL' }))).toEqual([
      'UPDATED',
    ]);
    const [alert] = await rig.alerts();
    expect(alert).toMatchObject({ value: 4, severity: 'CRITICAL' });
    expect((await toldEvents()).at(-1)?.alert).toEqual(alert);
    const timeline = await listTimeline(stored.store.q, alert?.id ?? '', { limit: 10 });
    expect(timeline.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['FIRED', {}],
      ['UPDATED', { severity: { from: 'ERROR', to: 'CRITICAL' } }],
    ]);
  });

  it('says what was observed last with whatever happens then', async () => {
    const { clock } = rig;
    const slow = { forMs: 30_000, keepFiringForMs: 60_000 };
    await rig.observe(holding(clock.now(), { ...slow, title: 'first' }));
    clock.advance(30_000);
    await rig.observe(holding(clock.now(), { ...slow, title: 'second', value: 2 }));
    clock.advance(30_000);
    await rig.observe(over(clock.now()));
    clock.advance(30_000);
    await rig.observe(holding(clock.now(), { ...slow, title: 'third', value: 3 }));
    const told = await toldEvents();
    expect(told.map(({ kind, alert }) => `${kind} ${alert.title}`)).toEqual([
      'PENDING first',
      'FIRED second',
      'RECOVERING second',
      'REFIRED third',
    ]);
    const [alert] = await rig.alerts();
    expect(alert).toMatchObject({ title: 'third', value: 3, state: 'FIRING' });
    expect(told.at(-1)?.alert).toEqual(alert);
  });
});
