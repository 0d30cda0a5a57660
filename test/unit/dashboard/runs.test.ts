import { describe, expect, it } from 'vitest';

import {
  actionsOf,
  countLeft,
  endedBy,
  hasDoubt,
  versionBefore,
} from '../../../src/dashboard/parts/run-actions/actions-of.ts';
import { explainSqlState, markPlace } from '../../../src/dashboard/screens/run/explain-error.ts';
import {
  filterOf,
  isMoving,
  isNarrowed,
  type Chosen,
} from '../../../src/dashboard/screens/runs/filter.ts';
import { mergeWaves } from '../../../src/dashboard/screens/runs/merge-waves.ts';

const run = {
  state: 'SUCCEEDED',
  origin: 'API',
  kind: 'MIGRATE',
  dryRun: false,
  migrations: [{ state: 'APPLIED' }],
} as const;

describe('what may be done with a run', () => {
  it.each([
    ['a queued one', { state: 'QUEUED' }, ['cancel']],
    ['a running one', { state: 'RUNNING' }, ['cancel']],
    ['one that waits for a review', { state: 'AWAITING_REVIEW' }, []],
    ['a rejected one', { state: 'REJECTED' }, []],
    ['one that ended well', {}, ['rollback']],
    ['a roll-back that ended well', { kind: 'ROLLBACK' }, []],
    ['a dry run', { dryRun: true }, []],
    ['a failed one', { state: 'FAILED' }, ['retry', 'rollback']],
    ['one that applied nothing', { state: 'CANCELLED', migrations: [] }, ['retry']],
    [
      'one that left something half done, but nothing in doubt',
      { state: 'INTERRUPTED', migrations: [{ state: 'PARTIAL' }] },
      ['retry'],
    ],
    ["another tool's", { state: 'RUNNING', origin: 'FOREIGN' }, []],
  ] as const)('is known of %s', (_, change, expected) => {
    expect(actionsOf({ ...run, ...change }, { isInDoubt: false })).toEqual(expected);
  });

  it('is to settle what is in doubt in the database, as long as it is', () => {
    const failed = {
      ...run,
      state: 'FAILED',
      migrations: [{ version: '2', state: 'PARTIAL' }],
    } as const;
    const standing = [
      { version: '1', inDoubt: true },
      { version: '2', inDoubt: false },
    ];
    expect(hasDoubt(failed.migrations, standing)).toBe(false);
    expect(hasDoubt(failed.migrations, [{ version: '2', inDoubt: true }])).toBe(true);
    expect(actionsOf(failed, { isInDoubt: true })).toEqual(['settle', 'retry']);
  });

  it('counts what a retry takes up: of a roll-back all that is still applied', () => {
    const migrations = [{ state: 'ROLLED_BACK' }, { state: 'APPLIED' }, { state: 'APPLIED' }];
    expect(countLeft({ kind: 'ROLLBACK', migrations })).toBe(2);
    expect(countLeft({ kind: 'MIGRATE', migrations: [...migrations, { state: 'FAILED' }] })).toBe(
      2,
    );
  });

  it('ends the reviews of its source; a dry run only those of dry runs', () => {
    const waiting = [
      { id: 'real', source: 'main', dryRun: false },
      { id: 'dry', source: 'main', dryRun: true },
      { id: 'other', source: 'reports', dryRun: false },
    ];
    const idsOf = (dryRun: boolean) =>
      endedBy({ source: 'main', dryRun }, waiting).map(({ id }) => id);
    expect(idsOf(false)).toEqual(['real', 'dry']);
    expect(idsOf(true)).toEqual(['dry']);
  });

  it('goes back to the newest version that was applied before', () => {
    const all = [
      { version: '1', state: 'BASELINE' },
      { version: '2', state: 'PENDING' },
      { version: '3', state: 'APPLIED' },
    ];
    expect(versionBefore(all, '3')).toBe('1');
    expect(versionBefore(all, '1')).toBe('0');
    expect(versionBefore(all, '9')).toBeUndefined();
    expect(versionBefore(all, undefined)).toBeUndefined();
  });
});

describe('the error of a run', () => {
  it('is explained by its SQLSTATE, or by the class of that', () => {
    expect(explainSqlState('23505')?.name).toBe('duplicate values');
    expect(explainSqlState('23P01')?.name).toBe('constraint violated');
    expect(explainSqlState('XX000')).toBeUndefined();
    expect(explainSqlState(null)).toBeUndefined();
  });

  it('marks the word at its place', () => {
    expect(markPlace('alter tabel x', 7)).toEqual(['alter ', 'tabel', ' x']);
    expect(markPlace('select (', 8)).toEqual(['select ', '(', '']);
    expect(markPlace('select', 99)).toEqual(['select', '', '']);
    expect(markPlace('select', null)).toEqual(['select', '', '']);
  });
});

describe('the filters of the history', () => {
  const nothing: Chosen = {
    database: undefined,
    states: [],
    kind: undefined,
    origin: undefined,
    by: undefined,
    since: undefined,
  };
  const nowMs = Date.parse('2026-11-27T12:00:00Z');

  it('ask for what the address says', () => {
    const chosen = {
      database: 'shop',
      states: ['FAILED', 'RUNNING'],
      kind: 'ROLLBACK',
      origin: 'COMMAND',
      by: 'ci',
      since: '24h',
    };
    expect(filterOf(chosen, nowMs)).toEqual({
      database: 'shop',
      states: ['RUNNING', 'FAILED'],
      kinds: ['ROLLBACK'],
      origins: ['COMMAND'],
      triggeredBy: 'ci',
      since: '2026-11-26T12:00:00.000Z',
    });
    expect(isNarrowed(chosen)).toBe(true);
  });

  it('leave out what the address says wrongly', () => {
    const chosen = { ...nothing, states: ['LOST'], kind: 'toString', origin: '?', since: 'soon' };
    expect(filterOf(chosen, nowMs)).toEqual({});
    expect(isNarrowed(nothing)).toBe(false);
  });

  it('move on when they are counted from now, and only then', () => {
    expect(isMoving({ since: '1h' })).toBe(true);
    expect(isMoving({ since: '2026-11-01' })).toBe(false);
    expect(isMoving({ since: 'toString' })).toBe(false);
    expect(isMoving({ since: undefined })).toBe(false);
  });

  it('take a date for what it is', () => {
    expect(filterOf({ ...nothing, since: '2026-11-01' }, nowMs)).toEqual({
      since: '2026-11-01T00:00:00.000Z',
    });
  });
});

it('shows each wave once: the one that is asked for, those that run, the newest', () => {
  const [named, running, newest] = [{ id: 'old' }, { id: 'runs' }, { id: 'new' }];
  const merged = mergeWaves([named], [running], [newest, running, named]);
  expect(merged).toEqual([named, running, newest]);
});
