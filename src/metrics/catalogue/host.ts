// What is measured of hosts and of this process. The subject is `host:NAME`. In a container, its limits are
// what there is.
import { defineMetric, unitOfName } from '../define-metric.ts';

const gauge = (name: string, description: string) =>
  defineMetric({ name, unit: unitOfName(name), kind: 'gauge', description });

export const hostMetrics = [
  gauge('host.cpu_percent', 'Share of the cores that was busy.'),
  gauge('host.cpu_wait_percent', 'Share of the time in which cores waited for a disk.'),
  gauge('host.cpu_stolen_percent', 'Share of the time that the machine below took.'),
  gauge('host.load', 'Processes that run or want to, on average over so many `minutes`.'),
  gauge('host.load_per_core', 'Load of five minutes for each core.'),
  gauge('host.memory_bytes', 'Memory there is.'),
  gauge('host.memory_used_bytes', 'Memory that cannot be had again at once.'),
  gauge('host.memory_used_percent', 'Share of the memory that cannot be had again at once.'),
  gauge('host.swap_used_bytes', 'Swap in use.'),
  gauge('host.swap_used_percent', 'Share of the swap in use.'),
  gauge('host.pressure_percent', 'Share of the time in which work waited for a `resource`.'),
  gauge('host.disk_bytes', 'Size of the disk at a `mount`.'),
  gauge('host.disk_used_bytes', 'What is used of the disk at a `mount`.'),
  gauge('host.disk_free_bytes', 'What may still be written to the disk at a `mount`.'),
  gauge('host.disk_used_percent', 'Share of the disk at a `mount` that is used.'),
  gauge('host.inodes_used_percent', 'Share of the inodes at a `mount` that is used.'),
  gauge('host.open_files', 'Files that all processes have open.'),
  gauge('host.open_files_used_percent', 'Share of the files there may be open.'),
  gauge('host.uptime_seconds', 'Time since the machine was started.'),
  gauge('process.memory_bytes', 'Memory of this process.'),
  gauge('process.heap_used_bytes', 'JavaScript heap in use.'),
  gauge('process.heap_bytes', 'JavaScript heap.'),
  gauge('process.external_bytes', 'Memory of objects outside the heap.'),
  gauge('process.cpu_percent', 'Processor time of this process; 100 is one core.'),
  gauge('process.event_loop_lag_ms', 'How late the event loop was (p99).'),
  gauge('process.event_loop_busy_percent', 'Share of the time in which the event loop worked.'),
  gauge('process.open_files', 'Files that this process has open.'),
  gauge('process.open_files_used_percent', 'Share of the files this process may open.'),
];
