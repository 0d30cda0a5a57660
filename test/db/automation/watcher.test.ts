import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { AutomaticPolicy } from '../../../src/databases/target.ts';
import { createSourceOpener } from '../../../src/migrations/files/open-source.ts';
import { createLiveAssessor } from '../../../src/migrations/impact/live-assessor.ts';
import { createReviewCommands } from '../../../src/migrations/review/review.ts';
import { findSourceAssessment } from '../../../src/store/migration-assessments.ts';
import { listRuns, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { createTestAssessor } from '../../support/assessor.ts';
import { admin, createBench, operator, type Bench } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';
import { assessed, assessedOf, lowRisk, startWatching } from '../../support/watching.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function watchedBench(
  automatic: AutomaticPolicy | null,
  more: Parameters<typeof startWatching>[1] = {},
) {
  const assessor = createTestAssessor();
  const bench = await createBench({ assessor, target: { automatic } });
  cleanups.push(() => bench.close());
  const watching = startWatching(bench, more);
  cleanups.push(() => watching.stop());
  return { bench, assessor, watching };
}

const runs = (bench: Bench): Promise<MigrationRun[]> =>
  listRuns(bench.store.q, {}, { limit: 100, backwards: true });

const runIn = (
  bench: Bench,
  state: MigrationRun['state'],
  deadlineMs = 25_000,
): Promise<MigrationRun> =>
  until(
    `a run that is ${state}`,
    async () => (await runs(bench)).find((run) => run.state === state),
    deadlineMs,
  );

describe('the watcher', () => {
  it('announces what is new in a folder, and leaves a database without a policy alone', async () => {
    const { bench } = await watchedBench(null);
    await bench.write({ '1_a.sql': '-- risk: MEDIUM\n-- confidence: 70\ncreate table a ()' });
    const event = await assessed(bench, ['1']);
    expect(event).toMatchObject({
      database: 'shop',
      source: 'main',
      pending: 1,
      risk: 'MEDIUM',
      confidence: 70,
      findings: [{ rule: 'test-rule', level: 'MEDIUM', version: '1', file: '1_a.sql' }],
      decision: 'none',
      reason: 'the database has no policy for automatic runs',
      runId: null,
    });
    await bench.write({ '2_b.sql': 'create table b ()' });
    await assessed(bench, ['1', '2']);
    expect(await runs(bench)).toEqual([]);
    expect(await assessedOf(bench)).toHaveLength(2);
  });

  it('runs by itself what is low and sure', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': 'create table a ()' });
    const run = await runIn(bench, 'SUCCEEDED');
    expect(run).toMatchObject({
      origin: 'AUTOMATIC',
      actorId: 'system',
      dryRun: false,
      toVersion: '1',
      assessment: { risk: 'LOW' },
    });
    expect(await assessed(bench, ['1'])).toMatchObject({ decision: 'run', runId: run.id });
    expect(await bench.states()).toEqual(['1 APPLIED']);
    const [audit] = await bench.store.raw`select action, actor from hawkwatch_store.audit_log`;
    expect(audit).toEqual({ action: 'automaticRun', actor: 'system' });
  });

  it('makes a dry run first, and then the run of the same bytes', async () => {
    const { bench } = await watchedBench({ ...lowRisk, dryRun: true });
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'create table b ()' });
    const run = await until('the run itself', async () =>
      (await runs(bench)).find((one) => !one.dryRun && one.state === 'SUCCEEDED'),
    );
    const all = await runs(bench);
    expect(all.map((one) => [one.dryRun, one.state])).toEqual([
      [true, 'SUCCEEDED'],
      [false, 'SUCCEEDED'],
    ]);
    const steps = await bench.store.raw`select run_id, version, checksum
      from hawkwatch_store.migration_run_steps order by version`;
    const of = (id: string) =>
      steps.filter((step) => step['run_id'] === id).map((s) => s['checksum']);
    expect(of(all[0]?.id ?? '')).toEqual(of(run.id));
    expect(await assessedOf(bench)).toHaveLength(1);
  });

  it('puts up for review what fails as a dry run, with the reason', async () => {
    const { bench } = await watchedBench({ ...lowRisk, dryRun: true });
    await bench.target`create table public.a ()`;
    await bench.write({ '1_a.sql': 'create table a ()' });
    const run = await runIn(bench, 'AWAITING_REVIEW');
    expect(run).toMatchObject({ dryRun: false, origin: 'AUTOMATIC' });
    const [queued] = await bench.progress(run.id);
    expect(queued?.message).toMatch(/its dry run is FAILED: .*already exists/);
  });

  it('puts up for review what is risky or not sure, and runs it once approved', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': '-- risk: HIGH\ncreate table a ()' });
    const run = await runIn(bench, 'AWAITING_REVIEW');
    expect(await assessed(bench, ['1'])).toMatchObject({
      decision: 'review',
      reason: 'its risk is HIGH, and LOW is accepted',
      runId: run.id,
    });
    await createReviewCommands(bench.parts).approve(operator, run.id);
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
  });

  it('takes a changed file for something new, and the older run gives way', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': '-- risk: HIGH\ncreate table a ()' });
    const first = await runIn(bench, 'AWAITING_REVIEW');
    await bench.write({ '1_a.sql': 'create table a (id int)' });
    await runIn(bench, 'SUCCEEDED');
    const all = await runs(bench);
    expect(all.map((one) => one.state)).toEqual(['REJECTED', 'SUCCEEDED']);
    expect(all[0]).toMatchObject({ id: first.id, review: { by: 'system' } });
  });

  it('says of a file that cannot be run why nothing follows', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': 'create table a (); commit; create table b ()' });
    const event = await assessed(bench, ['1']);
    expect(event.decision).toBe('none');
    expect(event.reason).toMatch(/1_a\.sql:1/);
    expect(await runs(bench)).toEqual([]);
  });

  it("announces the new SQL files of another tool's folder, and leaves running them to it", async () => {
    const bench = await createBench({
      source: { tool: 'dbmate' },
      target: { automatic: lowRisk },
    });
    cleanups.push(() => bench.close());
    const { store, clock } = bench.parts;
    const openFiles = createSourceOpener({ store, clock });
    const assessor = await createLiveAssessor({ ...bench.parts, openFiles });
    cleanups.push(() => assessor.stop());
    const watching = startWatching({ ...bench, parts: { ...bench.parts, assessor } });
    cleanups.push(() => watching.stop());
    await bench.target`create table public.old (id int)`;
    await bench.write({
      '20260101000000_a.sql': '-- migrate:up\ncreate table a (id bigint primary key);\n',
    });
    const event = await assessed(bench, ['20260101000000']);
    expect(event).toMatchObject({ tool: 'dbmate', decision: 'none', runId: null });
    expect(['NONE', 'LOW']).toContain(event.risk);
    expect(event.reason).toMatch(/does not run sources of the tool dbmate by itself/);
    await bench.write({ '20260102000000_b.sql': '-- migrate:up\ndrop table old;\n' });
    const both = await assessed(bench, ['20260101000000', '20260102000000']);
    expect(['HIGH', 'CRITICAL']).toContain(both.risk);
    expect(await runs(bench)).toEqual([]);
  });

  it('waits for the hours of its policy, and begins with them', async () => {
    // A clock whose wall time is moved by the test; timers run as usual.
    let now = new Date('2026-03-02T12:00:00Z');
    const assessor = createTestAssessor();
    const hours = { from: '22:00', to: '04:00', days: ['mon'], timeZone: 'UTC' } as const;
    const bench = await createBench({ assessor, target: { automatic: { ...lowRisk, hours } } });
    cleanups.push(() => bench.close());
    const clock = { ...bench.parts.clock, now: () => now };
    const watching = startWatching({ ...bench, parts: { ...bench.parts, clock } });
    cleanups.push(() => watching.stop());
    await bench.write({ '1_a.sql': 'create table a ()' });
    const event = await assessed(bench, ['1']);
    expect(event).toMatchObject({ decision: 'waits', runId: null });
    expect(event.reason).toContain('22:00 to 04:00 UTC on mon');
    expect(await runs(bench)).toEqual([]);
    const asked = assessor.asked;
    now = new Date('2026-03-03T03:30:00Z');
    expect((await runIn(bench, 'SUCCEEDED')).origin).toBe('AUTOMATIC');
    // It was assessed anew, and announced once.
    expect(assessor.asked).toBeGreaterThan(asked);
    expect(await assessedOf(bench)).toHaveLength(1);
  });

  it('never brings back by itself what was rolled back, cancelled or refused', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({
      '1_a.sql': 'create table a ()',
      '1_a.down.sql': 'drop table a',
      '2_b.sql': 'create table b ()',
      '2_b.down.sql': 'drop table b',
    });
    await runIn(bench, 'SUCCEEDED');
    expect((await bench.rollback('0')).state).toBe('SUCCEEDED');
    // The same digest: silence. With another file it is news, and for a person to decide.
    await bench.write({ '3_c.sql': 'create table c ()' });
    const event = await assessed(bench, ['1', '2', '3']);
    expect(event).toMatchObject({ decision: 'review', reason: '1 was rolled back' });
    const waiting = await runIn(bench, 'AWAITING_REVIEW');
    await createReviewCommands(bench.parts).reject(operator, waiting.id, 'no');
    await bench.write({ '4_d.sql': 'create table d ()' });
    expect((await assessed(bench, ['1', '2', '3', '4'])).decision).toBe('review');
  });

  it('takes a person to repeat what failed, also beside a file that is new', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.target`create table public.a ()`;
    await bench.write({ '1_a.sql': 'create table a ()' });
    await runIn(bench, 'FAILED');
    const first = await runIn(bench, 'AWAITING_REVIEW');
    const [queued] = await bench.progress(first.id);
    expect(queued?.message).toMatch(/its run is FAILED: .*already exists/);
    expect(await assessedOf(bench)).toHaveLength(1);
    await bench.write({ '2_b.sql': 'create table b ()' });
    const event = await assessed(bench, ['1', '2']);
    expect(event).toMatchObject({ decision: 'review', reason: '1 failed before' });
  });

  it('leaves what somebody cancelled alone', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': 'select pg_sleep(60)' });
    const run = await until('the run', async () => (await runs(bench))[0]);
    await bench.event(run.id, 'STATEMENT_STARTED');
    await bench.commands.cancel(operator, run.id);
    expect((await bench.ended(run.id)).state).toBe('CANCELLED');
    await bench.write({ '2_b.sql': '-- new' });
    const event = await assessed(bench, ['1', '2']);
    expect(event).toMatchObject({
      decision: 'review',
      reason: `run ${run.id} with the same files is CANCELLED`,
    });
  });

  it('leaves the runs of others alone, and looks again when they have ended', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': '-- risk: HIGH\nselect pg_sleep(0.5)' });
    await runIn(bench, 'AWAITING_REVIEW');
    const manual = await bench.trigger();
    await bench.write({ '2_b.sql': 'create table b ()' });
    expect((await bench.ended(manual.id)).state).toBe('SUCCEEDED');
    await runIn(bench, 'SUCCEEDED');
    await until('the second file', async () => (await bench.states()).includes('2 APPLIED'));
    expect((await assessedOf(bench)).map((one) => one.versions)).toEqual([['1'], ['2']]);
  });
});

describe('folders that misbehave', () => {
  it('a file that is being written is read once it is whole', async () => {
    const { bench } = await watchedBench(lowRisk, { settleMs: 300 });
    const file = path.join(bench.folder, '1_a.sql');
    const parts = ['create table a ', '(id int);\n', 'create table b ', '(id int);\n'];
    let text = '';
    for (const part of parts) {
      text += part;
      await writeFile(file, text);
      // The pace of whoever writes, not of the test.
      await bench.parts.clock.sleep(100);
    }
    await runIn(bench, 'SUCCEEDED');
    expect(await assessedOf(bench)).toHaveLength(1);
    expect(await bench.target`select 1 as one from public.b`).toEqual([]);
  });

  it('an editor that renames in place is one change', async () => {
    const { bench } = await watchedBench(null);
    await bench.write({ '1_a.sql': 'create table a ()' });
    await assessed(bench, ['1']);
    const temporary = path.join(bench.folder, '.1_a.sql.swp');
    await writeFile(temporary, 'create table a (id int)');
    await rename(temporary, path.join(bench.folder, '1_a.sql'));
    const two = await until('the second look', async () => {
      const events = await assessedOf(bench);
      return events.length > 1 ? events : undefined;
    });
    expect(two.map((event) => event.versions)).toEqual([['1'], ['1']]);
  });

  it('a folder that goes and comes back is watched again, and is no news when it is the same', async () => {
    const { bench } = await watchedBench(null);
    await bench.write({ '1_a.sql': 'create table a ()' });
    await assessed(bench, ['1']);
    const away = `${bench.folder}-away`;
    await rename(bench.folder, away);
    await until('nobody to see it', async () => (await bench.status()).state === 'DIVERGED');
    await rename(away, bench.folder);
    await bench.write({ '2_b.sql': 'create table b ()' });
    await assessed(bench, ['1', '2']);
    await rm(bench.folder, { recursive: true });
    await mkdir(bench.folder);
    await bench.write({ '3_c.sql': 'create table c ()' });
    await assessed(bench, ['3']);
    expect(await assessedOf(bench)).toHaveLength(3);
  });

  it('a thousand files at once are one assessment and one run', async () => {
    const { bench } = await watchedBench(lowRisk);
    const files = Array.from({ length: 1000 }, (_, i) => [`${i + 1}_t.sql`, `select ${i}`]);
    await bench.write(Object.fromEntries(files));
    const run = await runIn(bench, 'SUCCEEDED', 80_000);
    expect(await assessedOf(bench)).toHaveLength(1);
    expect((await assessedOf(bench))[0]).toMatchObject({ pending: 1000 });
    const [steps] = await bench.store.raw`select count(*)::int as n
      from hawkwatch_store.migration_run_steps where run_id = ${run.id}`;
    expect(steps).toEqual({ n: 1000 });
  }, 90_000);

  it('a folder that makes no sense changes nothing', async () => {
    const { bench } = await watchedBench(lowRisk);
    await bench.write({ '1_a.sql': 'create table a ()', '1_b.sql': 'create table b ()' });
    await bench.write({ 'nonsense.sql': '' });
    await until('the status', async () => (await bench.status()).state === 'DIVERGED');
    await rm(path.join(bench.folder, 'nonsense.sql'));
    await rm(path.join(bench.folder, '1_b.sql'));
    await runIn(bench, 'SUCCEEDED');
    expect(await assessedOf(bench)).toHaveLength(1);
  });
});

describe('databases and assessors that are away', () => {
  it('an unreachable database is assessed when it is back', async () => {
    const assessor = createTestAssessor();
    const automatic = lowRisk;
    const bench = await createBench({ assessor });
    cleanups.push(() => bench.close());
    await bench.write({ '1_a.sql': 'create table a ()' });
    const url = new URL(bench.targetUrl);
    url.pathname = `${url.pathname}_late`;
    const late = await createBench({
      replicaOf: bench,
      assessor,
      target: { automatic, url: url.href },
      dispatches: false,
    });
    cleanups.push(() => late.close());
    const watching = startWatching(late);
    cleanups.push(() => watching.stop());
    const name = url.pathname.slice(1);
    await until('an unreachable status', async () => (await late.status()).state === 'UNREACHABLE');
    expect(await assessedOf(bench)).toEqual([]);
    await bench.target.unsafe(`create database ${name}`);
    cleanups.push(async () => {
      await bench.target.unsafe(`drop database ${name} with (force)`);
    });
    expect((await assessed(bench, ['1'])).decision).toBe('run');
  });

  it('an assessment that fails is asked for again, and counts as unknown when it keeps failing', async () => {
    const { bench, assessor } = await watchedBench(lowRisk);
    assessor.failures = 2;
    await bench.write({ '1_a.sql': 'create table a ()' });
    expect(await assessed(bench, ['1'])).toMatchObject({ decision: 'run', risk: 'LOW' });
    await runIn(bench, 'SUCCEEDED');
    assessor.failures = 100;
    await bench.write({ '2_b.sql': 'create table b ()' });
    const event = await assessed(bench, ['2']);
    expect(event).toMatchObject({ decision: 'review', risk: 'UNKNOWN', confidence: 0 });
  });
});

describe('the kill switch', () => {
  it('sends what is queued to the review list, and lets nothing new begin', async () => {
    const assessor = createTestAssessor();
    const bench = await createBench({
      assessor,
      target: { automatic: lowRisk },
      dispatches: false,
    });
    cleanups.push(() => bench.close());
    const watching = startWatching(bench);
    cleanups.push(() => watching.stop());
    await bench.write({ '1_a.sql': 'create table a ()' });
    const queued = await runIn(bench, 'QUEUED');
    const { automaticSwitch } = watching;
    await expect(automaticSwitch.set(operator, false, 'x')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(automaticSwitch.set(admin, false, ' ')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    const state = await automaticSwitch.set(admin, false, 'an incident');
    expect(state).toMatchObject({ enabled: false, reason: 'an incident', by: 'adam' });
    const parked = await runIn(bench, 'AWAITING_REVIEW');
    expect(parked.id).toBe(queued.id);
    await bench.write({ '2_b.sql': 'create table b ()' });
    const event = await assessed(bench, ['1', '2']);
    expect(event).toMatchObject({ decision: 'waits', runId: null });
    expect(event.reason).toBe('automatic runs are switched off: an incident');
    await automaticSwitch.set(admin, true, 'over');
    await until('a run of both', async () =>
      (await runs(bench)).some((run) => run.state === 'QUEUED' && run.toVersion === '2'),
    );
    const [audit] = await bench.store.raw`select count(*)::int as n from hawkwatch_store.audit_log
      where action = 'setAutomaticRuns'`;
    expect(audit).toEqual({ n: 2 });
  });

  it('of the configuration wins over the one of the API', async () => {
    let configured = false;
    const { bench, watching } = await watchedBench(lowRisk, { configured: () => configured });
    const { automaticSwitch } = watching;
    await expect(automaticSwitch.set(admin, true, 'on')).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await automaticSwitch.read()).toMatchObject({ enabled: false, by: null });
    await bench.write({ '1_a.sql': 'create table a ()' });
    expect((await assessed(bench, ['1'])).decision).toBe('waits');
    configured = true;
    await runIn(bench, 'SUCCEEDED');
  });

  it('leaves a queued run where its hours are over when it is claimed', async () => {
    let mayStart = false;
    const bench = await createBench({
      assessor: createTestAssessor(),
      target: { automatic: lowRisk },
      dispatcher: { mayStartAutomatically: () => mayStart, pollMs: 50 },
    });
    cleanups.push(() => bench.close());
    const watching = startWatching(bench);
    cleanups.push(() => watching.stop());
    await bench.write({ '1_a.sql': 'create table a ()' });
    const queued = await runIn(bench, 'QUEUED');
    // A run that somebody asked for passes it.
    const asked = await bench.trigger({ dryRun: true });
    await bench.ended(asked.id);
    expect((await runs(bench)).find((run) => run.id === queued.id)?.state).toBe('QUEUED');
    mayStart = true;
    expect((await bench.ended(queued.id)).state).toBe('SUCCEEDED');
  });

  it('makes a dry run again that it cancelled', async () => {
    const assessor = createTestAssessor();
    const automatic = { ...lowRisk, dryRun: true };
    const bench = await createBench({ assessor, target: { automatic }, dispatches: false });
    cleanups.push(() => bench.close());
    const watching = startWatching(bench);
    cleanups.push(() => watching.stop());
    await bench.write({ '1_a.sql': 'create table a ()' });
    await runIn(bench, 'QUEUED');
    await watching.automaticSwitch.set(admin, false, 'an incident');
    await runIn(bench, 'CANCELLED');
    const database = (await runs(bench))[0]?.databaseId ?? '';
    await until('it to wait', async () => {
      const row = await findSourceAssessment(bench.store.q, database, 'main');
      return row?.decision === 'waits';
    });
    await watching.automaticSwitch.set(admin, true, 'over');
    expect((await runIn(bench, 'QUEUED')).dryRun).toBe(true);
  });
});
