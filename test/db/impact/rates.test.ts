import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createTargets, type Target, type Targets } from '../../../src/databases/targets.ts';
import { createRateMeter } from '../../../src/migrations/impact/rates.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { targetSettings } from '../../support/target-settings.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';

const logger = silentLogger;

describe.each(serversAtHand())('rates, on $title', (server) => {
  let place: TestPlace;
  let targets: Targets;
  let target: Target;
  beforeAll(async () => {
    place = await server.open();
    targets = createTargets({ clock: createSystemClock() });
    await targets.replace([targetSettings({ url: place.url })]);
    target = targets.get('shop');
  });
  afterAll(async () => {
    await targets.close();
    await place.close();
  });

  it('are wide ranges, and say what was measured', async () => {
    const rates = await createRateMeter({ clock: createSystemClock(), logger }).measure(target);
    expect(rates?.scan.low).toBeGreaterThan(0);
    expect(rates?.scan.high).toBeGreaterThanOrEqual((rates?.scan.low ?? 0) * 50);
    expect(rates?.rewrite.high).toBeLessThan(rates?.scan.high ?? 0);
    expect(rates?.rewrite.low).toBeLessThan(rates?.rewrite.high ?? 0);
    expect(rates?.basis).toMatch(
      /[\d.]+ MB of its catalogue were scanned at [\d.]+ to [\d.]+ MB\/s/,
    );
  });

  it('are measured once an hour', async () => {
    const clock = createFakeClock();
    const meter = createRateMeter({ clock, logger });
    const first = await meter.measure(target);
    clock.advance(59 * 60_000);
    expect(await meter.measure(target)).toBe(first);
    clock.advance(2 * 60_000);
    expect(await meter.measure(target)).not.toBe(first);
  });
});

describe('rates', () => {
  it('are none where there is nothing to measure, and are asked for again after a minute', async () => {
    const clock = createFakeClock();
    const targets = createTargets({ clock: createSystemClock(), connectTimeoutMs: 1000 });
    await targets.replace([targetSettings({ url: 'postgres://127.0.0.1:1/none' })]);
    const meter = createRateMeter({ clock, logger });
    const first = meter.measure(targets.get('shop'));
    expect(await first).toBeNull();
    expect(meter.measure(targets.get('shop'))).toBe(first);
    clock.advance(61_000);
    expect(meter.measure(targets.get('shop'))).not.toBe(first);
    await targets.close();
  });
});
