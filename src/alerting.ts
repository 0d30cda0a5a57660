// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import { createAlertCore } from './alerts/alert-core.ts';
import type { AlertCommands } from './alerts/commands.ts';
import { createEscalation, type EscalationService } from './alerts/escalation/escalation.ts';
import type { Hub } from './bus/hub.ts';
import type { Configuration } from './config/configuration.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import type { HealthSource } from './health.ts';
import type { ConfiguredChannel } from './notifications/delivery/channels.ts';
import { startDeliveries } from './notifications/delivery/deliveries.ts';
import { findChannelKind } from './notifications/channels/registry.ts';
import { createRouting, type RouteViews } from './notifications/routing/routing.ts';
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
  readonly services: {
    readonly alerts: AlertCommands;
    readonly escalations: EscalationService;
    readonly routes: RouteViews;
  };
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
  let channels = configuredChannels(current);
  const deliveries = await startDeliveries({
    ...options,
    channels: { find: (name) => channels.get(name), list: () => [...channels.values()] },
    externalUrl: () => current.externalUrl ?? null,
  });
  const routing = createRouting({ ...options, queue: deliveries.queue });
  const escalation = createEscalation({
    store,
    clock,
    random,
    logger,
    settings: current.escalation,
    target: routing.escalation,
    policyOfRule: () => null,
    following: () => core.following,
  });
  const core = createAlertCore({
    store,
    clock,
    random,
    logger,
    // In this order: suppression, correlation, escalation, routes.
    followers: [escalation.follower, routing.follower],
    retentionMs: () => current.retention.alertsMs,
  });
  const configure = async (settings: Configuration): Promise<void> => {
    current = settings;
    channels = configuredChannels(settings);
    escalation.configure(settings.escalation);
    await routing.configure(settings);
    deliveries.ring();
  };
  await configure(options.settings);
  core.start();
  escalation.start();
  return {
    services: { alerts: core.commands, escalations: escalation.service, routes: routing },
    configure,
    health: [],
    stop: async () => {
      await Promise.all([core.stop(), escalation.stop()]);
      await routing.stop();
      await deliveries.stop();
    },
  };
}

function configuredChannels(settings: Configuration): ReadonlyMap<string, ConfiguredChannel> {
  return new Map(
    settings.channels.flatMap((channel) => {
      const kind = findChannelKind(channel.kind);
      if (kind === undefined) return [];
      const parsed: unknown = kind.parseSettings(channel.settings);
      return [[channel.name, { settings: { ...channel, settings: parsed }, kind }]];
    }),
  );
}
