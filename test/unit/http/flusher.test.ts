import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { createFlusher } from '../../../src/http/fan-out/flusher.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

/** Items that note when they were flushed; flushing one takes `costMs`. */
function createRig() {
  const clock = createFakeClock();
  const flusher = createFlusher(clock);
  const rounds: { readonly name: string; readonly atMs: number }[] = [];
  const item = (name: string, costMs = 0) => ({
    flush: () => {
      rounds.push({ name, atMs: clock.monotonicMs() });
      clock.advance(costMs);
    },
  });
  return { clock, flusher, rounds, item };
}

const names = (rounds: readonly { readonly name: string }[]): string[] =>
  rounds.map(({ name }) => name);

describe('the flusher', () => {
  it('flushes an item at the end of its turn, not within it', async () => {
    const { clock, flusher, rounds, item } = createRig();
    flusher.add(item('one'));
    await Promise.resolve();
    expect(rounds).toEqual([]);
    await nextTurn();
    expect(names(rounds)).toEqual(['one']);
    expect(clock.timers()).toBe(0);
  });

  it('flushes the items of a turn together, in their order', async () => {
    const { flusher, rounds, item } = createRig();
    flusher.add(item('one'));
    flusher.add(item('two'));
    await Promise.resolve();
    flusher.add(item('three'));
    await nextTurn();
    expect(names(rounds)).toEqual(['one', 'two', 'three']);
  });

  it('flushes what is added by a flush in a round of its own', async () => {
    const { flusher, rounds, item } = createRig();
    flusher.add({ flush: () => flusher.add(item('later')) });
    flusher.add(item('now'));
    await nextTurn();
    expect(names(rounds)).toEqual(['now']);
    await nextTurn();
    expect(names(rounds)).toEqual(['now', 'later']);
  });

  it('lets each of a slow succession of events leave in its own turn', async () => {
    const { clock, flusher, rounds, item } = createRig();
    for (let n = 0; n < 5; n += 1) {
      flusher.add(item(`${n}`, 1));
      await nextTurn();
      expect(rounds).toHaveLength(n + 1);
      clock.advance(1);
    }
  });

  it('pauses between rounds that take long, and joins what comes meanwhile', async () => {
    const { clock, flusher, rounds, item } = createRig();
    flusher.add(item('long', 10));
    await nextTurn();
    const endedMs = clock.monotonicMs();
    flusher.add(item('a', 5));
    clock.advance(1);
    await nextTurn();
    flusher.add(item('b', 5));
    expect(names(rounds)).toEqual(['long']);
    clock.advance(10);
    expect(names(rounds)).toEqual(['long', 'a', 'b']);
    expect(rounds[1]?.atMs).toBe(endedMs + 4);
  });

  it('keeps rounds at least a pause apart under lasting load', async () => {
    const clock = createFakeClock();
    const flusher = createFlusher(clock);
    let flushed = 0;
    const rounds: { startMs: number; endMs: number }[] = [];
    const costly = {
      flush: () => {
        const startMs = clock.monotonicMs();
        clock.advance(7);
        rounds.push({ startMs, endMs: clock.monotonicMs() });
      },
    };
    const light = {
      flush: () => {
        flushed += 1;
      },
    };
    for (let n = 0; n < 100; n += 1) {
      // The first of a round is costly, those that join it while it waits are not.
      flusher.add(n % 5 === 0 ? costly : light);
      await nextTurn();
      clock.advance(1);
    }
    clock.advance(10);
    expect(flushed).toBe(80);
    expect(rounds).toHaveLength(20);
    const pausesMs = rounds.slice(1).map(({ startMs }, n) => startMs - (rounds[n]?.endMs ?? 0));
    expect(Math.min(...pausesMs)).toBeGreaterThanOrEqual(4);
  });

  it('waits with what comes soon after a long round, and not once it has been quiet', async () => {
    const { clock, flusher, rounds, item } = createRig();
    flusher.add(item('long', 10));
    await nextTurn();
    clock.advance(7);
    flusher.add(item('soon', 10));
    await nextTurn();
    expect(names(rounds)).toEqual(['long']);
    clock.advance(4);
    expect(names(rounds)).toEqual(['long', 'soon']);
    clock.advance(8);
    flusher.add(item('next'));
    await nextTurn();
    expect(names(rounds)).toEqual(['long', 'soon', 'next']);
  });
});
