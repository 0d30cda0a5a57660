import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createSystemClock } from '../../src/core/clock.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded/start.ts';
import { runCrashScenario } from '../support/crash-scenario.ts';
import type { CrashResult } from '../support/crash-workload.ts';
import { chooseSeed, createSeeded } from '../support/seeded.ts';
import { until } from '../support/until.ts';

function report(what: string, seed: number, results: readonly CrashResult[]): void {
  const states = new Map<string, number>();
  for (const { interruptedAs } of results) {
    states.set(interruptedAs, (states.get(interruptedAs) ?? 0) + 1);
  }
  const counts = [...states].map(([state, n]) => `${n} ${state}`).join(', ');
  process.stdout.write(`${what}: seed ${seed}, ${results.length} kills: ${counts}\n`);
}

describe('kill -9', () => {
  it('at 30 random moments of a run of 20 migrations leaves nothing untrue', async () => {
    const seed = chooseSeed();
    const results = await runCrashScenario({
      rounds: 30,
      seed,
      slow: 'select pg_sleep(0.1)',
      withinMs: 2500,
    });
    report('crash torture', seed, results);
    expect(
      results.flatMap((result) => result.lies),
      `seed ${seed}`,
    ).toEqual([]);
  });

  it.each([
    ['in a transaction', 4],
    ['by itself', 6],
  ])('during a statement of 30 s %s waits for the server to end it', async (_how, applied) => {
    const seed = chooseSeed();
    const results = await runCrashScenario({
      rounds: 1,
      seed,
      slow:
        "select pg_sleep(30) from (select count(*) n from hawkwatch.migrations where state = 'applied') h " +
        `where h.n = ${applied}`,
      fromMs: 3000,
      withinMs: 6000,
    });
    report('crash during a long statement', seed, results);
    expect(
      results.flatMap((result) => result.lies),
      `seed ${seed}`,
    ).toEqual([]);
  });

  it("of hawkwatch's own store and then of hawkwatch loses and doubles no outcome", async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    const stateDirectory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-torture-'));
    const store = await startEmbeddedPostgres({
      stateDirectory,
      clock: createSystemClock(),
      random: createSystemRandom(),
      logger: silentLogger,
    });
    try {
      await store.ensureDatabase('own');
      const results = await runCrashScenario({
        rounds: 8,
        seed,
        slow: 'select pg_sleep(0.1)',
        withinMs: 2000,
        storeUrl: store.url('own'),
        // The supervisor starts it again, at the same address, a moment later.
        breakFirst: async () => {
          const pidFile = await readFile(path.join(store.dataDirectory, 'postmaster.pid'), 'utf8');
          process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
          // The run goes on for a while without its store, and spools what it does.
          const killed = performance.now();
          const onMs = random.fraction() * 800;
          await until('a moment without the store', () => performance.now() - killed > onMs);
        },
      });
      report('crash with the store', seed, results);
      expect(
        results.flatMap((result) => result.lies),
        `seed ${seed}`,
      ).toEqual([]);
    } finally {
      await store.stop();
      await rm(path.dirname(store.dataDirectory), { recursive: true, force: true });
      await rm(stateDirectory, { recursive: true, force: true });
    }
  });
});
