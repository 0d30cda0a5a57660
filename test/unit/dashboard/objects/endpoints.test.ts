// What the screens of endpoints compute.
import { describe, expect, it } from 'vitest';

import { changeOf, outagesOf } from '../../../../src/dashboard/screens/endpoint/outages.ts';
import { percentilesOf } from '../../../../src/dashboard/screens/endpoint/percentiles.ts';
import { dayBars, describeDay } from '../../../../src/dashboard/screens/endpoints/day-bars.ts';
import {
  daysLeft,
  formatUptime,
} from '../../../../src/dashboard/screens/endpoints/endpoint-words.ts';
import { inputOf } from '../../../../src/dashboard/screens/endpoints/register/endpoint-form.ts';
import { describeFinding } from '../../../../src/dashboard/screens/endpoint/describe-finding.ts';

describe('outages', () => {
  const change = (state: string, since: string, reason: string | null = null) => ({
    state,
    since,
    reason,
  });

  it('go from the first failure to the return, the newest first', () => {
    const changes = [
      change('DOWN', '12:00', 'refused'),
      change('DEGRADED', '11:30', 'slow'),
      change('DOWN', '11:00', 'status 503'),
      change('UP', '10:00'),
    ];
    expect(outagesOf(changes)).toEqual([
      { since: '12:00', until: undefined, reason: 'refused' },
      { since: '11:00', until: '11:30', reason: 'status 503' },
    ]);
  });

  it('are one where being down was told twice', () => {
    const changes = [
      change('UP', '11:09'),
      change('DOWN', '11:00', 'b'),
      change('DOWN', '11:00', 'a'),
    ];
    expect(outagesOf(changes)).toEqual([{ since: '11:00', until: '11:09', reason: 'a' }]);
  });

  it('end when nobody looks any more', () => {
    const payload = { state: 'DOWN', since: '11:00', reason: 'a' };
    const events = [
      { type: 'endpoint.retired', occurredAt: '11:30', payload: {} },
      { type: 'endpoint.state_changed', occurredAt: '11:01', payload },
      { type: 'endpoint.state_changed', occurredAt: '11:00', payload: 'of another form' },
    ];
    const changes = events.map(changeOf).filter((one) => one !== undefined);
    expect(outagesOf(changes)).toEqual([{ since: '11:00', until: '11:30', reason: 'a' }]);
  });
});

describe('percentiles', () => {
  it('are measured values, by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentilesOf(hundred).map(({ value }) => value)).toEqual([50, 95, 99, 100]);
    expect(percentilesOf([7]).map(({ value }) => value)).toEqual([7, 7, 7, 7]);
    expect(percentilesOf([])).toEqual([]);
  });
});

describe('the last day in bars', () => {
  const nowMs = Date.parse('2026-11-27T12:10:00Z');
  const ago = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();

  it('has 24 of them, which say how it went and how fast', () => {
    const bars = dayBars(
      [
        { at: ago(5), avg: 0 },
        { at: ago(65), avg: 0.8 },
        { at: ago(125), avg: 1 },
      ],
      [
        { at: ago(65), avg: 200 },
        { at: ago(125), avg: 100 },
      ],
      nowMs,
    );
    expect(bars.length).toBe(24);
    expect(bars.slice(-3).map(({ tone }) => tone)).toEqual(['good', 'warn', 'bad']);
    expect(bars.at(-1)).toMatchObject({ level: 1, title: expect.stringMatching(/: 0 % well$/) });
    expect(bars.at(-3)?.title).toMatch(/: all well, 100 ms on average$/);
    expect(bars[0]).toMatchObject({ tone: 'none', title: expect.stringMatching(/not checked$/) });
    expect(describeDay(bars)).toBe(
      'Checks failed in 2 of the 3 hours that were measured of the last 24',
    );
    const [one] = dayBars([{ at: ago(5), avg: 0.9997 }], [], nowMs).slice(-1);
    expect(one).toMatchObject({ tone: 'warn', title: expect.stringMatching(/: 99 % well$/) });
    expect(describeDay(dayBars([], [], nowMs))).toBe('Not checked in the last 24 hours');
  });
});

describe('figures of endpoints', () => {
  it('never round an uptime up to whole', () => {
    expect(formatUptime(100)).toBe('100 %');
    expect(formatUptime(99.9999)).toBe('99.99 %');
    expect(formatUptime(null)).toBe('–');
  });

  it('count whole days until a certificate ends', () => {
    const nowMs = Date.parse('2026-11-27T12:00:00Z');
    expect(daysLeft('2026-11-29T11:59:00Z', nowMs)).toBe(1);
    expect(daysLeft('2026-11-27T11:59:00Z', nowMs)).toBe(-1);
  });
});

describe('the form of an endpoint', () => {
  it('gives what was typed and leaves out what was not', () => {
    expect(inputOf('HTTP', { name: 'shop ', url: ' https://shop.example ' })).toEqual({
      name: 'shop',
      http: { url: 'https://shop.example' },
    });
    expect(
      inputOf('HTTP', {
        name: 'shop',
        environment: 'production',
        everySeconds: '30',
        url: 'https://shop.example',
        status: '200, 3xx',
        maxResponseMs: '900',
      }),
    ).toEqual({
      name: 'shop',
      environment: 'production',
      everyMs: 30_000,
      http: { url: 'https://shop.example', expect: { status: ['200', '3xx'], maxResponseMs: 900 } },
    });
  });

  it('gives what its kind needs, and not what was typed for another kind', () => {
    const values = { name: 'a', host: 'h', port: '25', url: 'https://left-over', warnDays: '30' };
    expect(inputOf('TCP', values)).toEqual({ name: 'a', tcp: { host: 'h', port: 25 } });
    expect(inputOf('SMTP', values)).toEqual({ name: 'a', smtp: { host: 'h', port: 25 } });
    expect(inputOf('CERTIFICATE', values)).toEqual({
      name: 'a',
      certificate: { host: 'h', port: 25, tls: { warnDays: 30 } },
    });
    expect(inputOf('DNS', { name: 'a', host: 'h', expect: '192.0.2.1, ' })).toEqual({
      name: 'a',
      dns: { name: 'h', expect: ['192.0.2.1'] },
    });
    expect(inputOf('REDIS', { name: 'a', url: 'redis://c' })).toEqual({
      name: 'a',
      redis: { url: 'redis://c' },
    });
    expect(inputOf('POSTGRES', { name: 'a', url: 'postgres://c', query: 'select 2' })).toEqual({
      name: 'a',
      postgres: { url: 'postgres://c', query: 'select 2' },
    });
  });
});

describe('a check that somebody asked for', () => {
  const check = (finding: { ok: boolean; degraded: boolean; reason?: string }) =>
    describeFinding({
      checkEndpointNow: {
        __typename: 'EndpointCheckNow',
        recorded: true,
        finding: { durationMs: 120, reason: null, status: 200, ...finding },
      },
    });

  it('is good news only when all is as it should be', () => {
    expect(check({ ok: true, degraded: false }).tone).toBe('good');
    expect(check({ ok: true, degraded: true }).tone).toBe('bad');
    expect(check({ ok: false, degraded: false, reason: 'the body is empty' })).toEqual({
      tone: 'bad',
      text: 'Checked: it failed (status 200, 120 ms, the body is empty).',
    });
  });
});
