// The folder watcher: assesses what is pending in the folders of migration sources, announces it,
// and does what each database's policy says. One replica of all leads; its folders count.
import { startLeadership, type Leadership } from '../store/leadership.ts';
import type { StoreAddress } from '../store/connection.ts';
import { watchSources, type WatchSourcesOptions } from './watching/watch-sources.ts';

export interface WatcherOptions extends WatchSourcesOptions {
  readonly address: StoreAddress;
  /** The time a take-over takes. */
  readonly leadershipPollMs?: number | undefined;
}

/** Starts to compete for the watching. */
export function startFolderWatcher(options: WatcherOptions): Leadership {
  const { address, clock, logger, leadershipPollMs: pollMs } = options;
  return startLeadership({
    address,
    name: 'folder watcher',
    clock,
    logger,
    ...(pollMs === undefined ? {} : { pollMs }),
    work: (signal) => watchSources(options, signal),
  });
}
