// Signatures of Standard Webhooks (version 1.0.0): HMAC-SHA256 over id, time and body, one for each secret.
import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** The headers by which a receiver knows who sent a body, and whether it came before. */
export function signatureHeaders(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const named = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secrets.length === 0) return named;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(prefix, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { ...named, 'webhook-signature': signatures.join(' ') };
}
