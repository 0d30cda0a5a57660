import { describe, expect, it } from 'vitest';

import { nameOfSeries, unitOfSeries } from '../../../src/dashboard/parts/analysis/series-name.ts';
import { formatMeasure, nameOfMetric } from '../../../src/dashboard/parts/series/format-measure.ts';

describe('measured values', () => {
  it.each([
    [7_759_462, 'bytes', '7.4 MiB'],
    [0.1234, 'ms', '0.123 ms'],
    [0, 'ms', '0 ms'],
    [1_250, 'ms', '1.3 s'],
    [0, 'seconds', '0 s'],
    [90, 'seconds', '1 min 30 s'],
    [99.95, 'percent', '100 %'],
    [0.00001, 'percent', '< 0.001 %'],
    [0.842, 'ratio', '84.2 %'],
    [12_345.6, 'count', '12,346'],
    [-2_048, 'bytes', '−2.0 KiB'],
  ])('%d %s are written as people read them', (value, unit, expected) => {
    expect(formatMeasure(value, unit)).toBe(expected);
  });

  it('have names without room and unit, and with their labels', () => {
    expect(nameOfMetric('database.cache_hit_percent')).toBe('cache hit');
    expect(nameOfMetric('hawkwatch.operation_p95_ms')).toBe('operation p95');
    const series = {
      metric: 'host.disk_used_percent',
      subject: 'host:db1',
      unit: 'percent',
      labels: { mount: '/', replica: 'a1' },
    };
    expect(nameOfSeries(series)).toBe('disk used (mount /)');
    expect(nameOfSeries({ ...series, labels: {} })).toBe('disk used');
  });

  it('that are bytes a second are bytes', () => {
    const series = { metric: 'database.wal_bytes_per_second', subject: '', labels: {} };
    expect(unitOfSeries({ ...series, unit: 'count' })).toBe('bytes');
    expect(unitOfSeries({ ...series, metric: 'database.pages', unit: 'count' })).toBe('count');
  });
});
