// Puts alerting together: the rules and intakes that observe, the engine that decides, those who follow its
// changes in their transaction (suppression, correlation, escalation, routes), and the deliveries.
import { createAgreement } from './alerts/agreement.ts';
import { createAlertCore } from './alerts/alert-core.ts';
import { createCorrelationPart, type CorrelationPart } from './alerts/correlation/part.ts';
import { createEscalation } from './alerts/escalation/escalation.ts';
import { createHeartbeats } from './alerts/heartbeats/heartbeats.ts';
import { createIntakes } from './alerts/intake/intakes.ts';
import { endAlertsOfRemovedIntakes, type RemovedIntakes } from './alerts/intake/removed-intakes.ts';
import { findLateness } from './alerts/health.ts';
import type { RemediationDoers } from './alerts/remediation/remediator.ts';
import { createAlertRules } from './alerts/rules/services.ts';
import { createSuppression, type SuppressionServices } from './alerts/suppression/suppression.ts';
import type { Hub } from './bus/hub.ts';
import { configurationHash, type Configuration } from './config/configuration.ts';
import { readAlertRule } from './config/sections/alerts.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Random } from './core/random.ts';
import { deliveriesHealth, recordDeliveryFigures } from './delivery-figures.ts';
import type { Services } from './graphql/services.ts';
import { isWell, type HealthSource } from './health.ts';
import type { SampleRecorder } from './metrics/samples.ts';
import { createConfiguredChannels } from './notifications/configured-channels.ts';
import { startDeliveries } from './notifications/delivery/deliveries.ts';
import { createOutgoingHeartbeat } from './notifications/outgoing-heartbeat.ts';
import { createRouting } from './notifications/routing/routing.ts';
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
  /** Who does what remediations ask for. */
  readonly doers: RemediationDoers;
}

export interface Alerting {
  /** What can be asked and done of alerts and notifications. */
  readonly services: SuppressionServices &
    CorrelationPart['services'] &
    Pick<
      Services,
      | 'alertRules'
      | 'alerts'
      | 'deliveries'
      | 'escalations'
      | 'heartbeats'
      | 'intakes'
      | 'routes'
      | 'templatePreviews'
    >;
  /** Takes another configuration. */
  configure(settings: Configuration): Promise<void>;
  /** Parts of hawkwatch's health. */
  readonly health: readonly HealthSource[];
  stop(): Promise<void>;
}

/** Under load, transactions of what is pushed begin so long after each other. */
const gatherMs = 20;
/** So long more is waited for before it is written down what became of deliveries. */
const recordMs = 10;

/** Begins to alert. */
export async function createAlerting(options: AlertingOptions): Promise<Alerting> {
  const { store, clock, random, logger } = options;
  let current = options.settings;
  // Of what all parts act by: while one is read and they take it in, they end nothing by it.
  let hash = configurationHash(current);
  const agreed = createAgreement(() => hash);
  const channels = createConfiguredChannels(options);
  channels.configure(current);
  const deliveries = await startDeliveries({
    ...options,
    channels,
    externalUrl: () => channels.externalUrl(),
    keepMs: () => current.retention.alertsMs,
    gatherMs: recordMs,
  });
  const stopFigures = recordDeliveryFigures(options);
  const routing = createRouting({ ...options, queue: deliveries.queue });
  const suppression = createSuppression({
    ...options,
    agreed,
    tell: (tx, changes, now) => core.following.tell(tx, changes, now, suppression.follower),
  });
  const escalation = createEscalation({
    ...options,
    settings: current.escalation,
    target: routing.escalation,
    policyOfRule: (name) => rules.services.book.find(name)?.escalation ?? null,
    following: () => core.following,
    agreed,
  });
  const correlation = createCorrelationPart({ ...options, settings: () => current });
  const core = createAlertCore({
    store,
    clock,
    random,
    logger,
    // In this order: suppression, correlation, escalation, routes.
    followers: [
      suppression.follower,
      ...correlation.followers,
      escalation.follower,
      routing.follower,
    ],
    retentionMs: () => current.retention.alertsMs,
    gatherMs,
  });
  const rules = await createAlertRules({
    ...options,
    engine: core.engine,
    settings: current.alerts,
    read: readAlertRule,
    policyNames: () => current.escalation.policies.map(({ name }) => name),
    agreed,
  });
  const heartbeats = createHeartbeats({ ...options, settings: current.heartbeats, agreed });
  const outgoing = createOutgoingHeartbeat(options);
  let removedIntakes: RemovedIntakes | undefined;
  const configure = async (settings: Configuration): Promise<void> => {
    current = settings;
    channels.configure(settings);
    suppression.configure(settings);
    rules.configure(settings.alerts);
    escalation.configure(settings.escalation);
    await routing.configure(settings);
    await heartbeats.configure(settings.heartbeats);
    await outgoing.configure(settings.heartbeat);
    deliveries.ring();
    hash = configurationHash(settings);
    removedIntakes?.wake();
  };
  await configure(options.settings);
  core.start();
  suppression.start();
  correlation.start();
  escalation.start();
  await heartbeats.start();
  removedIntakes = endAlertsOfRemovedIntakes({
    ...options,
    engine: core.engine,
    names: () => current.intakes.map(({ name }) => name),
    agreed,
  });
  const intakes = createIntakes({ engine: core.engine, clock, settings: () => current.intakes });
  const alertsHealth: HealthSource = {
    name: 'alerts',
    check: async () => {
      const reason = await findLateness({ store, clock });
      return reason === undefined ? isWell : { state: 'DEGRADED', reason };
    },
  };
  const suppressionHealth: HealthSource = {
    name: 'suppression',
    check: () =>
      suppression.failingSince() === null
        ? isWell
        : { state: 'DEGRADED', reason: 'silences and windows cannot be brought up to date' },
  };
  const heartbeatHealth: HealthSource = {
    name: 'heartbeat',
    check: () => {
      const reason = outgoing.failure();
      return reason === null ? isWell : { state: 'DEGRADED', reason };
    },
  };
  return {
    services: {
      alertRules: rules.services,
      alerts: core.commands,
      deliveries,
      escalations: escalation.service,
      heartbeats: heartbeats.service,
      intakes,
      routes: routing,
      templatePreviews: createTemplatePreviews({ store, channels }),
      ...suppression.services,
      ...correlation.services,
    },
    configure,
    health: [alertsHealth, suppressionHealth, deliveriesHealth(store, clock), heartbeatHealth],
    stop: async () => {
      stopFigures();
      await Promise.all([rules.stop(), heartbeats.stop(), outgoing.stop(), removedIntakes?.stop()]);
      await Promise.all([core.stop(), suppression.stop(), correlation.stop(), escalation.stop()]);
      await routing.stop();
      // Last: what was decided until now is still handed over.
      await deliveries.stop();
    },
  };
}
