// What the screens of alerts say: of many at a time, of changes, of conditions, of levels and matchers.
import { CombinedError } from 'urql';
import { describe, expect, it } from 'vitest';

import { describeFailure } from '../../../src/dashboard/client/describe-failure.ts';
import { describeEntry } from '../../../src/dashboard/parts/alerts/describe-entry.ts';
import { hrefOfSubject, webAddress } from '../../../src/dashboard/parts/subject.ts';
import { describeCondition } from '../../../src/dashboard/screens/alert/describe-condition.ts';
import { levelStanding, whoIsTold } from '../../../src/dashboard/screens/alert/escalation.ts';
import { matchersOf } from '../../../src/dashboard/screens/alert/silence/matchers.ts';
import { describeRemedy } from '../../../src/dashboard/screens/alert/describe-remedy.ts';
import { entriesOf, formatValue } from '../../../src/dashboard/screens/alert/values.ts';
import {
  marksAmong,
  portions,
  tellOutcomes,
  undoneOf,
} from '../../../src/dashboard/screens/alerts/bulk.ts';
import { collectFiring } from '../../../src/dashboard/screens/incident/collect-firing.ts';
import { newestRows, withTold } from '../../../src/dashboard/screens/alerts/newest-rows.ts';

describe('what was done with many alerts', () => {
  it('is asked for in portions', () => {
    expect(portions(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
    expect(portions([], 2)).toEqual([]);
  });

  it('is told in one sentence, with the reasons of those that were refused', () => {
    expect(tellOutcomes([{ alertId: 'a' }, { alertId: 'b', refusal: null }], 'resolved')).toEqual({
      tone: 'good',
      text: '2 alerts resolved.',
    });
    const over = { alertId: 'b', refusal: 'It is over.' };
    expect(tellOutcomes([{ alertId: 'a' }, over], 'acknowledged')).toEqual({
      tone: 'bad',
      text: '1 alert acknowledged. 1 alert was not acknowledged: It is over.',
    });
    expect(tellOutcomes([over, over], 'acknowledged').text).toBe(
      '2 alerts were not acknowledged: It is over.',
    );
  });
});

describe('marks of alerts', () => {
  it('are of what is in the list, and say how many left it', () => {
    const rows = [{ id: 'a' }, { id: 'b' }];
    expect(marksAmong(new Set(['b', 'x', 'y']), rows)).toEqual({ here: new Set(['b']), left: 2 });
    expect(marksAmong(new Set(), rows)).toEqual({ here: new Set(), left: 0 });
  });

  it('stay on what was refused, and on what was never asked for', () => {
    const outcomes = [{ alertId: 'a' }, { alertId: 'b', refusal: 'It is over.' }];
    expect(undoneOf(['a', 'b', 'c'], outcomes)).toEqual(['b', 'c']);
  });
});

describe('what fires of an incident', () => {
  it('is read to the end of its alerts', async () => {
    const states = ['FIRING', 'RESOLVED', 'FIRING', 'ACKNOWLEDGED', 'FIRING'] as const;
    const asked: (string | null)[] = [];
    const ids = await collectFiring((after) => {
      asked.push(after);
      const from = after === null ? 0 : Number(after) + 1;
      const edges = states
        .map((state, index) => ({ node: { id: `a${index}`, state } }))
        .slice(from, from + 2);
      const end = from + edges.length - 1;
      const pageInfo = { hasNextPage: end < states.length - 1, endCursor: String(end) };
      return Promise.resolve({ edges, pageInfo });
    });
    expect(ids).toEqual(['a0', 'a2', 'a4']);
    expect(asked).toEqual([null, '1', '3']);
    expect(await collectFiring(() => Promise.resolve(undefined))).toEqual([]);
  });
});

describe('what came of a remedy', () => {
  const tell = (state: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'UNKNOWN', outcome: string | null) =>
    describeRemedy({ runRemediation: { __typename: 'RemediationRun', state, outcome } });

  it('is good news only when it was done', () => {
    expect(tell('SUCCEEDED', 'It was restarted.')).toEqual({
      tone: 'good',
      text: 'succeeded: It was restarted.',
    });
    expect(tell('FAILED', 'The daemon refused.')).toEqual({
      tone: 'bad',
      text: 'failed: The daemon refused.',
    });
    expect(tell('TIMED_OUT', null).tone).toBe('bad');
    expect(tell('UNKNOWN', null).tone).toBe('bad');
  });
});

describe('rows that were told of since the list was read', () => {
  const row = (id: string, second: number) => ({
    id,
    updatedAt: new Date(second * 1_000).toISOString(),
  });

  it('stand where they stood, as they are now', () => {
    const told = withTold(withTold(new Map(), row('b', 5)), row('x', 5));
    expect(newestRows([row('a', 1), row('b', 1)], told)).toEqual([row('a', 1), row('b', 5)]);
  });

  it('give way to a list that was read later', () => {
    expect(newestRows([row('a', 9)], withTold(new Map(), row('a', 5)))).toEqual([row('a', 9)]);
  });

  it('are not kept without a bound', () => {
    let told: ReadonlyMap<string, ReturnType<typeof row>> = new Map();
    for (let index = 0; index < 600; index += 1) told = withTold(told, row(`r${index}`, index));
    expect(told.size).toBe(500);
    expect(told.has('r99')).toBe(false);
    expect(told.has('r599')).toBe(true);
  });
});

describe('an entry of a time line', () => {
  const at = '2030-01-01T00:00:00Z';

  it('says who did it', () => {
    expect(describeEntry({ at, kind: 'ACKNOWLEDGED', actor: 'olga', detail: {} }).title).toBe(
      'olga acknowledged it',
    );
    const assigned = { at, kind: 'ASSIGNED', actor: 'olga', detail: { from: null, to: 'Grace' } };
    expect(describeEntry(assigned).title).toBe('olga assigned it to Grace');
    const freed = { at, kind: 'ASSIGNED', actor: 'olga', detail: { from: 'Grace', to: null } };
    expect(describeEntry(freed).title).toBe('olga assigned it to nobody in particular');
    expect(describeEntry({ at, kind: 'RESOLVED', detail: {} }).title).toBe('It is over');
  });

  it('keeps a comment as it was written', () => {
    const said = {
      at,
      kind: 'COMMENTED',
      actor: 'olga',
      text: 'a switch\nwas replaced',
      detail: {},
    };
    expect(describeEntry(said).text).toBe('a switch\nwas replaced');
  });

  it('tells of another severity, and of kinds that it does not know', () => {
    const worse = {
      at,
      kind: 'UPDATED',
      text: null,
      detail: { severity: { from: 'WARNING', to: 'CRITICAL' } },
    };
    expect(describeEntry(worse).text).toBe('Its severity is critical now; it was warning.');
    expect(describeEntry({ at, kind: 'SOMETHING_NEW', detail: null }).title).toBe('Something new');
  });
});

describe('a condition', () => {
  it('of measurements is said with its window and its end', () => {
    const condition = {
      __typename: 'AlertMetricCondition',
      metric: 'endpoint.up',
      aggregate: 'AVERAGE',
      above: null,
      below: 0.95,
      clear: 0.97,
      windowMs: 300_000,
      noDataAfterMs: 600_000,
      onNoData: 'OK',
      onError: 'KEEP',
    } as const;
    expect(describeCondition(condition)).toEqual({
      begins: ['the average of endpoint.up over 5 min is below 0.95'],
      ends: ['it is above 0.97'],
    });
    const strict = { ...condition, onNoData: 'ALERT', onError: 'ALERT' } as const;
    expect(describeCondition(strict).begins.slice(1)).toEqual([
      'nothing was measured of endpoint.up for 10 min',
      'measurements of endpoint.up cannot be read',
    ]);
  });

  it('of events is said with their tests', () => {
    const condition = {
      __typename: 'AlertEventCondition',
      on: [{ event: 'endpoint.state_changed', where: ['state = DOWN'] }],
      until: [],
      lastsMs: 3_600_000,
    } as const;
    expect(describeCondition({ ...condition, on: [...condition.on], until: [] } as never)).toEqual({
      begins: ['endpoint.state_changed with state = DOWN'],
      ends: ['nothing was heard of it for 1 h'],
    });
  });
});

describe('an escalation', () => {
  const level = {
    number: 2,
    afterMs: 900_000,
    hours: null,
    rotation: 'dba',
    channels: [{ severity: 'CRITICAL' as const, channels: ['pager', 'ops'] }],
  };

  it('says who is told by what', () => {
    expect(whoIsTold(level, 'CRITICAL', [{ rotation: 'dba', person: { name: 'ada' } }])).toBe(
      'ada (on call in dba) by pager, ops',
    );
    expect(whoIsTold({ ...level, rotation: null }, 'INFO', [])).toBe('Nobody, for this severity');
  });

  it('says which levels were told', () => {
    expect([1, 2, 3].map((number) => levelStanding(number, { nextLevel: 2 }))).toEqual([
      'TOLD',
      'NEXT',
      'LATER',
    ]);
    expect(levelStanding(3, { nextLevel: null })).toBe('TOLD');
  });
});

describe('the matchers of an alert', () => {
  it('are its rule and its labels, but no value that a matcher cannot say', () => {
    const labels = { team: 'orders', 'no good name': 'x', quoted: '"as is"', spaced: ' x', n: 5 };
    expect(matchersOf({ rule: 'disk', labels })).toEqual(['rule=disk', 'team=orders', 'n=5']);
  });
});

describe('values', () => {
  it('are shown in their unit, and what has none is left out', () => {
    expect(formatValue(21.4, { unit: 'percent' })).toBe('21.4 percent');
    expect(formatValue(0.123456789, { unit: 'ratio' })).toBe('0.12346');
    expect(formatValue(null, {})).toBeUndefined();
    expect(entriesOf({ a: 'x', b: null, c: ['y', 'z'], d: { e: 1 }, f: [] })).toEqual([
      ['a', 'x'],
      ['c', 'y, z'],
      ['d', '{"e":1}'],
    ]);
    expect(entriesOf('no object')).toEqual([]);
  });
});

describe('the page of what something is about', () => {
  it.each([
    ['database:shop', {}, '/databases/shop'],
    ['endpoint:checkout', {}, '/endpoints/checkout'],
    ['migration-run:5c1f', {}, '/runs/5c1f'],
    ['container:shop/web/1', { containerId: 'c-1' }, '/containers/c-1'],
    ['container:shop/web/1', {}, undefined],
    ['file:/etc/a b', { fileId: 'f-1' }, '/files/f-1'],
    ['host:db1', {}, undefined],
    ['nothing', {}, undefined],
  ])('%s', (subject, facts, href) => {
    expect(hrefOfSubject(subject, facts)).toBe(href);
  });

  it('is linked to only when it is one of the web', () => {
    expect(webAddress('https://runbooks.example/a')).toBe('https://runbooks.example/a');
    expect(webAddress(['javascript', 'alert(1)'].join(':'))).toBeUndefined();
    expect(webAddress('docs/alerting.md#disk')).toBeUndefined();
    expect(webAddress(null)).toBeUndefined();
  });
});

describe('a failure', () => {
  it('says what is wrong with which part of what was asked for', () => {
    const issues = [{ path: 'filter.labels.0', message: 'must be a matcher as `team=shop`' }];
    const error = new CombinedError({
      graphQLErrors: [{ message: 'The filter cannot be read.', extensions: { issues } }],
    });
    expect(describeFailure(error)).toBe(
      'The filter cannot be read. It must be a matcher as `team=shop`.',
    );
  });

  it('says of a deed that it may have been done, and promises nothing', () => {
    const error = new CombinedError({ networkError: new Error('the connection was lost') });
    expect(describeFailure(error)).toContain('the page tries again by itself');
    expect(describeFailure(error, 'deed')).toContain('it is not known whether this was done');
    expect(describeFailure(error, 'deed')).not.toContain('by itself');
  });
});
