// Measured values as people read them, by their unit. Pure.
import { formatBytes } from '../bytes.ts';
import { formatDuration } from '../format-time.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

function formatNumber(value: number): string {
  if (value > 0 && value < 0.001) return '< 0.001';
  return Math.abs(value) >= 100 ? whole.format(value) : fine.format(value);
}

/** A value of a unit of the API: `bytes`, `ms`, `seconds`, `percent`, `ratio`, `count`. */
export function formatMeasure(value: number, unit: string): string {
  if (value < 0) return `−${formatMeasure(-value, unit)}`;
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'ms':
      return value < 10 && value > 0 ? `${fine.format(value)} ms` : formatDuration(value);
    case 'seconds':
      return value === 0 ? '0 s' : formatMeasure(value * 1_000, 'ms');
    case 'percent':
      return `${formatNumber(value)} %`;
    case 'ratio':
      return `${formatNumber(value * 100)} %`;
    default:
      return formatNumber(value);
  }
}

/** `database.cache_hit_percent` as people say it: `cache hit percent`. */
export function nameOfMetric(metric: string): string {
  const name = metric.slice(metric.indexOf('.') + 1);
  return name.replace(/_(?:bytes|ms|seconds|percent|count|ratio)$/, '').replaceAll('_', ' ');
}
