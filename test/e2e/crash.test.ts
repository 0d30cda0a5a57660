import { describe, expect, it } from 'vitest';

import { runCrashScenario } from '../support/crash-scenario.ts';
import { chooseSeed } from '../support/seeded.ts';

describe('a service killed in the middle of a run', () => {
  it('tells the truth after the restart and finishes what is left', async () => {
    const seed = chooseSeed();
    const results = await runCrashScenario({
      rounds: 2,
      seed,
      slow: 'select pg_sleep(0.1)',
      withinMs: 1200,
    });
    expect(
      results.flatMap((result) => result.lies),
      `seed ${seed}`,
    ).toEqual([]);
    // Each round starts the service several times, beside all other tests.
  }, 240_000);
});
