// Sees to it that every delivery is sent: what is handed over at its commit, and what is found to be due.
//
//   handed over (written already claimed) ──┐
//                                           ├──> sender ──> recorder ──> rings: what came next is due
//   due: claimed here ──────────────────────┘
//
// It looks when somebody rings, when the next one falls due, and once a second. Claims of this replica's
// earlier process are taken over at the start, those of others when their lease is over.
import { createBell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { updateKnownChannels } from '../../store/channel-states.ts';
import { releaseOwnClaims, type ClaimedDelivery } from '../../store/deliveries.ts';
import { peekChannels, type ChannelPeek } from '../../store/delivery-peek.ts';
import type { StoreClock } from '../../store/store-clock.ts';
import type { Store } from '../../store/store.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import { heldUntil } from './breaker.ts';
import type { ConfiguredChannel, ConfiguredChannels } from './channels.ts';
import { claimDue, type ClaimOptions } from './claim.ts';
import { createGate, inAdvance } from './gate.ts';
import { createDeliveryQueue } from './queue.ts';
import { createRecorder } from './recorder.ts';
import { createSender } from './sender.ts';
import { untilToken } from './token-bucket.ts';

export interface DispatcherOptions {
  readonly store: Store;
  /** Leases and due times are told by it, so that all replicas mean the same by them. */
  readonly clock: StoreClock;
  readonly random: Random;
  readonly logger: Logger;
  readonly replica: string;
  readonly channels: ConfiguredChannels;
  readonly externalUrl?: () => string | null;
  /** On their way at a time. */
  readonly overall?: number;
  readonly perChannel?: number;
  readonly pollMs?: number;
  readonly graceMs?: number;
  /** Outcomes are written together that come within so long; at once unless given. */
  readonly gatherMs?: number | undefined;
  /** Done now and then: what waited too long, what ended long ago. */
  readonly housekeeping?: (now: Date, signal: AbortSignal) => Promise<void>;
  readonly merge?: ClaimOptions['merge'];
}

export interface DeliveryDispatcher {
  readonly queue: DeliveryQueue;
  /** Looks at once: the configuration changed, or a channel was enabled. */
  ring(): void;
  stop(): Promise<void>;
}

const housekeepingMs = 10_000;
/** What is claimed when it is written may be so many times what is sent at a time: the rest waits here. */
const claimedAhead = 3;
const sayKnownMs = 60_000;

/** Starts it; what an earlier process of this replica had claimed is due when it returns. */
export async function startDispatcher(options: DispatcherOptions): Promise<DeliveryDispatcher> {
  const { store, clock, random, logger, replica, channels } = options;
  const { overall = 128, perChannel = 32, pollMs = 1000, graceMs = 2000 } = options;
  const merge = options.merge ?? (() => Promise.resolve());
  const stopping = new AbortController();
  const bell = createBell(stopping.signal);
  const gate = createGate({ channels, clock, perChannel: perChannel * claimedAhead });
  /** Whether something was due when it was looked at last, or has come since. */
  let isAnyDue = true;
  const ring = (): void => {
    isAnyDue = true;
    bell.ring();
  };
  const isShort = ({ settings: { name, rate } }: ConfiguredChannel): boolean =>
    gate.allowance(name) < inAdvance(rate) / 2;
  const recorder = createRecorder({
    ...options,
    onWritten: ({ states, isMore }) => {
      gate.learn(states);
      if (isMore || isAnyDue || channels.list().some(isShort)) bell.ring();
    },
  });
  const externalUrl = options.externalUrl ?? (() => null);
  const lanes = { overall, perChannel, externalUrl };
  const sender = createSender({ clock, logger, channels, gate, recorder, ...lanes });
  const accept = (claimed: readonly ClaimedDelivery[], count: number): void => {
    sender.accept(claimed);
    if (claimed.length < count) ring();
  };
  const queue = createDeliveryQueue({ random, replica, clock, gate, accept });
  const known = new Map<string, number>();
  /** When a bucket is worth another look. */
  const tokensAt = new Map<string, number>();
  let houseAtMs = Number.NEGATIVE_INFINITY;
  let house: Promise<void> | undefined;

  /** Beside everything else: it may take a while. */
  const keepHouse = (now: Date): void => {
    if (options.housekeeping === undefined || house !== undefined) return;
    house = options
      .housekeeping(now, stopping.signal)
      .catch((error: unknown) => {
        logger.warn({ err: coerceError(error) }, 'old deliveries could not be looked after yet');
      })
      .finally(() => {
        house = undefined;
      });
  };

  const isToClaim = ({ channel, isDue, state }: ChannelPeek, nowMs: number): boolean => {
    if (state === undefined || gate.isHeld(channel)) return false;
    if ((tokensAt.get(channel) ?? 0) > nowMs && gate.allowance(channel) < 1) return false;
    const configured = channels.find(channel);
    if (configured === undefined) return false;
    return isDue || (isShort(configured) && (tokensAt.get(channel) ?? 0) <= nowMs);
  };

  const claim = async (names: readonly string[], now: Date): Promise<void> => {
    const free = sender.free;
    const found = await store.transaction((tx) =>
      claimDue(tx, names, { channels, gate, replica, perChannel, free, merge }, now),
    );
    for (const [name, count] of found.grants) gate.grant(name, count);
    for (const [name, left] of found.tokens) {
      const rate = channels.find(name)?.settings.rate;
      if (rate !== undefined) tokensAt.set(name, now.getTime() + untilToken(left, rate));
    }
    sender.accept(found.claimed);
  };

  /** The time of the next look, in milliseconds since 1970. */
  const look = async (): Promise<number> => {
    // Before anything is taken for due or left behind.
    await clock.sync();
    const now = clock.now();
    const names = channels.list().map(({ settings }) => settings.name);
    const unsaid = names.filter((name) => {
      const saidMs = known.get(name);
      return saidMs === undefined || now.getTime() - saidMs >= sayKnownMs;
    });
    await updateKnownChannels(store.q, unsaid, now);
    for (const name of unsaid) known.set(name, now.getTime());
    if (now.getTime() - houseAtMs >= housekeepingMs) {
      houseAtMs = now.getTime();
      keepHouse(now);
    }
    const peeks = await peekChannels(store.q, names, now);
    gate.learn(peeks.flatMap(({ state }) => state ?? []));
    isAnyDue ||= peeks.some(({ isDue }) => isDue);
    const wanted = peeks.filter((peek) => isToClaim(peek, now.getTime()));
    // While outcomes cannot be written nothing new is begun, nor anything taken for left behind.
    if (wanted.length > 0 && !recorder.isStuck) {
      await claim(
        wanted.map(({ channel }) => channel),
        now,
      );
    }
    const times = peeks.flatMap(({ channel, isDue, nextAt, state }) => [
      nextAt?.getTime() ?? Infinity,
      isDue && state !== undefined ? (heldUntil(state)?.getTime() ?? Infinity) : Infinity,
      isDue ? (tokensAt.get(channel) ?? Infinity) : Infinity,
    ]);
    const nowMs = now.getTime();
    return Math.min(nowMs + pollMs, ...times.filter((ms) => ms > nowMs));
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let nextMs = clock.now().getTime() + pollMs;
      bell.hush();
      isAnyDue = false;
      try {
        nextMs = await look();
      } catch (error) {
        isAnyDue = true;
        logger.warn({ err: coerceError(error) }, 'deliveries could not be looked for yet');
        await clock.sleep(Math.min(pollMs, 250), stopping.signal).catch(() => undefined);
      }
      // Time has passed while it looked; a clock that was set back makes nobody wait longer.
      const delayMs = Math.min(nextMs - clock.now().getTime(), pollMs);
      if (!stopping.signal.aborted && delayMs > 0) await bell.wait(clock, delayMs);
    }
  };

  const released = await releaseOwnClaims(store.q, replica, clock.now());
  if (released > 0) logger.info({ released }, 'deliveries of the process before are tried again');
  const running = run();

  return {
    queue,
    ring,
    stop: async () => {
      stopping.abort();
      gate.close();
      await Promise.all([running, sender.stop(graceMs)]);
      await house;
    },
  };
}
