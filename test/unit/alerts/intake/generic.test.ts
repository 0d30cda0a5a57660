// Reports of one's own programs.
import { describe, expect, it } from 'vitest';

import { readGeneric } from '../../../../src/alerts/intake/generic.ts';
import type { IntakeSettings } from '../../../../src/core/intakes.ts';

const settings: IntakeSettings = {
  name: 'jobs',
  kind: 'generic',
  token: 'x'.repeat(16),
  expiresMs: 3_600_000,
};
const now = new Date('2026-01-30T12:00:00Z');
const read = (body: unknown) => readGeneric(body, settings, now);

describe('a report', () => {
  it('needs a name and nothing else', () => {
    expect(read({ name: 'Nightly export failed' })).toEqual({
      faults: [],
      observations: [
        {
          source: 'jobs',
          rule: 'Nightly export failed',
          labels: {},
          holds: true,
          at: now,
          type: 'NIGHTLY_EXPORT_FAILED',
          severity: 'WARNING',
          title: 'Nightly export failed',
          message: '',
          metadata: { intake: 'jobs' },
          databaseName: null,
          subject: 'jobs:Nightly export failed',
          value: null,
          url: null,
          eventId: null,
          since: now,
          forMs: 0,
          keepFiringForMs: 0,
          lastsMs: 3_600_000,
        },
      ],
    });
  });

  it('says all that it can', () => {
    const report = {
      name: 'disk',
      severity: 'critical',
      type: 'DISK_FULL',
      title: 'Disk full',
      message: '2 GB left',
      labels: { host: 'db1' },
      database: 'shop',
      subject: 'host:db1',
      value: 2,
      url: 'https://wiki.example/disk',
      startedAt: '2026-01-30T13:00:00+02:00',
      expiresSeconds: 90,
      metadata: { free: '2 GB' },
    };
    expect(read({ alerts: [report] }).observations).toMatchObject([
      {
        rule: 'disk',
        severity: 'CRITICAL',
        type: 'DISK_FULL',
        databaseName: 'shop',
        subject: 'host:db1',
        value: 2,
        since: new Date('2026-01-30T11:00:00Z'),
        lastsMs: 90_000,
        metadata: { free: '2 GB', intake: 'jobs' },
      },
    ]);
  });

  it('ends by its name and labels', () => {
    const report = { name: 'disk', status: 'resolved', labels: { host: 'db1' } };
    expect(read([report]).observations).toEqual([
      { source: 'jobs', rule: 'disk', labels: { host: 'db1' }, holds: false, at: now },
    ]);
  });

  it.each([
    ['no name', { title: 'x' }, 'alert 1 has a wrong name'],
    ['a key that is not known', { name: 'x', titel: 'y' }, 'alert 1 has the unknown key titel'],
    ['a severity that is not known', { name: 'x', severity: 'bad' }, 'unknown severity'],
    ['labels that are no texts', { name: 'x', labels: { a: 1 } }, 'wrong labels.a'],
    ['too much metadata', { name: 'x', metadata: { a: 'x'.repeat(20_000) } }, '16384'],
    ['no object', 'text', 'must be an object'],
  ])('with %s is refused with what is wrong', (_what, body, message) => {
    const { observations, faults } = read(body);
    expect(observations).toEqual([]);
    expect(faults).toEqual([expect.stringContaining(message)]);
  });
});
