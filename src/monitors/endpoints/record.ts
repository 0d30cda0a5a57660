// What a check of an endpoint means, stored: the check, the state after it, the certificates that end, and
// whether it fails together with others. All in one transaction, under the endpoint's lock.
import type { EndpointCertificate, EndpointFinding } from '../../core/endpoints.ts';
import type { Random } from '../../core/random.ts';
import { insertEndpointCheck } from '../../store/endpoint-checks.ts';
import {
  endpointCertificateExpiring,
  endpointCertificateRenewed,
  endpointStateChanged,
} from '../../store/endpoint-events.ts';
import {
  aboutEndpoint,
  claimEndpoint,
  endpointSubject,
  type EndpointRecord,
} from '../../store/endpoints.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { findCertificateNews, findRenewal, type CertificateNews } from './certificate-news.ts';
import { followOutage } from './follow-outage.ts';
import type { WatchedEndpoint } from './settings.ts';
import { splitByDay, validMsFor } from './uptime.ts';
import { reachVerdict } from './verdict.ts';

export interface Recorded {
  readonly endpoint: EndpointRecord;
  /** Milliseconds until the next check; null: as usual. */
  readonly nextInMs: number | null;
}

/** Longer than any check takes: what is older than that by its time was not overtaken by another one. */
const clockSteppedMs = 5 * 60_000;

/** Records a check; undefined when the endpoint is gone or paused, or a later check stands already. */
export async function recordCheck(
  tx: StoreTransaction,
  watched: WatchedEndpoint,
  check: { readonly at: Date; readonly finding: EndpointFinding; readonly random: Random },
): Promise<Recorded | undefined> {
  const { at, finding, random } = check;
  const stored = await claimEndpoint(tx.q, watched.name);
  if (stored === undefined || stored.retiredAt !== null || stored.state === 'PAUSED') {
    return undefined;
  }
  const aheadMs = (stored.checkedAt?.getTime() ?? -Infinity) - at.getTime();
  if (aheadMs >= 0 && aheadMs < clockSteppedMs) return undefined;
  // The clock was wrong and is right again: the check counts with its own time, because a time made up
  // after the stored one would go on being wrong for as long as the clock was ahead.
  const before = aheadMs < 0 ? stored : notAfter(stored, at);
  const { changed, nextInMs, ...state } = reachVerdict(before, { at, ...finding }, watched);
  const certificates = findCertificateNews(finding.certificates, before.told, at);
  const { renewed, told } = findRenewal(finding.certificates, certificates, at);
  const after = await insertEndpointCheck(tx.q, before, {
    at,
    finding,
    validMs: validMsFor(watched.everyMs, watched.timeoutMs),
    after: { ...state, told },
    measured: measuredBy(before, at),
  });
  const outageId = changed ? await followOutage(tx, before, after, { at, random }) : null;
  if (changed) tellState(tx, before, after, { at, finding, outageId });
  for (const one of certificates.news) tellCertificate(tx, after, one, at);
  if (renewed !== undefined) tellRenewal(tx, after, renewed, at);
  return { endpoint: after, nextInMs };
}

/** What is known, with nothing that began in the future. */
function notAfter(stored: EndpointRecord, at: Date): EndpointRecord {
  const earlier = (time: Date): Date => (time > at ? at : time);
  return { ...stored, since: earlier(stored.since), rowSince: earlier(stored.rowSince) };
}

/** The time that the check before this one spoke for, day by day. */
function measuredBy({ checkedAt, validMs }: EndpointRecord, at: Date) {
  if (checkedAt === null || validMs === null) return [];
  const endMs = Math.min(checkedAt.getTime() + validMs, at.getTime());
  return splitByDay(checkedAt, new Date(endMs));
}

function tellState(
  tx: StoreTransaction,
  before: EndpointRecord,
  after: EndpointRecord,
  fact: {
    readonly at: Date;
    readonly finding: EndpointFinding;
    readonly outageId: string | null;
  },
): void {
  const { at, finding, outageId } = fact;
  const payload = {
    ...aboutEndpoint(after),
    before: before.state,
    state: after.state,
    reason: after.reason,
    since: after.since.toISOString(),
    status: finding.status,
    durationMs: finding.durationMs,
    outageId,
  };
  const subject = endpointSubject(after.name);
  tx.append(endpointStateChanged.create({ subject, occurredAt: at, payload }));
}

function tellCertificate(
  tx: StoreTransaction,
  endpoint: EndpointRecord,
  { certificate, depth, withinDays }: CertificateNews,
  at: Date,
): void {
  const { subject, issuer, validTo, fingerprint } = certificate;
  const payload = {
    ...aboutEndpoint(endpoint),
    withinDays,
    expired: withinDays === 0,
    depth,
    subject,
    issuer,
    validTo,
    fingerprint,
  };
  tx.append(
    endpointCertificateExpiring.create({
      subject: endpointSubject(endpoint.name),
      occurredAt: at,
      payload,
    }),
  );
}

function tellRenewal(
  tx: StoreTransaction,
  endpoint: EndpointRecord,
  { subject, validTo, fingerprint }: EndpointCertificate,
  at: Date,
): void {
  const payload = { ...aboutEndpoint(endpoint), subject, validTo, fingerprint };
  const about = { subject: endpointSubject(endpoint.name), occurredAt: at };
  tx.append(endpointCertificateRenewed.create({ ...about, payload }));
}
