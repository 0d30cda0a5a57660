// How deliveries come to be: written in the transaction of the change that they tell of.
import type { Notification } from '../core/notifications.ts';
import type { Role } from '../core/role.ts';
import type { StoreTransaction } from '../store/store.ts';

/**
 * A channel may leave the configuration by mistake, or be in that of other replicas only: what is meant for
 * it waits so long after any of them had it.
 */
export const missingChannelMs = 3_600_000;

export interface NewDelivery {
  /**
   * Of one key, deliveries are sent one after the other, in the order in which they were written. Whoever
   * writes them holds a lock for the key (its group's row) until the transaction ends.
   */
  readonly orderKey: string;
  readonly groupId: string | null;
  readonly channel: string;
  readonly notification: Notification;
  readonly alertIds: readonly string[];
  /** The role that may see what it tells; default: viewers. */
  readonly audience?: Role | undefined;
}

export interface DeliveryQueue {
  /**
   * Writes them; they are sent once the transaction is committed. Returns their ids, in order. `now` is when
   * what they tell happened; when they are due is told by the store's clock.
   */
  enqueue(
    tx: StoreTransaction,
    deliveries: readonly NewDelivery[],
    now: Date,
  ): Promise<readonly string[]>;
}
