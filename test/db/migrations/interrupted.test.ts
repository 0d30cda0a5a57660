import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { progressEvents, type Progress } from '../../../src/migrations/events.ts';
import { recordRunEntries } from '../../../src/store/run-recording.ts';
import { createBench, type Bench } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';

const noTransaction = '-- hawkwatch: no-transaction\n';

describe('a run whose connection is killed', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const killDuring = async (runId: string, text: string): Promise<void> => {
    const pid = await until(`"${text}" on the server`, async () => {
      const rows = await bench.target`select pid from pg_stat_activity where state = 'active'
        and application_name = ${`hawkwatch run ${runId.slice(0, 8)}`} and query like ${`%${text}%`}`;
      const found: unknown = rows[0]?.['pid'];
      return typeof found === 'number' ? found : undefined;
    });
    await bench.target`select pg_terminate_backend(${pid})`;
  };
  /** Versions and states of all finished steps, over several runs. */
  const outcomes = async (...runIds: string[]): Promise<string[]> => {
    const all = await Promise.all(runIds.map((id) => bench.progress(id)));
    for (const progress of all) {
      expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
      expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
    }
    return all
      .flat()
      .filter((event) => event.kind === 'MIGRATION_FINISHED')
      .map((event) => `${event.migration?.version ?? ''} ${event.migration?.state ?? ''}`);
  };

  it('in a transaction: INTERRUPTED, undone, and a retry finishes', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql':
        'insert into a values (1); select pg_sleep(5 * (select count(*) from public.wait))',
      '3_c.sql': 'insert into a values (2)',
    });
    await bench.target.unsafe(
      'create table public.wait (); insert into public.wait default values',
    );
    const run = await bench.trigger();
    await killDuring(run.id, 'pg_sleep');
    expect(await bench.ended(run.id)).toMatchObject({ state: 'INTERRUPTED' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PENDING', '3 PENDING']);
    await bench.target`truncate public.wait`;
    const again = await bench.retry(run.id);
    expect(again.state).toBe('SUCCEEDED');
    expect(await bench.target`select id from a order by 1`).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await outcomes(run.id, again.id)).toEqual([
      '1 APPLIED',
      '2 PENDING',
      '2 APPLIED',
      '3 APPLIED',
    ]);
  });

  it('outside of one: PARTIAL with the truth, and a retry goes on there', async () => {
    await bench.target.unsafe(
      'create table public.wait (); insert into public.wait default values',
    );
    await bench.write({
      '1_a.sql': `${noTransaction}create table a (id int); insert into a values (1);
        select pg_sleep(5 * (select count(*) from public.wait)); insert into a values (2)`,
    });
    const run = await bench.trigger();
    await killDuring(run.id, 'select pg_sleep');
    expect(await bench.ended(run.id)).toMatchObject({ state: 'INTERRUPTED' });
    expect(await bench.states()).toEqual(['1 PARTIAL']);
    await bench.target`truncate public.wait`;
    expect((await bench.retry(run.id)).state).toBe('SUCCEEDED');
    expect(await bench.target`select id from a order by 1`).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('while an index is built concurrently: what is half-built is cleared away', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql': `${noTransaction}create index concurrently a_id on a (id)`,
    });
    await bench.migrate({ toVersion: '1' });
    const blocker = await bench.target.reserve();
    await blocker`begin`;
    await blocker`insert into a values (1)`;
    const run = await bench.trigger();
    await killDuring(run.id, 'create index');
    await blocker`commit`;
    blocker.release();
    expect(await bench.ended(run.id)).toMatchObject({ state: 'INTERRUPTED' });
    expect(await bench.target`select 1 from pg_index where indrelid = 'a'::regclass`).toEqual([]);
    expect((await bench.retry(run.id)).state).toBe('SUCCEEDED');
    expect(
      await bench.target`select indisvalid as ok from pg_index where indrelid = 'a'::regclass`,
    ).toEqual([{ ok: true }]);
  });

  it('with megabytes held back in the client: it ends all the same', async () => {
    const big = `select length('${'x'.repeat(1_000_000)}');\n`;
    await bench.write({ '1_a.sql': `select pg_sleep(30);\n${big.repeat(8)}` });
    const run = await bench.trigger();
    await killDuring(run.id, 'pg_sleep');
    expect((await bench.ended(run.id)).state).toBe('INTERRUPTED');
    expect(await bench.states()).toEqual(['1 PENDING']);
  });
});

describe('a run whose replica is dead', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ dispatches: false });
  });
  afterAll(() => bench.close());

  it('is taken over, reconciled with the target, and the old claim is fenced off', async () => {
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'create table b ()' });
    const run = await bench.trigger();
    // As if the replica had died right after its first commit, before it could tell anyone.
    await bench.store.raw`update hawkwatch_store.migration_runs set state = 'RUNNING',
      claimed_by = ${bench.replicaId}, claim = 1 where id = ${run.id}`;
    await bench.store
      .raw`update hawkwatch_store.replicas set heartbeat_at = now() - interval '1 minute'`;
    const [step] = await bench.store
      .raw`select checksum from hawkwatch_store.migration_run_steps where position = 0`;
    await bench.target
      .unsafe(`create table a (); create schema hawkwatch; create table hawkwatch.migrations (
      source text, version text, name text, checksum text, state text, statements_done int, statements_total int,
      done_checksum text, intent jsonb, run_id text, applied_by text, started_at timestamptz, finished_at timestamptz,
      duration_ms float8, error text, primary key (source, version))`);
    await bench.target`insert into hawkwatch.migrations values ('main', '1', 'a', ${String(step?.['checksum'])},
      'applied', 1, 1, null, null, ${run.id}, 'olga', now(), now(), 1, null)`;
    // The server process of the dead replica still works: it holds the run lock.
    const orphan = await bench.target.reserve();
    await orphan`select pg_advisory_lock(1751218028, 1)`;

    // It judges others only after its own heartbeats have come for `silentMs`.
    const other = await createBench({
      replicaOf: bench,
      dispatcher: { silentMs: 1000, heartbeatMs: 100 },
    });
    try {
      const waits = await bench.event(run.id, 'BLOCKED');
      expect(waits.message).toBe('the server still works on what was sent to it');
      const [still] = await bench.store
        .raw`select state, claim from hawkwatch_store.migration_runs where id = ${run.id}`;
      expect(still).toEqual({ state: 'RUNNING', claim: 2 });
      await orphan`select pg_advisory_unlock_all()`;
      expect((await bench.ended(run.id)).state).toBe('INTERRUPTED');
      const progress = await bench.progress(run.id);
      const finished = progress.filter((event) => event.kind === 'MIGRATION_FINISHED');
      expect(finished.map((event) => event.migration?.version)).toEqual(['1']);
      expect(progress.at(-1)?.message).toBe('1 of 2 applied. Retry to go on.');

      const last = progress.at(-1);
      if (last === undefined) throw new Error('there is no event');
      const payload: Progress = { ...last, seq: 99 };
      const event = progressEvents.LOG.create({
        subject: `migration-run:${run.id}`,
        occurredAt: new Date(),
        payload,
      });
      const entry = { seq: 99, outcome: true, event };
      expect(await recordRunEntries(bench.store, run.id, 1, [entry])).toBe('fenced');
      expect(await bench.progress(run.id)).toHaveLength(progress.length);

      expect((await other.retry(run.id)).state).toBe('SUCCEEDED');
      expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED']);
    } finally {
      orphan.release();
      await other.close();
    }
  });
});
