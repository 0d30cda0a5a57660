// The monitors of containers: those of this host's daemons run on each host, those of daemons elsewhere on
// one replica, so that nothing is told twice.
import { defineMonitor, type MonitorInstance } from '../monitor.ts';
import type { ContainerSettings, DaemonSettings } from './settings.ts';
import { watchDaemon, type WatchedDaemon } from './watch.ts';

const silentAfterMs = 120_000;

function instances(
  { daemons, reconcileMs, keepMs }: ContainerSettings,
  isWanted: (daemon: DaemonSettings) => boolean,
): MonitorInstance<WatchedDaemon>[] {
  return daemons
    .filter(isWanted)
    .map((daemon) => ({ name: daemon.name, config: { daemon, reconcileMs, keepMs } }));
}

interface Settings {
  readonly containers: ContainerSettings;
}

/** Docker daemons behind a socket of this host. */
export const containers = defineMonitor<Settings, WatchedDaemon>({
  kind: 'containers',
  scope: 'host',
  description: "Containers of this host's Docker daemons: starts, ends, health, deployments.",
  silentAfterMs,
  parseConfig: (settings) => instances(settings.containers, ({ socket }) => socket !== undefined),
  start: (config, context) => watchDaemon(config, context),
});

/** Docker daemons at an address. */
export const remoteContainers = defineMonitor<Settings, WatchedDaemon>({
  kind: 'remote-containers',
  scope: 'cluster',
  description: 'Containers of Docker daemons at an address: starts, ends, health, deployments.',
  silentAfterMs,
  parseConfig: (settings) => instances(settings.containers, ({ address }) => address !== undefined),
  start: (config, context) => watchDaemon(config, context),
});
