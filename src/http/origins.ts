// Which web pages may talk to us: our own, and those of the configured origins. Programs send no
// Origin and are let through; everybody still needs a token.
import type { IncomingMessage } from 'node:http';

export interface Origins {
  /** True when the page that sent the request, if any, may do so. */
  allows(request: IncomingMessage): boolean;
  /** CORS headers for a request of another origin that may. */
  headersFor(request: IncomingMessage): Readonly<Record<string, string>>;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The rule for our own host and the given origins. */
export function createOrigins(allowed: readonly string[]): Origins {
  const known = new Set(allowed.map((origin) => origin.replace(/\/$/, '').toLowerCase()));
  const isKnown = (origin: string): boolean => known.has(origin.toLowerCase());
  return {
    allows: ({ headers }) => {
      const { origin, host } = headers;
      if (origin === undefined || isKnown(origin)) return true;
      return host !== undefined && hostOf(origin) === host.toLowerCase();
    },
    headersFor: ({ headers }) => {
      const { origin } = headers;
      if (origin === undefined || !isKnown(origin)) return known.size > 0 ? { vary: 'Origin' } : {};
      return {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-headers': 'authorization, content-type, accept, last-event-id',
        'access-control-expose-headers': 'x-request-id',
        'access-control-max-age': '600',
        vary: 'Origin',
      };
    },
  };
}

/** Headers of every answer; pages replace the content policy by their own. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
