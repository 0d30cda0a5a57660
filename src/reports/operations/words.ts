// How the report writes values and names, the same in every format.
import type { ReportedSeries } from './operations-report.ts';

const none = '–';

/** A value with its unit, in three digits: `1.5 s`, `12 MiB`, `87 %`. */
export function formatValue(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return none;
  switch (unit) {
    case 'ms':
      return formatMs(value);
    case 'seconds':
      return formatMs(value * 1000);
    case 'bytes':
      return formatBytes(value);
    case 'percent':
      return `${digits(value)} %`;
    case 'ratio':
      return formatShare(value);
    case 'count':
      return digits(value);
    default:
      return `${digits(value)} ${unit}`;
  }
}

/** A part of one, as `5 %`. */
export function formatShare(share: number | null): string {
  return share === null ? none : `${digits(share * 100)} %`;
}

export function formatMs(ms: number | null): string {
  if (ms === null) return none;
  const size = Math.abs(ms);
  if (size < 1000) return `${digits(ms)} ms`;
  if (size < 120_000) return `${digits(ms / 1000)} s`;
  if (size < 7_200_000) return `${digits(ms / 60_000)} min`;
  return `${digits(ms / 3_600_000)} h`;
}

function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = bytes;
  let place = 0;
  while (Math.abs(size) >= 1024 && place < units.length - 1) {
    size /= 1024;
    place += 1;
  }
  return `${digits(size)} ${units[place] ?? ''}`;
}

/** Three digits that count; whole numbers with their thousands apart. */
export function digits(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) {
    return Math.round(value).toLocaleString('en-US');
  }
  return String(Number(value.toPrecision(3)));
}

/** A time as people read it: `2026-01-31 12:00`, UTC. */
export function formatTime(time: Date | null): string {
  return time === null ? none : time.toISOString().slice(0, 16).replace('T', ' ');
}

/** `host.disk_used_percent of host:db1 (mount /)`. */
export function nameSeries({ metric, subject, labels }: ReportedSeries): string {
  const told = Object.entries(labels).map(([name, value]) => `${name} ${value}`);
  return `${metric} of ${subject}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

/** An enum's word in a sentence: `USUAL_AGAIN` is `usual again`. */
export function lower(word: string): string {
  return word.toLowerCase().replaceAll('_', ' ');
}
