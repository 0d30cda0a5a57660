// The chain of certificates that a server shows: read as facts, and judged as a whole, so that an expired
// certificate for another host is told as both.
import { X509Certificate } from 'node:crypto';
import { constants, open } from 'node:fs/promises';
import net from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

import { coerceError } from '../../../core/errors.ts';
import type { EndpointCertificate } from '../../../core/endpoints.ts';
import { ProbeFailure } from '../found.ts';

/** One certificate of a chain; `isFor` tells whether it names a host. */
export interface ChainLink {
  readonly facts: EndpointCertificate;
  isFor(host: string): boolean;
}

const longestChain = 10;
// What a server writes into its certificate may be of any length.
const longestName = 300;
const dayMs = 86_400_000;

const inOneLine = (name: string | undefined): string =>
  (name ?? '').split('\n').join(', ').slice(0, longestName);

function linkOf(certificate: X509Certificate): ChainLink {
  return {
    facts: {
      subject: inOneLine(certificate.subject),
      issuer: inOneLine(certificate.issuer),
      validFrom: certificate.validFromDate.toISOString(),
      validTo: certificate.validToDate.toISOString(),
      fingerprint: certificate.fingerprint256,
    },
    isFor: (host) =>
      (net.isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !==
      undefined,
  };
}

/**
 * The chain, the server's own certificate first. It ends with what the authority's file has; the newer
 * `getPeerX509Certificate` knows no issuers on this side.
 */
export function readChain(socket: TLSSocket): readonly ChainLink[] {
  const links: ChainLink[] = [];
  const seen = new Set<string>();
  let next: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  while (next?.raw !== undefined && links.length < longestChain) {
    const certificate = new X509Certificate(next.raw);
    // An authority is its own issuer.
    if (seen.has(certificate.fingerprint256)) break;
    seen.add(certificate.fingerprint256);
    links.push(linkOf(certificate));
    next = next.issuerCertificate;
  }
  return links;
}

export interface ChainExpectation {
  readonly host: string;
  /** The code with which OpenSSL did not trust it. */
  readonly untrusted: string | null;
  readonly now: Date;
  readonly warnDays: number;
}

const datesCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const untrustedWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'it comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its issuer is not known: the server must send the intermediate certificates too',
  UNABLE_TO_GET_ISSUER_CERT:
    'an issuer is not known: the server must send the intermediate certificates too',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it comes from an authority that is not known',
  CERT_REVOKED: 'it was revoked',
  INVALID_CA: 'it is signed by a certificate that is no authority',
};

/** What is wrong with a chain, and what soon will be. */
export function judgeChain(
  chain: readonly ChainLink[],
  { host, untrusted, now, warnDays }: ChainExpectation,
): { readonly faults: readonly string[]; readonly warning: string | null } {
  const [own] = chain;
  if (own === undefined) return { faults: ['the server showed none'], warning: null };
  const faults: string[] = [];
  for (const [index, { facts }] of chain.entries()) {
    const what = index === 0 ? 'it' : `its issuer (${facts.subject})`;
    if (new Date(facts.validTo) <= now) {
      faults.push(`${what} has expired on ${facts.validTo.slice(0, 10)}`);
    }
    if (new Date(facts.validFrom) > now) {
      faults.push(`${what} is not valid before ${facts.validFrom.slice(0, 10)}`);
    }
  }
  // With the dates told already, the code adds nothing; else it is the reason.
  if (untrusted !== null && !(datesCodes.has(untrusted) && faults.length > 0)) {
    faults.push(untrustedWords[untrusted] ?? `it cannot be verified (${untrusted})`);
  }
  if (!own.isFor(host)) faults.push(`it is for another host than ${host}`);
  return { faults, warning: faults.length > 0 ? null : endingSoon(chain, now, warnDays) };
}

function endingSoon(chain: readonly ChainLink[], now: Date, warnDays: number): string | null {
  const [first] = chain
    .map(({ facts }) => facts)
    .toSorted((a, b) => (a.validTo < b.validTo ? -1 : 1));
  if (first === undefined) return null;
  const leftMs = new Date(first.validTo).getTime() - now.getTime();
  if (leftMs > warnDays * dayMs) return null;
  const what = first === chain[0]?.facts ? 'the certificate' : `the issuer (${first.subject})`;
  return `${what} ends in ${Math.max(0, Math.floor(leftMs / dayMs))} days, on ${first.validTo.slice(0, 10)}`;
}

const maxFileBytes = 1024 * 1024;

/** The authorities in a file. @throws ProbeFailure */
export async function readAuthorities(path: string): Promise<Buffer> {
  try {
    // Not to wait for the other end where a pipe was put.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > maxFileBytes) throw new Error('is too large');
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const cause = coerceError(error);
    const code = 'code' in cause ? String(cause.code) : cause.message;
    throw new ProbeFailure(`the file of tls.ca cannot be read (${code})`, { cause });
  }
}
