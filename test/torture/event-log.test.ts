import { describe, expect, it } from 'vitest';

import { runLogWorkload } from '../support/log-workload.ts';
import { chooseSeed } from '../support/seeded.ts';

const events = 20_000;

describe('20,000 events of 8 writers', () => {
  it('reach 4 readers that disconnect at random, each event once, in one order', async () => {
    const seed = chooseSeed();
    process.stdout.write(`event log torture: seed ${seed}\n`);
    const outcome = await runLogWorkload({
      events,
      writers: 8,
      readers: 4,
      maxPauseMs: 200,
      seed,
    });
    process.stdout.write(
      `event log torture: ${outcome.written} written, ${outcome.resumptions} resumptions, ` +
        `${outcome.deadlocks} deadlocks\n`,
    );
    const context = `seed ${seed}`;
    expect(outcome.written, context).toBe(events);
    expect(outcome.deadlocks, context).toBe(0);
    expect(new Set(outcome.seen[0]).size, context).toBe(events);
    for (const seen of outcome.seen) expect(seen, context).toEqual(outcome.seen[0]);
  });
});
