// The list of the metrics that hawkwatch records. A topic is one file and one line here.
import { unitOfName, type MetricDefinition } from '../define-metric.ts';
import { databaseMetrics } from './database.ts';
import { containerMetrics } from './containers.ts';
import { endpointMetrics } from './endpoints.ts';
import { hawkwatchMetrics } from './hawkwatch.ts';
import { hostMetrics } from './host.ts';

export const metricCatalogue: readonly MetricDefinition[] = [
  ...databaseMetrics,
  ...hostMetrics,
  ...containerMetrics,
  ...endpointMetrics,
  ...hawkwatchMetrics,
];

const byName: ReadonlyMap<string, MetricDefinition> = new Map(
  metricCatalogue.map((metric) => [metric.name, metric]),
);

/** What is declared of a metric. */
export function findMetric(name: string): MetricDefinition | undefined {
  return byName.get(name);
}

/** The unit of a metric, also of one that nobody declared. */
export function unitOf(name: string): string {
  return byName.get(name)?.unit ?? unitOfName(name);
}
