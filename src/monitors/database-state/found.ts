// A health in the form that is stored, and whether its certificate is about to end.
import type { TargetHealth } from '../../databases/target.ts';
import type {
  CertificateEnd,
  DatabaseStateFacts,
  StoredCertificate,
} from '../../store/database-states.ts';

/** A certificate that ends within so many days is told of. */
const noticeMs = 14 * 24 * 3_600_000;
// What a server says of itself may be of any length.
const longestText = 500;

const cut = (text: string): string => text.slice(0, longestText);

export function toFacts({ latencyMs, serverVersion, sizeBytes, role, tls }: TargetHealth) {
  const stored = tls?.certificate ?? null;
  const certificate: StoredCertificate | null = stored && {
    ...stored,
    subject: cut(stored.subject),
    issuer: cut(stored.issuer),
    validFrom: stored.validFrom.toISOString(),
    validTo: stored.validTo.toISOString(),
  };
  return {
    latencyMs: latencyMs === null ? null : Math.round(latencyMs * 10) / 10,
    serverVersion: serverVersion === null ? null : cut(serverVersion),
    sizeBytes,
    role,
    tls: tls && { ...tls, certificate },
  } satisfies DatabaseStateFacts;
}

export function toReason({ reason }: TargetHealth): string | null {
  return reason === null ? null : cut(reason);
}

/** The certificate, when its end is to be told of. */
export function endOfCertificate({ tls }: DatabaseStateFacts, now: Date): CertificateEnd | null {
  const certificate = tls?.certificate;
  if (certificate === null || certificate === undefined) return null;
  const leftMs = new Date(certificate.validTo).getTime() - now.getTime();
  return leftMs > noticeMs ? null : { ...certificate, expired: leftMs <= 0 };
}
