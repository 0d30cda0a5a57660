// `for`, `keepFiringFor`, expiry and flapping over 30 simulated days: the engine and its ticker on
// PostgreSQL give exactly what the pure transition gives when it is looked at all the time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAlertTicker } from '../../../src/alerts/ticker.ts';
import { findNextWake } from '../../../src/store/alert-writes.ts';
import type { AlertChange } from '../../../src/store/alert-changes.ts';
import { captureLog } from '../../support/log-capture.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { step, type Story } from '../../unit/alerts/histories.ts';
import { createEngineRig, holding, over } from './rig.ts';

let stored: TestStore;
beforeAll(async () => {
  stored = await createTestStore();
});
afterAll(() => stored.close());

const dayMs = 86_400_000;
const seconds = 1000;
const rules = [
  { forMs: 0, keepFiringForMs: 0, lastsMs: null },
  { forMs: 300 * seconds, keepFiringForMs: 0, lastsMs: null },
  { forMs: 0, keepFiringForMs: 900 * seconds, lastsMs: null },
  { forMs: 600 * seconds, keepFiringForMs: 3600 * seconds, lastsMs: null },
  { forMs: 0, keepFiringForMs: 0, lastsMs: 12 * 3600 * seconds },
];

const seed = chooseSeed();

describe(`thirty days (seed ${seed})`, () => {
  it('give the same alerts on the store as in the pure transition', async () => {
    const random = createSeeded(seed);
    const told = new Map<string, string[]>();
    const follow = (_tx: unknown, changes: readonly AlertChange[]) => {
      for (const { kind, alert } of changes) {
        const place = alert.labels['n'] ?? '';
        told.set(place, [...(told.get(place) ?? []), kind]);
      }
      return Promise.resolve(changes);
    };
    const rig = createEngineRig(stored.store, [{ follow }]);
    const { clock, engine, store } = rig;
    const ticker = createAlertTicker({ store, clock, engine, logger: captureLog().logger });
    const stories = rules.map((): Story => ({
      standing: undefined,
      all: [],
      kinds: [],
      opened: 0,
    }));
    clock.advance(dayMs);
    const endMs = clock.now().getTime() + 30 * dayMs;
    let nextMs = clock.now().getTime();
    let looks = 0;

    /** Lets the time pass to a moment, with everything that is due on the way. */
    const passTo = async (toMs: number): Promise<void> => {
      for (;;) {
        const wake = await findNextWake(store.q);
        if (wake === undefined || wake.getTime() > toMs) break;
        clock.advance(wake.getTime() - clock.now().getTime());
        for (const story of stories) step(story, { kind: 'TIME' }, clock.now());
        looks += await ticker.tick();
      }
      clock.advance(toMs - clock.now().getTime());
      for (const story of stories) step(story, { kind: 'TIME' }, clock.now());
    };

    for (let round = 0; nextMs < endMs; round += 1) {
      await passTo(nextMs);
      const at = clock.now();
      const seen = rules.flatMap((rule, n) => {
        if (random.integer(2) === 0) return [];
        const labels = { n: String(n) };
        const story = stories[n];
        const isOn = random.integer(2) === 0;
        if (story !== undefined) {
          step(
            story,
            isOn ? { kind: 'HOLDS', at, eventId: null, ...rule } : { kind: 'ENDED', at },
            at,
          );
        }
        return [isOn ? holding(at, { labels, ...rule }) : over(at, { labels })];
      });
      await rig.observe(...seen);
      // Now and then a bad quarter of an hour, else hours of quiet.
      nextMs +=
        (random.integer(3) === 0 ? random.integer(300) : random.integer(16 * 3600)) * seconds;
    }
    await passTo(endMs);
    expect(looks).toBeGreaterThan(30);
    for (const [n, story] of stories.entries()) {
      const said = told.get(String(n)) ?? [];
      expect(said).toEqual(story.kinds);
    }
  });
});
