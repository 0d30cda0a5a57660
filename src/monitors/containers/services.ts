// What can be asked of containers on this replica beside what is stored: live statistics and actions.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Store } from '../../store/store.ts';
import { createDaemonReach } from './reach.ts';
import { createContainerCommands, type ContainerCommands } from './restart.ts';
import type { ContainerSettings } from './settings.ts';
import { createLiveStats, type LiveStats } from './stats/live.ts';

export interface ContainerServicesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Of this replica. */
  readonly host: string;
  /** The configuration in force. */
  settings(): {
    readonly containers: Pick<ContainerSettings, 'daemons'>;
    readonly actions: { readonly restartContainers: boolean };
  };
}

export interface ContainerServices {
  readonly containers: ContainerCommands;
  readonly containerStats: LiveStats;
  stop(): void;
}

/** Opens nothing before somebody asks. */
export function createContainerServices(options: ContainerServicesOptions): ContainerServices {
  const { settings } = options;
  const reach = createDaemonReach({ ...options, daemons: () => settings().containers.daemons });
  const containers = createContainerCommands({
    ...options,
    reach,
    allowed: () => settings().actions,
  });
  const containerStats = createLiveStats({ ...options, reach });
  return {
    containers,
    containerStats,
    stop: () => {
      containerStats.close();
      containers.close();
      reach.close();
    },
  };
}
