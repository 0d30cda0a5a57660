import { beforeEach, describe, expect, it } from 'vitest';

import { createClock } from '../../../src/core/clock.ts';
import { progressKindOf, progressEvents, type Progress } from '../../../src/migrations/events.ts';
import { createRunProgress, type RunProgress } from '../../../src/migrations/runner/progress.ts';
import type { MigrationRun, MigrationRunStep } from '../../../src/store/migration-runs.ts';
import type { RunEntry } from '../../../src/store/run-recording.ts';

const run: MigrationRun = {
  id: '00000000-0000-4000-8000-000000000001',
  databaseId: '00000000-0000-4000-8000-000000000002',
  source: 'main',
  kind: 'MIGRATE',
  origin: 'API',
  state: 'RUNNING',
  dryRun: false,
  toVersion: null,
  triggeredBy: 'olga',
  actorId: 'op',
  clientMutationId: null,
  inputHash: '',
  retryOf: null,
  queuedAt: new Date(0),
  startedAt: null,
  finishedAt: null,
  cancelRequestedAt: null,
  percent: 0,
  error: null,
  report: null,
  executor: 'sql',
  assessment: null,
  review: null,
  waveId: null,
  foreign: null,
  verification: null,
  cursorEpoch: 'abcd',
  cursorId: 0,
  claimedBy: null,
  claim: 1,
  recordedSeq: 1,
  keyId: '',
};

describe('percent and estimate', () => {
  let now: number;
  let entries: RunEntry[];
  beforeEach(() => {
    now = 0;
    entries = [];
  });
  const step = (position: number, statementsTotal: number): MigrationRunStep => ({
    runId: run.id,
    position,
    version: String(position),
    name: 'a',
    checksum: '',
    state: 'PENDING',
    statementsDone: 0,
    statementsTotal,
    durationMs: null,
  });
  const start = (...steps: MigrationRunStep[]): RunProgress =>
    createRunProgress({
      run,
      databaseName: 'shop',
      steps,
      clock: createClock({
        now: () => new Date(now),
        monotonicMs: () => now,
        setTimer: () => expect.unreachable(),
      }),
      recorder: { record: (entry) => void entries.push(entry) },
    });
  const last = (): Progress => {
    const entry = entries.at(-1) ?? expect.unreachable();
    const kind = progressKindOf(entry.event.type) ?? expect.unreachable();
    return progressEvents[kind].read({ ...entry.event, id: 1 }) ?? expect.unreachable();
  };

  it('counts statements over all migrations, and numbers every event', () => {
    const progress = start(step(0, 3), step(1, 1));
    progress.started();
    expect(last().percent).toBe(0);
    progress.migrationStarted(0, 0);
    for (let index = 0; index < 3; index += 1) {
      progress.statementStarted(0, { index, text: 'select' });
      progress.statementFinished(1, 1);
    }
    expect(last().percent).toBe(75);
    progress.migrationFinished(0, { state: 'APPLIED', statementsDone: 3, durationMs: 1 });
    expect(last().percent).toBe(75);
    progress.migrationStarted(1, 0);
    progress.migrationFinished(1, { state: 'FAILED', statementsDone: 0, durationMs: null });
    expect(last().percent).toBe(75);
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_entry, i) => i + 2));
  });

  it('never jumps back from one phase to the next', () => {
    const progress = start(step(0, 1));
    progress.migrationStarted(0, 0);
    progress.statementStarted(0, { index: 0, text: 'CREATE INDEX CONCURRENTLY i ON t (x)' });
    const seen: number[] = [];
    for (const phase of [
      'initializing',
      'waiting for writers before build',
      'building index: scanning table',
      'building index: sorting live tuples',
      'building index: loading tuples in tree',
      'waiting for writers before validation',
      'index validation: scanning index',
      'index validation: sorting tuples',
      'index validation: scanning table',
      'waiting for old snapshots',
    ]) {
      for (const done of [0, 50, 100]) {
        now += 1000;
        progress.statementProgressed(phase, done, 100);
        seen.push(last().percent);
        // What comes after is not known, so there is no estimate.
        expect(last().etaMs).toBeNull();
      }
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeGreaterThan(50);
    expect(seen.at(-1)).toBeLessThan(100);
  });

  it('estimates only in the last phase of the last statement, from what that phase took', () => {
    const loading = 'building index: loading tuples in tree';
    const progress = start(step(0, 2));
    progress.migrationStarted(0, 0);
    progress.statementStarted(0, { index: 0, text: 'create index i on t (x)' });
    now += 10_000;
    progress.statementProgressed(loading, 0, 100);
    now += 10_000;
    progress.statementProgressed(loading, 50, 100);
    expect(last().etaMs).toBeNull();
    progress.statementFinished(null, 1);
    progress.statementStarted(0, { index: 1, text: 'create index i on t (x)' });
    now += 60_000;
    progress.statementProgressed(loading, 0, 100);
    expect(last().etaMs).toBeNull();
    now += 6000;
    progress.statementProgressed(loading, 25, 100);
    expect(last().etaMs).toBe(18_000);
  });
});
