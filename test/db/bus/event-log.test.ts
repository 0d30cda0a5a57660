import { describe, expect, it } from 'vitest';

import { runLogWorkload } from '../../support/log-workload.ts';
import { chooseSeed } from '../../support/seeded.ts';

describe('the event log under concurrent writers', () => {
  it('gives every event once and in one order to readers that disconnect and resume', async () => {
    const seed = chooseSeed();
    const outcome = await runLogWorkload({
      events: 800,
      writers: 8,
      readers: 4,
      maxPauseMs: 40,
      seed,
    });
    const context = `seed ${seed}`;
    expect(outcome.written, context).toBe(800);
    expect(outcome.deadlocks, context).toBe(0);
    expect(new Set(outcome.seen[0]).size, context).toBe(800);
    for (const seen of outcome.seen) expect(seen, context).toEqual(outcome.seen[0]);
    expect(outcome.ids, context).toEqual([...outcome.ids].toSorted((a, b) => a - b));
    expect(outcome.resumptions, context).toBeGreaterThan(4);
  });
});
