import { describe, expect, it } from 'vitest';

import { findTogether, type FailingEndpoint } from '../../../src/monitors/endpoints/together.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const base = Date.UTC(2030, 0, 1);
const failing = (id: string, minute: number, okMinute: number | null): FailingEndpoint => ({
  id,
  failingSince: new Date(base + minute * 60_000),
  lastOkAt: okMinute === null ? null : new Date(base + okMinute * 60_000),
  everyMs: 300_000,
});
const idsOf = (all: readonly FailingEndpoint[], id: string, total: number): string[] =>
  findTogether(all, id, total).map((one) => one.id);

describe('endpoints that are down', () => {
  it('failed together when three of them did within a minute', () => {
    const all = [failing('a', 10, 9.9), failing('b', 10.5, 9.9), failing('c', 10.8, 9.9)];
    expect(idsOf(all, 'c', 50)).toEqual(['a', 'b', 'c']);
    expect(idsOf(all.slice(1), 'c', 50)).toEqual([]);
  });

  it('failed together when they may have broken in the same minute, seen minutes apart', () => {
    const all = [failing('a', 10, 5), failing('b', 12, 7), failing('c', 14, 9)];
    expect(idsOf(all, 'c', 50)).toEqual(['a', 'b', 'c']);
  });

  it('failed apart when each was good after the other had failed', () => {
    const all = [failing('a', 10, 9), failing('b', 13, 12), failing('c', 16, 15)];
    expect(idsOf(all, 'c', 50)).toEqual([]);
  });

  it('failed together when two of four did, but one of two is alone', () => {
    const all = [failing('a', 10, 9.5), failing('b', 10, 9.5)];
    expect(idsOf(all, 'a', 4)).toEqual(['a', 'b']);
    expect(idsOf(all, 'a', 5)).toEqual([]);
    expect(idsOf(all.slice(0, 1), 'a', 2)).toEqual([]);
    expect(idsOf(all.slice(0, 1), 'a', 1)).toEqual([]);
  });

  it('are none of those that are not down', () => {
    expect(idsOf([failing('a', 1, 0)], 'x', 3)).toEqual([]);
  });

  it('share a moment, and are the most that do', () => {
    const seed = chooseSeed();
    process.stdout.write(`together: seed ${seed}\n`);
    const random = createSeeded(seed);
    for (let run = 0; run < 200; run += 1) {
      const all = Array.from({ length: 2 + random.integer(8) }, (_, index) => {
        const minute = random.integer(30);
        return failing(`e${index}`, minute, minute - 1 - random.integer(4));
      });
      const together = idsOf(all, 'e0', 100);
      const spans = all.map((one) => ({
        id: one.id,
        from: (one.lastOkAt?.getTime() ?? 0) - base,
        to: one.failingSince.getTime() - base + 60_000,
      }));
      let most = 0;
      for (let second = -600; second < 2400; second += 1) {
        const sharing = spans.filter(
          ({ from, to }) => from <= second * 1000 && second * 1000 <= to,
        );
        if (sharing.some(({ id }) => id === 'e0')) most = Math.max(most, sharing.length);
      }
      expect(together.length, `seed ${seed}, run ${run}`).toBe(most >= 3 ? most : 0);
    }
  });
});
