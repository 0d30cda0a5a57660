// What a container uses, second by second: the newest five minutes, as charts take them. While it does not
// run there is nothing to draw. Pure.
import type { ContainerUseSubscription } from '../../graphql/graphql.ts';
import type { ChartWindow } from '../../parts/series/align-lines.ts';
import { addToCourse, withGaps, type CoursePoint } from '../../parts/series/course.ts';

export type UseSample = ContainerUseSubscription['containerStats'];
export type UsePoint = CoursePoint<UseSample>;

const keptMs = 300_000;
const leastMs = 120_000;

/** With one more sample; the oldest leave. */
export function addSample(samples: readonly UseSample[], sample: UseSample): readonly UseSample[] {
  return addToCourse(samples, sample, keptMs);
}

/** The samples while it ran, and times at which nothing is known or nothing is used. */
export function courseOf(samples: readonly UseSample[]): readonly UsePoint[] {
  return withGaps(samples).map(({ atMs, sample }) => ({
    atMs,
    sample: sample?.running === true ? sample : undefined,
  }));
}

/** What charts of it cover: at first two minutes, so that the first samples do not fill them. */
export function windowOf(course: readonly UsePoint[]): ChartWindow | undefined {
  const [first, last] = [course[0], course.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    from: Math.min(first.atMs, last.atMs - leastMs) / 1_000,
    to: last.atMs / 1_000,
  };
}
