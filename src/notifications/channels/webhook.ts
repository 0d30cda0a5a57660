// A webhook of one's own: signed by Standard Webhooks, as hawkwatch's own data, as Alertmanager writes it,
// or as a template has it.
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { secretsOfHeader } from '../sending/secrets.ts';
import { settingsOf } from '../sending/settings.ts';
import { writeWebhookBody } from '../sending/webhook-body.ts';
import { signatureHeaders } from '../sending/webhook-signature.ts';
import { defineChannel } from '../channel.ts';
import type { WebhookSettings } from '../../core/channels.ts';

export const webhookChannel = defineChannel<WebhookSettings>({
  kind: 'webhook',
  description: 'Posts JSON to an address, signed by Standard Webhooks; also as Alertmanager does.',
  maxAlerts: 1_000,
  digestAlerts: ({ maxAlerts }) => maxAlerts,
  parseSettings: (settings) => settingsOf('webhook', settings, ['url', 'format']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, { deliveryId, at, signal, externalUrl }) {
    const { url, headers, secrets } = settings;
    const { body, contentType } = writeWebhookBody(settings, notification, externalUrl);
    const answer = await sendHttp({
      url,
      // What identifies and signs is hawkwatch's, whatever headers are configured.
      headers: {
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        'content-type': contentType,
        ...signatureHeaders(secrets, { id: deliveryId, at, body }),
      },
      body,
      signal,
      at,
      secrets: [...secrets, ...Object.values(headers).flatMap(secretsOfHeader)],
    });
    return { status: answer.status, body: answer.excerpt };
  },
});
