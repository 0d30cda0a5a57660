// The monitors that measure containers: those of this host's daemons on each host, those of daemons
// elsewhere on one replica, as those that watch them.
import { defineMonitor, type MonitorInstance } from '../../monitor.ts';
import type { ContainerSettings, DaemonSettings } from '../settings.ts';
import { pollStats, type PolledDaemon } from './poll.ts';

/** Longer than the slowest answer of one container. */
const silentAfterMs = 120_000;

function instances(
  { daemons, stats }: ContainerSettings,
  isWanted: (daemon: DaemonSettings) => boolean,
): MonitorInstance<PolledDaemon>[] {
  return daemons.filter(isWanted).map((daemon) => ({
    name: daemon.name,
    config: { daemon, intervalMs: stats.intervalMs },
  }));
}

interface Settings {
  readonly containers: ContainerSettings;
}

/** Docker daemons behind a socket of this host. */
export const containerStatsMonitor = defineMonitor<Settings, PolledDaemon>({
  kind: 'container-stats',
  scope: 'host',
  description:
    "Processor, memory, network, block devices and processes of containers of this host's daemons.",
  silentAfterMs,
  parseConfig: ({ containers }) => instances(containers, ({ socket }) => socket !== undefined),
  start: (config, context) => pollStats(config, context),
});

/** Docker daemons at an address. */
export const remoteContainerStatsMonitor = defineMonitor<Settings, PolledDaemon>({
  kind: 'remote-container-stats',
  scope: 'cluster',
  description:
    'Processor, memory, network, block devices and processes of containers of daemons elsewhere.',
  silentAfterMs,
  parseConfig: ({ containers }) => instances(containers, ({ address }) => address !== undefined),
  start: (config, context) => pollStats(config, context),
});
