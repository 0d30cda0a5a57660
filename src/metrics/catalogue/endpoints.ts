// What is measured of endpoints. The subject is `endpoint:NAME`.
import { defineMetric } from '../define-metric.ts';

export const endpointMetrics = [
  defineMetric({
    name: 'endpoint.up',
    unit: 'count',
    kind: 'gauge',
    description: '1 when a check was content, else 0.',
  }),
  defineMetric({
    name: 'endpoint.duration_ms',
    unit: 'ms',
    kind: 'gauge',
    description: 'How long a check took as a whole.',
  }),
  defineMetric({
    name: 'endpoint.phase_ms',
    unit: 'ms',
    kind: 'gauge',
    description: 'How long each `phase` of a check took: name, connection, TLS, first byte, rest.',
  }),
];
