import { describe, expect, it } from 'vitest';

import {
  holdMs,
  standingAfter,
  standingAtStart,
  type Found,
  type Standing,
} from '../../../src/monitors/supervisor/standing.ts';
import { monitorStates } from '../../../src/store/monitors.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const ok: Found = { state: 'OK', reason: null };
const degraded: Found = { state: 'DEGRADED', reason: 'no daemon' };
const silent: Found = { state: 'SILENT', reason: 'said nothing' };
const failing: Found = { state: 'FAILING', reason: 'threw' };
const hung: Found = { state: 'HUNG', reason: 'does not end' };
const all = [ok, degraded, silent, failing, hung];

const standingOf = (state: Standing['state']): Standing => standingAtStart({ state, reason: 'r' });
const at = (state: Standing['state'], found: Found, nowMs = 1): string =>
  standingAfter(standingOf(state), found, nowMs).state;

describe('the state of a monitor', () => {
  it.each([
    ['WAITING', 'STARTING', null],
    ['PAUSED', 'STARTING', null],
    ['RETIRED', 'STARTING', null],
    ['OK', 'OK', 'r'],
    ['DEGRADED', 'DEGRADED', 'r'],
    ['FAILING', 'FAILING', 'r'],
    ['HUNG', 'HUNG', 'r'],
  ] as const)('is %s, and after a start %s: a restart is no change', (state, expected, reason) => {
    expect(standingOf(state)).toMatchObject({ state: expected, reason });
  });

  it('is whatever is found first', () => {
    for (const found of all) expect(at('WAITING', found)).toBe(found.state);
  });

  it('gets worse at once', () => {
    expect(all.map((found) => at('OK', found))).toEqual(all.map(({ state }) => state));
    expect(at('DEGRADED', silent)).toBe('SILENT');
    expect(at('FAILING', hung)).toBe('HUNG');
  });

  it('stays in trouble through lesser trouble, with the newest reason', () => {
    expect(standingAfter(standingOf('HUNG'), silent, 5)).toMatchObject({
      state: 'HUNG',
      reason: 'said nothing',
    });
    expect(at('FAILING', silent)).toBe('FAILING');
  });

  it('ends trouble with the first success', () => {
    for (const state of ['SILENT', 'FAILING', 'HUNG'] as const) expect(at(state, ok)).toBe('OK');
    expect(at('FAILING', degraded)).toBe('DEGRADED');
  });

  it('has to hold out longer and longer when it flaps, and is forgiven after an hour', () => {
    expect([0, 1, 2, 3, 4, 20].map(holdMs)).toEqual([0, 0, 10_000, 20_000, 40_000, 600_000]);
    let standing = standingOf('OK');
    let changes = 0;
    const find = (found: Found, nowMs: number): void => {
      const before = standing.state;
      standing = standingAfter(standing, found, nowMs);
      if (standing.state !== before) changes += 1;
    };
    for (let second = 1; second <= 6 * 3_600; second += 1) {
      find(second % 2 === 0 ? ok : failing, second * 1000);
    }
    expect(changes).toBeLessThan(20);
    const later = 10 * 3_600_000;
    for (let second = 0; second < 700; second += 1) find(ok, later + second * 1000);
    expect(standing.state).toBe('OK');
    find(failing, later + 2 * 3_600_000);
    find(ok, later + 2 * 3_600_000 + 1);
    expect(standing.state).toBe('OK');
  });

  const seed = chooseSeed();
  it(`is what was found, or worse, and changes seldom, whatever is found (seed ${seed})`, () => {
    const random = createSeeded(seed);
    const ranks = ['OK', 'DEGRADED', 'SILENT', 'FAILING', 'HUNG'];
    for (let round = 0; round < 200; round += 1) {
      let standing = standingOf(monitorStates[random.integer(monitorStates.length)] ?? 'OK');
      let nowMs = 0;
      let changes = 0;
      while (nowMs < 3_600_000) {
        nowMs += 1 + random.integer(20_000);
        const found = all[random.integer(all.length)] ?? ok;
        const next = standingAfter(standing, found, nowMs);
        expect(ranks.indexOf(next.state)).toBeGreaterThanOrEqual(ranks.indexOf(found.state));
        if (next.state !== standing.state) changes += 1;
        standing = next;
      }
      expect(changes).toBeLessThan(40);
    }
  });
});
