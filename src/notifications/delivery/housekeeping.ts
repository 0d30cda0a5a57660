// What has waited too long is given up, each with an event; what ended long ago is removed.
import type { Logger } from '../../core/logger.ts';
import { notifyReasons, type NotifyReason } from '../../core/notifications.ts';
import { deleteEndedDeliveries } from '../../store/delivery-retention.ts';
import { channelSubject, deliveryDead, namedAlerts } from '../../store/delivery-events.ts';
import { expireDeliveries, type GivenUp } from '../../store/delivery-outcomes.ts';
import type { Store } from '../../store/store.ts';
import { missingChannelMs } from '../delivery-queue.ts';
import type { ConfiguredChannels } from './channels.ts';

export interface HousekeepingOptions {
  readonly store: Store;
  readonly logger: Logger;
  readonly channels: ConfiguredChannels;
  /** How long what has ended is kept. */
  readonly keepMs?: () => number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const removedAtOnce = 2000;
const mostRounds = 100;
/** Nobody wants to be told of it any more. */
export const longestWaitMs = dayMs;

/** Makes what a dispatcher does now and then; with the signal it ends after what it is just doing. */
export function createHousekeeping(
  options: HousekeepingOptions,
): (now: Date, signal?: AbortSignal) => Promise<void> {
  const { store, logger, channels, keepMs = () => 30 * dayMs } = options;
  let removedAtMs = Number.NEGATIVE_INFINITY;

  const expire = async (others: boolean, afterMs: number, failure: string, now: Date) => {
    const names = channels.list().map(({ settings }) => settings.name);
    const before = new Date(now.getTime() - afterMs);
    const gone = await store.transaction(async (tx) => {
      const given = { channels: names, others, before, failure, now };
      const ended = await expireDeliveries(tx.q, given);
      for (const one of ended) tx.append(deadEvent(one, now));
      return ended.length;
    });
    if (gone > 0) logger.warn({ deliveries: gone }, `given up: ${failure}`);
  };

  return async (now, signal) => {
    await expire(
      true,
      missingChannelMs,
      'The channel is not in the configuration any more, and did not come back within an hour.',
      now,
    );
    const isStopping = (): boolean => signal?.aborted === true;
    if (isStopping()) return;
    await expire(
      false,
      longestWaitMs,
      'It could not be delivered within a day: the channel was disabled, failing or over its limit.',
      now,
    );
    if (now.getTime() - removedAtMs < 10 * minuteMs) return;
    removedAtMs = now.getTime();
    const before = new Date(now.getTime() - keepMs());
    for (let round = 0; round < mostRounds; round += 1) {
      if (isStopping()) return;
      if ((await deleteEndedDeliveries(store.q, before, removedAtOnce)) < removedAtOnce) return;
    }
  };
}

function deadEvent(one: GivenUp, now: Date) {
  const reason: NotifyReason = notifyReasons.find((known) => known === one.reason) ?? 'EVENT';
  return deliveryDead.create({
    subject: channelSubject(one.channel),
    occurredAt: now,
    payload: {
      deliveryId: one.id,
      channel: one.channel,
      route: one.route,
      reason,
      attempt: one.attempts,
      alertIds: namedAlerts(one.alertIds),
      status: null,
      failureReason: null,
      failure: one.failure,
      createdAt: one.createdAt.toISOString(),
    },
  });
}
