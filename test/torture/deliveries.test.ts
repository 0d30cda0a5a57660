// 5,000 alerts that fire and are resolved, told by two replicas that are killed at each step.
import { describe, expect, it } from 'vitest';

import { runKillScenario } from '../support/delivery-kills.ts';
import { chooseSeed } from '../support/seeded.ts';
import { createTestStore } from '../support/store.ts';

describe('kill -9', () => {
  it.each([
    ['one replica', { replicas: 1, kills: 40 }],
    ['two replicas', { replicas: 2, kills: 24 }],
    ['one over its limit', { replicas: 1, kills: 8, rate: { messages: 100, perMs: 10_000 } }],
  ])(
    'at each step of 10,000 deliveries by %s loses none, and keeps their order',
    async (what, given) => {
      const seed = chooseSeed();
      const place = await createTestStore();
      try {
        const result = await runKillScenario({ place, alerts: 5000, seed, ...given });
        process.stdout.write(
          `deliveries, ${what}: seed ${seed}, ${result.posts} posts, ${result.duplicates} twice, ` +
            `kills ${JSON.stringify(result.kills)}\n`,
        );
        // Some come to their end before the step at which they are to die.
        const kills = Object.values(result.kills).reduce((sum, n) => sum + n, 0);
        expect(kills, `seed ${seed}`).toBeGreaterThanOrEqual(given.kills / 2);
        expect(result.lies.slice(0, 10), `seed ${seed}`).toEqual([]);
      } finally {
        await place.close();
      }
    },
    14 * 60_000,
  );
});
