import { rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { createReviewCommands } from '../../../src/migrations/review/review.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { findRun, type MigrationRun } from '../../../src/store/migration-runs.ts';
import { insertToken } from '../../../src/store/tokens.ts';
import { createTestAssessor } from '../../support/assessor.ts';
import { createBench, operator, type Bench } from '../../support/migrations.ts';

const otto: Actor = { id: 'ot', name: 'otto', role: 'operator', origin: 'test' };
const viewer: Actor = { id: 'vi', name: 'vera', role: 'viewer', origin: 'test' };

describe('autoApply', () => {
  const assessor = createTestAssessor();
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ assessor });
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  it('runs what is low and sure, and stores its assessment with the run', async () => {
    await bench.write({ '1_a.sql': 'create table a ()' });
    const run = await bench.migrate({ autoApply: true });
    expect(run.state).toBe('SUCCEEDED');
    expect(run.assessment).toMatchObject({ risk: 'LOW', confidence: 100 });
    const [step] = await bench.store.raw<{ checksum: string }[]>`
      select checksum from hawkwatch_store.migration_run_steps where run_id = ${run.id}`;
    expect(run.assessment?.files.map((file) => file.checksum)).toEqual([step?.checksum]);
  });

  it.each([
    ['a risk above the policy', '-- risk: MEDIUM', /its risk is MEDIUM, and LOW is accepted/],
    ['a confidence below the threshold', '-- confidence: 89', /the confidence is 89, and 90/],
    ['what nobody can tell', '-- risk: UNKNOWN', /cannot be told/],
  ])('puts up for review: %s', async (_name, comment, reason) => {
    await bench.write({ '1_a.sql': `${comment}\ncreate table a ()` });
    const run = await bench.trigger({ autoApply: true });
    expect(run.state).toBe('AWAITING_REVIEW');
    const [queued] = await bench.progress(run.id);
    expect(queued).toMatchObject({ kind: 'QUEUED', runState: 'AWAITING_REVIEW' });
    expect(queued?.message).toMatch(reason);
    expect(await bench.states()).toEqual(['1 PENDING']);
  });

  it('puts up for review what could not be assessed; a plain trigger runs without it', async () => {
    await bench.write({ '1_a.sql': 'create table a ()' });
    assessor.failures = 1;
    const waiting = await bench.trigger({ autoApply: true });
    expect(waiting).toMatchObject({ state: 'AWAITING_REVIEW', assessment: null });
    assessor.failures = 1;
    const plain = await bench.migrate();
    expect(plain).toMatchObject({ state: 'SUCCEEDED', assessment: null });
  });

  it('stores the assessment of a plain trigger too, whatever it says', async () => {
    await bench.write({ '1_a.sql': '-- risk: CRITICAL\ncreate table a ()' });
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'SUCCEEDED', assessment: { risk: 'CRITICAL' } });
  });

  it('obeys the policy of its database, and refuses a threshold that is none', async () => {
    const automatic = { maxRisk: 'MEDIUM', confidence: 0, hours: null, dryRun: false } as const;
    const lenient = await createBench({
      replicaOf: bench,
      dispatches: false,
      assessor,
      target: { automatic },
    });
    try {
      await bench.write({ '1_a.sql': '-- risk: MEDIUM\n-- confidence: 50\ncreate table a ()' });
      const strict = await lenient.trigger({ autoApply: true });
      expect(strict.state).toBe('AWAITING_REVIEW');
      const run = await lenient.trigger({ autoApply: true, confidenceThreshold: 50 });
      expect(run.state).toBe('QUEUED');
      await bench.ended(run.id);
      const wrong = lenient.trigger({ autoApply: true, confidenceThreshold: 101 });
      await expect(wrong).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    } finally {
      await lenient.close();
    }
  });
});

describe('a run that waits for its review', () => {
  const assessor = createTestAssessor();
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ assessor });
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const reviews = () => createReviewCommands(bench.parts);
  const risky = async (sql = 'create table a ()'): Promise<MigrationRun> => {
    await bench.write({ '1_a.sql': `-- risk: HIGH\n${sql}` });
    return bench.trigger({ autoApply: true });
  };
  const states = async (runId: string) =>
    (await bench.progress(runId)).map((event) => `${event.kind} ${event.runState}`);

  it('runs when it is approved, and says who approved it, when and why', async () => {
    const waiting = await risky();
    await reviews().approve(otto, waiting.id, 'the table is empty');
    const run = await bench.ended(waiting.id);
    expect(run).toMatchObject({
      state: 'SUCCEEDED',
      review: { decision: 'approved', by: 'otto', actorId: 'ot', comment: 'the table is empty' },
    });
    expect((await states(run.id)).slice(0, 3)).toEqual([
      'QUEUED AWAITING_REVIEW',
      'QUEUED QUEUED',
      'STARTED RUNNING',
    ]);
    const [entry] = await listAuditEntries(bench.store.q, { limit: 1 });
    expect(entry).toMatchObject({
      action: 'approveMigration',
      actorId: 'ot',
      subject: `migration-run:${run.id}`,
      detail: { comment: 'the table is empty' },
    });
  });

  it('executes the bytes that were assessed, whatever became of later files', async () => {
    const waiting = await risky('create table assessed ()');
    await bench.write({ '2_b.sql': 'create table later ()' });
    await reviews().approve(otto, waiting.id);
    expect((await bench.ended(waiting.id)).state).toBe('SUCCEEDED');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PENDING']);
  });

  it('ends when it is rejected, which needs a reason, and is not retried', async () => {
    const waiting = await risky();
    const without = reviews().reject(otto, waiting.id, '  ');
    await expect(without).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const run = await reviews().reject(otto, waiting.id, 'not on a Friday');
    expect(run).toMatchObject({
      state: 'REJECTED',
      review: { decision: 'rejected', by: 'otto', comment: 'not on a Friday' },
    });
    expect(run.finishedAt).not.toBeNull();
    expect(await states(run.id)).toEqual(['QUEUED AWAITING_REVIEW', 'FINISHED REJECTED']);
    await expect(bench.commands.retry(operator, run.id)).rejects.toThrow(/Trigger a new one/);
    await expect(reviews().approve(otto, run.id)).rejects.toThrow(/otto rejected it at/);
  });

  it('can be cancelled instead', async () => {
    const waiting = await risky();
    expect((await bench.commands.cancel(operator, waiting.id)).state).toBe('CANCELLED');
    await expect(reviews().approve(otto, waiting.id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is decided once, however many decide at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      await bench.clear();
      const waiting = await risky();
      const decisions = await Promise.allSettled([
        ...Array.from({ length: 4 }, (_, i) =>
          reviews().approve({ ...otto, id: `a${i}`, name: `a${i}` }, waiting.id),
        ),
        ...Array.from({ length: 4 }, (_, i) =>
          reviews().reject({ ...otto, id: `r${i}`, name: `r${i}` }, waiting.id, 'no'),
        ),
        bench.commands.cancel(operator, waiting.id),
      ]);
      const won = decisions.filter((decision) => decision.status === 'fulfilled');
      const run = await bench.ended(waiting.id);
      const progress = await bench.progress(run.id);
      expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
      expect(progress.filter((event) => event.kind === 'FINISHED')).toHaveLength(1);
      // An approved run may still be cancelled, and nothing else may come after a decision.
      const approved = run.review?.decision === 'approved';
      expect(won).toHaveLength(approved && run.state === 'CANCELLED' ? 2 : 1);
      expect(approved).toBe(run.state === 'SUCCEEDED' || won.length === 2);
      expect(await bench.states()).toEqual([run.state === 'SUCCEEDED' ? '1 APPLIED' : '1 PENDING']);
    }
  });

  it('gives way to a newer run of its source', async () => {
    const first = await risky();
    const second = await risky('create table b ()');
    expect(await findRun(bench.store.q, first.id)).toMatchObject({
      state: 'REJECTED',
      review: { by: 'system', comment: `superseded by run ${second.id}` },
    });
    const dry = await bench.migrate({ dryRun: true });
    expect(dry.state).toBe('SUCCEEDED');
    expect((await findRun(bench.store.q, second.id))?.state).toBe('AWAITING_REVIEW');
    const both = await Promise.all([risky(), risky(), risky()]);
    const found = await Promise.all(both.map((run) => findRun(bench.store.q, run.id)));
    expect(found.filter((run) => run?.state === 'AWAITING_REVIEW')).toHaveLength(1);
  });

  it('is not approved when the folder or the database changed below it', async () => {
    const changed = await risky();
    await bench.write({ '1_a.sql': '-- risk: HIGH\ncreate table other ()' });
    await expect(reviews().approve(otto, changed.id)).rejects.toThrow(/the file was changed: 1\./);
    await bench.clear();
    const gone = await risky();
    await rm(path.join(bench.folder, '1_a.sql'));
    await expect(reviews().approve(otto, gone.id)).rejects.toThrow(/cannot be approved.*Trigger/);
    await bench.clear();
    await bench.write({ '0_z.sql': '' });
    const late = await risky();
    await bench.write({ '0.5_y.sql': '' });
    await expect(reviews().approve(otto, late.id)).rejects.toThrow(/before the last of them: 0\.5/);
    await bench.clear();
    const applied = await risky();
    await bench.commands.markApplied(
      { ...otto, role: 'admin' },
      { databaseName: 'shop', version: '1' },
    );
    await expect(reviews().approve(otto, applied.id)).rejects.toThrow(/not pending any more: 1/);
    expect((await findRun(bench.store.q, applied.id))?.state).toBe('AWAITING_REVIEW');
  });

  it('is decided by operators, and only while it waits', async () => {
    const waiting = await risky();
    await expect(reviews().approve(viewer, waiting.id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(reviews().reject(viewer, waiting.id, 'x')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const queued = await bench.trigger();
    await expect(reviews().approve(otto, queued.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await bench.ended(queued.id);
  });

  it('needs a second person where four eyes are asked for', async () => {
    const strict = await createBench({
      replicaOf: bench,
      dispatches: false,
      assessor,
      target: { fourEyes: true },
    });
    try {
      const made = { text: 'x', role: 'operator', createdBy: 'olga', expiresAt: null } as const;
      const second = {
        ...made,
        id: bench.parts.random.uuid(),
        name: 'olga-ci',
        text: `t${bench.parts.random.uuid()}`,
      };
      await bench.store.transaction((tx) => insertToken(tx, second, new Date(0)));
      const waiting = await risky();
      const commands = createReviewCommands(strict.parts);
      const own = commands.approve(operator, waiting.id);
      await expect(own).rejects.toMatchObject({ code: 'FORBIDDEN' });
      const ci: Actor = { id: second.id, name: 'olga-ci', role: 'operator', origin: 'test' };
      await expect(commands.approve(ci, waiting.id)).rejects.toThrow(/your token goes back to/);
      await commands.approve(otto, waiting.id);
      expect((await bench.ended(waiting.id)).state).toBe('SUCCEEDED');
    } finally {
      await strict.close();
    }
  });
});
