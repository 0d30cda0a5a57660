// Correlation in one piece: what follows alerts (suspects and incidents, then remedies), what CI and admins
// may ask for, and forgetting what is old.
import type { Clock } from '../../core/clock.ts';
import type {
  CorrelationSettings,
  RemediationSettings,
  TopologyService,
} from '../../core/correlation.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { AlertFollower } from '../../store/alert-changes.ts';
import { deleteOldDeployments } from '../../store/deployments.ts';
import { deleteOldIncidents } from '../../store/incidents.ts';
import { deleteOldKeys } from '../../store/nearby-alerts.ts';
import type { Store } from '../../store/store.ts';
import { createDeploymentCommands, type DeploymentCommands } from '../deployments.ts';
import { closeLeftIncidents } from '../incidents/settle.ts';
import type { AllowedActions } from '../remediation/offers.ts';
import {
  createRemediator,
  type RemediationCommands,
  type RemediationDoers,
} from '../remediation/remediator.ts';
import { createCorrelator } from './follower.ts';

export interface CorrelationPart {
  /** To be told of alerts right after suppression, in this order. */
  readonly followers: readonly AlertFollower[];
  readonly services: {
    readonly deployments: DeploymentCommands;
    readonly remediation: RemediationCommands;
  };
  start(): void;
  stop(): Promise<void>;
}

export interface CorrelationPartOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly doers: RemediationDoers;
  /** As it is configured now. */
  settings(): {
    readonly correlation: CorrelationSettings;
    readonly topology: readonly TopologyService[];
    readonly remediation: readonly RemediationSettings[];
    readonly actions: AllowedActions;
    readonly retention: { readonly alertsMs: number };
  };
}

const forgetEveryMs = 600_000;
const closeEveryMs = 60_000;
/** An alert may be found so long after it began. */
const farOffMs = 86_400_000;
const batch = 1000;

/** Creates it; nothing is done by itself before `start`. */
export function createCorrelationPart(options: CorrelationPartOptions): CorrelationPart {
  const { store, clock, logger, settings } = options;
  const remediator = createRemediator(options);
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const repeat = async (everyMs: number, failed: string, work: () => Promise<unknown>) => {
    while (!stopping.signal.aborted) {
      await clock.sleep(everyMs, stopping.signal).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await work().catch((error: unknown) => {
        logger.warn({ err: coerceError(error) }, failed);
      });
    }
  };
  const forget = async (): Promise<void> => {
    const { correlation, retention } = settings();
    const nowMs = clock.now().getTime();
    await forgetOldCorrelation(store, new Date(nowMs - retention.alertsMs), stopping.signal);
    const farOff = new Date(nowMs - farOffMs - correlation.incidentWindowMs * 3);
    while ((await deleteOldKeys(store.q, farOff, batch)) >= batch && !stopping.signal.aborted);
  };

  return {
    followers: [createCorrelator(options), remediator.follower],
    services: {
      deployments: createDeploymentCommands(options),
      remediation: remediator.commands,
    },
    start: () => {
      remediator.start();
      running = Promise.all([
        repeat(forgetEveryMs, 'old deployments and incidents were not removed', forget),
        repeat(closeEveryMs, 'incidents whose alerts are over stay open', () =>
          closeLeftIncidents(store, clock.now()),
        ),
      ]);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([remediator.stop(), running]);
    },
  };
}

/** Removes deployments and incidents of before a time; incidents that still have alerts stay. */
export async function forgetOldCorrelation(
  { q }: Store,
  before: Date,
  signal?: AbortSignal,
): Promise<void> {
  for (const remove of [deleteOldDeployments, deleteOldIncidents]) {
    while ((await remove(q, before, batch)) === batch && signal?.aborted !== true);
  }
}
