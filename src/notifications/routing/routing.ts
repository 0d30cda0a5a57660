// Puts routing together: the router that follows the alert engine, its ticker, and the routes of events.
import type { Hub } from '../../bus/hub.ts';
import type { Labels } from '../../core/alerts.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { EventRouteSettings, RouteSettings } from '../../core/notifications.ts';
import type { Random } from '../../core/random.ts';
import type { AlertFollower } from '../../store/alert-changes.ts';
import type { EscalationTarget } from '../../store/escalation-target.ts';
import type { Store } from '../../store/store.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import { createEventRouting } from './event-routes.ts';
import { previewRoute, type RoutePreview } from './preview.ts';
import { createRouter } from './router.ts';
import type { RoutedChannel } from './routes.ts';
import { startTicker, type Ticker } from './ticker.ts';

export interface RoutingConfiguration {
  readonly routes: readonly RouteSettings[];
  readonly eventRoutes: readonly EventRouteSettings[];
  readonly channels: readonly RoutedChannel[];
}

export interface RoutingOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly queue: DeliveryQueue;
}

/** What can be asked of routes. */
export interface RouteViews {
  /** The routes in force, nested ones after the one they stand in. */
  routes(): readonly RouteSettings[];
  /** Which routes and channels an alert with these labels would reach. */
  preview(labels: Labels): readonly RoutePreview[];
}

export interface Routing extends RouteViews {
  /** Follows the alert engine, after all others. */
  readonly follower: AlertFollower;
  readonly escalation: EscalationTarget;
  /** Takes another configuration, and leads over its routes what fires already. */
  configure(settings: RoutingConfiguration): Promise<void>;
  stop(): Promise<void>;
}

/** Begins to route; nobody is told of anything before it is configured. */
export function createRouting(options: RoutingOptions): Routing {
  const { store, clock, logger } = options;
  const router = createRouter({
    ...options,
    settings: { routes: [], channels: [] },
    onDue: (at) => ticker?.wakeBy(at),
  });
  // Without its routes and channels it would take every group for one that is gone.
  let ticker: Ticker | undefined;
  // What fires is led over new routes before anything else, and again until that was done.
  let rerouting = false;
  const reroute = async (): Promise<void> => {
    await router.reroute(() => clock.now());
    rerouting = false;
  };
  const start = (): Ticker =>
    startTicker({
      store,
      clock,
      logger,
      flushDue: async (now) => {
        if (rerouting) await reroute();
        return router.flushDue(now);
      },
    });
  const events = createEventRouting(options);

  return {
    follower: router,
    escalation: router,
    routes: () => router.table.routes,
    preview: (labels) => previewRoute(router.table, labels),
    configure: async (settings) => {
      router.configure(settings);
      await events.configure(settings);
      try {
        await reroute();
      } catch (error) {
        rerouting = true;
        logger.warn({ err: coerceError(error) }, 'alerts could not be led over the new routes yet');
      }
      ticker ??= start();
    },
    stop: async () => {
      await Promise.all([ticker?.stop(), events.stop()]);
    },
  };
}
