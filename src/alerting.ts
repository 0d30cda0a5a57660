// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import { createAlertCore } from './alerts/alert-core.ts';
import type { AlertCommands } from './alerts/commands.ts';
import { createCorrelationPart, type CorrelationPart } from './alerts/correlation/part.ts';
import type { RemediationDoers } from './alerts/remediation/remediator.ts';
import { findLateness } from './alerts/health.ts';
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import { isWell, type HealthSource } from './health.ts';
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
  /** Who does what remediations ask for. */
  readonly doers: RemediationDoers;
}

export interface Alerting {
  /** What can be asked and done of alerts and notifications. */
  readonly services: { readonly alerts: AlertCommands } & CorrelationPart['services'];
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
  const correlation = createCorrelationPart({ ...options, settings: () => current });
  const core = createAlertCore({
    store,
    clock,
    random,
    logger,
    // In this order: suppression, correlation, escalation, routes.
    followers: [...correlation.followers],
    retentionMs: () => current.retention.alertsMs,
  });
  const configure = (settings: Configuration): Promise<void> => {
    current = settings;
    return Promise.resolve();
  };
  await configure(options.settings);
  core.start();
  correlation.start();
  const alertsHealth: HealthSource = {
    name: 'alerts',
    check: async () => {
      const reason = await findLateness({ store, clock });
      return reason === undefined ? isWell : { state: 'DEGRADED', reason };
    },
  };
  return {
    services: { alerts: core.commands, ...correlation.services },
    configure,
    health: [alertsHealth],
    stop: async () => {
      await Promise.all([core.stop(), correlation.stop()]);
    },
  };
}
