import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';
import { afterEach, describe, expect, inject, it } from 'vitest';

import { findRun } from '../../../src/store/migration-runs.ts';
import { createBench, type Bench } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';

describe("a run while hawkwatch's own store is away", () => {
  const benches: Bench[] = [];
  afterEach(async () => {
    for (const bench of benches.splice(0).toReversed()) await bench.close();
  });
  const make = async (...options: Parameters<typeof createBench>): Promise<Bench> => {
    const bench = await createBench(...options);
    benches.push(bench);
    return bench;
  };

  const setStore = async (bench: Bench, reachable: boolean): Promise<void> => {
    const name = new URL(bench.storeUrl).pathname.slice(1);
    const sql = postgres(inject('serverUrl'), { max: 1, onnotice: () => undefined });
    await sql.unsafe(`alter database ${name} allow_connections ${reachable}`);
    if (!reachable)
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
    await sql.end();
  };
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [
      `${i + 1}_step.sql`,
      i % 3 === 1
        ? `create index concurrently on a (n, (n + ${i}))`
        : i === 0
          ? 'create table a (n int); select pg_sleep(0.3)'
          : `insert into a values (${i}); select pg_sleep(0.03)`,
    ]),
  );
  const spooled = (bench: Bench): Promise<string[]> =>
    readdir(path.join(bench.stateDirectory, 'spool')).catch(() => []);

  it('goes on, and its facts are written once, in order, when the store is back', async () => {
    const bench = await make();
    await bench.write(files);
    const run = await bench.trigger();
    await bench.event(run.id, 'STATEMENT_STARTED');
    await setStore(bench, false);
    await until(
      'the end of the migrations in the target',
      async () => {
        const rows =
          await bench.target`select count(*)::int as n from hawkwatch.migrations where state = 'applied'`.catch(
            () => [],
          );
        return rows[0]?.['n'] === 30;
      },
      20_000,
    );
    expect(
      await until('a spool', async () => {
        const names = await spooled(bench);
        return names.length > 0 ? names : undefined;
      }),
    ).toEqual([`${run.id}.1.jsonl`]);
    await setStore(bench, true);
    const ended = await until(
      'the end of the run in the store',
      async () => {
        const found = await findRun(bench.store.q, run.id).catch(() => undefined);
        return found?.state === 'SUCCEEDED' ? found : undefined;
      },
      20_000,
    );
    const progress = await bench.progress(run.id);
    expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
    expect(ended.recordedSeq).toBe(progress.length);
    const finished = progress.filter((event) => event.kind === 'MIGRATION_FINISHED');
    expect(finished.map((event) => event.migration?.version)).toEqual(
      Object.keys(files).map((name) => name.split('_')[0]),
    );
    expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
    await until('the deletion of the spool', async () => (await spooled(bench)).length === 0);
    // Everything works again: the dispatcher, its wake-ups, the log.
    await bench.write({ '99_last.sql': 'select 1' });
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
  });

  it('and hawkwatch stops as well: the next process writes the spool, once', async () => {
    const bench = await make({ dispatches: false });
    const first = await createBench({
      replicaOf: bench,
      stateDirectory: bench.stateDirectory,
      dispatcher: { replicaId: bench.replicaId },
    });
    await bench.write(files);
    const run = await bench.trigger();
    await bench.event(run.id, 'STATEMENT_STARTED');
    await setStore(bench, false);
    await until('a spool', async () => (await spooled(bench)).length > 0);
    await until(
      'the end of the migrations in the target',
      async () => {
        const rows =
          await bench.target`select count(*)::int as n from hawkwatch.migrations where state = 'applied'`;
        return rows[0]?.['n'] === 30;
      },
      20_000,
    );
    const spool = path.join(bench.stateDirectory, 'spool');
    // Its close() removes the state directory of the bench; keep the spool as a restart finds it.
    const kept = await until('the last fact in the spool', async () => {
      const [name] = await readdir(spool);
      const text = name === undefined ? '' : await readFile(path.join(spool, name), 'utf8');
      return text.includes('migration.completed') && name !== undefined
        ? { name, text }
        : undefined;
    });
    await first.close();
    await mkdir(spool, { recursive: true });
    await writeFile(path.join(spool, kept.name), kept.text);
    await setStore(bench, true);
    await make({
      replicaOf: bench,
      stateDirectory: bench.stateDirectory,
      dispatcher: { replicaId: bench.replicaId },
    });
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
    const progress = await bench.progress(run.id);
    expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
    expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
    expect(await spooled(bench)).toEqual([]);
  });
});
