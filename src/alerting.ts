// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import { createFollowing, type AlertFollowing } from './alerts/following.ts';
import { createSuppression, type SuppressionServices } from './alerts/suppression/suppression.ts';
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { HealthSource } from './health.ts';
import type { StoreAddress } from './store/connection.ts';
import type { Sealer } from './store/sealing.ts';
import type { Store } from './store/store.ts';

export interface AlertingOptions {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly sealer: Sealer;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** The configuration in force. */
  readonly settings: Configuration;
  /** Id of this replica. */
  readonly replica: string;
}

export interface Alerting {
  /** What can be asked and done of alerts and notifications. */
  readonly services: SuppressionServices;
  /** Takes another configuration. */
  configure(settings: Configuration): Promise<void>;
  /** Parts of hawkwatch's health. */
  readonly health: readonly HealthSource[];
  stop(): Promise<void>;
}

/** Begins to alert. */
export async function createAlerting(options: AlertingOptions): Promise<Alerting> {
  const suppression = createSuppression({
    ...options,
    tell: (tx, changes, now) => following.tell(tx, changes, now, suppression.follower),
  });
  const following: AlertFollowing = createFollowing([suppression.follower]);
  suppression.start();
  return {
    services: suppression.services,
    configure: (settings) => {
      suppression.configure(settings);
      return Promise.resolve();
    },
    health: [],
    stop: () => suppression.stop(),
  };
}
