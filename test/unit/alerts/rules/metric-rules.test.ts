// What series mean to a rule, whatever their values are: compared with a second, slow way to say it.
import { describe, expect, it } from 'vitest';

import { observeSeries, type SeriesWindow } from '../../../../src/alerts/rules/metric-rules.ts';
import { prepareRule } from '../../../../src/alerts/rules/prepare-rule.ts';
import { defineRule } from '../../../../src/alerts/rules/define-rule.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

const now = new Date('2030-01-01T00:00:00Z');
const windowOf = (subject: string, value: number | null, labels = {}): SeriesWindow => ({
  metric: 'host.disk_used_percent',
  subject,
  labels,
  unit: 'percent',
  values: value === null ? null : { LAST: value, AVERAGE: value, MAX: value, MIN: value },
  lastAt: value === null ? null : now,
});
const rule = (metric: object, more: object = {}) =>
  prepareRule(
    defineRule({
      name: 'disk',
      type: 'DISK',
      severity: 'ERROR',
      description: 'The disk is full.',
      title: '{{ subject }} {{ value }} {{ threshold }}',
      message: '{{ labels.mount }}',
      metric: { metric: 'host.disk_used_percent', ...metric },
      ...more,
    }),
  );

describe('a metric rule', () => {
  it.each(Array.from({ length: 20 }, chooseSeed))(
    'has hysteresis in both directions (seed %i)',
    (seed) => {
      const random = createSeeded(seed);
      const isAbove = random.fraction() < 0.5;
      const limit = 20 + Math.floor(random.fraction() * 60);
      const gap = Math.floor(random.fraction() * 15);
      const clear = isAbove ? limit - gap : limit + gap;
      const prepared = rule(isAbove ? { above: limit, clear } : { below: limit, clear });
      let fires = false;
      for (let step = 0; step < 300; step += 1) {
        const value = Math.floor(random.fraction() * 100);
        const open = fires ? [{ labels: { subject: 'host:a' }, holds: true }] : [];
        const found = observeSeries(prepared, [windowOf('host:a', value)], open, now);
        const far = isAbove ? value - limit : limit - value;
        const back = isAbove ? value - clear : clear - value;
        const expected: boolean = fires ? back > 0 : far > 0;
        const ended = fires ? [{ holds: false }] : [];
        expect(found).toMatchObject(expected ? [{ holds: true, value }] : ended);
        fires = expected;
      }
    },
  );

  it('is for the series that match, each by its own labels', () => {
    const prepared = rule({ above: 90, match: ['mount!~/snap*', 'subject~host:*'] });
    const windows = [
      windowOf('host:a', 95, { mount: '/' }),
      windowOf('host:a', 96, { mount: '/data' }),
      windowOf('host:a', 99, { mount: '/snap/x' }),
      windowOf('container:b', 99, { mount: '/' }),
    ];
    const found = observeSeries(prepared, windows, [], now);
    expect(found).toMatchObject([
      { labels: { subject: 'host:a', mount: '/' }, title: 'host:a 95 90', message: '/', value: 95 },
      { labels: { subject: 'host:a', mount: '/data' } },
    ]);
  });

  it('of a pattern of metrics, the metric is a label', () => {
    const prepared = rule({ metric: 'host.*', above: 90 });
    expect(observeSeries(prepared, [windowOf('host:a', 95)], [], now)).toMatchObject([
      { labels: { metric: 'host.disk_used_percent', subject: 'host:a' } },
    ]);
  });

  it('alerts of a database have its name, for routes and overrides', () => {
    const overrides = [{ match: ['database=test'], enabled: false }];
    const prepared = rule({ above: 1 }, { overrides });
    const windows = [windowOf('database:shop', 5), windowOf('database:test', 5)];
    expect(observeSeries(prepared, windows, [], now)).toMatchObject([
      { databaseName: 'shop', subject: 'database:shop', metadata: { above: 1, unit: 'percent' } },
    ]);
  });

  it('lets what is open and not there any more expire, and keeps it where missing is not well', () => {
    const open = [{ labels: { subject: 'host:gone' }, holds: true }];
    expect(observeSeries(rule({ above: 1 }), [], open, now)).toMatchObject([
      { holds: false, expired: true, labels: { subject: 'host:gone' } },
    ]);
    for (const onNoData of ['keep', 'alert']) {
      expect(observeSeries(rule({ above: 1, onNoData }), [], open, now)).toEqual([]);
      const failure = [{ labels: { evaluation: 'failed' }, holds: true }];
      expect(observeSeries(rule({ above: 1, onNoData }), [], failure, now)).toMatchObject([
        { holds: false },
      ]);
    }
  });

  it('a text that cannot be rendered keeps no alert from being told', () => {
    const prepared = rule({ above: 1 }, { title: '{% for i in (1..100000000) %}x{% endfor %}' });
    const [found] = observeSeries(prepared, [windowOf('host:a', 5)], [], now);
    expect(found).toMatchObject({ holds: true });
    expect(found?.holds === true && found.title).toMatch(/^disk \(its template failed/);
  });
});
