// PagerDuty, Events API version 2: incidents are triggered, acknowledged and resolved by the key of their
// group; events become change events, which call nobody.
import { createHash } from 'node:crypto';

import type { PagerDutySettings } from '../../core/channels.ts';
import type { Severity } from '../../core/alerts.ts';
import type { Notification } from '../../core/notifications.ts';
import { defineChannel, type SendContext } from '../channel.ts';
import { cleanLine, cutText } from '../sending/clean-text.ts';
import { hostOf, sendHttp } from '../sending/http-send.ts';
import { writeTexts } from '../sending/own-texts.ts';
import { settingsOf } from '../sending/settings.ts';
import { plainMarkup, writeItems } from '../sending/write-items.ts';

const maxAlerts = 100;
const longestSummary = 1_024;
const longestDetails = 60_000;

const severities: Readonly<Record<Severity, string>> = {
  CRITICAL: 'critical',
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'info',
};

export const pagerDutyChannel = defineChannel<PagerDutySettings>({
  kind: 'pagerduty',
  description: 'Triggers, acknowledges and resolves incidents of PagerDuty; events as changes.',
  maxAlerts,
  parseSettings: (settings) => settingsOf('pagerduty', settings, ['routingKey', 'url']),
  describeTarget: ({ url }) => hostOf(url),
  async send(settings, notification, context) {
    const { routingKey, url } = settings;
    const isChange = notification.kind === 'EVENT';
    const content = isChange
      ? changeOf(settings, notification, context)
      : incidentOf(settings, notification, context);
    const answer = await sendHttp({
      url: `${url}${isChange ? '/v2/change/enqueue' : '/v2/enqueue'}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing_key: routingKey, ...content }),
      signal: context.signal,
      at: context.at,
      secrets: [routingKey],
    });
    return { status: answer.status, body: answer.excerpt };
  },
});

/** What is done to the group's incident. */
function actionOf({ kind, status, reason, alerts }: Notification): string {
  if (kind === 'ALERTS' && status === 'resolved') return 'resolve';
  const firing = alerts.filter((alert) => alert.status === 'firing');
  const taken = firing.length > 0 && firing.every(({ state }) => state === 'ACKNOWLEDGED');
  // Nothing can be acknowledged that was not triggered before.
  const known = reason !== 'FIRST_NOTIFICATION' && reason !== 'ESCALATION';
  return kind === 'ALERTS' && taken && known ? 'acknowledge' : 'trigger';
}

function incidentOf(
  settings: PagerDutySettings,
  notification: Notification,
  context: SendContext,
): Readonly<Record<string, unknown>> {
  const { kind, groupKey } = notification;
  const key = kind === 'TEST' ? `test ${context.deliveryId}` : groupKey;
  const named = {
    event_action: actionOf(notification),
    dedup_key: createHash('sha256').update(key).digest('hex'),
  };
  if (named.event_action !== 'trigger') return named;
  const { summary, details, severity, links } = textsOf(settings, notification, context);
  const [first] = notification.alerts;
  return {
    ...named,
    payload: {
      summary,
      source: cleanLine(first?.subject ?? 'hawkwatch', 255),
      severity,
      ...(first === undefined
        ? {}
        : { timestamp: first.startedAt, class: cutText(first.type, 255) }),
      group: cleanLine(notification.route, 255),
      custom_details: details,
    },
    client: 'hawkwatch',
    ...(context.externalUrl === null ? {} : { client_url: context.externalUrl }),
    links,
  };
}

function changeOf(
  settings: PagerDutySettings,
  notification: Notification,
  context: SendContext,
): Readonly<Record<string, unknown>> {
  const { summary, details, links } = textsOf(settings, notification, context);
  return {
    payload: {
      summary,
      source: cleanLine(notification.event?.subject ?? 'hawkwatch', 255),
      timestamp: notification.event?.at ?? context.at.toISOString(),
      custom_details: details,
    },
    links,
  };
}

function textsOf(
  settings: PagerDutySettings,
  notification: Notification,
  { externalUrl }: SendContext,
) {
  const { title, body, message } = writeTexts(settings, notification, { externalUrl, maxAlerts });
  const { items, more } = writeItems(message.items, plainMarkup, {
    items: maxAlerts,
    size: longestDetails,
  });
  const suspects = message.items.flatMap((item) => item.suspects).slice(0, 10);
  const urls = message.items.flatMap(({ title: text, url }) =>
    url === null ? [] : [{ href: url, text: cutText(text, 100) }],
  );
  return {
    summary: cutText(title, longestSummary),
    severity: message.severity === null ? 'info' : severities[message.severity],
    details: {
      alerts: body === null ? items : cutText(body, longestDetails),
      ...(more === null ? {} : { more }),
      ...(suspects.length === 0 ? {} : { changed_just_before: suspects }),
      ...(message.notes.length === 0 ? {} : { notes: message.notes }),
    },
    links: [
      ...(message.link === null ? [] : [{ href: message.link, text: 'hawkwatch' }]),
      ...urls.slice(0, 10),
    ],
  };
}
