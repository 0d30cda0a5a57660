// Inhibitions and dependencies while the ticker runs: targets follow their sources just after the commit,
// also when both begin at the same time on two replicas.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { InhibitionSettings } from '../../../src/core/suppression.ts';
import { findMatcher, type Matcher } from '../../../src/core/matchers.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { holding, over } from '../alerts/rig.ts';
import { anna, eventsOf, noSettings, openRig, prepareTold, type SuppressionRig } from './rig.ts';

function matchers(...texts: readonly string[]): readonly Matcher[] {
  return texts.flatMap((text) => findMatcher(text) ?? []);
}

const parent: InhibitionSettings = {
  name: 'router-down',
  kind: 'DEPENDENCY',
  source: matchers('type=ROUTER'),
  target: matchers('type=SERVER'),
  equal: ['site'],
};
const worse: InhibitionSettings = {
  name: 'worse-first',
  kind: 'INHIBITION',
  source: matchers('severity=CRITICAL'),
  target: matchers('severity=WARNING'),
  equal: ['host'],
};
const settings = { ...noSettings, inhibitions: [worse], dependencies: [parent] };

let place: TestStore;
let clock: FakeClock;
let rig: SuppressionRig;

beforeAll(async () => {
  place = await createTestStore();
  await prepareTold(place.store);
});
afterAll(() => place.close());
beforeEach(async () => {
  await place.store.q.execute(sql`truncate told, hawkwatch_store.alerts, hawkwatch_store.silences,
    hawkwatch_store.maintenance_windows, hawkwatch_store.maintenance_occurrences cascade`);
  await place.store.q.execute(sql`delete from hawkwatch_store.events`);
  clock = createFakeClock();
  clock.advance(1_000_000_000);
  rig = await openRig(place.store, clock, settings);
  rig.suppression.start();
});
afterEach(() => rig.stop());

const router = (site: string) => ({
  rule: 'router',
  type: 'ROUTER',
  labels: { site },
  title: `router ${site}`,
  subject: `router:${site}`,
});
const server = (site: string, name: string) => ({
  rule: 'server',
  type: 'SERVER',
  labels: { site, name },
  title: `server ${name}`,
  subject: `server:${name}`,
});
const suppressedTitles = async (): Promise<readonly string[]> =>
  (await rig.alerts())
    .filter(({ suppressed }) => suppressed.length > 0)
    .map(({ title }) => title)
    .toSorted();

const isSuppressed = (titles: readonly string[]) =>
  until(
    `only ${titles.join(', ')} to be suppressed`,
    async () => JSON.stringify(await suppressedTitles()) === JSON.stringify(titles),
  );

describe('dependencies', () => {
  it('mute children that come later at once, and those that were there just after', async () => {
    await rig.observe(
      holding(clock.now(), server('a', 'a1')),
      holding(clock.now(), server('b', 'b1')),
    );
    await rig.observe(holding(clock.now(), router('a')));
    await isSuppressed(['server a1']);
    await rig.observe(holding(clock.now(), server('a', 'a2')));
    expect(await suppressedTitles()).toEqual(['server a1', 'server a2']);
    const [parentAlert] = (await rig.alerts()).filter(({ type }) => type === 'ROUTER');
    const child = (await rig.alerts()).find(({ title }) => title === 'server a2');
    expect(child?.suppressed).toMatchObject([{ kind: 'DEPENDENCY', id: parentAlert?.id }]);
    expect(await rig.told()).toEqual(['fire server a1', 'fire server b1', 'fire router a']);
    clock.advance(100);
    await rig.observe(over(clock.now(), router('a')));
    await isSuppressed([]);
    await until('the child to be told', async () => (await rig.told()).length >= 5);
    expect((await rig.told()).toSorted()).toEqual([
      'fire router a',
      'fire server a1',
      'fire server a2',
      'fire server b1',
      'over router a',
    ]);
  });

  it('hold in the same batch, whatever comes first in it', async () => {
    await rig.observe(
      holding(clock.now(), server('a', 'a1')),
      holding(clock.now(), router('a')),
      holding(clock.now(), server('a', 'a2')),
    );
    expect(await suppressedTitles()).toEqual(['server a1', 'server a2']);
    expect(await rig.told()).toEqual(['fire router a']);
  });

  it('go on while another parent fires, and say nothing of the exchange', async () => {
    const second = { ...router('a'), rule: 'router-2', title: 'router a, again' };
    await rig.observe(holding(clock.now(), router('a')), holding(clock.now(), server('a', 'a1')));
    clock.advance(100);
    await rig.observe(holding(clock.now(), second));
    await rig.observe(over(clock.now(), router('a')));
    const other = (await rig.alerts()).find(({ title }) => title === second.title);
    await until('the reason to be the other parent', async () =>
      (await rig.alerts()).some(({ suppressed }) => suppressed[0]?.id === other?.id),
    );
    expect((await eventsOf(place.store, 'alert.unsuppressed')).length).toBe(0);
  });

  it('hold although the parent is silenced itself', async () => {
    await rig.suppression.services.silences.create(anna, {
      matchers: ['type=ROUTER'],
      comment: 'known',
      durationMs: 60_000,
    });
    await rig.observe(holding(clock.now(), router('a')));
    await rig.observe(holding(clock.now(), server('a', 'a1')));
    expect(await suppressedTitles()).toEqual(['router a', 'server a1']);
  });
});

describe('a replica that dies just after its commit', () => {
  it('leaves what it had to do to the others', async () => {
    const otherStore = openTestStore(place.database.url);
    // Its ticker never runs.
    const dying = await openRig(otherStore, clock, settings);
    await dying.observe(holding(clock.now(), server('a', 'a1')));
    await dying.observe(holding(clock.now(), router('a')));
    await dying.stop();
    await otherStore.close();
    clock.advance(15_000);
    await isSuppressed(['server a1']);
    expect((await eventsOf(place.store, 'alert.suppressed')).length).toBe(1);
  });
});

describe('inhibitions', () => {
  it('have the rule as their reason, and end with their source', async () => {
    await rig.observe(
      holding(clock.now(), { severity: 'CRITICAL', rule: 'disk-90', title: 'worse' }),
      holding(clock.now(), { severity: 'WARNING', rule: 'disk-80', title: 'bad' }),
    );
    const bad = (await rig.alerts()).find(({ title }) => title === 'bad');
    expect(bad?.suppressed).toMatchObject([{ kind: 'INHIBITION', id: 'worse-first' }]);
    clock.advance(10);
    await rig.observe(over(clock.now(), { rule: 'disk-90' }));
    await isSuppressed([]);
    await until('it to be told', async () => (await rig.told()).includes('fire bad'));
  });
});

describe('a parent and a child that begin at the same time on two replicas', () => {
  it('find each other, whichever is committed first', async () => {
    const otherStore = openTestStore(place.database.url);
    const other = await openRig(otherStore, clock, settings);
    other.suppression.start();
    for (let round = 0; round < 12; round += 1) {
      const site = `s${round}`;
      // Both look for the other before either is committed.
      const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      const observeTogether = async (side: SuppressionRig, index: 0 | 1): Promise<void> => {
        const observation = index === 0 ? router(site) : server(site, site);
        await side.store.transaction(async (tx) => {
          await side.engine.observe(tx, [holding(clock.now(), observation)], clock.now());
          met[index].resolve();
          await met[1 - index]?.promise;
        });
      };
      const sides = round % 2 === 0 ? ([rig, other] as const) : ([other, rig] as const);
      await Promise.all([observeTogether(sides[0], 0), observeTogether(sides[1], 1)]);
    }
    await until(
      'all children to be suppressed',
      async () => (await suppressedTitles()).length === 12,
    );
    clock.advance(100);
    await Promise.all(
      Array.from({ length: 12 }, (_, round) =>
        (round % 2 === 0 ? rig : other).observe(over(clock.now(), router(`s${round}`))),
      ),
    );
    await isSuppressed([]);
    await until('every child to be told', async () => (await rig.told()).length >= 36);
    const told = await rig.told();
    expect(told.filter((text) => text.startsWith('fire server')).length).toBe(12);
    await other.stop();
    await otherStore.close();
  });
});
