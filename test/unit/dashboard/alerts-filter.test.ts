// The filters of the alerts: what the address says, and what the API is asked for.
import { describe, expect, it } from 'vitest';

import {
  filterOf,
  isNarrowed,
  openStates,
  orderOf,
  shownStates,
  toggleState,
  type Chosen,
} from '../../../src/dashboard/screens/alerts/filter.ts';

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

describe('the filters of the alerts', () => {
  it('show what somebody was told of and is not over, unless the address says otherwise', () => {
    expect(filterOf(nothing, nowMs)).toEqual({ states: ['FIRING', 'ACKNOWLEDGED', 'RECOVERING'] });
    expect(filterOf({ ...nothing, states: ['any'] }, nowMs)).toEqual({});
    expect(filterOf({ ...nothing, states: ['RESOLVED', 'NO_SUCH'] }, nowMs)).toEqual({
      states: ['RESOLVED'],
    });
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
