// Texts by templates of one's own. A template that fails is never the reason that somebody is not told:
// the usual text is sent instead, and says what was wrong.
import { coerceError } from '../../core/errors.ts';
import type { MessageTemplates } from '../../core/channels.ts';
import type { Notification } from '../../core/notifications.ts';
import { parseTemplate, type Escaping } from '../../templates/template.ts';
import { cleanLine } from './clean-text.ts';
import { chooseFairly } from './fair-choice.ts';
import { describeNotification, httpUrl, moreThanNamed, type Message } from './message.ts';
import { boundTexts } from './plain-data.ts';

export interface OwnTexts {
  /** The usual title, or one's own. */
  readonly title: string;
  /** Null: the usual text is sent. */
  readonly body: string | null;
  /** What is said, with what went wrong among its notes. */
  readonly message: Message;
}

export interface TextOptions {
  readonly externalUrl: string | null;
  /** Makes a value plain text for the service, whatever stands in it. */
  readonly escape?: ((text: string) => string) | undefined;
  readonly escaping?: Escaping | undefined;
  /** Alerts that templates see; what is more is `moreAlerts`. */
  readonly maxAlerts: number;
}

const longestTitle = 500;
const longestValue = 4_000;

/** Title and body of a notification by the channel's templates, as far as it has some. */
export function writeTexts(
  templates: MessageTemplates,
  notification: Notification,
  options: TextOptions,
): OwnTexts {
  const message = describeNotification(notification, options);
  if (templates.title === undefined && templates.body === undefined) {
    return { title: message.title, body: null, message };
  }
  const title = render('title', templates.title, notification, { ...options, escape: undefined });
  const body = render('body', templates.body, notification, options);
  const faults = [title.fault, body.fault].filter((fault) => fault !== null);
  const own = cleanLine(title.text ?? '', longestTitle);
  return {
    title: own === '' ? message.title : own,
    // A text of nothing tells nothing.
    body: body.text === null || body.text.trim() === '' ? null : body.text,
    message: { ...message, notes: [...message.notes, ...faults] },
  };
}

interface Rendered {
  readonly text: string | null;
  readonly fault: string | null;
}

function render(
  key: string,
  template: string | undefined,
  notification: Notification,
  options: TextOptions,
): Rendered {
  if (template === undefined) return { text: null, fault: null };
  try {
    const escaping = key === 'title' ? 'none' : (options.escaping ?? 'none');
    return {
      text: renderNotification(template, notification, { ...options, escaping }),
      fault: null,
    };
  } catch (error) {
    const { message } = coerceError(error);
    return {
      text: null,
      fault: cleanLine(`The channel's ${key} template failed: ${message}`, 300),
    };
  }
}

/**
 * The text of a template over a notification.
 * @throws InvalidInputError
 */
export function renderNotification(
  template: string,
  notification: Notification,
  options: TextOptions,
): string {
  const data = templateData(notification, options);
  return parseTemplate(template, options.escaping ?? 'none').render(data);
}

function templateData(
  notification: Notification,
  { externalUrl, escape = (text) => text, maxAlerts }: TextOptions,
): Readonly<Record<string, unknown>> {
  const { kind, reason, status, route, groupKey, groupLabels, escalation, event } = notification;
  const { title } = describeNotification(notification, { externalUrl });
  const values = { title, kind, reason, status, route, groupKey, groupLabels, escalation, event };
  const shown = chooseFairly(
    notification.alerts,
    maxAlerts,
    (alert) => alert.status === 'resolved',
  );
  const total = notification.alerts.length + moreThanNamed(notification);
  const alerts = shown.map((alert) => ({
    status: alert.status,
    data: boundTexts({ ...alert, url: httpUrl(alert.url) }, longestValue, escape),
  }));
  const those = (status: string): unknown[] =>
    alerts.filter((alert) => alert.status === status).map(({ data }) => data);
  return {
    ...Object.fromEntries(
      Object.entries({ ...values, externalUrl }).map(([key, one]) => [
        key,
        boundTexts(one, longestValue, escape),
      ]),
    ),
    alerts: alerts.map(({ data }) => data),
    firing: those('firing'),
    resolved: those('resolved'),
    totalAlerts: total,
    moreAlerts: total - shown.length,
  };
}
