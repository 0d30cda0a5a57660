// The contract of a channel: a way to tell somebody. One file each in `channels/`, one line in the
// registry. A channel sends one notification once; when to try again is not its business. It never
// follows redirects, always ends with `signal`, and puts no secret into what it returns or throws.
import type { FailureReason, Notification } from '../core/notifications.ts';
import type { Escaping } from '../templates/template.ts';

export interface SendContext {
  /** The same for every attempt: what receivers recognise a repetition by. */
  readonly deliveryId: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** The time of this attempt. */
  readonly at: Date;
  /** Aborted when the attempt takes too long. */
  readonly signal: AbortSignal;
  /** Where hawkwatch is reached by people; null when that is not configured. */
  readonly externalUrl: string | null;
  /**
   * What an earlier attempt of this delivery returned or threw, else what an earlier delivery of the same
   * group did; null when there is none.
   */
  readonly handle: unknown;
}

export interface SendResult {
  /** Of the answer, where there is one. */
  readonly status?: number | undefined;
  /** The beginning of the answer. */
  readonly body?: string | undefined;
  /** Plain data: what the receiver calls the message, for later changes of it. */
  readonly handle?: unknown;
}

/** A delivery that failed, as data for whoever decides what becomes of it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly reason: FailureReason;
  /** Trying again cannot help. */
  readonly permanent: boolean;
  readonly status: number | undefined;
  readonly body: string | undefined;
  /** The receiver asked to wait for so long. */
  readonly retryAfterMs: number | undefined;
  /** Plain data: what the next attempt is to know of this one. */
  readonly handle: unknown;
  /**
   * Of a permanent one: it says nothing of the content, or some have the message already. A digest is not told
   * in parts because of it.
   */
  readonly whole: boolean;

  constructor(
    message: string,
    detail: {
      readonly reason: FailureReason;
      readonly permanent: boolean;
      readonly status?: number | undefined;
      readonly body?: string | undefined;
      readonly retryAfterMs?: number | undefined;
      readonly handle?: unknown;
      readonly whole?: boolean | undefined;
    },
  ) {
    super(message);
    this.reason = detail.reason;
    this.permanent = detail.permanent;
    this.status = detail.status;
    this.body = detail.body;
    this.retryAfterMs = detail.retryAfterMs;
    this.handle = detail.handle;
    this.whole = detail.whole ?? false;
  }
}

export interface ChannelKind<Settings> {
  /** As `slack`. */
  readonly kind: string;
  /** What it does, in one sentence. */
  readonly description: string;
  /** Alerts that one message can show; what is more is counted in it. */
  readonly maxAlerts: number;
  /** Alerts of one digest; default: `maxAlerts`. A kind that tells them by their number takes more. */
  readonly digestAlerts?: ((settings: Settings) => number) | undefined;
  /** How values of templates are made plain text for the service; default: as they are. */
  readonly values?:
    | {
        readonly escape?: ((text: string) => string) | undefined;
        readonly escaping?: Escaping | undefined;
      }
    | undefined;
  /**
   * False: each notification is sent by itself however many wait, because the receiver keeps what belongs
   * together by `groupKey` (an incident that has to be closed). Else true.
   */
  readonly digests?: boolean;
  /** Reads its part of the configuration. @throws InvalidInputError */
  parseSettings(settings: unknown): Settings;
  /** Where it leads, without anything secret: a host, a number's last digits. */
  describeTarget(settings: Settings): string;
  /** @throws DeliveryError */
  send(settings: Settings, notification: Notification, context: SendContext): Promise<SendResult>;
}

/** Declares a kind of channel. */
export function defineChannel<Settings>(kind: ChannelKind<Settings>): ChannelKind<Settings> {
  return kind;
}

/** What all channels have, whatever their kind. */
export interface ChannelSettings {
  readonly name: string;
  readonly kind: string;
  /** Of the kind; read by its `parseSettings`. */
  readonly settings: unknown;
  /** Longest time of one attempt. */
  readonly timeoutMs: number;
  /** False: nobody is told that alerts are resolved. */
  readonly sendResolved: boolean;
  /** Sent at most: so many messages in so many milliseconds; more become a digest. */
  readonly rate: { readonly messages: number; readonly perMs: number };
}
