// Which step a window is read in, and from what: the finest step with which the buckets of the window are
// not more than wanted, and whose samples or roll-ups are still kept.
import type { PointSource } from '../store/metric-points.ts';
import type { SampleRetention } from './keeper.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps that people read easily; each is a multiple of what it is read from. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => n * second),
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * hour),
  ...[1, 2, 5, 7, 14, 28, 91, 364, 3_640].map((n) => n * day),
];

export interface Resolution {
  readonly stepMs: number;
  readonly source: PointSource;
  /** The window, widened to whole buckets. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Most buckets of a series that are ever read at once. */
export const maxPoints = 2_000;

/** The resolution of a window; `points` is how many buckets there may be. */
export function chooseResolution(window: {
  readonly from: Date;
  readonly to: Date;
  readonly points: number;
  readonly now: Date;
  readonly retention: SampleRetention;
}): Resolution {
  const { retention, points } = window;
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  const ageMs = window.now.getTime() - from;
  const leastStep =
    ageMs <= retention.samplesMs ? second : ageMs <= retention.minutesMs ? minute : hour;
  const widen = (stepMs: number): { fromMs: number; toMs: number } => ({
    fromMs: Math.floor(from / stepMs) * stepMs,
    toMs: Math.ceil(to / stepMs) * stepMs,
  });
  const fits = (stepMs: number): boolean => {
    const { fromMs, toMs } = widen(stepMs);
    return stepMs >= leastStep && (toMs - fromMs) / stepMs <= points;
  };
  const stepMs = steps.find(fits) ?? steps.at(-1) ?? day;
  const source = stepMs < minute ? 'RAW' : stepMs < hour ? 'MINUTES' : 'HOURS';
  return { stepMs, source, ...widen(stepMs) };
}
