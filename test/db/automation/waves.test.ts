import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { createReviewCommands } from '../../../src/migrations/review/review.ts';
import { waveEvents, waveEventKindOf, waveSubject } from '../../../src/migrations/waves/events.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { findRuns, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { getWave, type MigrationWave } from '../../../src/store/migration-waves.ts';
import { createTestAssessor } from '../../support/assessor.ts';
import { operator, type BenchOptions } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';
import { createWaveBench, outcomeOf, type WaveBench } from '../../support/waves.ts';

const otto: Actor = { id: 'ot', name: 'otto', role: 'operator', origin: 'test' };

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function open(names: readonly string[], options?: BenchOptions): Promise<WaveBench> {
  const bench = await createWaveBench(names, { assessor: createTestAssessor(), ...options });
  cleanups.push(() => bench.close());
  return bench;
}

async function driven(names: readonly string[], options?: BenchOptions): Promise<WaveBench> {
  const bench = await open(names, options);
  const driver = bench.drive();
  cleanups.push(() => driver.stop());
  return bench;
}

const runsOf = async (bench: WaveBench, wave: MigrationWave): Promise<MigrationRun[]> => {
  const ids = wave.plan.members.flatMap(({ runId }) => runId ?? []);
  const runs = await findRuns(bench.store.q, ids);
  return runs.toSorted((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime());
};

describe('a wave', () => {
  it('migrates the canaries first and then the others, each once', async () => {
    const bench = await driven(['a', 'b', 'c', 'd']);
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'create table b ()' });
    const started = await bench.start({ canaries: ['c', 'a'], maxParallel: 2 });
    const wave = await bench.waveEnded(started.id);
    expect(wave).toMatchObject({ state: 'SUCCEEDED', reason: null, startedBy: 'olga' });
    expect(outcomeOf(wave)).toEqual([
      'c CANARY SUCCEEDED',
      'a CANARY SUCCEEDED',
      'b REST SUCCEEDED',
      'd REST SUCCEEDED',
    ]);
    const runs = await runsOf(bench, wave);
    expect(runs).toHaveLength(4);
    const at = (i: number) => wave.plan.members[i]?.runId;
    const byId = new Map(runs.map((run) => [run.id, run]));
    const ends = [0, 1].map((i) => byId.get(at(i) ?? '')?.finishedAt?.getTime() ?? 0);
    const begins = [2, 3].map((i) => byId.get(at(i) ?? '')?.startedAt?.getTime() ?? 0);
    expect(Math.max(...ends)).toBeLessThanOrEqual(Math.min(...begins));
    for (const run of runs) expect(run).toMatchObject({ waveId: wave.id, state: 'SUCCEEDED' });
    const page = await readLog(
      bench.store.raw,
      { after: 0, limit: 1000 },
      { subjects: [waveSubject(wave.id)] },
    );
    const kinds = page.events.map((event) => waveEventKindOf(event.type));
    expect(kinds[0]).toBe('STARTED');
    expect(kinds.at(-1)).toBe('COMPLETED');
    const last = page.events.at(-1);
    expect(last && waveEvents.COMPLETED.read(last)).toMatchObject({
      state: 'SUCCEEDED',
      counts: { total: 4, succeeded: 4, waiting: 0 },
    });
  });

  it('goes no further when a canary fails', async () => {
    const bench = await driven(['a', 'b', 'c']);
    await bench.client('b')`create table taken ()`;
    await bench.write({ '1_a.sql': 'create table taken ()' });
    const started = await bench.start({ canaries: ['b'], stopOnFailure: false });
    const wave = await bench.waveEnded(started.id);
    expect(outcomeOf(wave)).toEqual(['b CANARY FAILED', 'a REST SKIPPED', 'c REST SKIPPED']);
    expect(wave).toMatchObject({ state: 'FAILED' });
    expect(wave.plan.members[0]?.reason).toMatch(/its run is FAILED: .*already exists/);
    expect(wave.plan.members[1]?.reason).toBe('the canary b failed');
    expect(await runsOf(bench, wave)).toHaveLength(1);
  });

  it('stops at a failure, or goes on where that is asked for', async () => {
    const bench = await driven(['a', 'b', 'c']);
    await bench.client('b')`create table taken ()`;
    await bench.write({ '1_a.sql': 'create table taken ()' });
    const first = await bench.waveEnded((await bench.start({})).id);
    expect(outcomeOf(first)).toEqual(['a REST SUCCEEDED', 'b REST FAILED', 'c REST SKIPPED']);
    const second = await bench.waveEnded((await bench.start({ stopOnFailure: false })).id);
    expect(outcomeOf(second)).toEqual(['a REST SUCCEEDED', 'b REST FAILED', 'c REST SUCCEEDED']);
    expect(second.plan.members[0]).toMatchObject({
      runId: null,
      reason: 'there was nothing to do',
    });
    expect(second.reason).toBe('1 of 3 databases failed');
  });

  it('chooses databases by environment and labels', async () => {
    const bench = await open(['a', 'b', 'c']);
    await bench.write({ '1_a.sql': 'create table a ()' });
    const even = await bench.start({ environment: 'even', clientMutationId: 'k' });
    expect(even.plan.members.map((one) => one.database)).toEqual(['a', 'c']);
    const odd = await bench.start({ labels: { place: '1' } });
    expect(odd.plan.members.map((one) => one.database)).toEqual(['b']);
    await expect(bench.start({ environment: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(bench.start({ source: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const both = bench.start({ databases: ['a'], environment: 'even', maxParallel: 0 });
    await expect(both).rejects.toMatchObject({
      issues: [{ path: 'input.maxParallel' }, { path: 'input.databases' }],
    });
  });

  it('is one for one key, and one at a time for a database and source', async () => {
    const bench = await open(['a', 'b']);
    await bench.write({ '1_a.sql': 'create table a ()' });
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => bench.start({ clientMutationId: 'deploy' })),
    );
    expect(new Set(asked.map((wave) => wave.id)).size).toBe(1);
    const other = bench.start({ clientMutationId: 'deploy', maxParallel: 2 });
    await expect(other).rejects.toThrow(/was used for another wave/);
    const second = bench.start({ databases: ['b'] });
    await expect(second).rejects.toThrow(/migrates main of b already/);
    const viewer = { ...operator, role: 'viewer' } as const;
    await expect(bench.start({}, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('gives every database the same bytes', async () => {
    const bench = await open(['a', 'b']);
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'create table b ()' });
    const other = await mkdtemp(path.join(tmpdir(), 'hawkwatch-other-'));
    cleanups.push(() => rm(other, { recursive: true }));
    await cp(bench.folder, other, { recursive: true });
    await writeFile(path.join(other, '2_b.sql'), 'create table other ()');
    await bench.configure((one) =>
      one.name === 'b'
        ? { ...one, sources: one.sources.map((s) => ({ ...s, folder: other })) }
        : one,
    );
    await expect(bench.start({})).rejects.toThrow(/The folders of a and b differ in 2\./);
    const one = await bench.start({ toVersion: '1', canaries: ['a'] });
    // The canary ran the first bytes; what comes later must be the same.
    await writeFile(path.join(other, '1_a.sql'), 'create table changed ()');
    const driver = bench.drive();
    cleanups.push(() => driver.stop());
    const wave = await bench.waveEnded(one.id);
    expect(outcomeOf(wave)).toEqual(['a CANARY SUCCEEDED', 'b REST FAILED']);
    expect(wave.plan.members[1]?.reason).toBe('the files changed since the wave began: 1');
  });

  it('goes only as far as the newest file when it began', async () => {
    const bench = await open(['a', 'b']);
    await bench.write({ '1_a.sql': 'create table a ()' });
    const started = await bench.start({});
    await bench.write({ '2_b.sql': 'create table b ()' });
    const driver = bench.drive();
    cleanups.push(() => driver.stop());
    const wave = await bench.waveEnded(started.id);
    expect(wave.state).toBe('SUCCEEDED');
    for (const run of await runsOf(bench, wave)) expect(run.toVersion).toBe('1');
  });

  it('counts a database that does not answer as failed', async () => {
    const bench = await open(['a', 'b']);
    await bench.write({ '1_a.sql': 'create table a ()' });
    await bench.configure((one) => ({
      ...one,
      url: one.name === 'a' ? 'postgres://127.0.0.1:1/x' : one.url,
    }));
    const driver = bench.drive();
    cleanups.push(() => driver.stop());
    const wave = await bench.waveEnded((await bench.start({})).id);
    expect(outcomeOf(wave)).toEqual(['a REST FAILED', 'b REST SKIPPED']);
    expect(wave.plan.members[0]?.reason).toMatch(/refuses connections/);
  });

  it('waits for reviews where it is to apply only what is safe', async () => {
    const bench = await driven(['a', 'b']);
    await bench.write({ '1_a.sql': '-- risk: HIGH\ncreate table a ()' });
    const started = await bench.start({ confidenceThreshold: 90 });
    const waiting = async (place: number): Promise<string> =>
      until('a run that waits', async () => {
        const wave = await getWave(bench.store.q, started.id);
        const id = wave.plan.members[place]?.runId;
        const [run] = id == null ? [] : await findRuns(bench.store.q, [id]);
        return run?.state === 'AWAITING_REVIEW' ? run.id : undefined;
      });
    await createReviewCommands(bench.parts).approve(otto, await waiting(0));
    await createReviewCommands(bench.parts).reject(otto, await waiting(1), 'not this one');
    const wave = await bench.waveEnded(started.id);
    expect(outcomeOf(wave)).toEqual(['a REST SUCCEEDED', 'b REST FAILED']);
    expect(wave.plan.members[1]?.reason).toBe('its run is REJECTED: not this one');
  });
});

describe('cancelling a wave', () => {
  it('skips what waits, and lets what executes come to its end', async () => {
    const bench = await driven(['a', 'b']);
    await bench.write({ '1_a.sql': 'select pg_sleep(0.7)' });
    const started = await bench.start({});
    await until('the first run', async () => {
      const runs = await runsOf(bench, await getWave(bench.store.q, started.id));
      return runs[0]?.state === 'RUNNING' && runs[0].startedAt !== null;
    });
    const input = { waveId: started.id, reason: 'wrong week', cancelRunning: false };
    const cancelled = await bench.waves.cancelWave(otto, input);
    expect(cancelled.state).toBe('RUNNING');
    const wave = await bench.waveEnded(started.id);
    expect(wave).toMatchObject({ state: 'CANCELLED', reason: 'cancelled by otto: wrong week' });
    expect(outcomeOf(wave)).toEqual(['a REST SUCCEEDED', 'b REST SKIPPED']);
    await expect(bench.waves.cancelWave(otto, input)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('ends what executes too, where that is asked for', async () => {
    const bench = await driven(['a', 'b']);
    await bench.write({ '1_a.sql': 'select pg_sleep(60)' });
    const started = await bench.start({});
    await until('the first run', async () => {
      const runs = await runsOf(bench, await getWave(bench.store.q, started.id));
      return runs[0]?.state === 'RUNNING' && runs[0].startedAt !== null;
    });
    await bench.waves.cancelWave(otto, {
      waveId: started.id,
      reason: undefined,
      cancelRunning: true,
    });
    const wave = await bench.waveEnded(started.id);
    expect(outcomeOf(wave)).toEqual(['a REST FAILED', 'b REST SKIPPED']);
  });

  it('ends at once what is only queued', async () => {
    const bench = await driven(['a', 'b'], { dispatches: false });
    await bench.write({ '1_a.sql': 'create table a ()' });
    const started = await bench.start({});
    const queued = await until(
      'the first run',
      async () => (await runsOf(bench, await getWave(bench.store.q, started.id)))[0],
    );
    const wave = await bench.waves.cancelWave(otto, {
      waveId: started.id,
      reason: undefined,
      cancelRunning: false,
    });
    expect(wave.state).toBe('CANCELLED');
    expect(outcomeOf(wave)).toEqual(['a REST SKIPPED', 'b REST SKIPPED']);
    expect((await bench.ended(queued.id)).state).toBe('CANCELLED');
  });
});
