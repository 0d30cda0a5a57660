// The watcher under a store that fails before and after its commits, killed and started at random,
// and two of them at once, as when a leader has not noticed yet that it lost the lock.
import { describe, expect, it } from 'vitest';

import { listRuns } from '../../../src/store/migration-runs.ts';
import { createTestAssessor } from '../../support/assessor.ts';
import { createBench } from '../../support/migrations.ts';
import { failing } from '../../support/failing-store.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import { assessedOf, lowRisk, startWatching, type Watching } from '../../support/watching.ts';

describe('whatever dies and whoever else watches', () => {
  const seed = chooseSeed();
  it.each([false, true])(
    `announces each digest once and applies each file once (seed ${seed}, dry runs: %s)`,
    async (dryRun) => {
      const seeded = createSeeded(seed);
      const assessor = createTestAssessor();
      const bench = await createBench({ assessor, target: { automatic: { ...lowRisk, dryRun } } });
      const store = failing(bench.store, seeded);
      const start = (): Watching =>
        startWatching({ ...bench, parts: { ...bench.parts, store } }, { retryMs: 20 });
      const watching = [start(), start()];
      try {
        await bench.target`create table public.calls (version int)`;
        const count = 12;
        for (let version = 1; version <= count; version += 1) {
          await bench.write({
            [`${version}_a.sql`]: `insert into public.calls values (${version})`,
          });
          if (seeded.integer(2) === 0) {
            const at = seeded.integer(2);
            await watching[at]?.stop();
            watching[at] = start();
          }
          // Sometimes the next file comes before this one was seen, sometimes after.
          if (seeded.integer(3) > 0) {
            await until(
              `file ${version}`,
              async () => {
                const [row] =
                  await bench.target`select 1 from public.calls where version = ${version}`;
                return row !== undefined;
              },
              25_000,
            );
          }
        }
        await until(
          'all files',
          async () => {
            const states = await bench.states();
            return states.length === count && states.every((state) => state.endsWith('APPLIED'));
          },
          25_000,
        );
        const calls = await bench.target<{ version: number }[]>`
          select version from public.calls order by version`;
        expect(calls.map((call) => call.version)).toEqual(
          Array.from({ length: count }, (_, i) => i + 1),
        );
        const digests = (await assessedOf(bench)).map((event) => event.digest);
        expect(new Set(digests).size).toBe(digests.length);
        const runs = await listRuns(bench.store.q, {}, { limit: 100 });
        const real = runs.filter((run) => !run.dryRun).map((run) => run.inputHash);
        expect(new Set(real).size).toBe(real.length);
        // A newer file may come while a dry run goes on: then only the newer digest is run.
        expect(digests).toEqual(expect.arrayContaining(real));
        const without = dryRun ? [] : digests.filter((digest) => !real.includes(digest));
        expect(without).toEqual([]);
        const dry = runs.filter((run) => run.dryRun).map((run) => run.inputHash);
        expect(dry.toSorted()).toEqual(dryRun ? digests.toSorted() : []);
      } finally {
        await Promise.all(watching.map((one) => one.stop()));
        await bench.close();
      }
    },
    60_000,
  );
});
