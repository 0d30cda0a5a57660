// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import { createAlertCore } from './alerts/alert-core.ts';
import { findLateness } from './alerts/health.ts';
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import { deliveriesHealth, recordDeliveryFigures } from './delivery-figures.ts';
import type { Services } from './graphql/services.ts';
import { isWell, type HealthSource } from './health.ts';
import type { SampleRecorder } from './metrics/samples.ts';
import { createConfiguredChannels } from './notifications/configured-channels.ts';
import { startDeliveries } from './notifications/delivery/deliveries.ts';
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
  /** Id of this replica, and its host. */
  readonly replica: string;
  readonly host: string;
  readonly samples: SampleRecorder;
}

export interface Alerting {
  /** What can be asked and done of alerts and notifications. */
  readonly services: Pick<Services, 'alerts' | 'deliveries' | 'templatePreviews'>;
  /** Takes another configuration. */
  configure(settings: Configuration): Promise<void>;
  /** Parts of hawkwatch's health. */
  readonly health: readonly HealthSource[];
  stop(): Promise<void>;
}

/** Begins to alert. */
export async function createAlerting(options: AlertingOptions): Promise<Alerting> {
  const { store, clock, random, logger } = options;
  let current = options.settings;
  const channels = createConfiguredChannels();
  channels.configure(current);
  const templatePreviews = createTemplatePreviews({ store, channels });
  const deliveries = await startDeliveries({
    ...options,
    channels,
    externalUrl: channels.externalUrl,
    keepMs: () => current.retention.alertsMs,
  });
  const stopFigures = recordDeliveryFigures(options);
  const core = createAlertCore({
    store,
    clock,
    random,
    logger,
    // In this order: suppression, correlation, escalation, routes.
    followers: [],
    retentionMs: () => current.retention.alertsMs,
  });
  const configure = (settings: Configuration): Promise<void> => {
    current = settings;
    channels.configure(settings);
    deliveries.ring();
    return Promise.resolve();
  };
  await configure(options.settings);
  core.start();
  const alertsHealth: HealthSource = {
    name: 'alerts',
    check: async () => {
      const reason = await findLateness({ store, clock });
      return reason === undefined ? isWell : { state: 'DEGRADED', reason };
    },
  };
  return {
    services: { alerts: core.commands, deliveries, templatePreviews },
    configure,
    health: [alertsHealth, deliveriesHealth(store, clock)],
    stop: async () => {
      stopFigures();
      await core.stop();
      // Last: what was decided until now is still handed over.
      await deliveries.stop();
    },
  };
}
