import { describe, expect, it } from 'vitest';

import type { ForeignSession, MigrationState } from '../../../src/core/migrations.ts';
import { judgeOutcome, type OutcomeFacts } from '../../../src/migrations/foreign/outcome.ts';
import { summarise } from '../../../src/migrations/summarise.ts';
import type { MigrationEntry, SourceStatus } from '../../../src/migrations/status-words.ts';

const since = new Date('2026-01-01T12:00:00Z');
const earlier = new Date('2026-01-01T11:00:00Z');
const later = new Date('2026-01-01T12:00:05Z');

const session: ForeignSession = {
  tool: 'flyway',
  pid: 7,
  application: null,
  user: null,
  since: since.toISOString(),
  sign: '',
  stale: false,
  query: null,
  waitsFor: [],
  blocks: [],
};

function entry(text: string): MigrationEntry {
  const [version = '', state = '', at] = text.split(' ');
  return {
    version,
    name: `v${version}`,
    state: state as MigrationState,
    reason: null,
    checksum: null,
    appliedAt: at === undefined ? null : at === 'later' ? later : earlier,
    appliedBy: null,
    durationMs: null,
  };
}

function status(entries: readonly string[], more: Partial<SourceStatus> = {}): SourceStatus {
  const facts = { faults: [], lockedBy: null, uninitialised: null, ahead: [] };
  return {
    databaseName: 'shop',
    source: 'main',
    tool: 'flyway',
    revision: null,
    checkedAt: since,
    ...summarise({ ...facts, entries: entries.map(entry) }),
    ...more,
  };
}

function judge(
  before: readonly string[] | undefined,
  after: readonly string[],
  more: Partial<OutcomeFacts> = {},
) {
  const outcome = judgeOutcome({
    session,
    before: before && [status(before)],
    after: [status(after)],
    storedPending: new Set(),
    since,
    abnormalEnds: false,
    unwatched: false,
    ...more,
  });
  const steps = outcome.steps.map(({ version, state }) => `${version} ${state}`);
  return { ...outcome, steps };
}

describe('what became of a foreign migration', () => {
  it('is what its history has now and had not before', () => {
    const { state, steps, message, source } = judge(
      ['1 APPLIED', '2 PENDING', '3 PENDING'],
      ['1 APPLIED', '2 APPLIED', '3 APPLIED'],
    );
    expect({ state, steps, source }).toEqual({
      state: 'SUCCEEDED',
      steps: ['2 APPLIED', '3 APPLIED'],
      source: 'main',
    });
    expect(message).toBe('applied: 2, 3');
  });

  it('includes what was applied before the first sight, where the history tells when', () => {
    const rows = ['1 APPLIED earlier', '2 APPLIED later'];
    expect(judge(rows, rows).steps).toEqual(['2 APPLIED']);
    expect(judge(undefined, rows).steps).toEqual(['2 APPLIED']);
  });

  it('includes what the store knew as pending, where the history tells no time', () => {
    const rows = ['1 APPLIED', '2 APPLIED'];
    const storedPending = new Set(['main/2', 'other/1']);
    expect(judge(rows, rows, { storedPending }).steps).toEqual(['2 APPLIED']);
  });

  it('is FAILED when the history ends up dirty, whatever it looked like on the way', () => {
    const { state, error, steps } = judge(
      ['1 APPLIED', '2 FAILED'],
      ['1 APPLIED', '2 FAILED later'],
    );
    expect({ state, steps }).toEqual({ state: 'FAILED', steps: ['2 FAILED'] });
    expect(error?.message).toMatch(/^2 is FAILED/);
    expect(judge(['1 FAILED'], ['1 APPLIED']).state).toBe('SUCCEEDED');
  });

  it('is a note when nothing new is recorded and nothing was pending', () => {
    const { state, message } = judge(['1 APPLIED'], ['1 APPLIED']);
    expect(state).toBe('SUCCEEDED');
    expect(message).toBe('nothing new is recorded since it was seen');
  });

  it('is INTERRUPTED when nothing is recorded of what is pending', () => {
    const { state, message } = judge(['1 PENDING'], ['1 PENDING']);
    expect(state).toBe('INTERRUPTED');
    expect(message).toMatch(/still pending: 1$/);
  });

  it('is INTERRUPTED when nothing is recorded and sessions were killed', () => {
    expect(judge(['1 APPLIED'], ['1 APPLIED'], { abnormalEnds: true }).state).toBe('INTERRUPTED');
    expect(judge(['1 PENDING'], ['1 APPLIED'], { abnormalEnds: true }).state).toBe('SUCCEEDED');
  });

  it('is INTERRUPTED by whoever ended its session, with what was applied until then', () => {
    const ended = { session: { ...session, terminatedBy: 'adam' } };
    const { state, message } = judge(['1 PENDING', '2 PENDING'], ['1 APPLIED', '2 PENDING'], ended);
    expect(state).toBe('INTERRUPTED');
    expect(message).toBe('adam ended its session (terminateSession); applied: 1; still pending: 1');
  });

  it('shows what was rolled back', () => {
    expect(judge(['1 APPLIED', '2 APPLIED'], ['1 APPLIED', '2 PENDING']).steps).toEqual([
      '2 ROLLED_BACK',
    ]);
  });

  it('of a status that cannot be read is not known, and that is said', () => {
    const unread = status([], { state: 'UNREACHABLE', reason: 'no right to read it' });
    const { state, message, steps } = judge([], [], { after: [unread] });
    expect({ state, steps }).toEqual({ state: 'SUCCEEDED', steps: [] });
    expect(message).toBe('what it applied could not be read (main: no right to read it)');
    const since = judge([], [], { before: [unread], after: [status(['1 APPLIED'])] });
    expect(since.steps).toEqual([]);
  });

  it('of another tool than the sources is not known', () => {
    const other = { session: { ...session, tool: 'goose' } };
    expect(judge(['1 PENDING'], ['1 APPLIED'], other)).toMatchObject({
      state: 'SUCCEEDED',
      steps: [],
      message: 'what it applied is not known: no source of the tool goose is configured here',
    });
  });

  it('of an unknown tool is what any source has', () => {
    const unknown = { session: { ...session, tool: 'unknown' } };
    expect(judge(['1 PENDING'], ['1 APPLIED'], unknown).steps).toEqual(['1 APPLIED']);
    expect(judge(['1 PENDING'], ['1 PENDING'], unknown).state).toBe('SUCCEEDED');
  });

  it('says that nobody watched its end', () => {
    expect(judge(undefined, ['1 APPLIED'], { unwatched: true }).message).toMatch(
      /^it ended while nobody watched; nothing new/,
    );
  });
});
