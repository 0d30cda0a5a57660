// Which ends of certificates are to be told of: once for each certificate and threshold. Pure.
import type { EndpointCertificate } from '../../core/endpoints.ts';

/** Days before the end; 0 is the end itself. */
export const certificateThresholds = [30, 14, 7, 1, 0] as const;

/** The lowest threshold that was told of, by fingerprint; newest last. */
export type ToldCertificates = Readonly<Record<string, number>>;

export interface CertificateNews {
  readonly certificate: EndpointCertificate;
  /** 0: it is the server's own; else its place in the chain. */
  readonly depth: number;
  /** One of `certificateThresholds`. */
  readonly withinDays: number;
}

const dayMs = 86_400_000;
/** Servers behind one name may show several certificates in turn. */
const mostRemembered = 40;

/** What is to be told now, and what has been told then. */
export function findCertificateNews(
  chain: readonly EndpointCertificate[],
  told: ToldCertificates,
  now: Date,
): { readonly news: readonly CertificateNews[]; readonly told: ToldCertificates } {
  const news: CertificateNews[] = [];
  for (const [depth, certificate] of chain.entries()) {
    const leftMs = new Date(certificate.validTo).getTime() - now.getTime();
    // Of several that were passed at once only the last one matters.
    const withinDays = certificateThresholds.findLast((days) => leftMs <= days * dayMs);
    if (withinDays === undefined) continue;
    const before = told[certificate.fingerprint];
    if (before !== undefined && before <= withinDays) continue;
    news.push({ certificate, depth, withinDays });
  }
  if (news.length === 0) return { news, told };
  const fresh = news.map(
    ({ certificate, withinDays }) => [certificate.fingerprint, withinDays] as const,
  );
  const renewed = new Set(fresh.map(([fingerprint]) => fingerprint));
  const kept = Object.entries(told).filter(([fingerprint]) => !renewed.has(fingerprint));
  return { news, told: Object.fromEntries([...kept, ...fresh].slice(-mostRemembered)) };
}

/** No fingerprint looks like it: that the renewal was told, until an end is told again. */
const renewalTold = 'renewed';

/**
 * Whether a chain of which an end was told has been renewed, and what has been told then. Of several
 * servers behind one name, the first that is renewed is told; the others are told of at the next threshold.
 */
export function findRenewal(
  chain: readonly EndpointCertificate[],
  { news, told }: ReturnType<typeof findCertificateNews>,
  now: Date,
): { readonly renewed: EndpointCertificate | undefined; readonly told: ToldCertificates } {
  const [own] = chain;
  if (news.length > 0) {
    const { [renewalTold]: _marker, ...rest } = told;
    return { renewed: undefined, told: rest };
  }
  const lastsMs = dayMs * certificateThresholds[0];
  const isFresh = chain.every(({ validTo }) => Date.parse(validTo) - now.getTime() > lastsMs);
  const isDue = Object.keys(told).length > 0 && !Object.hasOwn(told, renewalTold);
  if (own === undefined || !isFresh || !isDue) return { renewed: undefined, told };
  return { renewed: own, told: { ...told, [renewalTold]: 0 } };
}
