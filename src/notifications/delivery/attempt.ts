// One attempt: sends a notification once and tells what came of it, as data. It always ends in time, also
// when the channel does not, and what an unexpected error says goes to the log only.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { FailureReason, Notification } from '../../core/notifications.ts';
import { storableText, storableValue } from '../../store/storable.ts';
import { DeliveryError, type SendResult } from '../channel.ts';
import type { ConfiguredChannel } from './channels.ts';

export interface AttemptResult {
  readonly ok: boolean;
  readonly durationMs: number;
  readonly status: number | null;
  readonly body: string | null;
  readonly handle: unknown;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly permanent: boolean;
  /** A digest is not told in parts because of it. */
  readonly whole: boolean;
  readonly retryAfterMs: number | null;
  /** hawkwatch ended it by stopping itself: that says nothing about the receiver. */
  readonly isInterrupted: boolean;
}

export interface AttemptOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly externalUrl: string | null;
  /** Aborted when hawkwatch does not wait for it any more. */
  readonly signal: AbortSignal;
}

export interface Sending {
  readonly id: string;
  readonly attempt: number;
  readonly content: Notification;
  readonly handle: unknown;
}

/** An attempt takes no longer, whatever a channel says: it must end before its lease does. */
export const longestAttemptMs = 30_000;
const maxBody = 1000;
const maxFailure = 500;

/** How long an attempt on this channel may take. */
export const timeoutOf = ({ settings }: ConfiguredChannel): number =>
  Math.min(settings.timeoutMs, longestAttemptMs);

/** Sends once; never throws. */
export async function attemptDelivery(
  channel: ConfiguredChannel,
  sending: Sending,
  { clock, logger, externalUrl, signal }: AttemptOptions,
): Promise<AttemptResult> {
  const { id, attempt, content, handle } = sending;
  const startedMs = clock.monotonicMs();
  const timeoutMs = timeoutOf(channel);
  const ending = new AbortController();
  const late = Promise.withResolvers<DeliveryError>();
  const end = (reason: FailureReason, message: string): void => {
    ending.abort(new Error(message));
    late.resolve(new DeliveryError(message, { reason, permanent: false }));
  };
  const cancel = clock.setTimer(timeoutMs, () =>
    end('TIMEOUT', `No answer within ${timeoutMs / 1000} s.`),
  );
  let isInterrupted = false;
  const stop = (): void => {
    isInterrupted ||= !ending.signal.aborted;
    end('OTHER', 'hawkwatch stopped before there was an answer.');
  };
  signal.addEventListener('abort', stop, { once: true });
  const send = async (): Promise<SendResult | DeliveryError> => {
    try {
      return await channel.kind.send(channel.settings.settings, content, {
        deliveryId: id,
        attempt,
        at: clock.now(),
        signal: ending.signal,
        externalUrl,
        handle,
      });
    } catch (error) {
      if (error instanceof DeliveryError) return error;
      // A time-out tells what happened already.
      if (!ending.signal.aborted) {
        logger.error(
          { err: coerceError(error), channel: channel.settings.name, delivery: id },
          'a channel failed in a way that it should not',
        );
      }
      return new DeliveryError('The channel failed unexpectedly; the log says why.', {
        reason: 'OTHER',
        permanent: false,
      });
    }
  };
  try {
    if (signal.aborted) stop();
    // Whichever is first: what a channel says after its time is not listened to.
    const outcome = await Promise.race([late.promise, send()]);
    return toResult(ending.signal.aborted ? await late.promise : outcome, {
      durationMs: clock.monotonicMs() - startedMs,
      isInterrupted,
    });
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}

function toResult(
  outcome: SendResult | DeliveryError,
  given: Pick<AttemptResult, 'durationMs' | 'isInterrupted'>,
): AttemptResult {
  const common = {
    ...given,
    status: outcome.status ?? null,
    body: outcome.body === undefined ? null : cut(outcome.body, maxBody),
    handle: outcome.handle === undefined ? null : storableValue(outcome.handle),
  };
  if (outcome instanceof DeliveryError) {
    return {
      ...common,
      ok: false,
      failure: cut(outcome.message, maxFailure),
      failureReason: outcome.reason,
      permanent: outcome.permanent,
      whole: outcome.whole,
      retryAfterMs: outcome.retryAfterMs ?? null,
    };
  }
  return {
    ...common,
    ok: true,
    failure: null,
    failureReason: null,
    permanent: false,
    whole: false,
    retryAfterMs: null,
  };
}

function cut(text: string, most: number): string {
  const plain = storableText(text);
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).toWellFormed()}…`;
}
