import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';
import { startPooler } from '../../support/pooler.ts';
import { throughPort } from '../../support/server-socket.ts';
import { until } from '../../support/until.ts';

describe('runs on two replicas', () => {
  let one: Bench;
  let two: Bench;
  beforeAll(async () => {
    one = await createBench();
    two = await createBench({ replicaOf: one });
  });
  afterAll(async () => {
    await two.close();
    await one.close();
  });
  beforeEach(() => one.clear());

  it('execute one after the other, each exactly once', async () => {
    await one.target`create table public.calls (run text)`;
    await one.write({
      '1_a.sql': '-- hawkwatch: no-transaction\ninsert into calls values (1)',
      '1_a.down.sql': `insert into calls values ('down')`,
    });
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? one : two).trigger()),
    );
    const ended = await Promise.all(runs.map((run) => one.ended(run.id)));
    expect(ended.map((run) => run.state)).toEqual(runs.map(() => 'SUCCEEDED'));
    expect(await one.target`select run from public.calls`).toEqual([{ run: '1' }]);
    const times = ended
      .map((run) => [run.startedAt?.getTime() ?? 0, run.finishedAt?.getTime() ?? 0] as const)
      .toSorted((a, b) => a[0] - b[0]);
    for (const [i, [started]] of times.entries()) {
      expect(started).toBeGreaterThanOrEqual(times[i - 1]?.[1] ?? 0);
    }
    for (const run of ended) {
      const progress = await one.progress(run.id);
      expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
      expect(progress.filter((event) => event.kind === 'STARTED')).toHaveLength(1);
      expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
    }
  });

  it('one key makes one run, however many ask for it at once', async () => {
    await one.write({ '1_a.sql': 'create table public.a ()' });
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? one : two).trigger({ clientMutationId: 'deploy-1' }),
      ),
    );
    expect(new Set(asked.map((run) => run.id)).size).toBe(1);
    expect((await one.ended(asked[0]?.id ?? '')).state).toBe('SUCCEEDED');
    // Also afterwards, when nothing could be planned any more.
    await one.write({ '1_a.sql': 'edited' });
    const again = await one.trigger({ clientMutationId: 'deploy-1' });
    expect(again.id).toBe(asked[0]?.id);
    await expect(one.trigger({ clientMutationId: 'deploy-1', dryRun: true })).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    );
    const [audit] = await one.store.raw`select count(*)::int as n from hawkwatch_store.audit_log
      where subject = ${`migration-run:${again.id}`}`;
    expect(audit).toEqual({ n: 1 });
  });

  it('a cancel asked of one replica ends the run of the other', async () => {
    await one.write({ '1_a.sql': 'select pg_sleep(60)' });
    const run = await one.trigger();
    await one.event(run.id, 'STATEMENT_STARTED');
    const claimed = await one.commands.cancel(operator, run.id);
    expect((await two.ended(run.id)).state).toBe('CANCELLED');
    expect(claimed.claim).toBe(1);
  });
});

describe('a replica that stops', () => {
  it('hands its run back and another one goes on with it', async () => {
    const one = await createBench({ dispatches: false });
    const two = await createBench({ replicaOf: one, dispatcher: { pollMs: 50 } });
    await one.write({
      '1_a.sql': 'create table a ()',
      '2_b.sql': 'select pg_sleep(3)',
      '3_c.sql': 'create table c ()',
      '4_d.sql': 'create table d ()',
    });
    const run = await one.trigger();
    await until('the second migration', async () =>
      (await one.progress(run.id)).some((event) => event.migration?.version === '2'),
    );
    await two.close();
    const [handed] = await one.store.raw`select state from hawkwatch_store.migration_runs`;
    expect(handed).toEqual({ state: 'QUEUED' });
    const three = await createBench({ replicaOf: one });
    try {
      expect((await one.ended(run.id)).state).toBe('SUCCEEDED');
      const progress = await one.progress(run.id);
      expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
      const done = progress.filter(
        (e) => e.kind === 'MIGRATION_FINISHED' && e.migration?.state === 'APPLIED',
      );
      expect(done.map((event) => event.migration?.version)).toEqual(['1', '2', '3', '4']);
    } finally {
      await three.close();
      await one.close();
    }
  });
});

describe('a pooler in transaction mode', () => {
  it('is refused before anything is executed', async () => {
    const bench = await createBench({ dispatches: false });
    const pooler = await startPooler(bench.targetUrl);
    const url = throughPort(bench.targetUrl, pooler.port);
    const through = await createBench({ replicaOf: bench, target: { url } });
    try {
      await bench.write({ '1_a.sql': 'create table a ()' });
      expect((await through.status()).state).toBe('UNINITIALISED');
      const run = await through.migrate();
      expect(run.state).toBe('FAILED');
      expect(run.error?.message).toContain('pooler in transaction mode');
      expect((await bench.status()).state).toBe('UNINITIALISED');
    } finally {
      await through.close();
      await pooler.close();
      await bench.close();
    }
  });
});
