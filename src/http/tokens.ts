// From the text of a token to who it is. A lookup is remembered for at most a second, under the
// token's hash, and forgotten at once when the log tells that the token was revoked.
import type { Clock } from '../core/clock.ts';
import type { CacheCounts } from '../metrics/performance.ts';
import { findTokenByText, hashToken, type Token } from '../store/tokens.ts';
import type { Store } from '../store/store.ts';

export interface TokenLookup {
  /** The valid token with this text, or undefined. */
  find(text: string | undefined): Promise<Token | undefined>;
  /** Makes the next lookup of this token ask the store. */
  forget(tokenId: string): void;
}

interface Known {
  readonly token: Token | undefined;
  readonly untilMs: number;
}

const maxKnown = 2_000;

/** True while a token lets its holder in. */
export function isTokenValid(token: Token, now: Date): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}

/** Looks tokens up in the store. */
export function createTokenLookup(options: {
  store: Store;
  clock: Clock;
  cacheMs: number;
  /** How often a lookup was remembered. */
  counts?: CacheCounts;
}): TokenLookup {
  const { store, clock, cacheMs, counts = { hits: 0, misses: 0 } } = options;
  const known = new Map<string, Known>();
  // A lookup that was under way when a token was revoked must not be remembered.
  let generation = 0;

  // Requests that come together ask once.
  const asking = new Map<string, Promise<Token | undefined>>();

  const lookUp = (text: string): Promise<Token | undefined> | Token | undefined => {
    const key = hashToken(text);
    const before = known.get(key);
    if (before !== undefined && clock.monotonicMs() < before.untilMs) {
      counts.hits += 1;
      return before.token;
    }
    counts.misses += 1;
    const underWay = asking.get(key);
    if (underWay !== undefined) return underWay;
    const answer = ask(key, text).finally(() => {
      if (asking.get(key) === answer) asking.delete(key);
    });
    asking.set(key, answer);
    return answer;
  };

  const ask = async (key: string, text: string): Promise<Token | undefined> => {
    const asked = { generation, atMs: clock.monotonicMs() };
    const token = await findTokenByText(store.q, text);
    if (asked.generation === generation) {
      for (const oldest of known.keys()) {
        if (known.size < maxKnown) break;
        known.delete(oldest);
      }
      known.delete(key);
      known.set(key, { token, untilMs: asked.atMs + cacheMs });
    }
    return token;
  };

  return {
    find: async (text) => {
      const token = text === undefined ? undefined : await lookUp(text);
      return token !== undefined && isTokenValid(token, clock.now()) ? token : undefined;
    },
    forget: (tokenId) => {
      generation += 1;
      asking.clear();
      for (const [key, entry] of known) if (entry.token?.id === tokenId) known.delete(key);
    },
  };
}

const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i;

/** The token in an `Authorization` value, or undefined. */
export function parseBearer(header: unknown): string | undefined {
  return typeof header === 'string' ? bearer.exec(header.trim())?.[1] : undefined;
}
