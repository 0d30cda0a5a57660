import { describe, expect, it } from 'vitest';

import type { MigrationState } from '../../../src/dashboard/graphql/graphql.ts';
import { concernsDatabase } from '../../../src/dashboard/parts/concerns-database.ts';
import {
  chooseRuns,
  mergeRuns,
} from '../../../src/dashboard/screens/database/tabs/migrations/choose-runs.ts';
import {
  isToldBelow,
  listRollbackTargets,
  sortForReading,
} from '../../../src/dashboard/screens/database/tabs/migrations/migration-order.ts';

const migrations = (...states: MigrationState[]) =>
  states.map((state, index) => ({ version: String(index + 1), state }));

describe('the migrations of a source', () => {
  it('are shown with what is to be done first, in the order in which it runs', () => {
    const sorted = sortForReading(migrations('APPLIED', 'APPLIED', 'FAILED', 'PENDING'));
    expect(sorted.map(({ version }) => version)).toEqual(['3', '4', '2', '1']);
  });

  const targets = (...states: MigrationState[]) =>
    listRollbackTargets(migrations(...states), { isOwn: true });

  it('can be rolled back to each that is applied but the newest, and to none', () => {
    expect(targets('APPLIED', 'MARKED', 'EDITED', 'PENDING')).toEqual(['2', '1', '0']);
    expect(targets('PENDING')).toEqual([]);
  });

  it('can be rolled back to the last that is whole when the one after it is half done', () => {
    expect(targets('APPLIED', 'APPLIED', 'PARTIAL', 'PENDING')).toEqual(['2', '1', '0']);
  });

  it('can be rolled back to the baseline, and not to before it', () => {
    expect(targets('BASELINE', 'BASELINE', 'APPLIED')).toEqual(['2']);
    expect(targets('BASELINE', 'APPLIED', 'APPLIED')).toEqual(['2', '1']);
    expect(targets('BASELINE')).toEqual([]);
  });

  it("can be taken back by another tool's command also where only the tool knows them", () => {
    const all = migrations('APPLIED', 'FUTURE');
    expect(listRollbackTargets(all, { isOwn: false })).toEqual(['1', '0']);
    expect(listRollbackTargets(all, { isOwn: true })).toEqual(['0']);
  });

  it('say themselves why the source stands as it does, or the source does', () => {
    const failed = { version: '3', state: 'FAILED', reason: 'no such table' } as const;
    expect(isToldBelow('3 is FAILED: no such table', [failed])).toBe(true);
    expect(isToldBelow('3 was changed after it was applied', [{ ...failed, reason: null }])).toBe(
      true,
    );
    expect(isToldBelow('session 4711 (psql) holds its lock', [failed])).toBe(false);
    expect(isToldBelow('3 is FAILED: no such table', [failed, failed])).toBe(false);
  });
});

describe('the runs that are shown on the page of a database', () => {
  const run = (id: string, state: 'RUNNING' | 'FAILED' | 'SUCCEEDED', dryRun = false) => ({
    id,
    state,
    dryRun,
    finishedAt: state === 'RUNNING' ? null : '2026-11-27T22:00:00.000Z',
  });
  const choose = (runs: ReturnType<typeof run>[], kept: string[] = [], putAway: string[] = []) =>
    chooseRuns(runs, { kept: new Set(kept), putAway: new Set(putAway) }).map(({ id }) => id);

  it('are those that are not over, and the last one when it ended badly', () => {
    expect(choose([run('c', 'RUNNING'), run('b', 'FAILED'), run('a', 'FAILED')])).toEqual([
      'c',
      'b',
    ]);
    expect(choose([run('b', 'SUCCEEDED'), run('a', 'FAILED')])).toEqual([]);
  });

  it('are each once, newest first, also where one waits for longer than all the others', () => {
    const at = (id: string, hour: number) => ({ id, queuedAt: `2026-11-27T${hour}:00:00.000Z` });
    const latest = [at('d', 14), at('c', 13)];
    const merged = mergeRuns([...latest, at('c', 13), at('waits', 10), at('last', 12)]);
    expect(merged.map(({ id }) => id)).toEqual(['d', 'c', 'last', 'waits']);
  });

  it('are not hidden by a dry run that went well', () => {
    expect(choose([run('b', 'SUCCEEDED', true), run('a', 'FAILED')])).toEqual(['a']);
  });

  it('stay after their end when they were watched, until they are put away', () => {
    expect(choose([run('a', 'SUCCEEDED')], ['a'])).toEqual(['a']);
    expect(choose([run('a', 'SUCCEEDED')], ['a'], ['a'])).toEqual([]);
    expect(choose([run('a', 'RUNNING')], [], ['a'])).toEqual(['a']);
  });
});

describe('an event', () => {
  const event = (subject: string, payload: unknown) => ({
    cursor: 'c',
    type: 't',
    occurredAt: '2026-11-27T22:00:00.000Z',
    subject,
    payload,
  });

  it('concerns a database by its subject, or by the name in what a run tells', () => {
    const concerns = concernsDatabase('shop');
    expect(concerns(event('database:shop', {}))).toBe(true);
    expect(concerns(event('migration-run:1', { database: 'shop' }))).toBe(true);
    expect(concerns(event('migration-run:1', { database: 'shop-2' }))).toBe(false);
    expect(concerns(event('database:shop-2', null))).toBe(false);
  });
});
