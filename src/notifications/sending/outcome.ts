// What an answer or a failure of a service means: delivered, to be tried again, or never to be.
import type { FailureReason } from '../../core/notifications.ts';
import { DeliveryError } from '../channel.ts';

interface Meaning {
  readonly reason: FailureReason;
  readonly permanent: boolean;
}

const byStatus: Readonly<Record<number, Meaning>> = {
  401: { reason: 'AUTH_ERROR', permanent: true },
  403: { reason: 'AUTH_ERROR', permanent: true },
  // The service waited for the request in vain: a time-out, not a fault of the request.
  408: { reason: 'TIMEOUT', permanent: false },
  410: { reason: 'GONE', permanent: true },
  429: { reason: 'RATE_LIMITED', permanent: false },
};

/** The meaning of a status that is none of success. */
export function meaningOf(status: number): Meaning {
  const known = byStatus[status];
  if (known !== undefined) return known;
  if (status >= 500) return { reason: 'SERVER_ERROR', permanent: false };
  if (status >= 400) return { reason: 'CLIENT_ERROR', permanent: true };
  return { reason: 'REFUSED', permanent: true };
}

const longestWaitMs = 86_400_000;

/** `Retry-After` as milliseconds from now on: it has seconds, or a date. */
export function findRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now.getTime() : seconds * 1000;
  return Number.isFinite(ms) ? Math.min(Math.max(Math.ceil(ms), 0), longestWaitMs) : undefined;
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before it answered',
  EPIPE: 'closed the connection before it answered',
  ENOTFOUND: 'is not known by name: is the name right, does the name server answer?',
  EAI_AGAIN: 'could not be looked up: the name server does not answer',
  ETIMEDOUT: 'did not take the connection in time',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody known has signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nobody known has signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that nobody known has signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate of another name',
};

export function codeOf(error: unknown): string {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : 'unknown reason';
}

/** A failure below the protocol: the service may be there again later. */
export function networkError(target: string, error: unknown): DeliveryError {
  const code = codeOf(error);
  const what = causes[code] ?? 'could not be spoken to';
  return new DeliveryError(`${target} ${what} (${code}).`, { reason: 'NETWORK', permanent: false });
}

/** The attempt was ended from outside, mostly because it took too long. */
export function endedError(target: string): DeliveryError {
  return new DeliveryError(`${target} did not answer in time.`, {
    reason: 'TIMEOUT',
    permanent: false,
  });
}
