// What is measured of containers. The subject is `container:KEY`; `host` and `daemon` tell where it runs.
import { defineMetric } from '../define-metric.ts';

export const containerMetrics = [
  defineMetric({
    name: 'container.cpu_percent',
    unit: 'percent',
    kind: 'gauge',
    description: 'Processor time since the measurement before; 100 is one processor.',
  }),
  defineMetric({
    name: 'container.memory_bytes',
    unit: 'bytes',
    kind: 'gauge',
    description: 'Memory in use, without the cached files that the kernel would drop first.',
  }),
  defineMetric({
    name: 'container.memory_percent',
    unit: 'percent',
    kind: 'gauge',
    description: 'Memory in use of what it may use; not there without a limit.',
  }),
  defineMetric({
    name: 'container.network_received_bytes',
    unit: 'bytes',
    kind: 'counter',
    description: 'Bytes that came in over all its networks since its start.',
  }),
  defineMetric({
    name: 'container.network_sent_bytes',
    unit: 'bytes',
    kind: 'counter',
    description: 'Bytes that went out over all its networks since its start.',
  }),
  defineMetric({
    name: 'container.block_read_bytes',
    unit: 'bytes',
    kind: 'counter',
    description: 'Bytes read from block devices since its start.',
  }),
  defineMetric({
    name: 'container.block_written_bytes',
    unit: 'bytes',
    kind: 'counter',
    description: 'Bytes written to block devices since its start.',
  }),
  defineMetric({
    name: 'container.pids_count',
    unit: 'count',
    kind: 'gauge',
    description: 'Processes and threads.',
  }),
] as const;
