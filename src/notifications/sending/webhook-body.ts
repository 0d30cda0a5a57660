// Bodies of webhooks: hawkwatch's own form, Alertmanager's version 4, or a template's text. The same
// notification always makes the same body, so that a repetition is one to the byte.
import type { WebhookSettings } from '../../core/channels.ts';
import type { Notification, NotifiedAlert, NotifyReason } from '../../core/notifications.ts';
import type { Labels } from '../../core/alerts.ts';
import { matchedLabels, ruleLabel } from '../../core/alerts.ts';
import { cleanText } from './clean-text.ts';
import { byTurns } from './fair-choice.ts';
import { httpUrl, moreThanNamed, titleOf } from './message.ts';
import { writeTexts } from './own-texts.ts';
import { boundTexts } from './plain-data.ts';

const longestValue = 4_000;
const longestTitle = 500;
// Receivers refuse bodies that are too large; what is left out is counted.
const largestBody = 500_000;

/** What is posted, and its type. */
export function writeWebhookBody(
  settings: WebhookSettings,
  notification: Notification,
  externalUrl: string | null,
): { readonly body: string; readonly contentType: string } {
  const { maxAlerts, format, contentType } = settings;
  const { body, message } = writeTexts(settings, notification, { externalUrl, maxAlerts });
  const isJson = /[/+]json\b/i.test(contentType);
  if (body !== null && (!isJson || isJsonText(body))) return { body, contentType };
  const brokenJson =
    body === null ? [] : ["The channel's body template failed: what it wrote is no JSON."];
  const faults = [
    ...message.notes.filter((note) => note.includes('template failed')),
    ...brokenJson,
  ];
  const { alerts, left: unshown } = fit(notification.alerts, maxAlerts);
  const left = unshown + moreThanNamed(notification);
  const shown = bounded({ ...notification, alerts });
  const written =
    format === 'alertmanager'
      ? alertmanagerBody(shown, { externalUrl, left, faults, all: notification.alerts })
      : hawkwatchBody(shown, { externalUrl, left, faults });
  return { body: JSON.stringify(written), contentType: 'application/json' };
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The only way to ask: what is none is a SyntaxError.
    return false;
  }
}

function fit(alerts: readonly NotifiedAlert[], most: number) {
  const shown = new Map<number, NotifiedAlert>();
  let size = 0;
  for (const index of byTurns(alerts, ({ status }) => status === 'resolved').slice(0, most)) {
    const alert = alerts[index];
    if (alert === undefined) break;
    const one = bounded(alert);
    size += JSON.stringify(one).length;
    // The first is always told, however large it is.
    if (size > largestBody && shown.size > 0) break;
    shown.set(index, one);
  }
  const inOrder = [...shown].toSorted(([a], [b]) => a - b).map(([, alert]) => alert);
  return { alerts: inOrder, left: alerts.length - shown.size };
}

/** Of the same form: only its texts are shorter. */
function bounded<Data extends Notification | NotifiedAlert>(data: Data): Data {
  return boundTexts(data, longestValue) as Data;
}

interface BodyOptions {
  readonly externalUrl: string | null;
  readonly left: number;
  readonly faults: readonly string[];
}

function hawkwatchBody(notification: Notification, { externalUrl, left, faults }: BodyOptions) {
  const { kind, reason, status, route, groupKey, groupLabels, alerts, escalation, event } =
    notification;
  const data = {
    kind,
    reason,
    status,
    route,
    groupKey,
    groupLabels,
    escalation,
    event,
    externalUrl,
  };
  return {
    type: typeOf(notification),
    timestamp: timeOf(notification),
    data: {
      title: cleanText(titleOf(notification), longestTitle),
      ...data,
      alerts,
      truncatedAlerts: left,
      ...(faults.length === 0 ? {} : { faults }),
    },
  };
}

function typeOf({ kind, event, status }: Notification): string {
  if (kind === 'TEST') return 'notification.test';
  return event === null ? `alerts.${status}` : event.type;
}

/** When it happened: the newest time of what is told. */
function timeOf({ alerts, event }: Notification): string {
  if (event !== null) return event.at;
  const times = alerts.flatMap(({ startedAt, resolvedAt }) => [startedAt, resolvedAt ?? startedAt]);
  return times.reduce(
    (newest, time) => (time > newest ? time : newest),
    '1970-01-01T00:00:00.000Z',
  );
}

const alertmanagerReasons: Readonly<Record<NotifyReason, string>> = {
  FIRST_NOTIFICATION: 'first notification',
  NEW_ALERTS: 'new alerts added',
  SOME_RESOLVED: 'some alerts resolved',
  ALL_RESOLVED: 'all alerts resolved',
  REPEAT: 'repeat interval elapsed',
  ESCALATION: 'escalation',
  DIGEST: 'digest',
  EVENT: 'event',
  TEST: 'test',
  REDELIVERY: 'redelivery',
};

const openEnd = '0001-01-01T00:00:00Z';

interface AlertmanagerAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

function alertmanagerBody(
  notification: Notification,
  { externalUrl, left, faults, all }: BodyOptions & { readonly all: readonly NotifiedAlert[] },
) {
  const { groupKey, groupLabels, status, route, reason, kind } = notification;
  const alerts = notification.alerts.map(alertmanagerAlert);
  const shown = kind === 'ALERTS' ? alerts : [pseudoAlert(notification), ...alerts];
  const faulty = faults.length === 0 ? {} : { hawkwatch_fault: faults.join(' ') };
  return {
    version: '4',
    groupKey,
    truncatedAlerts: left,
    status,
    receiver: route,
    groupLabels,
    // Of all alerts, also of those that are left out.
    commonLabels: common([...shown.map(({ labels }) => labels), ...all.map(labelsOf)]),
    commonAnnotations: { ...common(shown.map(({ annotations }) => annotations)), ...faulty },
    externalURL: externalUrl ?? '',
    notification_reason: alertmanagerReasons[reason],
    alerts: shown,
  };
}

function labelsOf(alert: NotifiedAlert): Labels {
  return { ...matchedLabels(alert), severity: alert.severity.toLowerCase() };
}

function alertmanagerAlert(alert: NotifiedAlert): AlertmanagerAlert {
  const { status, title, message, suspects, startedAt, resolvedAt, url, fingerprint } = alert;
  return {
    status,
    labels: labelsOf(alert),
    annotations: {
      summary: title,
      description: message,
      ...(suspects.length === 0 ? {} : { suspects: suspects.join('; ') }),
    },
    startsAt: startedAt,
    endsAt: resolvedAt ?? openEnd,
    generatorURL: httpUrl(url) ?? '',
    // As many digits as Alertmanager's have.
    fingerprint: fingerprint.slice(0, 16),
  };
}

/** Events and tests have no alert; receivers of this form know nothing else. */
function pseudoAlert(notification: Notification): AlertmanagerAlert {
  const { event, groupKey } = notification;
  const subject: Labels = event === null ? {} : { subject: event.subject };
  return {
    status: 'firing',
    labels: { [ruleLabel]: typeOf(notification), severity: 'info', ...subject },
    annotations: { summary: titleOf(notification) },
    startsAt: timeOf(notification),
    endsAt: openEnd,
    generatorURL: '',
    fingerprint: Buffer.from(groupKey).toString('hex').slice(0, 16).padEnd(16, '0'),
  };
}

function common(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((one) => one[key] === value)),
  );
}
