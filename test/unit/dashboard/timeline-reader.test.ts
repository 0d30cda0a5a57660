// A time line is read while it grows: every entry is shown, once, in whatever order the answers come.
import { describe, expect, it } from 'vitest';

import type { TimelinePage } from '../../../src/dashboard/parts/alerts/timeline-entries.ts';
import {
  createTimelineReader,
  nothingRead,
  type ReadTimeline,
  type TimelineRange,
} from '../../../src/dashboard/parts/alerts/timeline-reader.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

/** A service with a time line of numbers: what is asked waits until it is let go, in any order. */
function createService(length: number) {
  let entries = Array.from({ length }, (_, index) => index + 1);
  const waiting: (() => void)[] = [];
  const answer = (range: TimelineRange): TimelinePage<number> => {
    const after = 'first' in range ? Number(range.after ?? -Infinity) : -Infinity;
    const before = 'last' in range ? Number(range.before ?? Infinity) : Infinity;
    const within = entries.filter((one) => one > after && one < before);
    const kept = 'last' in range ? within.slice(-range.last) : within.slice(0, range.first);
    return {
      edges: kept.map((node) => ({ cursor: String(node), node })),
      pageInfo: {
        hasPreviousPage: 'last' in range && kept.length < within.length,
        hasNextPage: 'first' in range && kept.length < within.length,
      },
    };
  };
  return {
    waiting,
    entries: () => entries,
    grow: (count: number) => {
      const last = entries.at(-1) ?? 0;
      entries = [...entries, ...Array.from({ length: count }, (_, index) => last + index + 1)];
    },
    /** An alert comes to the incident with what happened to it before: an entry between others. */
    insert: (entry: number) => {
      entries = [...new Set([...entries, entry])].toSorted((a, b) => a - b);
    },
    // What is answered is what there is when the service comes to it; the answer may then take its time.
    ask: (range: TimelineRange, isLost = false): Promise<TimelinePage<number> | undefined> => {
      const page = answer(range);
      return new Promise((resolve) => {
        waiting.push(() => resolve(isLost ? undefined : page));
      });
    },
  };
}

function createReading(length: number, isLost: () => boolean = () => false) {
  const service = createService(length);
  let now: ReadTimeline<number> = nothingRead;
  const reader = createTimelineReader<number>(
    (range) => service.ask(range, isLost()),
    (next) => (now = next),
  );
  const shown = (): readonly number[] => now.edges?.map(({ node }) => node) ?? [];
  /** Lets the answers go until none waits, the oldest first. */
  const settle = async (): Promise<void> => {
    for (let release = service.waiting.shift(); release; release = service.waiting.shift()) {
      release();
      await new Promise(setImmediate);
    }
  };
  return { service, reader, shown, settle, hasOlder: () => now.hasOlder };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a time line that is read', () => {
  it('is its newest page, which moves with it', async () => {
    const { service, reader, shown, settle, hasOlder } = createReading(60);
    void reader.read();
    await settle();
    expect(shown()).toEqual(range(11, 60));
    service.grow(70);
    void reader.read();
    await settle();
    expect(shown()).toEqual(range(81, 130));
    expect(hasOlder()).toBe(true);
  });

  it('has no gap where it grew after older entries were asked for', async () => {
    const { service, reader, shown, settle, hasOlder } = createReading(100);
    void reader.read();
    await settle();
    void reader.showOlder();
    await settle();
    service.grow(153);
    void reader.read();
    await settle();
    expect(shown()).toEqual(range(1, 253));
    expect(hasOlder()).toBe(false);
  });

  it('has no gap either when its newest page was on its way at that time', async () => {
    const { service, reader, shown, settle } = createReading(100);
    void reader.read();
    await settle();
    service.grow(60);
    void reader.read();
    void reader.showOlder();
    await settle();
    expect(shown()).toEqual(range(1, 160));
  });

  const seed = chooseSeed();
  it(`shows every entry once while it grows and is read, in any order of the answers (seed ${seed})`, async () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 150; round += 1) {
      let isCalm = false;
      const isLost = (): boolean => !isCalm && random.integer(12) === 0;
      const reading = createReading(random.integer(200), isLost);
      const { service, reader, shown, settle } = reading;
      void reader.read();
      const steps: (() => unknown)[] = [
        () => service.grow(1 + random.integer(130)),
        () => service.insert(random.integer(300) + 0.5),
        () => void reader.read(),
        () => void reader.showOlder(),
        () => service.waiting.splice(random.integer(service.waiting.length), 1)[0]?.(),
        () => service.waiting.shift()?.(),
      ];
      for (let step = random.integer(60); step > 0; step -= 1) {
        steps[random.integer(steps.length)]?.();
        await new Promise(setImmediate);
        const now = shown();
        expect(now, `round ${round}`).toEqual([...new Set(now)].toSorted((a, b) => a - b));
      }
      isCalm = true;
      await settle();
      const isHeld = random.integer(2) === 0 && shown().length > 0;
      if (isHeld) void reader.showOlder();
      await settle();
      const oldest = shown().at(0);
      service.grow(random.integer(300));
      void reader.read();
      await settle();
      const now = shown();
      const there = service.entries();
      // What was asked for stays, however much comes.
      if (isHeld) expect(now).toContain(oldest);
      expect(now, `round ${round}`).toEqual(there.slice(there.length - now.length));
      expect(now.length).toBeGreaterThanOrEqual(Math.min(there.length, 50));
      expect(reading.hasOlder()).toBe(now.length < there.length);
    }
  });
});
