// Whether a report comes from whom an intake trusts: by a token, or by a signature of the body. Compared
// in a time that says nothing of the secret.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { IntakeSettings } from '../../core/intakes.ts';

export interface Report {
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** How old or early a signed report may be (Standard Webhooks says five minutes). */
const toleranceMs = 300_000;

/** True when the sender has the token of an intake (or heartbeat); false also when it has none. */
export function hasToken(
  { token }: Pick<IntakeSettings, 'token'>,
  headers: Report['headers'],
): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(textOf(headers['authorization'])) ?? [];
  return token !== undefined && given !== undefined && isSame(token, given);
}

/** True when the body was signed with the intake's secret; false also when it has none. */
export function isSigned({ hmac }: IntakeSettings, report: Report, now: Date): boolean {
  if (hmac === undefined) return false;
  if (hmac.secret.startsWith('whsec_')) return isStandardWebhook(hmac.secret, report, now);
  const given = textOf(report.headers[hmac.header])
    .replace(/^sha256=/i, '')
    .toLowerCase();
  const sign = (before: string): string =>
    createHmac('sha256', hmac.secret).update(before).update(report.body).digest('hex');
  if (hmac.timestampHeader === undefined) return isSame(sign(''), given);
  const timestamp = textOf(report.headers[hmac.timestampHeader]);
  if (!isRecent(timestamp, now)) return false;
  // Grafana writes a colon; digits alone come before either, so neither can be taken for the other.
  return ['.', ':'].some((between) => isSame(sign(timestamp + between), given));
}

function isRecent(timestamp: string, now: Date): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false;
  return Math.abs(Number(timestamp) * 1000 - now.getTime()) <= toleranceMs;
}

function isStandardWebhook(secret: string, { headers, body }: Report, now: Date): boolean {
  const id = textOf(headers['webhook-id']);
  const timestamp = textOf(headers['webhook-timestamp']);
  if (id === '' || !isRecent(timestamp, now)) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  const given = textOf(headers['webhook-signature']).split(' ').slice(0, 20);
  return given.some((one) => isSame(`v1,${expected}`, one));
}

function textOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.[0] ?? '');
}

/** Hashes of one length are compared, so that even the length of a secret does not show. */
function isSame(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
