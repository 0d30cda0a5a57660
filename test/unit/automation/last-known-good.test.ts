import { describe, expect, it } from 'vitest';

import type { MigrationState, RunKind, RunState } from '../../../src/core/migrations.ts';
import {
  findLastKnownGood,
  type RunWithSteps,
} from '../../../src/migrations/emergency/last-known-good.ts';
import type { MigrationEntry } from '../../../src/migrations/status-words.ts';
import type { MigrationRun } from '../../../src/store/migration-runs.ts';

const entries = (...states: string[]): MigrationEntry[] =>
  states.map((text) => {
    const [version = '', state = 'APPLIED'] = text.split(' ');
    const none = { checksum: null, appliedAt: null, appliedBy: null, durationMs: null };
    return { version, name: 'x', reason: null, state: state as MigrationState, ...none };
  });

const run = (
  id: string,
  state: RunState,
  steps: string,
  more: { kind?: RunKind; toVersion?: string } = {},
): RunWithSteps => ({
  run: { id, state, kind: 'MIGRATE', toVersion: null, ...more } as MigrationRun,
  steps: steps.split(', ').map((text, position) => {
    const [version = '', of = 'APPLIED'] = text.split(' ');
    const step = { runId: id, position, version, name: 'x', checksum: '' };
    const counts = { statementsDone: 1, statementsTotal: 1, durationMs: null };
    return { ...step, ...counts, state: of as MigrationState };
  }),
});

describe('the last known good version', () => {
  it('is where the source stood before the last run that changed it', () => {
    const found = findLastKnownGood(
      [run('new', 'SUCCEEDED', '3, 4'), run('old', 'SUCCEEDED', '1, 2')],
      entries('1', '2', '3', '4'),
    );
    expect(found).toMatchObject({ version: '2' });
  });

  it('is before a run that failed or was interrupted half way', () => {
    for (const state of ['FAILED', 'INTERRUPTED', 'CANCELLED'] as const) {
      const found = findLastKnownGood(
        [run('new', state, '3, 4 PENDING'), run('old', 'SUCCEEDED', '1, 2')],
        entries('1', '2', '3', '4 PENDING'),
      );
      expect(found).toMatchObject({ version: '2' });
    }
    const partial = findLastKnownGood(
      [run('new', 'FAILED', '3 PARTIAL'), run('old', 'SUCCEEDED', '1, 2')],
      entries('1', '2', '3 PARTIAL'),
    );
    expect(partial).toMatchObject({ version: '2' });
  });

  it('passes over runs that changed nothing', () => {
    const found = findLastKnownGood(
      [
        run('idle', 'FAILED', '3 FAILED'),
        run('old', 'SUCCEEDED', '2'),
        run('first', 'SUCCEEDED', '1'),
      ],
      entries('1', '2', '3 FAILED'),
    );
    expect(found).toMatchObject({ version: '1' });
  });

  it('is nothing at all before the first run, or the baseline', () => {
    const first = [run('first', 'SUCCEEDED', '2, 3')];
    expect(findLastKnownGood(first, entries('2', '3'))).toMatchObject({ version: '0' });
    const based = entries('1 BASELINE', '2', '3');
    expect(findLastKnownGood(first, based)).toMatchObject({ version: '1' });
  });

  it('is asked for after a roll-back, which is the last change, but one that is not done goes on', () => {
    const done = run('back', 'SUCCEEDED', '3 ROLLED_BACK', { kind: 'ROLLBACK', toVersion: '2' });
    const before = run('old', 'SUCCEEDED', '1, 2, 3');
    const found = findLastKnownGood([done, before], entries('1', '2', '3 ROLLED_BACK'));
    expect(found).toMatchObject({ version: null, reason: expect.stringMatching(/toVersion/) });
    const cut = run('back', 'INTERRUPTED', '3 ROLLED_BACK, 2 APPLIED', {
      kind: 'ROLLBACK',
      toVersion: '1',
    });
    const going = findLastKnownGood([cut, before], entries('1', '2', '3 ROLLED_BACK'));
    expect(going).toMatchObject({ version: '1' });
  });

  it('is not guessed where no version stands for it', () => {
    const late = findLastKnownGood(
      [run('late', 'SUCCEEDED', '2'), run('old', 'SUCCEEDED', '1, 3')],
      entries('1', '2', '3'),
    );
    expect(late).toMatchObject({ version: null, reason: expect.stringMatching(/older than 3/) });
    expect(findLastKnownGood([], entries('1'))).toMatchObject({ version: null });
  });
});
