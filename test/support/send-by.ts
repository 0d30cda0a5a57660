// Sends one notification by one channel, as the dispatcher does.
import type { ChannelConfiguration } from '../../src/core/channels.ts';
import type { Notification } from '../../src/core/notifications.ts';
import { findChannelKind } from '../../src/notifications/channels/registry.ts';
import {
  DeliveryError,
  type SendContext,
  type SendResult,
} from '../../src/notifications/channel.ts';

export const deliveryId = '0199a000-0000-7000-8000-00000000abcd';

export async function sendBy(
  channel: ChannelConfiguration,
  notification: Notification,
  changes: Partial<SendContext> = {},
): Promise<SendResult> {
  const kind = findChannelKind(channel.kind);
  if (kind === undefined) throw new Error(`no kind ${channel.kind}`);
  return await kind.send(kind.parseSettings(channel.settings), notification, {
    deliveryId,
    attempt: 1,
    at: new Date('2026-11-27T10:00:30.500Z'),
    signal: AbortSignal.timeout(15_000),
    externalUrl: 'https://hawkwatch.example.com',
    handle: null,
    ...changes,
  });
}

/** The error by which it failed. */
export async function failureOf(work: Promise<unknown>): Promise<DeliveryError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof DeliveryError) return thrown;
  throw new Error('no DeliveryError', { cause: thrown });
}
