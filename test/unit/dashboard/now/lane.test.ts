// The change lane's arithmetic: slices of time with their alerts, marks that are too near to each other,
// and zooming.
import { describe, expect, it } from 'vitest';

import {
  clusterMarks,
  type ChangeKind,
  type Mark,
} from '../../../../src/dashboard/screens/now/lane/clusters.ts';
import { sliceAlerts } from '../../../../src/dashboard/screens/now/lane/slices.ts';
import {
  moveWindow,
  rangeOf,
  readSince,
  shortestMs,
  ticksOf,
  zoomWindow,
} from '../../../../src/dashboard/screens/now/lane/time-axis.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const noonMs = Date.UTC(2026, 10, 20, 12);
const at = (minutes: number): string => new Date(noonMs + minutes * minuteMs).toISOString();
const hour = { fromMs: noonMs, toMs: noonMs + hourMs };

const alert = (
  id: string,
  startedAt: string,
  resolvedAt: string | null = null,
  severity: 'CRITICAL' | 'WARNING' = 'WARNING',
) => ({ id, title: id, severity, startedAt, resolvedAt });

describe('sliceAlerts', () => {
  it('counts an alert in each slice in which it was open', () => {
    const slices = sliceAlerts([alert('a', at(12), at(31))], hour, 6);
    expect(slices.map(({ total }) => total)).toEqual([0, 1, 1, 1, 0, 0]);
    expect(slices[1]?.fromMs).toBe(noonMs + 10 * minuteMs);
    expect(slices[1]?.toMs).toBe(noonMs + 20 * minuteMs);
  });

  it('counts an open alert to the end, and one that began before from the start', () => {
    const slices = sliceAlerts([alert('a', at(-90))], hour, 3);
    expect(slices.map(({ total }) => total)).toEqual([1, 1, 1]);
  });

  it('leaves out what was over before the window and what began after it', () => {
    const slices = sliceAlerts([alert('a', at(-9), at(-1)), alert('b', at(61))], hour, 3);
    expect(slices.every(({ total, worst }) => total === 0 && worst === undefined)).toBe(true);
  });

  it('names the worst ones first, and only a few', () => {
    const many = Array.from({ length: 5 }, (_, n) => alert(`w${n}`, at(1)));
    const [slice] = sliceAlerts([...many, alert('c', at(2), null, 'CRITICAL')], hour, 1);
    expect(slice).toMatchObject({
      total: 6,
      worst: 'CRITICAL',
      counts: { CRITICAL: 1, ERROR: 0, WARNING: 5, INFO: 0 },
      titles: ['c', 'w0', 'w1'],
    });
  });
});

describe('clusterMarks', () => {
  const mark = (kind: ChangeKind, minutes: number): Mark => ({
    id: `${kind} ${minutes}`,
    kind,
    atMs: noonMs + minutes * minuteMs,
    text: '',
    isBad: false,
  });
  const sizes = (marks: readonly Mark[], gapMs: number): number[] =>
    clusterMarks(marks, hour, gapMs).map((cluster) => cluster.marks.length);

  it('puts marks of one kind together that are too near to each other', () => {
    const marks = [1, 2, 3, 30].map((minutes) => mark('deployment', minutes));
    expect(sizes(marks, 5 * minuteMs)).toEqual([3, 1]);
  });

  it('begins a new cluster at the gap, however many follow each other closely', () => {
    const marks = [0, 2, 4, 6, 8].map((minutes) => mark('file', minutes));
    expect(sizes(marks, 5 * minuteMs)).toEqual([3, 2]);
  });

  it('keeps kinds apart, and leaves out what is not in the window', () => {
    const marks = [mark('schema', -1), mark('schema', 1), mark('restart', 1), mark('file', 61)];
    expect(clusterMarks(marks, hour, 5 * minuteMs).map(({ kind }) => kind)).toEqual([
      'schema',
      'restart',
    ]);
  });
});

describe('the time axis', () => {
  const day = { fromMs: noonMs - 12 * hourMs, toMs: noonMs + 12 * hourMs };

  it('zooms about a point and never beyond what was read', () => {
    expect(zoomWindow(day, 0.5, day)).toEqual({
      fromMs: noonMs - 6 * hourMs,
      toMs: noonMs + 6 * hourMs,
    });
    expect(zoomWindow(day, 0.5, day, 1)).toEqual({ fromMs: noonMs, toMs: day.toMs });
    expect(zoomWindow({ fromMs: noonMs, toMs: noonMs + hourMs }, 100, day)).toEqual(day);
  });

  it('does not zoom nearer than a minute', () => {
    const near = { fromMs: noonMs, toMs: noonMs + shortestMs };
    expect(zoomWindow(near, 0.5, day)).toEqual(near);
  });

  it('moves until it meets the end', () => {
    expect(moveWindow(hour, -0.5, day).fromMs).toBe(noonMs - hourMs / 2);
    expect(moveWindow(hour, 100, day)).toEqual({ fromMs: day.toMs - hourMs, toMs: day.toMs });
  });

  it('has ticks at round times, no more than fit', () => {
    const ticks = ticksOf({ fromMs: noonMs + minuteMs, toMs: noonMs + hourMs }, 6);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks[0]).toBe(noonMs + 10 * minuteMs);
    expect(ticks.at(-1)).toBe(noonMs + hourMs);
  });

  it('asks the same question for hours, for each range', () => {
    const asked = [0, 5, 30, 300].map((seconds) =>
      readSince(24 * hourMs, noonMs + minuteMs + seconds * 1_000),
    );
    expect(new Set(asked).size).toBe(1);
    expect(Date.parse(asked[0] ?? '')).toBeLessThanOrEqual(noonMs - 24 * hourMs);
  });

  it('takes a day where the address names no range that there is', () => {
    expect([rangeOf(undefined), rangeOf('toString'), rangeOf('7d')]).toEqual(['24h', '24h', '7d']);
  });
});
