// Sends what was claimed, so many at a time: overall, and to each channel. Before each attempt it makes
// sure that the claim lasts longer than the attempt may take; else, and when the channel is not to be used
// any more, the delivery is given back.
import type { Logger } from '../../core/logger.ts';
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import type { StoreClock } from '../../store/store-clock.ts';
import { attemptDelivery, timeoutOf } from './attempt.ts';
import type { ConfiguredChannels } from './channels.ts';
import type { Gate } from './gate.ts';
import type { Recorder } from './recorder.ts';

export interface SenderOptions {
  readonly clock: StoreClock;
  readonly logger: Logger;
  readonly channels: ConfiguredChannels;
  readonly gate: Gate;
  readonly recorder: Recorder;
  readonly overall: number;
  readonly perChannel: number;
  readonly externalUrl: () => string | null;
}

export interface Sender {
  accept(claimed: readonly ClaimedDelivery[]): void;
  /** How many more it may be given. */
  readonly free: number;
  /** Gives back what was not begun, and waits so long for the rest. */
  stop(graceMs: number): Promise<void>;
}

/** What is left of a lease when an attempt's time is over: for writing down what came of it. */
const reserveMs = 5000;

/** Creates a sender. */
export function createSender(options: SenderOptions): Sender {
  const { clock, logger, channels, gate, recorder, overall, perChannel } = options;
  const pending = new Map<string, ClaimedDelivery[]>();
  const sending = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  let isStopped = false;
  let total = 0;

  const track = (work: Promise<void>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };

  /** With its right to be sent, which was not used. */
  const giveBack = async (delivery: ClaimedDelivery): Promise<void> => {
    await recorder.handBack(delivery);
    gate.giveBack(delivery.channel, 1);
  };

  const handBack = (delivery: ClaimedDelivery): void => {
    track(giveBack(delivery).finally(() => gate.end(delivery.channel)));
  };

  const send = async (delivery: ClaimedDelivery): Promise<void> => {
    const channel = channels.find(delivery.channel);
    const at = clock.now();
    const leftMs = delivery.leaseUntil.getTime() - at.getTime();
    const mayGo =
      channel !== undefined &&
      !gate.isHeld(delivery.channel) &&
      leftMs >= timeoutOf(channel) + reserveMs;
    if (!mayGo) return giveBack(delivery);
    const result = await attemptDelivery(channel, delivery, {
      clock: clock.own,
      logger,
      externalUrl: options.externalUrl(),
      signal: ending.signal,
    });
    return recorder.record({ delivery, at, endedAt: clock.now(), result });
  };

  const pump = (): void => {
    for (const [channel, waiting] of pending) {
      while (
        waiting.length > 0 &&
        total < overall &&
        (sending.get(channel) ?? 0) < perChannel &&
        !isStopped
      ) {
        const delivery = waiting.shift();
        if (delivery === undefined) break;
        total += 1;
        sending.set(channel, (sending.get(channel) ?? 0) + 1);
        track(
          send(delivery).finally(() => {
            total -= 1;
            sending.set(channel, (sending.get(channel) ?? 1) - 1);
            gate.end(channel);
            pump();
          }),
        );
      }
      if (waiting.length === 0) pending.delete(channel);
    }
  };

  return {
    accept: (claimed) => {
      for (const delivery of claimed) {
        gate.begin(delivery.channel);
        if (isStopped) {
          handBack(delivery);
          continue;
        }
        const waiting = pending.get(delivery.channel);
        if (waiting === undefined) pending.set(delivery.channel, [delivery]);
        else waiting.push(delivery);
      }
      pump();
    },
    get free() {
      let waiting = 0;
      for (const { length } of pending.values()) waiting += length;
      return Math.max(0, overall - total - waiting);
    },
    stop: async (graceMs) => {
      isStopped = true;
      for (const waiting of pending.values()) waiting.forEach(handBack);
      pending.clear();
      const cancel = clock.setTimer(graceMs, () => ending.abort());
      const end = clock.setTimer(graceMs + 500, () => recorder.stop());
      const over = Promise.withResolvers<void>();
      const give = clock.setTimer(graceMs + 1000, over.resolve);
      await Promise.race([Promise.allSettled(underWay), over.promise]);
      for (const forget of [cancel, end, give]) forget();
      ending.abort();
      recorder.stop();
    },
  };
}
