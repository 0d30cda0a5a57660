// An alert engine on a store of its own, with a clock that a test moves, and what observes.
import type { HoldingObservation, EndedObservation } from '../../../src/alerts/observation.ts';
import { createAlertEngine, type RunningAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { toAlert, type AlertRow } from '../../../src/store/alerts.ts';
import { asc } from '../../../src/store/drizzle.ts';
import { alerts } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

export interface EngineRig {
  readonly store: Store;
  readonly clock: FakeClock;
  readonly engine: RunningAlertEngine;
  /** Observes in a transaction of its own; kinds of the changes that came of it. */
  observe(...observations: (HoldingObservation | EndedObservation)[]): Promise<readonly string[]>;
  alerts(): Promise<readonly AlertRow[]>;
}

export function createEngineRig(
  store: Store,
  followers: readonly AlertFollower[] = [],
  clock: FakeClock = createFakeClock(),
): EngineRig {
  const random = createSystemRandom();
  const engine = createAlertEngine({
    store,
    clock,
    random,
    following: createFollowing(followers),
  });
  return {
    store,
    clock,
    engine,
    observe: async (...observations) => {
      const changes = await store.transaction((tx) =>
        engine.observe(tx, observations, clock.now()),
      );
      return changes.map(({ kind }) => kind);
    },
    alerts: () => listAll(store),
  };
}

/** All alerts, the oldest first. */
export async function listAll(store: Store): Promise<readonly AlertRow[]> {
  const rows = await store.q
    .select()
    .from(alerts)
    .orderBy(asc(alerts.fingerprint), asc(alerts.startedAt), asc(alerts.resolvedAt));
  return rows.map(toAlert);
}

/** A condition that holds. */
export function holding(at: Date, more: Partial<HoldingObservation> = {}): HoldingObservation {
  return {
    holds: true,
    source: 'rule',
    rule: 'disk-full',
    labels: { host: 'one' },
    at,
    type: 'DISK_FULL',
    severity: 'ERROR',
    title: 'The disk is full',
    message: 'It has no space left.',
    metadata: {},
    databaseName: null,
    subject: 'host:one',
    value: null,
    url: null,
    eventId: null,
    forMs: 0,
    keepFiringForMs: 0,
    lastsMs: null,
    ...more,
  };
}

/** The same one that does not hold. */
export function over(at: Date, more: Partial<EndedObservation> = {}): EndedObservation {
  return { holds: false, source: 'rule', rule: 'disk-full', labels: { host: 'one' }, at, ...more };
}
