import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

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

  it('writes what comes together in one transaction, and what fails alone', async () => {
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
});
