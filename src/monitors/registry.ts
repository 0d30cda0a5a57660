// All kinds of monitors: a new one is a line here.
import { databaseResources } from './database-resources/monitor.ts';
import { containerDatabasesMonitor } from './containers/databases/monitor.ts';
import { containers, remoteContainers } from './containers/monitor.ts';
import { containerStatsMonitor, remoteContainerStatsMonitor } from './containers/stats/monitor.ts';
import { databaseStateMonitor } from './database-state/monitor.ts';
import { metricBaselinesMonitor } from './metric-baselines/monitor.ts';
import { endpointMonitor } from './endpoints/monitor.ts';
import { filesMonitor } from './files/monitor.ts';
import { hostResources } from './host-resources/monitor.ts';
import type { CheckMonitor, StreamMonitor } from './monitor.ts';
import { schemaMonitor } from './schema/watcher.ts';

// Every kind has settings and a config of its own, which nobody but the kind itself looks into.
// oxlint-disable-next-line no-explicit-any
export type AnyMonitor = StreamMonitor<any, any> | CheckMonitor<any, any>;

/** Kinds by their key, which is what a kind calls itself. */
export type MonitorKinds = Readonly<Record<string, AnyMonitor>>;

export const monitorKinds = {
  containers,
  'database-resources': databaseResources,
  'container-stats': containerStatsMonitor,
  'remote-container-stats': remoteContainerStatsMonitor,
  'container-databases': containerDatabasesMonitor,
  'database-states': databaseStateMonitor,
  'metric-baselines': metricBaselinesMonitor,
  endpoints: endpointMonitor,
  files: filesMonitor,
  'host-resources': hostResources,
  'remote-containers': remoteContainers,
  schemas: schemaMonitor,
} as const satisfies MonitorKinds;
