// A time line is read while it grows. A service is played: answers come late and fail, entries come at the end
// and between others, somebody asks for older ones. Every entry is shown once, and none is left out.
import { CombinedError } from 'urql';
import { describe, expect, it } from 'vitest';

import {
  TimelineReader,
  type AskedEntries,
  type TimelineRange,
} from '../../../src/dashboard/parts/alerts/timeline-reader.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createVirtualPage } from '../../support/virtual-page.ts';

const everyMs = 1_000;
const plays = 100;
const unreachable = new CombinedError({ networkError: new Error('the connection was refused') });
const refused = new CombinedError({ graphQLErrors: [{ message: 'Internal error.' }] });

/** Numbers from the first to the last. */
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

function pageOf(entries: readonly number[], asked: TimelineRange): AskedEntries<number> {
  const after = 'first' in asked ? Number(asked.after ?? -Infinity) : -Infinity;
  const before = 'last' in asked ? Number(asked.before ?? Infinity) : Infinity;
  const within = entries.filter((one) => one > after && one < before);
  const kept = 'last' in asked ? within.slice(-asked.last) : within.slice(0, asked.first);
  const isCut = kept.length < within.length;
  const edges = kept.map((node) => ({ cursor: String(node), node }));
  const pageInfo = {
    hasPreviousPage: 'last' in asked && isCut,
    hasNextPage: 'first' in asked && isCut,
  };
  return { page: { edges, pageInfo }, error: undefined };
}

/** A reader of a time line of numbers, whose answers take `answerMs`. */
function createRig(entries: number[], answerMs: () => number = () => 10, fraction = () => 0.5) {
  const page = createVirtualPage(fraction);
  const rig = { entries, failure: undefined as CombinedError | undefined };
  const reader = new TimelineReader<number>({
    ask: async (asked) => {
      await page.after(answerMs());
      const answer = pageOf(rig.entries, asked);
      const { failure } = rig;
      await page.after(answerMs());
      return failure === undefined ? answer : { page: undefined, error: failure };
    },
    everyMs,
    surroundings: page,
  });
  const shown = (): readonly number[] => reader.read().edges?.map(({ node }) => node) ?? [];
  reader.start();
  return Object.assign(rig, { page, reader, shown });
}

describe('a time line that is read', () => {
  it('is its newest page, which moves with it', async () => {
    const rig = createRig(range(1, 60));
    await rig.page.rest();
    expect(rig.shown()).toEqual(range(11, 60));
    rig.entries = range(1, 130);
    rig.reader.request();
    await rig.page.rest();
    expect(rig.shown()).toEqual(range(81, 130));
    expect(rig.reader.read().hasOlder).toBe(true);
  });

  it('has no gap where it grew after older entries were asked for', async () => {
    const rig = createRig(range(1, 160));
    await rig.page.rest();
    rig.reader.showOlder();
    await rig.page.rest();
    rig.entries = range(1, 413);
    rig.reader.request();
    await rig.page.rest();
    expect(rig.shown()).toEqual(range(61, 413));
    expect(rig.reader.read()).toMatchObject({ hasOlder: true, isBusy: false });
  });

  it('has no gap either when it grew and its newest page was on its way at that time', async () => {
    const rig = createRig(range(1, 100));
    await rig.page.rest();
    rig.entries = range(1, 160);
    rig.reader.refresh();
    rig.reader.showOlder();
    await rig.page.rest();
    expect(rig.shown()).toEqual(range(1, 160));
  });

  it('tries again what the network lost, and lets one ask again for what was refused', async () => {
    const rig = createRig(range(1, 100));
    await rig.page.rest();
    rig.failure = unreachable;
    rig.reader.showOlder();
    await rig.page.advance(500);
    expect(rig.reader.read()).toMatchObject({ isBusy: true, error: unreachable });
    rig.failure = refused;
    await rig.page.rest();
    expect(rig.reader.read()).toMatchObject({ isBusy: false, error: refused });
    rig.failure = undefined;
    rig.reader.showOlder();
    await rig.page.rest();
    expect(rig.shown()).toEqual(range(1, 100));
    expect(rig.reader.read().error).toBeUndefined();
  });

  const seed = chooseSeed();
  it(`shows every entry once, whatever happens meanwhile (seed ${seed})`, async () => {
    const random = createSeeded(seed);
    for (let play = 0; play < plays; play += 1) {
      const slownessMs = 1 + random.integer(3_000);
      const answerMs = (): number => random.integer(slownessMs);
      const rig = createRig(range(1, random.integer(200)), answerMs, random.fraction);
      const { page, reader, shown } = rig;
      const add = (...more: number[]): void => {
        rig.entries = [...new Set([...rig.entries, ...more])].toSorted((a, b) => a - b);
        reader.request();
      };
      const grow = (): void => {
        const last = Math.floor(rig.entries.at(-1) ?? 0);
        add(...range(last + 1, last + 1 + random.integer(130)));
      };
      const steps: (() => unknown)[] = [
        grow,
        // An alert comes to the incident, with what happened to it before.
        () => add(random.integer(300) + 0.5),
        reader.showOlder,
        reader.refresh,
        () => (rig.failure = [undefined, undefined, unreachable, refused][random.integer(4)]),
      ];
      let held: readonly number[] = [];
      for (let step = random.integer(40); step > 0; step -= 1) {
        steps[random.integer(steps.length)]?.();
        await page.advance(random.integer(4_000));
        const now = shown();
        expect(now, `play ${play}`).toEqual([...new Set(now)].toSorted((a, b) => a - b));
        // What was asked for stays, however much comes.
        const { isHeld } = reader.read();
        expect(now, `play ${play}`).toEqual(expect.arrayContaining([...held]));
        held = isHeld ? now.slice(0, 1) : [];
      }
      rig.failure = undefined;
      grow();
      await page.rest();
      const now = shown();
      const { hasOlder } = reader.read();
      expect(now, `play ${play}`).toEqual(rig.entries.slice(rig.entries.length - now.length));
      expect(now.length).toBeGreaterThanOrEqual(Math.min(rig.entries.length, 50));
      expect(hasOlder, `play ${play}`).toBe(now.length < rig.entries.length);
    }
  });
});
