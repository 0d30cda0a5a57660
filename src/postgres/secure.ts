// TLS with a PostgreSQL server: asks for it, shakes hands, and looks at the certificate before anything
// else is sent. What was found is told as facts also where the mode does not insist on it. A failure
// has the code TLS_FAILED and a message that says what to do.
import net from 'node:net';
import tls from 'node:tls';

import { FileRefusedError, readSmallFile } from './regular-file.ts';
import type { TlsSettings } from './tls-settings.ts';

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** SHA-256 of the certificate, in hex with colons. */
  readonly fingerprint: string;
  /** It comes from a trusted authority, is valid now, and is for the host of the URL. */
  readonly verified: boolean;
  /** Why it is not verified. */
  readonly fault: string | null;
}

export interface TlsFacts {
  readonly encrypted: boolean;
  /** As `TLSv1.3`. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly certificate: CertificateFacts | null;
}

export const unencrypted: TlsFacts = {
  encrypted: false,
  protocol: null,
  cipher: null,
  certificate: null,
};

export class TlsError extends Error {
  override readonly name = 'TlsError';
  readonly code = 'TLS_FAILED';
}

export interface SecureOptions {
  readonly settings: TlsSettings;
  /** What the certificate must be for. */
  readonly host: string;
  /** Told before the certificate is judged. */
  onFacts(facts: TlsFacts): void;
}

/**
 * Makes a connected socket a secure one, or leaves it as it is where the mode allows that. Whoever
 * calls bounds the wait by destroying the socket.
 * @throws TlsError, or the socket's own error.
 */
export async function secureSocket(
  socket: net.Socket,
  options: SecureOptions,
): Promise<net.Socket> {
  const { settings, host, onFacts } = options;
  const { mode } = settings;
  if (settings.fault !== null) throw new TlsError(settings.fault);
  if (mode === 'disable') {
    onFacts(unencrypted);
    return socket;
  }
  const files = await readFiles(settings);
  if (!settings.direct && !(await askForTls(socket))) {
    if (mode === 'allow' || mode === 'prefer') {
      onFacts(unencrypted);
      return socket;
    }
    throw new TlsError(
      `the server does not speak TLS, which sslmode=${mode} asks for: turn on \`ssl\` in its ` +
        'configuration',
    );
  }
  const secure = await shakeHands(socket, {
    ...files,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ...(settings.direct ? { ALPNProtocols: ['postgresql'] } : {}),
  });
  const { facts, untrusted, misnamed } = judge(secure, host);
  onFacts(facts);
  const fault = mode === 'verify-full' ? (untrusted ?? misnamed) : untrusted;
  if (fault !== null && (mode === 'verify-ca' || mode === 'verify-full')) {
    secure.destroy();
    throw new TlsError(`the server's certificate is not accepted (sslmode=${mode}): ${fault}`);
  }
  return secure;
}

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** True when the server will speak TLS. */
function askForTls(socket: net.Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | undefined, willing: boolean): void => {
      socket.off('data', onData).off('close', onClose).off('error', onError);
      if (error === undefined) resolve(willing);
      else reject(error);
    };
    const onData = (data: Buffer): void => {
      const answer = data.toString('latin1', 0, 1);
      // More than one byte was not sent by the server, or was put there by somebody between.
      if (data.length === 1 && (answer === 'S' || answer === 'N')) {
        settle(undefined, answer === 'S');
      } else if (answer === 'E') {
        settle(new TlsError('the server answered with an error when it was asked for TLS'), false);
      } else {
        settle(notPostgresql(), false);
      }
    };
    const onError = (error: Error): void => settle(error, false);
    const onClose = (): void => settle(closedEarly(), false);
    socket.on('data', onData).on('close', onClose).on('error', onError);
    socket.write(sslRequest);
  });
}

function shakeHands(
  socket: net.Socket,
  options: Omit<tls.ConnectionOptions, 'socket'>,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    // The certificate is judged afterwards, so that it can be told of also when it is refused.
    const secure = tls.connect({
      ...options,
      socket,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    const fail = (error: Error): void => {
      secure.destroy();
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
      reject(
        code === 'CONNECT_TIMEOUT'
          ? error
          : new TlsError(`the TLS handshake with the server failed (${code})`, { cause: error }),
      );
    };
    // Stays: until somebody else listens, an error would end the process.
    secure.on('error', fail);
    secure.once('close', () => fail(closedEarly()));
    secure.once('secureConnect', () => resolve(secure));
  });
}

interface Judgement {
  readonly facts: TlsFacts;
  readonly untrusted: string | null;
  readonly misnamed: string | null;
}

function judge(secure: tls.TLSSocket, host: string): Judgement {
  const x509 = secure.getPeerX509Certificate();
  const facts = {
    encrypted: true,
    protocol: secure.getProtocol(),
    cipher: secure.getCipher().name,
  };
  if (x509 === undefined) {
    const untrusted = 'the server showed none';
    return { facts: { ...facts, certificate: null }, untrusted, misnamed: null };
  }
  // Node.js says a code here, whatever the types say.
  const code = secure.authorized ? null : String(secure.authorizationError);
  const untrusted = code === null ? null : wordsFor(code);
  const named = net.isIP(host) === 0 ? x509.checkHost(host) : x509.checkIP(host);
  const misnamed = named === undefined ? 'it is for another host than that of the URL' : null;
  const fault = untrusted ?? misnamed;
  const certificate = {
    subject: inOneLine(x509.subject),
    issuer: inOneLine(x509.issuer),
    validFrom: x509.validFromDate,
    validTo: x509.validToDate,
    fingerprint: x509.fingerprint256,
    verified: fault === null,
    fault,
  };
  return { facts: { ...facts, certificate }, untrusted, misnamed };
}

const inOneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

// As OpenSSL names them.
const faults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired: renew it on the server',
  CERT_NOT_YET_VALID: 'it is not valid yet: look at the clocks of both machines',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed: name it, or its authority, with sslrootcert',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not trusted: name that with sslrootcert',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known: name that with sslrootcert',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known: name that with sslrootcert',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known: name that with sslrootcert',
  CERT_REVOKED: 'it was revoked',
};

const wordsFor = (code: string): string => faults[code] ?? `it cannot be verified (${code})`;

/** All authorities of a system take a quarter of it. */
const maxFileBytes = 1024 * 1024;

async function readFiles(settings: TlsSettings): Promise<tls.SecureContextOptions> {
  const read = async (name: string, file: string | null): Promise<Buffer | undefined> => {
    if (file === null) return undefined;
    try {
      return await readSmallFile(file, maxFileBytes);
    } catch (cause) {
      const why = cause instanceof FileRefusedError ? `: ${cause.message}` : '';
      throw new TlsError(`the file that ${name} names cannot be read${why}`, { cause });
    }
  };
  const ca = await read('sslrootcert', settings.rootCertificates);
  const cert = await read('sslcert', settings.certificate);
  const key = await read('sslkey', settings.key);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** What answers speaks another protocol. */
export function notPostgresql(): Error {
  const message = 'what answers at that address is no PostgreSQL server: is the port right?';
  return Object.assign(new Error(message), { code: 'NOT_POSTGRESQL' });
}

/** The connection ended before the server was ready. */
export function closedEarly(): Error {
  const message = 'the server closed the connection before it was ready';
  return Object.assign(new Error(message), { code: 'CLOSED_EARLY' });
}
