// Opsgenie, and what takes its alert API version 2. An alert's alias is the key of its group.
import { createHash } from 'node:crypto';

import type { OpsgenieSettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import type { Notification } from '../../core/notifications.ts';
import { defineChannel, type SendContext } from '../channel.ts';
import { cleanLine, cutText } from '../sending/clean-text.ts';
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { writeItems, type Markup } from '../sending/write-items.ts';

const maxAlerts = 60;
const limits = { message: 130, description: 15_000, tag: 50, tags: 20, entity: 512, details: 500 };

const priorities: Readonly<Record<Severity, string>> = {
  CRITICAL: 'P1',
  ERROR: 'P2',
  WARNING: 'P3',
  INFO: 'P5',
};

// HTML is read in messages but in some places shown as it stands, so its brackets become others.
const harmless = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›');
const markup: Markup = {
  text: harmless,
  bold: (text) => text,
  link: (text, url) => `${harmless(text)} ${url}`,
};

export const opsgenieChannel = defineChannel<OpsgenieSettings>({
  kind: 'opsgenie',
  description: 'Creates, acknowledges and closes alerts of Opsgenie, or of what takes its API.',
  maxAlerts,
  // What was opened with a key has to be closed with it.
  digests: false,
  values: { escape: harmless },
  parseSettings: (settings) => settingsOf('opsgenie', settings, ['apiKey', 'url']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, context) {
    const { apiKey, url } = settings;
    const own = notification.kind === 'ALERTS' ? notification.groupKey : context.deliveryId;
    const alias = createHash('sha256').update(own).digest('hex');
    const action = actionOf(notification);
    const source = { source: 'hawkwatch' };
    const answer = await sendHttp({
      url:
        action === 'create'
          ? `${url}/v2/alerts`
          : `${url}/v2/alerts/${alias}/${action}?identifierType=alias`,
      headers: { 'content-type': 'application/json', authorization: `GenieKey ${apiKey}` },
      body: JSON.stringify(
        action === 'create'
          ? { ...contentOf(settings, notification, context), alias, ...source }
          : source,
      ),
      signal: context.signal,
      at: context.at,
      secrets: [apiKey],
    });
    return { status: answer.status, body: answer.excerpt };
  },
});

function actionOf({
  kind,
  status,
  reason,
  alerts,
}: Notification): 'create' | 'close' | 'acknowledge' {
  if (kind !== 'ALERTS') return 'create';
  if (status === 'resolved') return 'close';
  const firing = alerts.filter((alert) => alert.status === 'firing');
  const taken = firing.length > 0 && firing.every(({ state }) => state === 'ACKNOWLEDGED');
  const known = reason !== 'FIRST_NOTIFICATION' && reason !== 'ESCALATION';
  return taken && known ? 'acknowledge' : 'create';
}

function contentOf(
  settings: OpsgenieSettings,
  notification: Notification,
  { externalUrl }: SendContext,
): Readonly<Record<string, unknown>> {
  const options = { externalUrl, escape: harmless, maxAlerts };
  const { title, body, message } = writeTexts(settings, notification, options);
  const notes = message.notes.map(harmless);
  const room = limits.description - notes.join('\n').length - 400;
  const { items, more } = writeItems(message.items, markup, { items: maxAlerts, size: room });
  const link = message.link === null ? [] : [`hawkwatch: ${message.link}`];
  const texts =
    body === null ? [...items, ...(more === null ? [] : [more])] : [cutText(body, room)];
  const [first] = notification.alerts;
  const severity = message.severity?.toLowerCase();
  const tags = [...settings.tags, 'hawkwatch', ...(severity === undefined ? [] : [severity])];
  return {
    message: cutText(harmless(title), limits.message),
    description: cutText([...notes, ...texts, ...link].join('\n\n'), limits.description),
    priority: message.severity === null ? 'P5' : priorities[message.severity],
    entity: cleanLine(first?.subject ?? notification.event?.subject ?? 'hawkwatch', limits.entity),
    tags: tags.slice(0, limits.tags).map((tag) => cleanLine(tag, limits.tag)),
    details: {
      route: cleanLine(notification.route, limits.details),
      reason: notification.reason,
      ...(first === undefined ? {} : { rule: cleanLine(first.rule, limits.details) }),
    },
  };
}
