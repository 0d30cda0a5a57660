// The real alert engine with the router behind it, deliveries in their real table (nobody sends them), and a
// clock that a test moves.
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import {
  notifyReasons,
  routeDefaults,
  type NotifiedAlert,
  type RouteSettings,
} from '../../../src/core/notifications.ts';
import { createSystemRandom, type Random } from '../../../src/core/random.ts';
import { createDeliveryQueue } from '../../../src/notifications/delivery/queue.ts';
import { createRouter, type Router } from '../../../src/notifications/routing/router.ts';
import type { RoutingSettings } from '../../../src/notifications/routing/routes.ts';
import type { AlertFollower } from '../../../src/store/alert-changes.ts';
import { asc } from '../../../src/store/drizzle.ts';
import { findNextFlush } from '../../../src/store/notification-groups.ts';
import { deliveries } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createEngineRig, holding, over, type EngineRig } from '../alerts/rig.ts';

export interface ToldMessage {
  readonly channel: string;
  readonly route: string;
  readonly groupKey: string;
  readonly orderKey: string;
  readonly reason: string;
  readonly status: 'firing' | 'resolved';
  readonly atMs: number;
  readonly alerts: readonly NotifiedAlert[];
}

export interface RouterRig extends EngineRig {
  readonly router: Router;
  fire(name: string, change?: Parameters<typeof holding>[1]): Promise<void>;
  end(name: string): Promise<void>;
  /** Moves the clock on, and looks at each group at its time. */
  run(ms: number): Promise<void>;
  /** What was told since it was asked last, the oldest first. */
  told(): Promise<readonly ToldMessage[]>;
  /** The same in short: `at seconds reason +firing -resolved`. */
  lines(): Promise<readonly string[]>;
}

export interface RouterRigOptions extends Partial<RoutingSettings> {
  readonly clock?: FakeClock;
  readonly random?: Random;
  readonly before?: readonly AlertFollower[];
}

export function route(name: string, change: Partial<RouteSettings> = {}): RouteSettings {
  return {
    name,
    match: [],
    channels: ['chat'],
    ...routeDefaults,
    groupBy: ['rule'],
    goOn: false,
    routes: [],
    ...change,
  };
}

export const chat = { name: 'chat', sendResolved: true };

export function recordingQueue(
  random: Random = createSystemRandom(),
  clock: Clock = createSystemClock(),
) {
  const gate = { take: () => false, giveBack: () => undefined };
  return createDeliveryQueue({ random, replica: 'test', clock, gate, accept: () => undefined });
}

export function createRouterRig(store: Store, options: RouterRigOptions = {}): RouterRig {
  const { clock = createFakeClock(), random = createSystemRandom(), before = [] } = options;
  const router = createRouter({
    store,
    random,
    logger: silentLogger,
    queue: recordingQueue(random, clock),
    settings: { routes: options.routes ?? [route('all')], channels: options.channels ?? [chat] },
    onDue: () => undefined,
  });
  const engine = createEngineRig(store, [...before, router], clock);
  let seen = 0;

  const told: RouterRig['told'] = async () => {
    const rows = await store.q.select().from(deliveries).orderBy(asc(deliveries.seq));
    const fresh = rows.slice(seen);
    seen = rows.length;
    return fresh.map((row) => {
      const content = row.content as {
        groupKey: string;
        status: 'firing' | 'resolved';
        alerts: NotifiedAlert[];
      };
      if (!notifyReasons.some((one) => one === row.reason)) throw new Error(row.reason);
      return {
        channel: row.channel,
        route: row.route,
        reason: row.reason,
        orderKey: row.orderKey,
        atMs: row.createdAt.getTime(),
        groupKey: content.groupKey,
        status: content.status,
        alerts: content.alerts,
      };
    });
  };

  return {
    ...engine,
    router,
    fire: async (name, change) => {
      await engine.observe(holding(clock.now(), { labels: { host: name }, ...change }));
    },
    end: async (name) => {
      await engine.observe(over(clock.now(), { labels: { host: name } }));
    },
    run: async (ms) => {
      const endMs = clock.now().getTime() + ms;
      for (;;) {
        const next = await findNextFlush(store.q);
        if (next === undefined || next.getTime() > endMs) break;
        clock.advance(Math.max(0, next.getTime() - clock.now().getTime()));
        await router.flushDue(clock.now());
      }
      clock.advance(endMs - clock.now().getTime());
    },
    told,
    lines: async () =>
      (await told()).map(({ channel, reason, atMs, alerts }) => {
        const names = alerts.map(
          ({ status, labels }) => `${status === 'firing' ? '+' : '-'}${labels['host'] ?? '?'}`,
        );
        return [channel, `${atMs / 1000}s`, reason, ...names].join(' ');
      }),
  };
}
