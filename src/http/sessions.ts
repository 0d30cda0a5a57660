// Long-lived connections (WebSockets and event streams) and the tokens they live by.
//
// A session ends when its token is revoked or expires, on whatever replica that happened. Nothing
// falls between looking a token up and watching it: a session is registered first and its token
// read again after that, so a revocation is either seen by that read or comes as an event later.
// When the events cannot be followed for a while, all sessions are read again afterwards.
import { coerceError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Services } from '../graphql/services.ts';
import { findToken, tokenRevoked, type Token } from '../store/tokens.ts';
import { isTokenValid } from './tokens.ts';

export interface Session {
  /** The connection is gone. */
  release(): void;
}

export interface Sessions {
  /**
   * Registers a connection; `end` is called once, when its token stops working.
   * Undefined when the token has too many connections already.
   */
  open(token: Token, end: (reason: string) => void): Promise<Session | undefined>;
  /** Starts watching for revoked tokens. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SessionsOptions {
  readonly services: Pick<Services, 'store' | 'hub' | 'clock' | 'logger'>;
  readonly perToken: number;
  readonly onRevoked: (tokenId: string) => void;
}

interface Entry {
  readonly token: Token;
  readonly end: (reason: string) => void;
  cancelTimer: () => void;
}

// Timers hold 31 bits of milliseconds; a later expiry is looked at again on the way.
const longestTimerMs = 86_400_000;
const retryMs = 250;

/** A registry without sessions; call `start` before the first. */
export function createSessions(options: SessionsOptions): Sessions {
  const { store, hub, clock, logger } = options.services;
  const byToken = new Map<string, Set<Entry>>();
  const stopping = new AbortController();
  let revocations: AsyncIterableIterator<StoredEvent> | undefined;
  let following: Promise<void> = Promise.resolve();

  const remove = (entry: Entry): boolean => {
    entry.cancelTimer();
    const entries = byToken.get(entry.token.id);
    const removed = entries?.delete(entry) ?? false;
    if (entries?.size === 0) byToken.delete(entry.token.id);
    return removed;
  };

  const end = (entry: Entry, reason: string): void => {
    if (remove(entry)) entry.end(reason);
  };

  const watchExpiry = (entry: Entry): void => {
    const { expiresAt } = entry.token;
    if (expiresAt === null) return;
    const leftMs = expiresAt.getTime() - clock.now().getTime();
    if (leftMs <= 0) return end(entry, 'The token has expired.');
    const delayMs = Math.min(leftMs, longestTimerMs);
    entry.cancelTimer = clock.setTimer(delayMs, () => watchExpiry(entry));
  };

  const endAll = (tokenId: string): void => {
    options.onRevoked(tokenId);
    for (const entry of byToken.get(tokenId) ?? []) end(entry, 'The token was revoked.');
  };

  const recheck = async (tokenId: string): Promise<void> => {
    const token = await findToken(store.q, tokenId);
    if (token === undefined || !isTokenValid(token, clock.now())) endAll(tokenId);
  };

  const subscribe = async (): Promise<AsyncIterableIterator<StoredEvent>> => {
    revocations = await hub.subscribe({ role: 'admin', types: [tokenRevoked.type] });
    await Promise.all([...byToken.keys()].map(recheck));
    return revocations;
  };

  const follow = async (first: AsyncIterableIterator<StoredEvent>): Promise<void> => {
    let events: AsyncIterableIterator<StoredEvent> | undefined = first;
    while (!stopping.signal.aborted) {
      try {
        events ??= await subscribe();
        for (;;) {
          const step = await events.next();
          if (step.done === true) break;
          const fact = tokenRevoked.read(step.value);
          if (fact !== undefined) endAll(fact.id);
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.warn({ err: coerceError(error) }, 'revoked tokens cannot be followed; trying again');
      }
      events = undefined;
      await clock.sleep(retryMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    open: async (token, onEnd) => {
      const entries = byToken.get(token.id) ?? new Set();
      if (entries.size >= options.perToken) return undefined;
      const entry: Entry = { token, end: onEnd, cancelTimer: () => undefined };
      entries.add(entry);
      byToken.set(token.id, entries);
      watchExpiry(entry);
      try {
        await recheck(token.id);
      } catch (error) {
        remove(entry);
        throw error;
      }
      return { release: () => void remove(entry) };
    },
    start: async () => {
      following = follow(await subscribe());
    },
    stop: async () => {
      stopping.abort();
      await revocations?.return?.();
      await following;
    },
  };
}
