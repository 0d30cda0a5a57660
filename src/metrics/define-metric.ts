// How a metric is declared. A name that nobody declared is taken too; its unit is then read off its end.

/**
 * `gauge`: the value is how it is at that time. `counter`: the value only grows, and starts at zero again
 * when what counts is started anew; what is of interest is how fast it grows.
 */
export type MetricKind = 'gauge' | 'counter';

export interface MetricDefinition {
  /** `noun.measure_unit`, as `container.memory_bytes`. */
  readonly name: string;
  /** As `bytes`, `ms`, `seconds`, `ratio` (0 to 1), `percent`, `count`. */
  readonly unit: string;
  readonly kind: MetricKind;
  /** One sentence, for the API and the documentation. */
  readonly description: string;
}

/** Longest name of a metric, in characters. */
export const maxMetricName = 120;

const nameForm = /^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/;

/** Declares a metric. */
export function defineMetric<const Definition extends MetricDefinition>(
  metric: Definition,
): Definition {
  if (!nameForm.test(metric.name) || metric.name.length > maxMetricName) {
    throw new Error(`"${metric.name}" is no name of a metric: it is noun.measure_unit`);
  }
  return metric;
}

const knownUnits = ['bytes', 'ms', 'seconds', 'ratio', 'percent', 'count', 'days', 'celsius'];

/** The unit that a name ends with; `count` when it ends with none. */
export function unitOfName(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('_'), name.lastIndexOf('.')) + 1);
  return knownUnits.includes(last) ? last : 'count';
}
