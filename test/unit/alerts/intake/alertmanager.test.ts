// What Alertmanager, Grafana and Prometheus send, as their documentation describes it.
import { describe, expect, it } from 'vitest';

import { readAlertmanager } from '../../../../src/alerts/intake/alertmanager.ts';
import type { IntakeSettings } from '../../../../src/core/intakes.ts';

const settings: IntakeSettings = { name: 'prom', kind: 'alertmanager', token: 'x'.repeat(16) };
const now = new Date('2026-01-30T12:00:00Z');

const webhook = (alerts: readonly unknown[], more: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="InstanceDown"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'hawkwatch',
  groupLabels: { alertname: 'InstanceDown' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  alerts,
  ...more,
});

const firing = {
  status: 'firing',
  labels: {
    alertname: 'InstanceDown',
    instance: 'db1:9187',
    severity: 'critical',
    database: 'shop',
  },
  annotations: { summary: 'db1 is down', description: 'No scrape for 5 minutes.' },
  startsAt: '2026-01-30T11:55:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
  fingerprint: '84b1fd7d6dbd2b1f',
};

describe('a webhook of Alertmanager', () => {
  it('becomes one observation for each alert, with its rule, labels and words', () => {
    const { observations, faults } = readAlertmanager(webhook([firing]), 'webhook', settings, now);
    expect(faults).toEqual([]);
    expect(observations).toEqual([
      {
        source: 'prom',
        rule: 'InstanceDown',
        labels: { instance: 'db1:9187', severity: 'critical', database: 'shop' },
        holds: true,
        at: now,
        type: 'INSTANCE_DOWN',
        severity: 'CRITICAL',
        title: 'db1 is down',
        message: 'No scrape for 5 minutes.',
        metadata: { intake: 'prom', annotations: firing.annotations },
        databaseName: 'shop',
        subject: 'prom:db1:9187',
        value: null,
        url: firing.generatorURL,
        eventId: null,
        since: new Date('2026-01-30T11:55:00Z'),
        forMs: 0,
        keepFiringForMs: 0,
        lastsMs: null,
      },
    ]);
  });

  it('ends what it says is resolved, with the same identity', () => {
    const resolved = { ...firing, status: 'resolved', endsAt: '2026-01-30T11:59:00Z' };
    const { observations } = readAlertmanager(webhook([resolved]), 'webhook', settings, now);
    expect(observations).toEqual([
      {
        source: 'prom',
        rule: 'InstanceDown',
        labels: { instance: 'db1:9187', severity: 'critical', database: 'shop' },
        holds: false,
        at: now,
      },
    ]);
  });

  it('of Grafana is read, too', () => {
    const grafana = webhook([{ ...firing, values: { A: 1 }, silenceURL: 'http://g/s' }], {
      version: '1',
      orgId: 1,
      title: '[FIRING:1]',
      state: 'alerting',
      message: '',
    });
    const { observations, faults } = readAlertmanager(grafana, 'webhook', settings, now);
    expect([observations.length, faults]).toEqual([1, []]);
  });

  it('takes the right alerts although others are wrong, and says which', () => {
    const body = webhook([
      { status: 'firing', labels: {} },
      firing,
      'nonsense',
      { labels: { a: 1 } },
    ]);
    const { observations, faults } = readAlertmanager(body, 'webhook', settings, now);
    expect(observations).toHaveLength(1);
    expect(faults.map((fault) => fault.slice(0, 8))).toEqual(['alert 1 ', 'alert 3 ', 'alert 4 ']);
  });

  it('expires when the intake says so', () => {
    const expiring = { ...settings, expiresMs: 60_000 };
    const { observations } = readAlertmanager(webhook([firing]), 'webhook', expiring, now);
    expect(observations).toMatchObject([{ lastsMs: 60_000 }]);
  });

  it.each([
    ['a list', []],
    ['no alerts', { version: '4' }],
    ['a text', 'x'],
    ['null', null],
  ])('is refused as a whole when it is %s', (_what, body) => {
    const { observations, faults } = readAlertmanager(body, 'webhook', settings, now);
    expect([observations.length, faults.length]).toEqual([0, 1]);
  });
});

describe("the list that Prometheus posts to an Alertmanager's API", () => {
  const { status: _status, ...entry } = firing;

  it('holds until the end that it says', () => {
    const list = [{ ...entry, endsAt: '2026-01-30T12:04:00Z' }];
    const { observations } = readAlertmanager(list, 'list', settings, now);
    expect(observations).toMatchObject([{ holds: true, lastsMs: 240_000 }]);
  });

  it('holds for five minutes when it says no end', () => {
    const { observations } = readAlertmanager([entry], 'list', settings, now);
    expect(observations).toMatchObject([{ holds: true, lastsMs: 300_000 }]);
  });

  it('is over when its end is past', () => {
    const list = [{ ...entry, endsAt: '2026-01-30T12:00:00Z' }];
    expect(readAlertmanager(list, 'list', settings, now).observations).toMatchObject([
      { holds: false },
    ]);
  });

  it('never starts in the future', () => {
    const list = [{ ...entry, startsAt: '2026-01-30T13:00:00Z' }];
    expect(readAlertmanager(list, 'list', settings, now).observations).toMatchObject([
      { since: now },
    ]);
  });

  it.each([
    ['critical', 'CRITICAL'],
    ['page', 'CRITICAL'],
    ['High', 'ERROR'],
    ['warning', 'WARNING'],
    ['low', 'INFO'],
    ['whatever', 'WARNING'],
  ])('with the severity %s is %s', (severity, expected) => {
    const list = [{ ...entry, labels: { ...entry.labels, severity } }];
    const { observations } = readAlertmanager(list, 'list', settings, now);
    expect(observations).toMatchObject([{ severity: expected }]);
  });

  it('is bounded: labels, their length, and how many alerts', () => {
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, 'x']));
    const list = [
      { ...entry, labels: many },
      { ...entry, labels: { a: 'x'.repeat(1025) } },
      { ...entry, labels: { ['n'.repeat(129)]: 'x' } },
    ];
    const read = readAlertmanager(list, 'list', settings, now);
    expect([read.observations.length, read.faults.length]).toEqual([0, 3]);
    const tooMany = readAlertmanager(Array(5_001).fill(entry), 'list', settings, now);
    expect([tooMany.observations.length, tooMany.faults]).toEqual([
      0,
      ['has 5001 alerts: send 5000 at most at a time'],
    ]);
  });

  it('shows no link but one of the web', () => {
    const list = [{ ...entry, generatorURL: 'javascript:alert(1)' }];
    expect(readAlertmanager(list, 'list', settings, now).observations).toMatchObject([
      { url: null },
    ]);
  });
});
