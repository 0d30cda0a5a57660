// The heart of alerting in one piece: engine, ticker, commands, retention.
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { AlertFollower } from '../store/alert-changes.ts';
import type { Store } from '../store/store.ts';
import { createAlertCommands, type AlertCommands } from './commands.ts';
import { createAlertEngine, type RunningAlertEngine } from './engine.ts';
import { createFollowing, type AlertFollowing } from './following.ts';
import { startAlertRetention } from './retention.ts';
import { createAlertTicker, type AlertTicker } from './ticker.ts';

export interface AlertCore {
  readonly engine: RunningAlertEngine;
  readonly following: AlertFollowing;
  readonly commands: AlertCommands;
  readonly ticker: Pick<AlertTicker, 'tick'>;
  /** Begins with what time does; whoever follows must be ready. */
  start(): void;
  stop(): Promise<void>;
}

export interface AlertCoreOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** In the order in which they are told. */
  readonly followers: readonly AlertFollower[];
  /** How long resolved alerts are kept; read each time. */
  retentionMs(): number;
  readonly gatherMs?: number | undefined;
}

/** Creates it. */
export function createAlertCore(options: AlertCoreOptions): AlertCore {
  const { store, clock, random, logger, followers, retentionMs } = options;
  const following = createFollowing(followers);
  const engine = createAlertEngine({
    store,
    clock,
    random,
    following,
    onWake: (at) => ticker.expect(at),
    gatherMs: options.gatherMs,
  });
  const ticker = createAlertTicker({ store, clock, logger, engine });
  let stopRetention: () => Promise<void> = () => Promise.resolve();
  return {
    engine,
    following,
    commands: createAlertCommands({ store, clock, random, engine }),
    ticker,
    start: () => {
      ticker.start();
      stopRetention = startAlertRetention({ store, clock, logger, alertsMs: retentionMs });
    },
    stop: async () => {
      await Promise.all([ticker.stop(), stopRetention()]);
    },
  };
}
