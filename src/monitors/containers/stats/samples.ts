// The samples of a container's reading. What the daemon does not tell is no sample.
import type { containerMetrics } from '../../../metrics/catalogue/containers.ts';
import type { Sample } from '../../../metrics/samples.ts';
import type { ContainerUsage } from './reading.ts';

export interface MeasuredContainer {
  readonly key: string;
  readonly host: string;
  readonly daemon: string;
}

type Metric = (typeof containerMetrics)[number];

export function samplesOf(
  { key, host, daemon }: MeasuredContainer,
  usage: ContainerUsage,
): readonly Sample[] {
  const values: Readonly<Record<Metric['name'], number | null>> = {
    'container.cpu_percent': usage.cpuPercent,
    'container.memory_bytes': usage.memoryBytes,
    'container.memory_percent': usage.memoryPercent,
    'container.network_received_bytes': usage.receivedBytes,
    'container.network_sent_bytes': usage.sentBytes,
    'container.block_read_bytes': usage.readBytes,
    'container.block_written_bytes': usage.writtenBytes,
    'container.pids_count': usage.pids,
  };
  const about = { subject: `container:${key}`, labels: { host, daemon }, at: usage.at };
  return Object.entries(values).flatMap(([metric, value]) =>
    value === null ? [] : [{ ...about, metric, value }],
  );
}
