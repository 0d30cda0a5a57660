// Why a daemon does not answer, in words that say what to do. No address, file content or answer of
// the daemon's is repeated: what a daemon says may be anything.
import { coerceError } from '../../core/errors.ts';
import type { DaemonSettings } from './settings.ts';

/** ABSENT: nothing is there. AWAY: it may come back by itself. REFUSED: somebody has to do something. */
export type DaemonErrorKind = 'ABSENT' | 'AWAY' | 'REFUSED' | 'TIMEOUT' | 'MALFORMED' | 'NOT_FOUND';

/** A call to a daemon that failed; the message may be shown. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly kind: DaemonErrorKind;
  /** Of the answer, when there was one. */
  readonly status: number | undefined;

  constructor(
    kind: DaemonErrorKind,
    message: string,
    more: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.status = more.status;
  }
}

type Place = 'socket' | 'address';

const words: Readonly<Record<string, readonly [DaemonErrorKind, Record<Place, string>]>> = {
  ENOENT: [
    'ABSENT',
    {
      socket: 'its socket is not there: start Docker, or correct the path under containers.daemons',
      address: 'a file for TLS is not there: correct the paths under containers.daemons',
    },
  ],
  EACCES: [
    'REFUSED',
    {
      socket:
        "this user may not open its socket: add the user to the socket's group (usually docker), or put a read-only socket proxy between",
      address: 'a file for TLS may not be read by this user',
    },
  ],
  ECONNREFUSED: [
    'AWAY',
    {
      socket: 'nobody listens on its socket: the daemon is stopped or restarting',
      address: 'nobody listens at its address: the daemon is stopped, or the port is another one',
    },
  ],
  ENOTFOUND: ['AWAY', both('its host name is not known to the DNS')],
  EAI_AGAIN: ['AWAY', both('its host name could not be looked up: the DNS does not answer')],
  EHOSTUNREACH: ['AWAY', both('no route leads to its host')],
  ENETUNREACH: ['AWAY', both('no route leads to its network')],
  ETIMEDOUT: ['TIMEOUT', both('its host does not answer')],
  ECONNRESET: ['AWAY', both('it closed the connection')],
  EPIPE: ['AWAY', both('it closed the connection')],
  ENOTSOCK: ['REFUSED', both('what is at its path is no socket')],
  ENOTDIR: ['REFUSED', both('a part of its path is no directory')],
  EISDIR: ['REFUSED', both('what is at its path is a directory')],
  ELOOP: ['REFUSED', both('its path is a symbolic link that leads to itself')],
  CERT_HAS_EXPIRED: ['REFUSED', both('its TLS certificate has expired')],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['REFUSED', both(unknownSigner())],
  SELF_SIGNED_CERT_IN_CHAIN: ['REFUSED', both(unknownSigner())],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['REFUSED', both(unknownSigner())],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['REFUSED', both(unknownSigner())],
  ERR_TLS_CERT_ALTNAME_INVALID: ['REFUSED', both('its TLS certificate is for another host name')],
  EPROTO: ['REFUSED', both('it does not speak TLS at that port, or not as hawkwatch does')],
};

function both(text: string): Record<Place, string> {
  return { socket: text, address: text };
}

function unknownSigner(): string {
  return 'its TLS certificate is signed by nobody who is trusted: name the signer under tls.ca';
}

/** What a failed connection means. */
export function describeFailure(thrown: unknown, settings: DaemonSettings): DaemonError {
  if (thrown instanceof DaemonError) return thrown;
  const cause = coerceError(thrown);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const known = words[code];
  if (known !== undefined) {
    const [kind, texts] = known;
    return new DaemonError(kind, texts[settings.socket === undefined ? 'address' : 'socket'], {
      cause,
    });
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL')) {
    return new DaemonError('REFUSED', 'TLS failed: check tls.cert and tls.key', { cause });
  }
  if (code.startsWith('HPE_')) {
    return new DaemonError('MALFORMED', 'what answers there does not speak HTTP', { cause });
  }
  return new DaemonError('AWAY', `the connection failed${code === '' ? '' : ` (${code})`}`, {
    cause,
  });
}

/** What an answer other than a good one means. */
export function describeStatus(status: number, call: string): DaemonError {
  const refused: Readonly<Record<number, string>> = {
    401: 'it asks for a login, which hawkwatch does not have',
    403: `what stands before the daemon does not allow hawkwatch to ${call}: allow it there`,
    405: `what stands before the daemon does not allow hawkwatch to ${call}: allow it there`,
  };
  const text = refused[status];
  if (text !== undefined) return new DaemonError('REFUSED', text, { status });
  if (status === 404) {
    return new DaemonError('NOT_FOUND', `it does not know what hawkwatch asks for: ${call}`, {
      status,
    });
  }
  return new DaemonError('AWAY', `it answered with status ${status} when asked to ${call}`, {
    status,
  });
}
