// Waves under drivers that die, that are two at once, and whose store fails before and after its
// commits; databases fail at random.
import { describe, expect, it } from 'vitest';

import type { WaveMember } from '../../../src/core/waves.ts';
import { listRuns, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { getWave, type MigrationWave } from '../../../src/store/migration-waves.ts';
import { failing } from '../../support/failing-store.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import { createWaveBench } from '../../support/waves.ts';

/** What is wrong with a wave that has ended, in words. */
function faultsOf(wave: MigrationWave, runs: readonly MigrationRun[]): string[] {
  const faults: string[] = [];
  const { members, stopOnFailure, maxParallel } = wave.plan;
  const byDatabase = Map.groupBy(runs, (run) => run.databaseId);
  for (const [databaseId, own] of byDatabase) {
    const member = members.find((one) => one.databaseId === databaseId);
    if (own.length !== 1) faults.push(`${member?.database} has ${own.length} runs`);
    if (member?.runId !== own[0]?.id) faults.push(`${member?.database} names another run`);
  }
  const runOf = (member: WaveMember): MigrationRun | undefined =>
    byDatabase.get(member.databaseId)?.[0];
  for (const later of members.filter((one) => one.stage === 'REST')) {
    const queued = runOf(later)?.queuedAt.getTime();
    if (queued === undefined) continue;
    for (const canary of members.filter((one) => one.stage === 'CANARY')) {
      const ended = runOf(canary)?.finishedAt?.getTime() ?? 0;
      if (canary.state !== 'SUCCEEDED' || ended > queued) {
        faults.push(`${later.database} began before the canary ${canary.database} had succeeded`);
      }
    }
  }
  // With one at a time nothing begins after the first failure.
  const failed = members.findIndex((one) => one.state === 'FAILED');
  const stops = failed >= 0 && (stopOnFailure || members[failed]?.stage === 'CANARY');
  const after = stops && maxParallel === 1 ? members.slice(failed + 1) : [];
  for (const one of after) if (one.state !== 'SKIPPED') faults.push(`${one.database} went on`);
  if (wave.state !== (failed >= 0 ? 'FAILED' : 'SUCCEEDED')) faults.push(`it is ${wave.state}`);
  return faults;
}

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('a wave, whatever dies and whoever else drives it', () => {
  const seed = chooseSeed();
  it(`migrates no database twice and keeps its order and its stop (seed ${seed})`, async () => {
    const seeded = createSeeded(seed);
    const bench = await createWaveBench(names, { dispatcher: { pollMs: 100 } });
    const store = failing(bench.store, seeded);
    const start = () => bench.drive({ store });
    const drivers = [start(), start()];
    try {
      for (let version = 1; version <= 8; version += 1) {
        // A table that is there already makes the migration fail there.
        for (const name of names) {
          if (seeded.integer(8) > 0) continue;
          await bench.client(name).unsafe(`create table if not exists t${version} ()`);
        }
        await bench.write({ [`${version}_t.sql`]: `create table t${version} (once int)` });
        const started = await bench.start({
          canaries: names.slice(0, seeded.integer(3)),
          maxParallel: 1 + seeded.integer(3),
          stopOnFailure: seeded.integer(2) === 0,
        });
        await until(
          'the end of a wave',
          async () => {
            const at = seeded.integer(2);
            if (seeded.integer(4) === 0) {
              await drivers[at]?.stop();
              drivers[at] = start();
            }
            return (await getWave(bench.store.q, started.id)).state !== 'RUNNING';
          },
          40_000,
        );
        const wave = await getWave(bench.store.q, started.id);
        const runs = (await listRuns(bench.store.q, {}, { limit: 1000 })).filter(
          (run) => run.waveId === wave.id,
        );
        expect(faultsOf(wave, runs)).toEqual([]);
        // What the wave says is what the databases have.
        for (const member of wave.plan.members) {
          const client = bench.client(member.database);
          const [applied] = await client<{ n: number }[]>`
            select count(*)::int as n from information_schema.columns
            where table_name = ${`t${version}`} and column_name = 'once'`;
          expect(applied?.n).toBe(member.state === 'SUCCEEDED' ? 1 : 0);
          // Ready for the next version: what failed is forgotten.
          if (member.state !== 'SUCCEEDED') {
            await bench
              .client(member.database)
              .unsafe(`drop table if exists t${version}; create table t${version} (once int)`);
            await bench.commands.markApplied(
              { id: 'ad', name: 'adam', role: 'admin', origin: 'test' },
              { databaseName: member.database, version: String(version) },
            );
          }
        }
      }
    } finally {
      await Promise.all(drivers.map((driver) => driver.stop()));
      await bench.close();
    }
  }, 180_000);
});
