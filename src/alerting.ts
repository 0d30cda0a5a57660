// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { Services } from './graphql/services.ts';
import type { HealthSource } from './health.ts';
import { createConfiguredChannels } from './notifications/configured-channels.ts';
import { createTemplatePreviews } from './notifications/template-preview.ts';
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
  readonly services: Pick<Services, 'templatePreviews'>;
  /** Takes another configuration. */
  configure(settings: Configuration): Promise<void>;
  /** Parts of hawkwatch's health. */
  readonly health: readonly HealthSource[];
  stop(): Promise<void>;
}

/** Begins to alert. */
export async function createAlerting(options: AlertingOptions): Promise<Alerting> {
  const channels = createConfiguredChannels();
  const templatePreviews = createTemplatePreviews({ store: options.store, channels });
  const configure = (settings: Configuration): Promise<void> => {
    channels.configure(settings);
    return Promise.resolve();
  };
  await configure(options.settings);
  return { services: { templatePreviews }, configure, health: [], stop: () => Promise.resolve() };
}
