// Events that are told as they are. A durable consumer: its place in the log moves in the transaction that
// writes the deliveries, so each event is told once to each channel, and those of one subject in their order.
// What tells of deliveries is never told: it would go on for ever.
import { startConsumer, type Consumer, type ConsumerOptions } from '../../bus/consumer.ts';
import { coerceError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/events.ts';
import { fitsPattern } from '../../core/matchers.ts';
import type { EventRouteSettings, Notification } from '../../core/notifications.ts';
import { roleIncludes } from '../../core/role.ts';
import { deleteIdleConsumer } from '../../store/consumers.ts';
import type { DeliveryQueue, NewDelivery } from '../delivery-queue.ts';

export interface EventRoutingSettings {
  readonly eventRoutes: readonly EventRouteSettings[];
  readonly channels: readonly { readonly name: string }[];
}

export interface EventRoutingOptions extends Pick<
  ConsumerOptions,
  'store' | 'hub' | 'clock' | 'random' | 'logger'
> {
  readonly queue: DeliveryQueue;
}

export interface EventRouting {
  configure(settings: EventRoutingSettings): Promise<void>;
  stop(): Promise<void>;
}

const consumerName = 'event-routes';
const hourMs = 3_600_000;
const idleMs = 24 * hourMs;
const neverTold = /^(?:delivery|deliveries|channel)\./;

/** The routes that tell of an event. */
export function eventRoutesOf(
  routes: readonly EventRouteSettings[],
  { type, audience }: Pick<StoredEvent, 'type' | 'audience'>,
): readonly EventRouteSettings[] {
  if (neverTold.test(type)) return [];
  return routes.filter(
    ({ events, role }) =>
      roleIncludes(role, audience) && events.some((pattern) => fitsPattern(pattern, type)),
  );
}

/** What is told of an event: once for each channel, by the first route that leads there. */
export function eventDeliveries(
  { eventRoutes, channels }: EventRoutingSettings,
  event: StoredEvent,
): readonly NewDelivery[] {
  const known = new Set(channels.map(({ name }) => name));
  const byChannel = new Map<string, string>();
  for (const { name, channels: wanted } of eventRoutesOf(eventRoutes, event)) {
    for (const channel of wanted) {
      if (known.has(channel) && !byChannel.has(channel)) byChannel.set(channel, name);
    }
  }
  return [...byChannel].map(([channel, route]) => ({
    orderKey: `event:${channel}:${event.subject}`,
    groupId: null,
    channel,
    alertIds: [],
    audience: event.audience,
    notification: toNotification(event, route),
  }));
}

function toNotification(event: StoredEvent, route: string): Notification {
  const { id, type, subject, occurredAt, payload } = event;
  return {
    kind: 'EVENT',
    reason: 'EVENT',
    status: 'firing',
    route,
    groupKey: `event:${id}`,
    groupLabels: { subject },
    alerts: [],
    escalation: null,
    event: { type, at: occurredAt.toISOString(), subject, payload },
  };
}

/** Starts to tell of events, as soon as it is configured to. */
export function createEventRouting({ queue, ...options }: EventRoutingOptions): EventRouting {
  let settings: EventRoutingSettings = { eventRoutes: [], channels: [] };
  let consumer: Consumer | undefined;
  let stopForgetting: (() => void) | undefined;

  // The place in the log is shared: without routes this replica leaves it to those that may have some, and
  // removes it only when nobody has read on for a day.
  const forgetLater = (): void => {
    stopForgetting = options.clock.setTimer(hourMs, () => {
      const before = new Date(options.clock.now().getTime() - idleMs);
      deleteIdleConsumer(options.store.q, consumerName, before).catch((error: unknown) => {
        const err = coerceError(error);
        options.logger.warn({ err }, 'whether events are still told could not be seen yet');
      });
      forgetLater();
    });
  };

  const start = (): Promise<Consumer> =>
    startConsumer({
      ...options,
      name: consumerName,
      from: 'head',
      handle: {
        batch: async (tx, events) => {
          const deliveries = events.flatMap((event) => eventDeliveries(settings, event));
          if (deliveries.length > 0) await queue.enqueue(tx, deliveries, options.clock.now());
        },
      },
    });

  return {
    configure: async (next) => {
      settings = next;
      if (next.eventRoutes.length > 0) {
        stopForgetting?.();
        stopForgetting = undefined;
        consumer ??= await start();
        return;
      }
      await consumer?.stop();
      consumer = undefined;
      if (stopForgetting === undefined) forgetLater();
    },
    stop: async () => {
      stopForgetting?.();
      await consumer?.stop();
    },
  };
}
