// What a container uses, second by second: the newest five minutes, as charts take them. Pure.
import type { ContainerUseSubscription } from '../../graphql/graphql.ts';

export type UseSample = ContainerUseSubscription['containerStats'];

const keptSamples = 300;

/** With one more sample; the oldest leave. A sample that is not newer changes nothing. */
export function addSample(samples: readonly UseSample[], sample: UseSample): readonly UseSample[] {
  const last = samples.at(-1);
  if (last !== undefined && Date.parse(sample.at) <= Date.parse(last.at)) return samples;
  return [...samples.slice(1 - keptSamples), sample];
}

const leastSeconds = 120;

/** Seconds since the epoch; one more before them, so that the first samples do not fill the chart. */
export function timesOf(samples: readonly UseSample[]): readonly number[] {
  const times = samples.map(({ at }) => Date.parse(at) / 1_000);
  const end = times.at(-1);
  return end === undefined ? [] : [Math.min((times[0] ?? end) - 1, end - leastSeconds), ...times];
}

/** The values of one figure at these times. */
export function valuesOf(
  samples: readonly UseSample[],
  figure: (sample: UseSample) => number | null | undefined,
): readonly (number | null)[] {
  return samples.length === 0 ? [] : [null, ...samples.map((sample) => figure(sample) ?? null)];
}
