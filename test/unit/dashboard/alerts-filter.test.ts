// The filters of the alerts: what the address says, and what the API is asked for.
import { describe, expect, it } from 'vitest';

import { openAlertsHref } from '../../../src/dashboard/parts/alerts/alerts-href.ts';
import {
  filterOf,
  isMoving,
  isNarrowed,
  openStates,
  orderOf,
  shownStates,
  toggleState,
  type Chosen,
} from '../../../src/dashboard/screens/alerts/filter.ts';
import { isWhole } from '../../../src/dashboard/parts/whole-text.ts';

const nowMs = Date.parse('2030-01-02T00:00:00Z');
const nothing: Chosen = {
  states: [],
  severities: [],
  rules: [],
  database: undefined,
  labels: [],
  text: undefined,
  since: undefined,
  suppressed: undefined,
  sort: undefined,
};

describe('the text of a field with suggestions', () => {
  const names = ['shop', 'shop-eu'];

  it('is whole when it was chosen or emptied, not while it is typed', () => {
    expect(isWhole('shop', names, 'insertText')).toBe(false);
    expect(isWhole('shop', names, 'deleteContentBackward')).toBe(false);
    expect(isWhole('shop', names, 'insertReplacementText')).toBe(true);
    expect(isWhole('shop', names, undefined)).toBe(true);
    expect(isWhole('sh', names, undefined)).toBe(false);
    expect(isWhole('', names, 'deleteContentBackward')).toBe(true);
  });
});

describe('the filters of the alerts', () => {
  it('show what somebody was told of and is not over, unless the address says otherwise', () => {
    expect(filterOf(nothing, nowMs)).toEqual({ states: ['FIRING', 'ACKNOWLEDGED', 'RECOVERING'] });
    expect(filterOf({ ...nothing, states: ['any'] }, nowMs)).toEqual({});
    expect(filterOf({ ...nothing, states: ['RESOLVED', 'NO_SUCH'] }, nowMs)).toEqual({
      states: ['RESOLVED'],
    });
  });

  it('lead from a number of open alerts to those that it counts, not told ones too', () => {
    const href = openAlertsHref({ rule: 'disk', labels: ['database~a|b'], suppressed: true });
    const address = new URLSearchParams(href.split('?')[1]);
    const chosen: Chosen = {
      ...nothing,
      states: address.getAll('state'),
      rules: address.getAll('rule'),
      labels: address.getAll('label'),
      suppressed: address.get('suppressed') ?? undefined,
    };
    expect(filterOf(chosen, nowMs)).toEqual({
      states: ['PENDING', 'FIRING', 'ACKNOWLEDGED', 'RECOVERING'],
      rules: ['disk'],
      labels: ['database~a|b'],
      suppressed: true,
    });
  });

  it('move on with the time where they count from now', () => {
    const lastHour = { ...nothing, since: '1h' };
    expect(isMoving(lastHour)).toBe(true);
    expect(filterOf(lastHour, nowMs).since).toBe('2030-01-01T23:00:00.000Z');
    expect(filterOf(lastHour, nowMs + 3_600_000).since).toBe('2030-01-02T00:00:00.000Z');
    expect(isMoving({ ...nothing, since: '2029-12-31' })).toBe(false);
    expect(isMoving(nothing)).toBe(false);
  });

  it('give all that was chosen to the API', () => {
    const chosen: Chosen = {
      states: ['FIRING'],
      severities: ['CRITICAL', 'loud'],
      rules: ['a', 'b'],
      database: 'shop',
      labels: ['team=orders', 'host~web-*'],
      text: 'disk',
      since: '24h',
      suppressed: 'false',
      sort: 'newest',
    };
    expect(filterOf(chosen, nowMs)).toEqual({
      states: ['FIRING'],
      severities: ['CRITICAL'],
      rules: ['a', 'b'],
      database: 'shop',
      labels: ['team=orders', 'host~web-*'],
      text: 'disk',
      since: '2030-01-01T00:00:00.000Z',
      suppressed: false,
    });
    expect(orderOf(chosen)).toBe('NEWEST_FIRST');
  });

  it('leave out what the address says wrongly', () => {
    const wrong = { ...nothing, since: 'yesterday-ish', suppressed: 'perhaps', sort: 'toString' };
    expect(filterOf(wrong, nowMs)).toEqual({ states: openStates });
    expect(orderOf(wrong)).toBe('WORST_FIRST');
  });

  it('take a date for since when', () => {
    const { since } = filterOf({ ...nothing, since: '2029-12-31' }, nowMs);
    expect(since).toBe('2029-12-31T00:00:00.000Z');
  });

  it('switch one state at a time, and leave the address empty for the usual ones', () => {
    const withResolved = toggleState([], 'RESOLVED');
    expect(withResolved).toEqual(['FIRING', 'ACKNOWLEDGED', 'RECOVERING', 'RESOLVED']);
    expect(toggleState(withResolved, 'RESOLVED')).toEqual([]);
    expect(toggleState(['FIRING'], 'FIRING')).toEqual(['any']);
    expect(shownStates(['any'])).toEqual([]);
    expect(toggleState(['any'], 'PENDING')).toEqual(['PENDING']);
  });

  it('know whether open alerts are left out', () => {
    expect(isNarrowed(nothing)).toBe(false);
    expect(isNarrowed({ ...nothing, sort: 'newest' })).toBe(false);
    expect(isNarrowed({ ...nothing, states: ['any'] })).toBe(false);
    expect(isNarrowed({ ...nothing, states: [...openStates, 'RESOLVED'] })).toBe(false);
    expect(isNarrowed({ ...nothing, states: ['FIRING'] })).toBe(true);
    expect(isNarrowed({ ...nothing, labels: ['team=orders'] })).toBe(true);
    expect(isNarrowed({ ...nothing, text: 'disk' })).toBe(true);
  });
});
