import { describe, expect, it } from 'vitest';

import { createClock } from '../../../src/core/clock.ts';
import { createHealthReader } from '../../../src/databases/postgres/health.ts';

const row = { version: '18.1', recovering: false, read_only: null, used: 3, most: 97 };

/** A server whose answers take so many milliseconds each, the last one again and again. */
function createServer(latencies: readonly number[], size: () => Promise<readonly object[]>) {
  let nowMs = 0;
  const asked = { health: 0, size: 0 };
  const clock = createClock({
    now: () => new Date('2026-03-01T00:00:00Z'),
    monotonicMs: () => nowMs,
    setTimer: () => () => undefined,
  });
  const read = createHealthReader({
    clock,
    query: async <Row extends object>(sql: string) => {
      if (sql.includes('pg_database_size')) {
        asked.size += 1;
        return (await size()) as readonly Row[];
      }
      nowMs += latencies[Math.min(asked.health, latencies.length - 1)] ?? 0;
      asked.health += 1;
      return [row] as unknown as readonly Row[];
    },
    tls: () => undefined,
    reasonOf: String,
  });
  return { read, asked, pass: (ms: number) => (nowMs += ms) };
}

const measured = (): Promise<readonly object[]> => Promise.resolve([{ bytes: '7' }]);

describe('the health of a server', () => {
  it('is DEGRADED when it is slow twice, not when it had to connect first', async () => {
    expect(await createServer([1500, 5], measured).read()).toMatchObject({
      state: 'UP',
      latencyMs: 5,
    });
    expect(await createServer([1500, 1200], measured).read()).toMatchObject({
      state: 'DEGRADED',
      latencyMs: 1200,
      reason: expect.stringMatching(/more than 1000 ms/),
    });
  });

  it('has a size that is measured every five minutes', async () => {
    const { read, asked, pass } = createServer([1], measured);
    expect(await read()).toMatchObject({ state: 'UP', sizeBytes: 7 });
    await read();
    expect(asked.size).toBe(1);
    pass(301_000);
    await read();
    expect(asked.size).toBe(2);
  });

  it('is UP without a size where that is denied or takes too long', async () => {
    const { read, asked } = createServer([1], () => Promise.reject(new Error('denied')));
    expect(await read()).toMatchObject({ state: 'UP', reason: null, sizeBytes: null });
    await read();
    expect(asked.size).toBe(1);
  });
});
