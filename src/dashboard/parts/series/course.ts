// What comes each second, as it is drawn: the newest minutes, with a gap where the connection was away or
// nothing came. Pure.
import { reachOf } from './align-lines.ts';

export interface Sampled {
  readonly at: string;
}

/** With one more sample; those older than `keptMs` before it leave. One that is not newer changes nothing. */
export function addToCourse<S extends Sampled>(
  course: readonly S[],
  sample: S,
  keptMs: number,
): readonly S[] {
  const atMs = Date.parse(sample.at);
  const last = course.at(-1);
  if (last !== undefined && atMs <= Date.parse(last.at)) return course;
  return [...course.filter(({ at }) => Date.parse(at) >= atMs - keptMs), sample];
}

/** A sample at its time, or a time at which there is none. */
export interface CoursePoint<S> {
  readonly atMs: number;
  readonly sample: S | undefined;
}

/** How much one sample may come late. */
const lateMs = 1_500;

/** The samples in order, with a time without one where more of them should have come. */
export function withGaps<S extends Sampled>(course: readonly S[]): readonly CoursePoint<S>[] {
  const times = course.map(({ at }) => ({ atMs: Date.parse(at), count: 1 }));
  const reachMs = reachOf(times, lateMs);
  return course.flatMap((sample, index): CoursePoint<S>[] => {
    const atMs = times[index]?.atMs ?? 0;
    const beforeMs = times[index - 1]?.atMs ?? atMs;
    const isGap = atMs - beforeMs > reachMs;
    return [...(isGap ? [{ atMs: beforeMs + lateMs, sample: undefined }] : []), { atMs, sample }];
  });
}
