// Repeatable randomness for property and torture tests (mulberry32).
import { createHash } from 'node:crypto';

import type { Random } from '../../src/core/random.ts';

export interface Seeded extends Random {
  readonly seed: number;
  /** A whole number with 0 <= n < below. */
  integer(below: number): number;
}

/** The seed of this run: HAWKWATCH_TEST_SEED repeats an earlier one. */
export function chooseSeed(): number {
  const given = Number(process.env['HAWKWATCH_TEST_SEED']);
  return Number.isSafeInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31);
}

export function createSeeded(seed: number): Seeded {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (below: number): number => Math.floor(fraction() * below);
  const bytes = (count: number): Buffer =>
    Buffer.from(Array.from({ length: count }, () => integer(256)));
  return {
    seed,
    fraction,
    integer,
    bytes,
    uuid: () => {
      const hex = createHash('sha256').update(bytes(16)).digest('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
