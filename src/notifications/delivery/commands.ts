// What operators may do with deliveries and channels: have one sent again, try a channel, let one that was
// disabled be used again.
import type { Actor } from '../../core/actor.ts';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Notification } from '../../core/notifications.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { enableChannelState, updateKnownChannels } from '../../store/channel-states.ts';
import { channelEnabled, channelSubject } from '../../store/delivery-events.ts';
import { retryWaiting } from '../../store/delivery-outcomes.ts';
import { insertEndedDelivery } from '../../store/delivery-pages.ts';
import type { StoreClock } from '../../store/store-clock.ts';
import type { Store } from '../../store/store.ts';
import { attemptDelivery } from './attempt.ts';
import type { ConfiguredChannel, ConfiguredChannels } from './channels.ts';
import {
  redeliverMany,
  redeliverOne,
  type RedeliveryOutcomes,
  type RedeliveryWish,
} from './redeliver.ts';

export interface DeliveryCommands {
  /**
   * Has a delivery that ended sent once more; gives the id of the new one.
   * @throws ForbiddenError, NotFoundError, ConflictError
   */
  redeliver(actor: Actor, id: string): Promise<string>;
  /**
   * Has many sent once more, so many at once at most; what cannot be done with one is said of it.
   * @throws ForbiddenError, InvalidInputError, NotFoundError
   */
  redeliverMany(actor: Actor, wish: RedeliveryWish): Promise<RedeliveryOutcomes>;
  /**
   * Sends a test now, also over a channel that is disabled; gives the id of its delivery, which has ended.
   * @throws ForbiddenError, NotFoundError, ConflictError
   */
  testChannel(actor: Actor, name: string): Promise<string>;
  /** Lets a channel be used again. @throws ForbiddenError, NotFoundError */
  enableChannel(actor: Actor, name: string): Promise<ConfiguredChannel>;
}

export interface DeliveryCommandsOptions {
  readonly store: Store;
  readonly clock: StoreClock;
  readonly random: Random;
  readonly logger: Logger;
  readonly replica: string;
  readonly channels: ConfiguredChannels;
  readonly externalUrl: () => string | null;
  /** Called when there may be something to send. */
  ring(): void;
}

const mostTests = 4;
const testOf = (name: string): Notification => ({
  kind: 'TEST',
  reason: 'TEST',
  status: 'firing',
  route: 'test',
  groupKey: `test/${name}`,
  groupLabels: {},
  alerts: [],
  escalation: null,
  event: null,
});

export function createDeliveryCommands(options: DeliveryCommandsOptions): DeliveryCommands {
  const { store, clock, random, logger, replica, channels } = options;
  let tests = 0;

  const getChannel = (name: string): ConfiguredChannel => {
    const channel = channels.find(name);
    if (channel !== undefined) return channel;
    throw new NotFoundError('There is no such channel. `channels` lists those there are.');
  };

  return {
    redeliver: (actor, id) => redeliverOne(options, actor, id),
    redeliverMany: (actor, wish) => redeliverMany(options, actor, wish),

    testChannel: async (actor, name) => {
      requireRole(actor, 'operator');
      const channel = getChannel(name);
      if (tests >= mostTests) {
        throw new ConflictError('Other tests are under way. Try again in a moment.');
      }
      tests += 1;
      try {
        const id = random.uuid();
        const at = clock.now();
        const content = testOf(name);
        const sending = { id, attempt: 1, content, handle: null };
        const { signal } = new AbortController();
        const externalUrl = options.externalUrl();
        const result = await attemptDelivery(channel, sending, {
          clock: clock.own,
          logger,
          externalUrl,
          signal,
        });
        const { ok, status, body, durationMs, failure, failureReason } = result;
        const attempt = { at, replica, durationMs, ok, status, failure, failureReason, body };
        await store.transaction(async (tx) => {
          const now = clock.now();
          const row = { id, channel: name, content, failure, failureReason, status };
          await insertEndedDelivery(tx.q, { ...row, attempt, now });
          const subject = channelSubject(name);
          const detail = { delivery: id, ok };
          const fact = { actor, action: 'testChannel', subject, result: 'ok', at: now, detail };
          await insertAuditEntry(tx, random, fact);
        });
        return id;
      } finally {
        tests -= 1;
      }
    },

    enableChannel: async (actor, name) => {
      requireRole(actor, 'operator');
      const channel = getChannel(name);
      await store.transaction(async (tx) => {
        const now = clock.now();
        await updateKnownChannels(tx.q, [name], now);
        await enableChannelState(tx.q, name, now);
        await retryWaiting(tx.q, name, now);
        const subject = channelSubject(name);
        const payload = { channel: name, by: actor.name };
        tx.append(channelEnabled.create({ subject, occurredAt: now, payload }));
        const fact = { actor, action: 'enableChannel', subject, result: 'ok', at: now };
        await insertAuditEntry(tx, random, fact);
        tx.onCommit(() => options.ring());
      });
      return channel;
    },
  };
}
