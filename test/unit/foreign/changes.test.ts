import { describe, expect, it } from 'vitest';

import type { ForeignSession } from '../../../src/core/migrations.ts';
import { changesOf, type Told } from '../../../src/migrations/foreign/changes.ts';
import type { Observation } from '../../../src/migrations/foreign/observe.ts';

const session: ForeignSession = {
  tool: 'goose',
  pid: 7,
  application: 'ci',
  user: 'app',
  since: '2026-01-01T00:00:00.000Z',
  sign: "holds goose's session lock",
  stale: false,
  query: null,
  waitsFor: [],
  blocks: [],
};
const told: Told = { session, statementId: '', progress: '', blocksAtMs: -Infinity };
const seen = (change: Partial<ForeignSession> = {}, more: Partial<Observation> = {}) => ({
  session: { ...session, ...change },
  blockedBy: [],
  statement: null,
  progress: null,
  ...more,
});
const one = { pid: 9, application: 'api' };
const two = { pid: 10, application: null };

/** Kinds and messages, look after look. */
function follow(...looks: readonly (readonly [number, Observation])[]): readonly string[] {
  let at = told;
  return looks.flatMap(([atMs, observation]) => {
    const { facts, told: next } = changesOf(at, observation, atMs);
    if (facts.length > 0) at = next;
    return facts.map(({ kind, message }) => (message == null ? kind : `${kind} ${message}`));
  });
}

describe('what is told of a foreign migration', () => {
  it('is nothing while nothing changes', () => {
    expect(follow([0, seen()], [1, seen()])).toEqual([]);
  });

  it('is whom it blocks: at once, then at most every five seconds, and the end at once', () => {
    expect(
      follow(
        [0, seen({ blocks: [one] })],
        [1_000, seen({ blocks: [one, two] })],
        [2_000, seen({ blocks: [two] })],
        [5_000, seen({ blocks: [one, two] })],
        [6_000, seen()],
      ),
    ).toEqual([
      'LOG blocks pid 9 (api)',
      'LOG blocks pid 9 (api), pid 10',
      'LOG blocks nobody any more',
    ]);
  });

  it('is who it waits for, and that it waits no more', () => {
    const blockedBy = [{ ...one, user: null, query: null, sinceMs: 5 }];
    expect(follow([0, seen({ waitsFor: [one] }, { blockedBy })], [1, seen()])).toEqual([
      'BLOCKED waits for pid 9 (api)',
      'UNBLOCKED',
    ]);
  });

  it('is a statement once it has lasted a second, once, and how far it is', () => {
    const statement = (ms: number) => ({ id: '7/100', text: 'create index', ms });
    const progress = (done: number) => ({ phase: 'building', done, of: 10 });
    expect(
      follow(
        [0, seen({}, { statement: statement(400) })],
        [1, seen({}, { statement: statement(1_400), progress: progress(1) })],
        [2, seen({}, { statement: statement(2_400), progress: progress(1) })],
        [3, seen({}, { statement: statement(3_400), progress: progress(4) })],
      ),
    ).toEqual(['STATEMENT_STARTED', 'STATEMENT_PROGRESS', 'STATEMENT_PROGRESS']);
  });

  it('is that its lock is stale: once, until it is used again', () => {
    const stale = changesOf(told, seen({ stale: true }), 0);
    expect(stale.becameStale).toBe(true);
    const again = changesOf(stale.told, seen({ stale: true }), 1);
    expect(again).toMatchObject({ becameStale: false, facts: [] });
    expect(changesOf(stale.told, seen(), 2).facts).toEqual([
      { kind: 'LOG', message: 'is at work again' },
    ]);
  });
});
