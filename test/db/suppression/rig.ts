// A replica with the engine, suppression and somebody after it who tells people as a router does: once
// that an alert fires and once that it is over, and neither while it is suppressed.
import { createHub, type Hub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { alone, type Agreement } from '../../../src/alerts/agreement.ts';
import { createAlertEngine, type RunningAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import { createGroundReader, type GroundReader } from '../../../src/alerts/suppression/ground.ts';
import { settle, type SettlerOptions } from '../../../src/alerts/suppression/settle.ts';
import {
  createSuppression,
  type Suppression,
} from '../../../src/alerts/suppression/suppression.ts';
import { findNextChange, noteTime } from '../../../src/alerts/suppression/ticker.ts';
import type { EndedObservation, HoldingObservation } from '../../../src/alerts/observation.ts';
import type { Actor } from '../../../src/core/actor.ts';
import { isFiring } from '../../../src/core/alerts.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { SuppressionSettings } from '../../../src/core/suppression.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import type { AlertRow } from '../../../src/store/alerts.ts';
import { sql } from '../../../src/store/drizzle.ts';
import type { Store } from '../../../src/store/store.ts';
import { listAll } from '../alerts/rig.ts';

export const anna: Actor = { id: 'anna', name: 'anna', role: 'operator', origin: 'test' };
export const victor: Actor = { id: 'victor', name: 'victor', role: 'viewer', origin: 'test' };

export const noSettings: SuppressionSettings = {
  maintenance: [],
  inhibitions: [],
  dependencies: [],
};

export interface SuppressionRig {
  readonly store: Store;
  readonly hub: Hub;
  readonly engine: RunningAlertEngine;
  readonly suppression: Suppression;
  readonly ground: GroundReader;
  observe(...observations: (HoldingObservation | EndedObservation)[]): Promise<void>;
  /** Does what the ticker does when it is woken. */
  settle(): Promise<void>;
  next(now: Date): Promise<Date | undefined>;
  alerts(): Promise<readonly AlertRow[]>;
  /** What people were told, as `fire title`, in order. */
  told(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Makes the table of what was told; once for a store. */
export async function prepareTold(store: Store): Promise<void> {
  await store.q.execute(
    sql`create table told (id bigserial, alert uuid, what text, title text, unique (alert, what, id))`,
  );
}

// Keeps in the store what it told, as the router does, so that replicas and repeated transactions agree.
const teller: AlertFollower = {
  follow: async (tx, changes) => {
    const latest = new Map(changes.map(({ alert, kind }) => [alert.id, { alert, kind }]));
    for (const { alert, kind } of latest.values()) {
      if (kind === 'DROPPED' || alert.suppressed.length > 0) continue;
      const rows = await tx.q.execute<{ what: string }>(
        sql`select what from told where alert = ${alert.id} order by id desc limit 1`,
      );
      const last = rows[0]?.what;
      const is = isFiring(alert.state) ? 'fire' : alert.state === 'RESOLVED' ? 'over' : undefined;
      if (is === undefined || is === last || (is === 'over' && last !== 'fire')) continue;
      await tx.q.execute(
        sql`insert into told (alert, what, title) values (${alert.id}, ${is}, ${alert.title})`,
      );
    }
    return changes;
  },
};

export async function openRig(
  store: Store,
  clock: Clock,
  settings: SuppressionSettings = noSettings,
  agreed: Agreement = alone,
): Promise<SuppressionRig> {
  const random = createSystemRandom();
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({
    store,
    clock: createSystemClock(),
    logger: silentLogger,
    listener: hub.listener,
  });
  const tell: SettlerOptions['tell'] = (tx, changes, now) =>
    following.tell(tx, changes, now, suppression.follower);
  const parts = { store, hub, clock, random, logger: silentLogger };
  const suppression = createSuppression({ ...parts, settings, agreed, tell });
  const following = createFollowing([suppression.follower, teller]);
  const engine = createAlertEngine({ store, clock, random, following });
  const ground = createGroundReader(agreed);
  ground.configure(settings);
  const own = { store, clock, ground, tell };
  return {
    store,
    hub,
    engine,
    suppression,
    ground,
    observe: async (...observations) => {
      await store.transaction((tx) => engine.observe(tx, observations, clock.now()));
    },
    settle: async () => {
      await noteTime(own);
      await settle(own, 'all');
    },
    next: (now) => findNextChange(own, now),
    alerts: () => listAll(store),
    told: async () => {
      const rows = await store.q.execute<{ what: string; title: string }>(
        sql`select what, title from told order by id`,
      );
      return rows.map(({ what, title }) => `${what} ${title}`);
    },
    stop: async () => {
      await suppression.stop();
      hub.close();
      await tail.stop();
    },
  };
}

/** Types and payloads of the events in the log that begin so. */
export async function eventsOf(
  store: Store,
  prefix: string,
): Promise<readonly { readonly type: string; readonly payload: Record<string, unknown> }[]> {
  const rows = await store.q.execute<{ type: string; payload: Record<string, unknown> }>(
    sql`select type, payload from hawkwatch_store.events where type like ${`${prefix}%`} order by id`,
  );
  return [...rows];
}
