import { describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';
import { isAnalysed, limitsOf } from '../../../src/metrics/analysis-settings.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch.yaml', env: { FULL: '90' } }).analysis;

describe('the section analysis', () => {
  it('has defaults that watch what fills up and what gets slow', () => {
    const analysis = parse('');
    expect(analysis).toMatchObject({ watch: true, sensitivity: 'normal', maxSeries: 1000 });
    for (const metric of [
      'host.disk_used_percent',
      'database.size_bytes',
      'endpoint.duration_ms',
    ]) {
      expect(isAnalysed(analysis, metric), metric).toBe(true);
    }
    expect(isAnalysed(analysis, 'host.uptime_seconds')).toBe(false);
    expect(limitsOf(analysis, 'host.disk_used_percent')).toEqual([
      { limit: { value: 100, side: 'ABOVE' }, withinMs: 1_209_600_000 },
    ]);
    // A limit is reason enough to watch.
    expect(isAnalysed(analysis, 'host.inodes_used_percent')).toBe(true);
  });

  it('reads what is said, with references', () => {
    const analysis = parse(`
analysis:
  watch: off
  include: ["shop.*"]
  exclude: ["*_total"]
  sensitivity: high
  maxSeries: 5
  limits:
    - { metric: "shop.disk_percent", above: "\${FULL}", within: 7d }
    - { metric: "shop.*_free_bytes", below: 0 }
`);
    expect(analysis).toEqual({
      watch: false,
      include: ['shop.*'],
      exclude: ['*_total'],
      sensitivity: 'high',
      maxSeries: 5,
      limits: [
        { metric: 'shop.disk_percent', above: 90, withinMs: 604_800_000 },
        { metric: 'shop.*_free_bytes', below: 0, withinMs: 1_209_600_000 },
      ],
    });
    expect(isAnalysed(analysis, 'shop.requests_total')).toBe(false);
    expect(isAnalysed(analysis, 'shop.requests')).toBe(true);
    expect(limitsOf(analysis, 'shop.disk_free_bytes')).toMatchObject([
      { limit: { value: 0, side: 'BELOW' } },
    ]);
  });
});
