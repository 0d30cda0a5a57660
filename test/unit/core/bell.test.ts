import { describe, expect, it } from 'vitest';

import { createBell } from '../../../src/core/bell.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const open = () => {
  const stop = new AbortController();
  return { clock: createFakeClock(), bell: createBell(stop.signal), stop };
};

describe('a bell', () => {
  it('wakes who waits, and says whether it was rung', async () => {
    const { clock, bell } = open();
    const first = bell.wait(clock, 100);
    bell.ring();
    expect(await first).toBe(true);
    const second = bell.wait(clock, 100);
    clock.advance(100);
    expect(await second).toBe(false);
    expect(clock.timers()).toBe(0);
  });

  it('that was rung while nobody waited wakes the next one at once', async () => {
    const { clock, bell } = open();
    const first = bell.wait(clock, 100);
    clock.advance(100);
    await first;
    bell.ring();
    expect(bell.isRung).toBe(true);
    expect(await bell.wait(clock, 100)).toBe(true);
    expect(bell.isRung).toBe(false);
  });

  it('may forget, and rings by itself at the end', async () => {
    const { clock, bell, stop } = open();
    bell.ring();
    bell.hush();
    const waiting = bell.wait(clock, 100);
    stop.abort();
    expect(await waiting).toBe(true);
  });
});
