// Findings as they are stored and read again. What an older version wrote and this one cannot read counts
// as not found yet.
import { z } from 'zod';

import type { AnomalyWalk } from './analysis/anomalies.ts';
import type { Baseline } from './analysis/baseline.ts';
import { confidenceWords } from './analysis/confidence.ts';
import type { Forecast } from './analysis/forecast.ts';
import { seasons } from './analysis/seasonality.ts';
import { trendDirections } from './analysis/trend.ts';

const confidence = z.object({ score: z.number(), word: z.enum(confidenceWords) });

const baselineForm = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  stepMs: z.number(),
  sampleSize: z.number(),
  average: z.number(),
  standardDeviation: z.number(),
  medianDeviation: z.number(),
  p50: z.number(),
  p95: z.number(),
  season: z.object({
    season: z.enum(seasons),
    offsets: z.array(z.number()),
    explained: z.number(),
    reason: z.string(),
  }),
  level: z.number(),
  driftPerDay: z.number(),
  spreadBelow: z.number(),
  spreadAbove: z.number(),
  slotWidths: z.array(z.number()),
  shiftedAtMs: z.number().nullable(),
  awaitsAdoption: z.boolean(),
  confidence,
});

const anomalyForm = z.object({
  direction: z.enum(['ABOVE', 'BELOW']),
  sinceMs: z.number(),
  untilMs: z.number().nullable(),
  peakMs: z.number(),
  actual: z.number(),
  expected: z.number(),
  expectedLow: z.number(),
  expectedHigh: z.number(),
  score: z.number(),
  buckets: z.number(),
  sampleSize: z.number(),
  confidence,
});

const walkForm = z.object({
  seenMs: z.number().nullable(),
  streak: anomalyForm.nullable(),
  open: anomalyForm.nullable(),
  calm: z.number(),
  calmSinceMs: z.number().nullable(),
});

const trendForm = z.object({
  direction: z.enum(trendDirections),
  slopePerDay: z.number(),
  slopeLowPerDay: z.number(),
  slopeHighPerDay: z.number(),
  rSquared: z.number(),
  level: z.number(),
  spread: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
  sampleSize: z.number(),
  bucketMs: z.number(),
  confidence,
});

const forecastForm = z.object({
  limit: z.object({ value: z.number(), side: z.enum(['ABOVE', 'BELOW']) }),
  atMs: z.number(),
  earliestMs: z.number(),
  latestMs: z.number().nullable(),
  trend: trendForm,
  confidence,
});

export function readBaseline(stored: unknown): Baseline | undefined {
  return baselineForm.safeParse(stored).data;
}

export function readForecast(stored: unknown): Forecast | undefined {
  return forecastForm.safeParse(stored).data;
}

export function readWalk(stored: unknown): AnomalyWalk | undefined {
  return walkForm.safeParse(stored).data;
}

/** Seven digits are enough for what is usual, and take half the room. */
export function shorten(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : 0;
}

/** A baseline as it is stored: the long lists with fewer digits. */
export function storedBaseline(baseline: Baseline): Baseline {
  const { season, slotWidths } = baseline;
  return {
    ...baseline,
    season: { ...season, offsets: season.offsets.map(shorten) },
    slotWidths: slotWidths.map(shorten),
  };
}
