// Records attempts in a transaction: the deliveries, how their channels are now, and the events that tell
// of both. What an older claim says is refused, and nothing follows from it.
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events.ts';
import type { Notification } from '../../core/notifications.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { roleIncludes } from '../../core/role.ts';
import {
  claimChannelStates,
  updateChannelStates,
  type ChannelState,
} from '../../store/channel-states.ts';
import {
  channelDisabled,
  channelFailing,
  channelRecovered,
  channelSubject,
  deliveryDead,
  deliveryDelivered,
  deliveryFailed,
  namedAlerts,
} from '../../store/delivery-events.ts';
import {
  recordDeliveryOutcomes,
  retryWaiting,
  type DeliveryOutcome,
} from '../../store/delivery-outcomes.ts';
import { never } from '../../store/delivery-digests.ts';
import { insertParts } from '../../store/delivery-parts.ts';
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { AttemptResult } from './attempt.ts';
import { afterAttempt, heldUntil, type ChannelNews } from './breaker.ts';
import type { ConfiguredChannels } from './channels.ts';
import { fallApart } from './fall-apart.ts';
import { decideNext } from './retry.ts';

/** An attempt that ended. */
export interface Attempted {
  readonly delivery: ClaimedDelivery;
  readonly at: Date;
  readonly endedAt: Date;
  readonly result: AttemptResult;
}

export interface RecordOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly replica: string;
  readonly channels: ConfiguredChannels;
}

interface Decided {
  readonly attempted: Attempted;
  readonly outcome: DeliveryOutcome;
  /** Of a digest that falls apart. */
  readonly parts: readonly Notification[];
}

export interface Recorded {
  /** How their channels are now. */
  readonly states: readonly ChannelState[];
  /** True when something is due because of them, or will be. */
  readonly isMore: boolean;
}

/** Records them. */
export async function recordAttempts(
  tx: StoreTransaction,
  given: readonly Attempted[],
  { clock, random, logger, replica, channels }: RecordOptions,
): Promise<Recorded> {
  if (given.length === 0) return { states: [], isMore: false };
  const now = clock.now();
  const decided = given.map((attempted): Decided => {
    const { delivery, at, endedAt, result } = attempted;
    const { id, claim, attempt } = delivery;
    const parts = fallApart(delivery.content, result);
    const next =
      parts.length > 0
        ? { state: 'SPLIT' as const, nextAt: never }
        : decideNext({ attempt, result }, endedAt, random.fraction());
    const { durationMs, ok, status, failure, failureReason, body, handle } = result;
    const found = { at, durationMs, ok, status, failure, failureReason, body, handle };
    return { attempted, outcome: { id, claim, attempt, ...found, ...next }, parts };
  });
  const outcomes = decided.map(({ outcome }) => outcome);
  const { written, areFollowed } = await recordDeliveryOutcomes(tx.q, outcomes, { replica, now });
  const valid = decided.filter(({ outcome }) => written.has(outcome.id));
  if (valid.length < decided.length) {
    const refused = decided.length - valid.length;
    logger.warn({ refused }, 'outcomes of deliveries came too late: others had taken them over');
  }
  for (const { attempted, parts } of valid) {
    if (parts.length === 0) continue;
    const rows = parts.map((content) => ({ id: random.uuid(), content }));
    await insertParts(tx.q, attempted.delivery, rows, now);
  }
  const { states, hasRecovered } = await followChannels(tx, valid, { now, channels });
  for (const { attempted, outcome } of valid) tell(tx, attempted, outcome);
  const isAgain = outcomes.some(({ state }) => state === 'WAITING' || state === 'SPLIT');
  return { states, isMore: areFollowed || hasRecovered || isAgain };
}

async function followChannels(
  tx: StoreTransaction,
  decided: readonly Decided[],
  { now, channels }: { readonly now: Date; readonly channels: ConfiguredChannels },
): Promise<{ readonly states: readonly ChannelState[]; readonly hasRecovered: boolean }> {
  const byChannel = Map.groupBy(decided, ({ attempted }) => attempted.delivery.channel);
  if (byChannel.size === 0) return { states: [], hasRecovered: false };
  const before = await claimChannelStates(tx.q, [...byChannel.keys()]);
  const recovered: string[] = [];
  const after = before.map((known) => {
    let state = known;
    for (const { attempted } of byChannel.get(known.channel) ?? []) {
      const news = afterAttempt(state, attempted);
      state = news.state;
      if (news.recovered) recovered.push(known.channel);
      const kind = channels.find(known.channel)?.settings.kind ?? null;
      tellOfChannel(tx, news, { kind, occurredAt: attempted.endedAt });
    }
    return state;
  });
  await updateChannelStates(tx.q, after);
  for (const channel of new Set(recovered)) await retryWaiting(tx.q, channel, now);
  return { states: after, hasRecovered: recovered.length > 0 };
}

function tellOfChannel(
  tx: StoreTransaction,
  { state, disabled, opened, recovered }: ChannelNews,
  { kind, occurredAt }: { readonly kind: string | null; readonly occurredAt: Date },
): void {
  const { channel, failures } = state;
  const fact = { subject: channelSubject(channel), occurredAt };
  const about = { channel, kind };
  if (disabled) {
    const payload = { ...about, reason: state.disabledReason ?? '' };
    tx.append(channelDisabled.create({ ...fact, payload }));
  }
  if (opened) {
    const nextAt = (heldUntil(state) ?? occurredAt).toISOString();
    const payload = { ...about, failures, failure: state.lastFailure, nextAt };
    tx.append(channelFailing.create({ ...fact, payload }));
  }
  if (recovered) tx.append(channelRecovered.create({ ...fact, payload: about }));
}

function tell(tx: StoreTransaction, { delivery, endedAt }: Attempted, outcome: DeliveryOutcome) {
  const { id, channel, route, content, attempt, createdAt, audience } = delivery;
  // Whoever may not see the event that it tells of does not hear of the delivery either.
  const append = (event: NewEvent): void => {
    tx.append(roleIncludes(event.audience, audience) ? event : { ...event, audience });
  };
  const about = {
    deliveryId: id,
    channel,
    route,
    reason: content.reason,
    attempt,
    alertIds: namedAlerts(content.alerts.map((alert) => alert.id)),
  };
  const { status, failure, failureReason, durationMs, state, nextAt } = outcome;
  const fact = { subject: channelSubject(channel), occurredAt: endedAt };
  if (state === 'DELIVERED') {
    append(deliveryDelivered.create({ ...fact, payload: { ...about, status, durationMs } }));
    return;
  }
  const failed = { ...about, status, failure, failureReason };
  // A digest that fell apart is not sent as it is any more.
  const next = { nextAt: state === 'WAITING' ? (nextAt?.toISOString() ?? null) : null };
  append(deliveryFailed.create({ ...fact, payload: { ...failed, ...next } }));
  if (state !== 'DEAD') return;
  const dead = { ...failed, createdAt: createdAt.toISOString() };
  append(deliveryDead.create({ ...fact, payload: dead }));
}
