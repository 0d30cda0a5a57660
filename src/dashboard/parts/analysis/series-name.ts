// What a watched series is called. Pure.
import { nameOfMetric } from '../series/format-measure.ts';

export interface AnalysedSeries {
  readonly metric: string;
  readonly subject: string;
  readonly unit: string;
  /** An object of texts, as JSON. */
  readonly labels: unknown;
}

/** The label that tells replicas of one host apart says nothing to people. */
const unsaid = new Set(['replica']);

/** `connections (state active)`. */
export function nameOfSeries({ metric, labels }: AnalysedSeries): string {
  const entries =
    typeof labels === 'object' && labels !== null ? Object.entries(labels as object) : [];
  const told = entries
    .filter(([name]) => !unsaid.has(name))
    .map(([name, value]) => `${name} ${String(value)}`);
  return told.length === 0 ? nameOfMetric(metric) : `${nameOfMetric(metric)} (${told.join(', ')})`;
}

/** The unit of its values; what is counted in bytes a second is bytes. */
export function unitOfSeries({ metric, unit }: AnalysedSeries): string {
  return metric.endsWith('bytes_per_second') ? 'bytes' : unit;
}

/** The same for the same series, for lists. */
export function keyOfSeries({ metric, subject, labels }: AnalysedSeries): string {
  return JSON.stringify([metric, subject, labels]);
}
