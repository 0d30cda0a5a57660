// The limits that the report of operations looks for, with what they are measured by.
export type ThresholdSeverity = 'CRITICAL' | 'ERROR' | 'WARNING';

export interface Threshold {
  readonly name: string;
  readonly severity: ThresholdSeverity;
  /** In words, as `above 5 s`. */
  readonly limit: string;
  /** Patterns of metrics, and above what. */
  readonly measures: readonly { readonly metric: string; readonly above: number }[];
}

export const longTaskMs = 120_000;
/** The part of operations that may fail, 0 to 1. */
export const errorRateLimit = 0.05;
/** A rate of fewer operations in a bucket says nothing. */
export const leastOperations = 20;

export const thresholds: readonly Threshold[] = [
  {
    name: 'API',
    severity: 'ERROR',
    limit: 'above 5 s',
    measures: [
      { metric: 'hawkwatch.operation_p99_ms', above: 5_000 },
      { metric: 'endpoint.duration_ms', above: 5_000 },
    ],
  },
  {
    name: 'Query',
    severity: 'WARNING',
    limit: 'above 2 s',
    measures: [
      { metric: 'database.statement_mean_ms', above: 2_000 },
      { metric: 'database.slowest_statement_mean_ms', above: 2_000 },
      { metric: 'database.latency_ms', above: 2_000 },
    ],
  },
  {
    name: 'Memory',
    severity: 'ERROR',
    limit: 'above 85 %',
    measures: [
      { metric: 'host.memory_used_percent', above: 85 },
      { metric: 'container.memory_used_percent', above: 85 },
    ],
  },
  {
    name: 'Long task',
    severity: 'WARNING',
    limit: 'above 2 min',
    measures: [
      { metric: 'database.longest_query_seconds', above: 120 },
      { metric: 'database.longest_transaction_seconds', above: 120 },
    ],
  },
];
