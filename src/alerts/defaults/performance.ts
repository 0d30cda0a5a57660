// Default rules of performance, with the thresholds of R-D4, and of what statistics find.
import type { WrittenRule } from '../rules/define-rule.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const named = '{{ subject }}';

export const performanceRules = [
  {
    name: 'api-slow',
    type: 'SLOW_API',
    severity: 'ERROR',
    description: 'An API took more than 5 seconds, on average of ten minutes (R-D4).',
    metric: {
      metric: 'endpoint.duration_ms|hawkwatch.operation_p95_ms',
      windowMs: 10 * minuteMs,
      noDataAfterMs: 20 * minuteMs,
      above: 5000,
      clear: 4000,
    },
    title: `${named} is slow: {{ value }} ms`,
    message: '{{ metric }} is {{ value }} ms, the limit is {{ threshold }} ms.',
  },
  {
    name: 'query-slow',
    type: 'SLOW_QUERY',
    severity: 'WARNING',
    forMs: minuteMs,
    description:
      'Statements take more than 2 seconds: their mean time, or that of the slowest one (R-D4).',
    metric: {
      metric: 'database.statement_mean_ms|database.slowest_statement_mean_ms',
      above: 2000,
      clear: 1500,
    },
    title: `Statements of ${named} take {{ value }} ms`,
    message: '{{ metric }} is {{ value }} ms, the limit is {{ threshold }} ms.',
  },
  {
    name: 'memory-high',
    type: 'HIGH_MEMORY',
    severity: 'ERROR',
    forMs: 2 * minuteMs,
    description: 'More than 85 % of the memory of a host or container is in use (R-D4).',
    metric: {
      metric: 'host.memory_used_percent|container.memory_percent',
      windowMs: 2 * minuteMs,
      above: 85,
      clear: 80,
    },
    title: `${named} uses {{ value }} % of its memory`,
    message: '{{ metric }} is {{ value }} %, the limit is {{ threshold }} %.',
  },
  {
    name: 'error-rate-high',
    type: 'HIGH_ERROR_RATE',
    severity: 'CRITICAL',
    description: 'More than 5 % of the checks of an endpoint failed within the last hour (R-D4).',
    metric: {
      metric: 'endpoint.up',
      windowMs: 60 * minuteMs,
      noDataAfterMs: 60 * minuteMs,
      below: 0.95,
      clear: 0.97,
    },
    title: `More than 5 % of the checks of ${named} failed`,
    message: 'Share of checks that were content within the last hour: {{ value }}.',
  },
  {
    name: 'rollback-rate-high',
    type: 'HIGH_ERROR_RATE',
    severity: 'WARNING',
    forMs: 5 * minuteMs,
    description: 'More than 5 % of the transactions of a database are rolled back.',
    metric: { metric: 'database.rollback_percent', windowMs: 10 * minuteMs, above: 5, clear: 4 },
    title: `{{ value }} % of the transactions of ${named} are rolled back`,
    message: 'The limit is {{ threshold }} %.',
  },
  {
    name: 'task-long',
    type: 'LONG_TASK',
    severity: 'WARNING',
    description: 'A transaction or statement has been open for more than two minutes (R-D4).',
    metric: {
      metric: 'database.longest_transaction_seconds|database.longest_query_seconds',
      aggregate: 'LAST',
      windowMs: 2 * minuteMs,
      above: 120,
    },
    title: `A task of ${named} takes {{ value | duration }}`,
    message: '{{ metric }} is {{ value | duration }}, the limit is {{ threshold | duration }}.',
  },
  {
    name: 'disk-full',
    type: 'DISK_FULL',
    severity: 'ERROR',
    description: 'A disk is used to more than 90 %.',
    metric: { metric: 'host.disk_used_percent', above: 90, clear: 88 },
    title: `A disk of ${named} is full to {{ value }} %`,
    message: 'The limit is {{ threshold }} %.',
  },
  {
    name: 'metric-anomaly',
    type: 'METRIC_ANOMALY',
    severity: 'WARNING',
    description: 'A series is far from what is usual for it.',
    overrides: [{ match: ['word=LOW'], severity: 'INFO' }],
    event: {
      on: ['metric.anomaly_detected'],
      until: ['metric.anomaly_ended'],
      labels: { anomaly: 'anomalyId', metric: 'metric' },
    },
    title: '{{ event.payload.metric }} of {{ event.payload.subject }} is unusual',
    message:
      '{{ event.payload.actual }} {{ event.payload.unit }}, expected were {{ event.payload.expectedLow }} to {{ event.payload.expectedHigh }} (confidence {{ event.payload.word }}).',
  },
  {
    name: 'metric-forecast',
    type: 'FORECAST_CROSSED',
    severity: 'WARNING',
    description: 'A series will cross a limit soon, if it goes on as it does; told for a week.',
    event: {
      on: ['metric.forecast_crossed'],
      labels: { metric: 'metric', subject: 'subject' },
      lastsMs: 7 * dayMs,
    },
    title: '{{ event.payload.metric }} of {{ event.payload.subject }} will cross its limit',
    message:
      'It is at {{ event.payload.level }} and crosses {{ event.payload.limit }} {{ event.payload.unit }} at {{ event.payload.crossesAt }}.',
  },
] as const satisfies readonly WrittenRule[];
