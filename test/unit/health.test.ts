import { describe, expect, it } from 'vitest';

import { silentLogger } from '../../src/core/logger.ts';
import { createHealthChecks, isWell, type HealthSource } from '../../src/health.ts';
import {
  configurationHealth,
  databasesHealth,
  loadHealth,
  memoryHealth,
  stateDirectoryHealth,
} from '../../src/health-sources.ts';
import { createEventLoopLag } from '../../src/metrics/event-loop-lag.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { until } from '../support/until.ts';

const clock = createFakeClock();
const checksOf = (...parts: readonly HealthSource[]) =>
  createHealthChecks({ parts, clock, logger: silentLogger, version: '1' });
const bad = { state: 'DEGRADED', reason: 'so so' } as const;
const never = (): Promise<never> => new Promise(() => undefined);

describe('the health', () => {
  it('is the worst of the parts that count', async () => {
    const well = { name: 'a', check: () => isWell };
    const watched: HealthSource = {
      name: 'b',
      counts: false,
      check: () => ({ state: 'DOWN', reason: 'x' }),
    };
    expect(await checksOf(well, watched).check()).toMatchObject({
      state: 'OK',
      parts: [
        { name: 'a', state: 'OK', counts: true, latencyMs: 0 },
        { name: 'b', state: 'DOWN', counts: false },
      ],
    });
    expect(await checksOf(well, { name: 'c', check: () => bad }).check()).toMatchObject({
      state: 'DEGRADED',
    });
  });

  it('is told in time though a part hangs or breaks', async () => {
    const checks = checksOf(
      { name: 'hangs', check: never },
      { name: 'store', whenSilent: 'DOWN', check: never },
      {
        name: 'breaks',
        check: () => {
          throw new Error('postgres://u:secret@h/d');
        },
      },
    );
    const asked = checks.check('quick');
    await new Promise(setImmediate);
    clock.advance(2000);
    const health = await asked;
    expect(health.parts.map(({ state }) => state)).toEqual(['DEGRADED', 'DOWN', 'DEGRADED']);
    expect(health.state).toBe('DOWN');
    expect(JSON.stringify(health)).not.toContain('secret');
    expect(clock.timers()).toBe(0);
  });

  it('is found out once for all who ask meanwhile, each depth by itself', async () => {
    const depths: string[] = [];
    const checks = checksOf({
      name: 'a',
      check: async (depth) => {
        depths.push(depth);
        await Promise.resolve();
        return isWell;
      },
    });
    await Promise.all([checks.check(), checks.check('quick'), checks.check('full')]);
    await checks.check();
    expect(depths).toEqual(['quick', 'full', 'quick']);
  });
});

describe('the parts', () => {
  it('tell of a faulty configuration, memory and a directory that is not there', async () => {
    expect(configurationHealth(() => null).check('quick')).toMatchObject({ state: 'OK' });
    expect(configurationHealth(() => 'line 3').check('quick')).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringContaining('line 3'),
    });
    expect(memoryHealth().check('quick')).toMatchObject({ state: 'OK' });
    expect(await stateDirectoryHealth('/not/there').check('quick')).toMatchObject({
      state: 'DEGRADED',
      reason: expect.stringContaining('ENOENT'),
    });
    expect(await stateDirectoryHealth('/tmp').check('quick')).toMatchObject({ state: 'OK' });
  });

  it('tell of an event loop that was held up', async () => {
    const eventLoop = createEventLoopLag();
    const load = loadHealth(createFakeClock(), eventLoop, 50);
    const other = eventLoop.createReader();
    try {
      // The measuring timer must have run before and after it is held up.
      await until('the other one has seen it', () => {
        const end = performance.now() + 400;
        while (performance.now() < end);
        return other.lagMs() > 50;
      });
      // What another one has seen is not lost to the rest.
      other.restart();
      expect(other.lagMs()).toBeLessThan(50);
      expect(load.check('quick')).toMatchObject({
        state: 'DEGRADED',
        reason: expect.stringMatching(/overloaded/),
      });
    } finally {
      load.stop?.();
      eventLoop.stop();
    }
  });

  it('reach databases in a full look only', async () => {
    let asked = 0;
    const one = (name: string, state: 'UP' | 'DOWN') => ({
      settings: { name },
      health: () => {
        asked += 1;
        return Promise.resolve({ state });
      },
    });
    const list = () => [one('shop', 'UP'), one('stock', 'DOWN')];
    const empty = {
      select: () => ({
        from: () => ({ innerJoin: () => ({ where: () => ({ orderBy: () => [] }) }) }),
      }),
    };
    // Only what the part uses is there.
    const databases = databasesHealth({ q: empty } as never, { list } as never);
    expect(await databases.check('quick')).toEqual(isWell);
    expect(asked).toBe(0);
    expect(await databases.check('full')).toEqual({
      state: 'DEGRADED',
      reason: '1 of 2 are down: stock',
    });
    expect(databases.counts).toBe(false);
  });
});
