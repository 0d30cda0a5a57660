// Writes deliveries in the transaction of what they tell of. One that may be sent at once is written already
// claimed by this replica and handed over once the transaction is committed; all others are found by
// whoever looks next.
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { insertDeliveries, type ClaimedDelivery } from '../../store/deliveries.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import type { Gate } from './gate.ts';

/** How long a claim lasts: longer than any attempt, and short enough to be tried again within a minute. */
export const leaseMs = 45_000;
/** Rows of one statement. */
const chunkSize = 500;

export interface DeliveryQueueOptions {
  readonly random: Random;
  readonly replica: string;
  /** The store's: by it others see when a lease is over and what is due. */
  readonly clock: Pick<Clock, 'now'>;
  readonly gate: Pick<Gate, 'take' | 'giveBack'>;
  /** Takes what was claimed of the deliveries that were written, which were so many. */
  accept(claimed: readonly ClaimedDelivery[], written: number): void;
}

/**
 * Creates the queue. Those who write deliveries of one order key must do so one after the other: each
 * holds a lock for it until its transaction ends.
 */
export function createDeliveryQueue(options: DeliveryQueueOptions): DeliveryQueue {
  const { random, replica, clock, gate, accept } = options;
  return {
    enqueue: async (tx, given, now) => {
      const dueAt = clock.now();
      const leaseUntil = new Date(dueAt.getTime() + leaseMs);
      const seen = new Set<string>();
      /** Rights that are used up by this transaction: by delivery, the channel. */
      const rights = new Map<string, string>();
      // Nothing is sent of what is not kept.
      tx.onRollback(() => {
        for (const channel of rights.values()) gate.giveBack(channel, 1);
      });
      const rows = given.map((delivery) => {
        const id = random.uuid();
        const keys = [
          delivery.orderKey,
          ...delivery.alertIds.map((alertId) => `${delivery.channel} ${alertId}`),
        ];
        const isFirst = keys.every((key) => !seen.has(key));
        for (const key of keys) seen.add(key);
        const wanted = isFirst && gate.take(delivery.channel);
        if (wanted) rights.set(id, delivery.channel);
        return {
          id,
          orderKey: delivery.orderKey,
          groupId: delivery.groupId,
          channel: delivery.channel,
          content: delivery.notification,
          alertIds: delivery.alertIds,
          audience: delivery.audience ?? 'viewer',
          wanted,
        };
      });
      const holder = { replica, leaseUntil, dueAt };
      const claimed: ClaimedDelivery[] = [];
      for (let from = 0; from < rows.length; from += chunkSize) {
        const chunk = rows.slice(from, from + chunkSize);
        claimed.push(...(await insertDeliveries(tx.q, chunk, holder, now)));
      }
      const taken = new Set(claimed.map(({ id }) => id));
      for (const [id, channel] of rights) {
        if (taken.has(id)) continue;
        rights.delete(id);
        gate.giveBack(channel, 1);
      }
      if (rows.length > 0) tx.onCommit(() => accept(claimed, rows.length));
      return rows.map(({ id }) => id);
    },
  };
}
