// Series as monitors record them, made up from a seed: noise of several kinds, days and weeks,
// steps, spikes, ramps.
import {
  dayMs,
  hourMs,
  minuteMs,
  toTimeSeries,
  type TimeSeries,
} from '../../src/metrics/analysis/time-series.ts';
import type { Seeded } from './seeded.ts';

/** A Monday, 00:00 UTC. */
export const mondayMs = Date.UTC(2026, 8, 7);

/** Standard normal (Box and Muller). */
export function normal(seeded: Seeded): number {
  const radius = Math.sqrt(-2 * Math.log(1 - seeded.fraction()));
  return radius * Math.cos(2 * Math.PI * seeded.fraction());
}

/** Each value has `memory` of the one before it; variance 1. */
export function correlatedNoise(seeded: Seeded, memory: number): () => number {
  let state = normal(seeded);
  return () => {
    const value = state;
    state = memory * state + Math.sqrt(1 - memory ** 2) * normal(seeded);
    return value;
  };
}

export interface SeriesShape {
  readonly days: number;
  readonly stepMs?: number;
  readonly startMs?: number;
  /** The value at a time, `index` buckets after the start. */
  valueAt(atMs: number, index: number): number;
}

export function makeSeries(shape: SeriesShape): TimeSeries {
  const { days, stepMs = 5 * minuteMs, startMs = mondayMs } = shape;
  const count = Math.round((days * dayMs) / stepMs);
  const points = Array.from({ length: count }, (_, index) => {
    const atMs = startMs + index * stepMs;
    return { atMs, value: shape.valueAt(atMs, index) };
  });
  return toTimeSeries(points, stepMs);
}

/** As the load of a shop: by the hour of the day, less at weekends; 0 to about 1. */
export function shopLoad(atMs: number): number {
  const hour = (atMs % dayMs) / hourMs;
  const day = Math.floor(atMs / dayMs + 3) % 7;
  const daily = 0.5 - 0.5 * Math.cos((2 * Math.PI * (hour - 3)) / 24);
  return daily * (day >= 5 ? 0.4 : 1);
}
