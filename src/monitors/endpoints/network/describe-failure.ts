// What the codes of failed connections mean, in words for whoever is woken by them.
import { coerceError } from '../../../core/errors.ts';
import { ProbeFailure } from '../found.ts';

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  ECONNRESET: 'closed the connection in the middle',
  EPIPE: 'closed the connection in the middle',
  ETIMEDOUT: 'did not answer: it is off, or something between drops what is sent',
  EHOSTUNREACH: 'cannot be reached: there is no way to it',
  ENETUNREACH: 'cannot be reached: there is no way to its network',
  EADDRNOTAVAIL: 'cannot be reached from this machine',
  EMFILE: 'was not tried: hawkwatch has too many files open',
  TLS_CLOSED: 'closed the connection during the TLS handshake',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS at that port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak TLS at that port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'speaks only versions of TLS that are too old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'speaks only versions of TLS that are too old',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'has no TLS cipher in common',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'has no certificate for that name',
};

/** The failure of a connection to that place, in words. */
export function describeNetworkFailure(
  failure: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): ProbeFailure {
  if (failure instanceof ProbeFailure) return failure;
  const cause = coerceError(failure);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const meaning = meanings[code] ?? `cannot be used (${code === '' ? cause.message : code})`;
  return new ProbeFailure(`${host}:${port} ${meaning}`, { cause });
}
