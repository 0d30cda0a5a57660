import { describe, expect, it } from 'vitest';

import { describeEvent, nameOf } from '../../../src/dashboard/parts/run-progress/describe-event.ts';
import type {
  ProgressEvent,
  Run,
  Step,
} from '../../../src/dashboard/parts/run-progress/operations.ts';
import {
  emptyModel,
  keptLines,
  keptStatements,
  stepsOf,
  takeEvents as take,
  type ProgressModel,
} from '../../../src/dashboard/parts/run-progress/progress-model.ts';
import {
  isStepBroken,
  isStepDone,
  lookOfStep,
} from '../../../src/dashboard/parts/run-progress/step-standing.ts';

const step: Step = {
  version: '0001',
  name: 'people',
  state: 'RUNNING',
  statementsDone: 0,
  statementsTotal: 3,
  durationMs: null,
};

let made = 0;
const event = (kind: ProgressEvent['kind'], more: Partial<ProgressEvent> = {}): ProgressEvent => ({
  cursor: `cursor-${(made += 1)}`,
  at: '2026-11-27T10:00:00.000Z',
  kind,
  percent: 0,
  etaMs: null,
  message: null,
  migration: step,
  statement: null,
  blockedBy: [],
  ...more,
});
const statement = (index: number, more = {}): ProgressEvent['statement'] => ({
  index,
  total: 3,
  text: `select ${index}`,
  rows: null,
  durationMs: null,
  phase: null,
  done: null,
  of: null,
  ...more,
});
const begun = (index: number): ProgressEvent =>
  event('STATEMENT_STARTED', { statement: statement(index) });
const done = (index: number): ProgressEvent =>
  event('STATEMENT_FINISHED', { statement: statement(index, { rows: 2, durationMs: 10 }) });
const takeEvents = (model: ProgressModel, events: readonly ProgressEvent[]): ProgressModel =>
  take(model, events, 'MIGRATE');
const statesIn = (
  events: readonly ProgressEvent[],
  kind: Run['kind'] = 'MIGRATE',
): readonly string[] =>
  take(emptyModel, events, kind).statements.map(({ index, state }) => `${index} ${state}`);

describe('the progress of a run', () => {
  it('is the same whether its events come one by one or all at once', () => {
    const events = [
      event('STARTED'),
      event('MIGRATION_STARTED'),
      begun(1),
      done(1),
      begun(2),
      event('STATEMENT_PROGRESS', { statement: statement(2, { phase: 'scan', done: 1, of: 4 }) }),
    ];
    const single = events.reduce((model, one) => takeEvents(model, [one]), emptyModel);
    expect(takeEvents(emptyModel, events)).toEqual(single);
    expect(single.statements.at(-1)).toMatchObject({ phase: 'scan', share: 0.25 });
  });

  it('keeps one line for each event, and a bounded number of them', () => {
    const events = Array.from({ length: keptLines + 5 }, () => event('LOG', { message: 'x' }));
    const model = takeEvents(emptyModel, events);
    expect(model.events).toBe(keptLines + 5);
    expect(model.lines.map(({ cursor }) => cursor)).toEqual(
      events.slice(5).map(({ cursor }) => cursor),
    );
  });

  it('keeps a bounded number of statements, and says how many were before', () => {
    const events = Array.from({ length: keptStatements + 7 }, (_, index) => done(index + 1));
    const model = takeEvents(emptyModel, events);
    expect([model.statements.length, model.statementsBefore]).toEqual([keptStatements, 7]);
  });

  it('takes a statement that is tried again for the same one', () => {
    expect(statesIn([begun(1), event('LOCK_RETRY'), begun(1), done(1)])).toEqual(['1 done']);
  });

  it.each<[Step['state'], number, readonly string[]]>([
    ['APPLIED', 3, ['1 done', '2 done']],
    ['FAILED', 0, ['1 undone', '2 failed']],
    ['PARTIAL', 1, ['1 done', '2 failed']],
    ['PENDING', 0, ['1 undone', '2 undone']],
  ])('says of the statements of one that is %s what is left of them', (state, left, expected) => {
    const end = event('MIGRATION_FINISHED', {
      migration: { ...step, state, statementsDone: left },
    });
    expect(statesIn([begun(1), done(1), begun(2), end])).toEqual(expected);
  });

  it('forgets who blocks it as soon as nobody does', () => {
    const blockedBy = [{ pid: 7, application: 'app', user: 'u', query: 'q', sinceMs: 5 }];
    const blocked = takeEvents(emptyModel, [event('BLOCKED', { blockedBy })]);
    expect(blocked.blockers?.sessions).toEqual(blockedBy);
    for (const kind of ['UNBLOCKED', 'STATEMENT_FINISHED', 'FINISHED'] as const) {
      expect(takeEvents(blocked, [event(kind)]).blockers).toBeUndefined();
    }
  });

  it('takes what the events tell of a migration for newer than what the run said', () => {
    const run = { migrations: [step, { ...step, version: '0002' }] } as unknown as Run;
    const applied = { ...step, state: 'APPLIED', statementsDone: 3 } as const;
    const model = takeEvents(emptyModel, [event('MIGRATION_FINISHED', { migration: applied })]);
    expect(stepsOf(run, model)).toEqual([applied, run.migrations[1]]);
  });

  it('counts a migration as done that a dry run has tried as a whole and undone', () => {
    const tried = { ...step, state: 'PENDING', statementsDone: 3 } as const;
    const dry = { kind: 'MIGRATE', dryRun: true } as const;
    expect([isStepDone(tried, dry), isStepDone(tried, { ...dry, dryRun: false })]).toEqual([
      true,
      false,
    ]);
    expect(isStepDone({ ...tried, statementsDone: 2 }, dry)).toBe(false);
  });

  it('leaves nothing running when the run has ended', () => {
    const model = takeEvents(emptyModel, [event('MIGRATION_STARTED'), begun(1), event('FINISHED')]);
    expect(model.isFinished).toBe(true);
    expect(model.statements.map(({ state }) => state)).toEqual(['undone']);
    expect(stepsOf({ migrations: [] } as unknown as Run, model)).toEqual([]);
  });

  it.each<[ProgressEvent, string]>([
    [event('QUEUED', { message: '3 to run' }), 'Queued: 3 to run'],
    [begun(2), '0001 statement 2 of 3: select 2'],
    [done(2), '0001 statement 2 of 3 done in 10 ms, 2 rows'],
    [
      event('STATEMENT_PROGRESS', { statement: statement(1, { phase: 'scan', done: 5, of: 10 }) }),
      '0001 statement 1 of 3: scan, 50 %',
    ],
    [
      event('BLOCKED', {
        blockedBy: [{ pid: 7, application: 'app', user: 'u', query: 'q', sinceMs: 5 }],
        message: 'waits for a lock',
      }),
      'Blocked by pid 7 (app, u): waits for a lock',
    ],
    [
      event('MIGRATION_FINISHED', {
        migration: { ...step, state: 'FAILED' },
        message: 'no such table',
      }),
      '0001 people failed: no such table',
    ],
    [event('FINISHED', { message: '1 of 2 applied' }), 'The run ended: 1 of 2 applied'],
  ])('has a line of its log for each kind of event', (one, text) => {
    expect(describeEvent(one, 'MIGRATE').text).toBe(text);
  });

  it('goes on to count since when it is blocked when others stand in the way', () => {
    const at = (time: string) => `2026-11-27T10:0${time}.000Z`;
    const blocked = (pid: number, time: string): ProgressEvent => {
      const session = { pid, application: null, user: null, query: null, sinceMs: null };
      return event('BLOCKED', { at: at(time), blockedBy: [session] });
    };
    const waiting = takeEvents(emptyModel, [blocked(7, '0:00'), blocked(8, '5:00')]);
    expect(waiting.blockers).toMatchObject({ at: at('0:00'), sessions: [{ pid: 8 }] });
    const again = takeEvents(waiting, [event('UNBLOCKED'), blocked(9, '6:00')]);
    expect(again.blockers?.at).toBe(at('6:00'));
  });

  it('does not call a prepared transaction a session', () => {
    expect(nameOf({ pid: 0, application: null, user: null })).toBe('a prepared transaction');
  });
});

describe('the progress of a roll-back', () => {
  const aim = { kind: 'ROLLBACK', dryRun: false } as const;
  const applied = { ...step, state: 'APPLIED', statementsDone: 0 } as const;
  const rolledBack = { ...step, state: 'ROLLED_BACK', statementsDone: 3 } as const;
  const ended = (migration: Step, message: string | null = null): ProgressEvent =>
    event('MIGRATION_FINISHED', { migration, message });

  it('counts only what is rolled back as done: all of it is applied when it begins', () => {
    expect([isStepDone(applied, aim), isStepDone(rolledBack, aim)]).toEqual([false, true]);
    const look = (isOver: boolean) => lookOfStep(applied, aim, { isTold: false, isOver });
    expect(look(false)).toEqual({ label: 'waits', tone: 'quiet' });
    expect(look(true)).toEqual({ label: 'stays applied', tone: 'quiet' });
  });

  it('says of a migration that could not be undone that it stays, and that this is bad', () => {
    const failed = ended(applied, 'cannot drop table people');
    expect(describeEvent(failed, 'ROLLBACK')).toEqual({
      text: '0001 people stays applied: cannot drop table people',
      tone: 'bad',
    });
    expect(statesIn([begun(1), done(1), begun(2), failed], 'ROLLBACK')).toEqual([
      '1 undone',
      '2 failed',
    ]);
    expect([isStepBroken(applied, aim, true), isStepBroken(applied, aim, false)]).toEqual([
      true,
      false,
    ]);
    expect(lookOfStep(applied, aim, { isTold: true, isOver: true }).tone).toBe('bad');
  });

  it('says of one that was undone that its statements are done', () => {
    expect(statesIn([begun(1), done(1), begun(2), ended(rolledBack)], 'ROLLBACK')).toEqual([
      '1 done',
      '2 done',
    ]);
    expect(describeEvent(ended(rolledBack), 'ROLLBACK').tone).toBe('good');
  });
});
