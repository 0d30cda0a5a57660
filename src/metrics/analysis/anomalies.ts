// Values that a baseline does not expect: several buckets in a row that are far off, or one that is
// very far. What was found ends after as many usual buckets in a row, nearer than it began
// (hysteresis), so that a value at the edge is one anomaly and not many.
//
// The walk goes bucket by bucket and its state is plain data: it can be stored, and go on later.
import { expectedAt, type Baseline } from './baseline.ts';
import { confidenceOf, type Confidence } from './confidence.ts';
import { timeAt, valueAt, type SeriesPoint, type TimeSeries } from './time-series.ts';

export const sensitivities = ['low', 'normal', 'high'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export const anomalyDirections = ['ABOVE', 'BELOW'] as const;
export type AnomalyDirection = (typeof anomalyDirections)[number];

export interface AnomalyRules {
  /** Spreads from the centre at which a bucket is far off. */
  readonly startScore: number;
  /** Spreads at which one bucket is enough. */
  readonly spikeScore: number;
  /** Spreads below which a bucket is usual again. */
  readonly endScore: number;
  /** Buckets in a row, to begin and to end. */
  readonly consecutive: number;
}

export const rulesOf: Readonly<Record<Sensitivity, AnomalyRules>> = {
  low: { startScore: 5, spikeScore: 14, endScore: 3, consecutive: 4 },
  normal: { startScore: 4, spikeScore: 9, endScore: 2.5, consecutive: 3 },
  high: { startScore: 3.5, spikeScore: 7, endScore: 2, consecutive: 2 },
};

export interface Anomaly {
  readonly direction: AnomalyDirection;
  /** The first bucket that was far off. */
  readonly sinceMs: number;
  /** The first bucket that was usual again; null while it lasts. */
  readonly untilMs: number | null;
  /** Of the bucket that was the farthest: when, its value, what was expected there. */
  readonly peakMs: number;
  readonly actual: number;
  readonly expected: number;
  readonly expectedLow: number;
  readonly expectedHigh: number;
  /** Spreads from the centre, without sign. */
  readonly score: number;
  /** Buckets that were far off. */
  readonly buckets: number;
  /** Buckets of the baseline. */
  readonly sampleSize: number;
  readonly confidence: Confidence;
}

/** Where the walk stands. */
export interface AnomalyWalk {
  /** The last bucket that was seen; null before the first. */
  readonly seenMs: number | null;
  /** What may become an anomaly. */
  readonly streak: Anomaly | null;
  readonly open: Anomaly | null;
  /** Usual buckets in a row, and the first of them. */
  readonly calm: number;
  readonly calmSinceMs: number | null;
}

export const walkStart: AnomalyWalk = {
  seenMs: null,
  streak: null,
  open: null,
  calm: 0,
  calmSinceMs: null,
};

export interface WalkStep {
  readonly walk: AnomalyWalk;
  /** It became an anomaly, or ended, with this bucket. */
  readonly began: Anomaly | null;
  readonly ended: Anomaly | null;
}

/** After a gap of more buckets than this, nothing stands in a row. */
const widestGap = 3;

/** One bucket further; one that is not newer than the last changes nothing. */
export function walkOn(
  walk: AnomalyWalk,
  point: SeriesPoint,
  baseline: Baseline,
  rules: AnomalyRules,
): WalkStep {
  const { atMs } = point;
  const unmoved = { walk, began: null, ended: null };
  if (walk.seenMs !== null && atMs <= walk.seenMs) return unmoved;
  const joins = walk.seenMs === null || atMs - walk.seenMs <= widestGap * baseline.stepMs;
  const seen = judge(point, baseline, rules);
  if (walk.open !== null) {
    const { open } = walk;
    if (seen.direction === open.direction && seen.score > rules.endScore) {
      const far = seen.score >= rules.startScore;
      const goes = merge(open, seen, far ? 1 : 0, baseline, rules);
      return {
        walk: { ...walkStart, seenMs: atMs, open: goes },
        began: null,
        ended: null,
      };
    }
    const calm = joins ? walk.calm + 1 : 1;
    const calmSinceMs = joins ? (walk.calmSinceMs ?? atMs) : atMs;
    if (calm < rules.consecutive) {
      return { walk: { ...walk, seenMs: atMs, calm, calmSinceMs }, began: null, ended: null };
    }
    const ended = { ...open, untilMs: calmSinceMs };
    return { walk: { ...walkStart, seenMs: atMs }, began: null, ended };
  }
  if (seen.score < rules.startScore) {
    return { walk: { ...walkStart, seenMs: atMs }, began: null, ended: null };
  }
  const before = joins && walk.streak?.direction === seen.direction ? walk.streak : null;
  const streak = before === null ? seen : merge(before, seen, 1, baseline, rules);
  if (streak.buckets < rules.consecutive && seen.score < rules.spikeScore) {
    return { walk: { ...walkStart, seenMs: atMs, streak }, began: null, ended: null };
  }
  return { walk: { ...walkStart, seenMs: atMs, open: streak }, began: streak, ended: null };
}

/** All anomalies of a series, the last of which may still last. */
export function detectAnomalies(
  series: TimeSeries,
  baseline: Baseline,
  rules: AnomalyRules = rulesOf.normal,
): readonly Anomaly[] {
  const found: Anomaly[] = [];
  let walk = walkStart;
  for (let index = 0; index < series.times.length; index += 1) {
    const point = { atMs: timeAt(series, index), value: valueAt(series, index) };
    const step = walkOn(walk, point, baseline, rules);
    ({ walk } = step);
    if (step.ended !== null) found.push(step.ended);
  }
  return walk.open === null ? found : [...found, walk.open];
}

function judge({ atMs, value }: SeriesPoint, baseline: Baseline, rules: AnomalyRules): Anomaly {
  const { centre, spreadBelow, spreadAbove } = expectedAt(baseline, atMs);
  const above = value >= centre;
  const score = Math.abs(value - centre) / (above ? spreadAbove : spreadBelow);
  return {
    direction: above ? 'ABOVE' : 'BELOW',
    sinceMs: atMs,
    untilMs: null,
    peakMs: atMs,
    actual: value,
    expected: centre,
    expectedLow: centre - rules.startScore * spreadBelow,
    expectedHigh: centre + rules.startScore * spreadAbove,
    score,
    buckets: 1,
    sampleSize: baseline.sampleSize,
    confidence: confidenceIn(score, 1, baseline, rules),
  };
}

function merge(
  before: Anomaly,
  seen: Anomaly,
  more: number,
  baseline: Baseline,
  rules: AnomalyRules,
): Anomaly {
  const buckets = before.buckets + more;
  const peak = seen.score > before.score ? seen : before;
  const confidence = confidenceIn(peak.score, buckets, baseline, rules);
  return { ...peak, sinceMs: before.sinceMs, buckets, confidence };
}

/** Of the distance, of how long it lasted, and of the baseline's own. */
function confidenceIn(
  score: number,
  buckets: number,
  baseline: Baseline,
  { startScore, spikeScore, consecutive }: AnomalyRules,
): Confidence {
  const far = Math.min(Math.max((score - startScore) / (spikeScore - startScore), 0), 1);
  const long = Math.min(buckets / (3 * consecutive), 1);
  return confidenceOf((0.6 + 0.4 * Math.max(far, long)) * Math.sqrt(baseline.confidence.score));
}
