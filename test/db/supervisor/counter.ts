// A monitor that counts in events, with its position: what it tells must be 1, 2, 3 … whatever becomes
// of those who run it.
import { z } from 'zod';

import type { Random } from '../../../src/core/random.ts';
import { defineEvent } from '../../../src/core/events.ts';
import { defineMonitor } from '../../../src/monitors/monitor.ts';

export const counted = defineEvent({
  type: 'test.counted',
  version: 1,
  audience: 'viewer',
  schema: z.object({ n: z.number(), by: z.string() }),
});

const position = z.object({ n: z.number() }).catch({ n: 0 });

/** `onLine` is told of each start and end; `onTransaction` is called in the middle of each one. */
export const counterOf = (
  by: string,
  random: Random,
  onLine: (line: string) => void,
  onTransaction: (n: number) => void = () => undefined,
) => ({
  counter: defineMonitor({
    kind: 'counter',
    scope: 'cluster',
    description: 'Counts.',
    silentAfterMs: 60_000,
    parseConfig: () => [{ name: 'main', config: {} }],
    start: async (_config: object, { transaction, beat, signal, clock, ...context }) => {
      let { n } = position.parse(context.position);
      onLine(`from ${n}`);
      signal.addEventListener('abort', () => onLine(`aborted ${String(signal.reason)}`));
      try {
        while (!signal.aborted) {
          const next = n + 1;
          await transaction(async (tx) => {
            const payload = { n: next, by };
            const event = counted.create({ subject: 'test', occurredAt: clock.now(), payload });
            tx.append(event);
            await tx.savePosition({ n: next });
            onTransaction(next);
          });
          n = next;
          beat();
          await clock.sleep(random.fraction() * 10, signal).catch(() => undefined);
        }
      } catch (error) {
        onLine(`threw ${String(error)}`);
        throw error;
      }
    },
  }),
});
