// Escalation with the real engine on a store of its own: one part for each replica, a clock that a test
// moves, and a target that keeps what it was told.
import type { Agreement } from '../../../src/alerts/agreement.ts';
import { createAlertCore, type AlertCore } from '../../../src/alerts/alert-core.ts';
import {
  createEscalation,
  type EscalationPart,
} from '../../../src/alerts/escalation/escalation.ts';
import type { Clock } from '../../../src/core/clock.ts';
import type { Actor } from '../../../src/core/actor.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { EscalationSettings } from '../../../src/core/escalation.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { asc } from '../../../src/store/drizzle.ts';
import type { Escalation, EscalationTarget } from '../../../src/store/escalation-target.ts';
import { alertEscalations } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { captureLog } from '../../support/log-capture.ts';
import { until } from '../../support/until.ts';
import { level, policy } from '../../unit/alerts/escalation/policies.ts';

export const olga: Actor = { id: 'o', name: 'olga', role: 'operator', origin: 'test' };
export const vera: Actor = { id: 'v', name: 'vera', role: 'viewer', origin: 'test' };

export const threeLevels: EscalationSettings = {
  policies: [policy([level(0, ['team']), level(5, ['lead']), level(15, ['boss'])])],
  rotations: [],
  defaultPolicy: 'standard',
};

export interface Replica {
  readonly core: AlertCore;
  readonly escalation: EscalationPart;
  stop(): Promise<void>;
}

export interface EscalationRig {
  readonly clock: FakeClock;
  /** What was told and committed, in order: `labels.host level channels`. */
  readonly told: string[];
  readonly replicas: readonly Replica[];
  /** Moves the clock on, and waits until all that is due was told. */
  pass(ms: number): Promise<void>;
  standings(): Promise<
    readonly { level: number; round: number; nextAt: Date | null; stop: string | null }[]
  >;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly settings?: EscalationSettings;
  readonly replicas?: number;
  /** Told before escalation, as suppression is. */
  readonly before?: readonly AlertFollower[];
  readonly policyOfRule?: (rule: string) => string | null;
  /** Told after escalation, as the router is. */
  readonly after?: readonly AlertFollower[];
  /** Who is told as well. */
  readonly target?: EscalationTarget;
  readonly agreed?: Agreement;
  /** Fails what it is told. */
  readonly fails?: (host: string) => boolean;
}

export function createReplica(
  store: Store,
  clock: Clock,
  told: string[],
  options: RigOptions = {},
): Replica {
  const { settings = threeLevels, before = [], after = [], target, fails } = options;
  const { policyOfRule = () => null } = options;
  const random = createSystemRandom();
  const { logger } = captureLog();
  const nameOf = ({ alert, level: number, channels }: Escalation): string =>
    `${alert.labels['host'] ?? '?'} ${number} ${channels.join('+')}`;
  const escalation = createEscalation({
    store,
    clock,
    random,
    logger,
    settings,
    policyOfRule,
    agreed: options.agreed,
    following: () => core.following,
    target: {
      escalate: async (tx, escalations, now) => {
        if (escalations.some(({ alert }) => fails?.(alert.labels['host'] ?? '') === true))
          throw new Error('nobody can be told now');
        tx.onCommit(() => told.push(...escalations.map(nameOf)));
        await target?.escalate(tx, escalations, now);
      },
    },
  });
  const core: AlertCore = createAlertCore({
    store,
    clock,
    random,
    logger,
    followers: [...before, escalation.follower, ...after],
    retentionMs: () => 30 * 86_400_000,
  });
  return { core, escalation, stop: () => escalation.stop() };
}

export function createEscalationRig(store: Store, options: RigOptions = {}): EscalationRig {
  const clock = createFakeClock();
  clock.advance(Date.UTC(2026, 5, 1, 12));
  const told: string[] = [];
  const replicas = Array.from({ length: options.replicas ?? 1 }, () => {
    const replica = createReplica(store, clock, told, options);
    replica.escalation.start();
    return replica;
  });
  const standings = async () => {
    const rows = await store.q
      .select()
      .from(alertEscalations)
      .orderBy(asc(alertEscalations.alertId));
    return rows.map(({ level: number, round, nextAt, stopReason }) => ({
      level: number,
      round,
      nextAt,
      stop: stopReason,
    }));
  };
  const isQuiet = async (): Promise<boolean> => {
    const rows = await standings();
    const now = clock.now();
    if (rows.every(({ nextAt }) => nextAt === null || nextAt > now)) return true;
    // What somebody else had locked is looked at again after a while.
    clock.advance(0);
    for (const { escalation } of replicas) escalation.configure(options.settings ?? threeLevels);
    return false;
  };
  return {
    clock,
    told,
    replicas,
    standings,
    pass: async (ms) => {
      clock.advance(ms);
      await until('all that is due was told', isQuiet);
    },
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
    },
  };
}
