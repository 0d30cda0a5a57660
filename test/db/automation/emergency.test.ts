import { rm } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createEmergencyCommands } from '../../../src/migrations/emergency/rollback.ts';
import {
  migrationVerified,
  verifyRollbacks,
  type VerifyOptions,
} from '../../../src/migrations/emergency/verify.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { findRun, listRuns, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { createTestAssessor } from '../../support/assessor.ts';
import { createBench, operator, type Bench, type BenchOptions } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';
import { lowRisk, startWatching } from '../../support/watching.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function open(options: BenchOptions = {}): Promise<Bench> {
  const bench = await createBench({ assessor: createTestAssessor(), ...options });
  cleanups.push(() => bench.close());
  return bench;
}

function startVerifying(bench: Bench, more: Partial<VerifyOptions> = {}): () => Promise<void> {
  const stopping = new AbortController();
  const verifying = verifyRollbacks(
    { ...bench.parts, hub: bench.hub, pollMs: 100, ...more },
    stopping.signal,
  );
  const stop = async (): Promise<void> => {
    stopping.abort(new Error('the test is over'));
    await verifying;
  };
  cleanups.push(stop);
  return stop;
}

const files = (version: number): Record<string, string> => ({
  [`${version}_t.sql`]: `create table t${version} ()`,
  [`${version}_t.down.sql`]: `-- risk: HIGH\ndrop table t${version}`,
});

const commands = (bench: Bench) => createEmergencyCommands(bench.parts);
const question = { databaseName: 'shop', source: undefined, toVersion: undefined };
const wanted = { ...question, reason: 'orders fail', clientMutationId: undefined };

const verified = (bench: Bench, runId: string): Promise<MigrationRun> =>
  until('the verification', async () => {
    const run = await findRun(bench.store.q, runId);
    return run?.verification == null ? undefined : run;
  });

describe('an emergency roll-back', () => {
  it('goes to where the source stood before its last run, and is verified', async () => {
    const bench = await open();
    startVerifying(bench);
    await bench.write({ ...files(1), ...files(2) });
    await bench.migrate({ toVersion: '1' });
    await bench.write(files(3));
    await bench.migrate();
    const preview = await commands(bench).previewRollback(question);
    expect(preview).toMatchObject({
      fromVersion: '3',
      toVersion: '1',
      because: expect.stringMatching(/it stood there before run .* \(SUCCEEDED\)/),
      steps: [{ version: '3', fileName: '3_t.down.sql' }, { version: '2' }],
      assessment: { risk: 'HIGH' },
    });
    const asked = await commands(bench).emergencyRollback(operator, wanted);
    expect(asked).toMatchObject({
      kind: 'ROLLBACK',
      toVersion: '1',
      assessment: { risk: 'HIGH' },
      review: { decision: 'approved', by: 'olga', comment: 'orders fail' },
    });
    const run = await verified(bench, asked.id);
    expect(run.state).toBe('SUCCEEDED');
    expect(run.verification).toMatchObject({
      ok: true,
      checks: [
        { name: 'run', ok: true },
        { name: 'version', ok: true, message: 'the source stands at 1' },
        { name: 'half-done', ok: true },
        { name: 'health', ok: true },
      ],
    });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 ROLLED_BACK', '3 ROLLED_BACK']);
    const [entry] = await listAuditEntries(bench.store.q, { limit: 1 });
    expect(entry).toMatchObject({
      action: 'emergencyRollback',
      detail: { reason: 'orders fail', fromVersion: '3', toVersion: '1' },
    });
    const types = [migrationVerified.type];
    const { events } = await readLog(bench.store.raw, { after: 0, limit: 10 }, { types });
    expect(events).toHaveLength(1);
    // There is no last change to take back any more; further back a version must be named.
    const again = commands(bench).emergencyRollback(operator, wanted);
    await expect(again).rejects.toThrow(/The last change was roll-back/);
    const all = await commands(bench).emergencyRollback(operator, { ...wanted, toVersion: '0' });
    expect((await verified(bench, all.id)).verification?.ok).toBe(true);
  });

  it('takes back what a failed run left', async () => {
    const bench = await open();
    startVerifying(bench);
    await bench.write(files(1));
    await bench.migrate();
    await bench.write({ ...files(2), '3_x.sql': 'select 1 / 0' });
    expect((await bench.migrate()).state).toBe('FAILED');
    const asked = await commands(bench).emergencyRollback(operator, wanted);
    const run = await verified(bench, asked.id);
    expect(run).toMatchObject({ toVersion: '1', verification: { ok: true } });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 ROLLED_BACK', '3 FAILED']);
  });

  it('goes ahead of what is queued; automatic runs go to the review list', async () => {
    const bench = await open({ dispatches: false, target: { automatic: lowRisk } });
    await bench.write(files(1));
    const runner = await createBench({ replicaOf: bench });
    const first = await bench.migrate();
    await runner.close();
    expect(first.state).toBe('SUCCEEDED');
    const watching = startWatching(bench);
    await bench.write(files(2));
    const automatic = await until(
      'an automatic run',
      async () => (await listRuns(bench.store.q, { states: ['QUEUED'] }, { limit: 10 }))[0],
    );
    await watching.stop();
    const queued = await bench.trigger({ dryRun: true });
    const input = { ...wanted, toVersion: '0', clientMutationId: 'sos' };
    // A checksum that is absent and one of null ask the same.
    const seen = [[{ version: '1' }], [{ version: '1', checksum: null }]];
    const asked = await Promise.all(
      [...seen, ...seen].map((expected) =>
        commands(bench).emergencyRollback(operator, { ...input, expected }),
      ),
    );
    expect(new Set(asked.map((run) => run.id)).size).toBe(1);
    expect((await findRun(bench.store.q, automatic.id))?.state).toBe('AWAITING_REVIEW');
    expect((await findRun(bench.store.q, queued.id))?.state).toBe('QUEUED');
    const executor = await createBench({ replicaOf: bench });
    cleanups.push(() => executor.close());
    const back = await bench.ended(asked[0]?.id ?? '');
    const other = await bench.ended(queued.id);
    expect(back.state).toBe('SUCCEEDED');
    expect(other.startedAt?.getTime()).toBeGreaterThanOrEqual(back.finishedAt?.getTime() ?? 0);
  });

  it('says why it cannot be done', async () => {
    const bench = await open();
    const rollback = (more: object = {}, actor = operator) =>
      commands(bench).emergencyRollback(actor, { ...wanted, ...more });
    await expect(rollback()).rejects.toThrow(/hawkwatch knows of no run/);
    await expect(rollback({ reason: ' ' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(rollback({ databaseName: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rollback({}, { ...operator, role: 'viewer' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await bench.write({ ...files(1), '2_b.sql': 'create table b ()' });
    await bench.migrate();
    await expect(rollback()).rejects.toThrow(/There is no down file for: 2/);
    await expect(rollback({ toVersion: '9' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rollback({ toVersion: '2' })).rejects.toThrow(/There is nothing to roll back/);
    await rm(path.join(bench.folder, '2_b.sql'));
    await expect(rollback({ toVersion: '1' })).rejects.toThrow(/without a file .* back: 2/);
  });

  it('is refused while a run executes, with what to do about that', async () => {
    const bench = await open();
    await bench.write(files(1));
    await bench.migrate();
    await bench.write({ '2_b.sql': 'select pg_sleep(60)' });
    const long = await bench.trigger();
    await bench.event(long.id, 'STATEMENT_STARTED');
    const asked = commands(bench).emergencyRollback(operator, { ...wanted, toVersion: '0' });
    await expect(asked).rejects.toThrow(/executes right now.*Cancel it with cancelMigration/);
    await bench.commands.cancel(operator, long.id);
    await bench.ended(long.id);
  });
});

describe('the verification', () => {
  it('tells what is wrong after a roll-back that failed', async () => {
    const bench = await open();
    await bench.write({
      ...files(1),
      '2_b.sql': 'create table b ()',
      '2_b.down.sql': 'select 1/0',
    });
    await bench.migrate();
    const asked = await commands(bench).emergencyRollback(operator, { ...wanted, toVersion: '1' });
    await bench.ended(asked.id);
    // It survives a restart: nobody looked when it ended.
    startVerifying(bench);
    const run = await verified(bench, asked.id);
    expect(run.verification).toMatchObject({
      ok: false,
      checks: [
        { name: 'run', ok: false, message: 'the roll-back is FAILED' },
        { name: 'version', ok: false, message: 'still in effect above 1: 2' },
        { name: 'half-done', ok: true },
        { name: 'health', ok: true },
      ],
    });
  });

  it('is written once, whoever verifies, and says that a database does not answer', async () => {
    const bench = await open();
    await bench.write(files(1));
    await bench.migrate();
    const asked = await commands(bench).emergencyRollback(operator, { ...wanted, toVersion: '0' });
    await bench.ended(asked.id);
    const [one] = bench.parts.targets.list();
    if (one === undefined) throw new Error('the bench has no target');
    await bench.parts.targets.replace([{ ...one.settings, url: 'postgres://127.0.0.1:1/x' }]);
    for (let i = 0; i < 3; i += 1) startVerifying(bench, { pollMs: 20, maxAttempts: 2 });
    const run = await verified(bench, asked.id);
    expect(run.verification).toMatchObject({ ok: false, checks: [{ name: 'database' }] });
    const types = [migrationVerified.type];
    const { events } = await readLog(bench.store.raw, { after: 0, limit: 10 }, { types });
    expect(events).toHaveLength(1);
  });
});
