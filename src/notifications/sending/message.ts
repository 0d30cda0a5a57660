// What is said of a notification when no template says it: a title, and one item for each alert. Plain
// texts; how they are written for a service is the channel's business, and so is how much fits.
import { severityRank, type Severity } from '../../core/alerts.ts';
import type { Notification, NotifiedAlert, NotifyReason } from '../../core/notifications.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { chooseFairly } from './fair-choice.ts';

export interface MessageItem {
  /** As `CRITICAL`, `ACKNOWLEDGED` or `RESOLVED`. */
  readonly mark: string;
  readonly title: string;
  readonly text: string;
  /** As `database: shop`. */
  readonly facts: readonly string[];
  /** What changed just before, most likely cause first. */
  readonly suspects: readonly string[];
  readonly url: string | null;
}

export interface Message {
  readonly title: string;
  /** Of the worst alert that fires; null when none does. */
  readonly severity: Severity | null;
  readonly status: 'firing' | 'resolved';
  /** Why it is sent, where that is not plain; what went wrong with a template. */
  readonly notes: readonly string[];
  readonly items: readonly MessageItem[];
  /** Where hawkwatch is reached by people. */
  readonly link: string | null;
}

/** The mark of items that are over. */
export const resolvedMark = 'RESOLVED';

const longestTitle = 300;
const longestFact = 200;
const mostFacts = 12;
const mostWritten = 1_000;
const nothing = { title: '', text: '', facts: [], suspects: [], url: null };
const firingElsewhere: MessageItem = { ...nothing, mark: 'FIRING' };
const resolvedElsewhere: MessageItem = { ...nothing, mark: resolvedMark };

const reasons: Readonly<Partial<Record<NotifyReason, string>>> = {
  REPEAT: 'Told again: it still lasts.',
  DIGEST: 'A digest: more came than this channel may be sent one by one.',
  REDELIVERY: 'Sent again by hand.',
};

/** What is said of a notification. */
export function describeNotification(
  notification: Notification,
  { externalUrl }: { readonly externalUrl: string | null },
): Message {
  const { alerts, escalation, reason, status } = notification;
  const worst = worstOf(alerts.filter((alert) => alert.status === 'firing'));
  const escalated =
    escalation === null
      ? []
      : [`Level ${escalation.level} of the escalation policy ${escalation.policy}.`];
  const why = reasons[reason];
  return {
    title: cleanLine(titleOf(notification), longestTitle),
    severity: worst ?? null,
    status,
    notes: [...escalated, ...(why === undefined ? [] : [why]), ...notesOfMore(notification)].map(
      (note) => cleanLine(note, longestTitle),
    ),
    items: itemsOf(notification),
    link: externalUrl,
  };
}

/** The worst severity among alerts; undefined when there is none. */
export function worstOf(alerts: readonly NotifiedAlert[]): Severity | undefined {
  return alerts
    .map((alert) => alert.severity)
    .reduce<Severity | undefined>(
      (worst, one) =>
        worst === undefined || severityRank(one) < severityRank(worst) ? one : worst,
      undefined,
    );
}

/** What is told of it in one line. */
export function titleOf({ alerts, kind, event, status, more }: Notification): string {
  if (kind === 'TEST') return 'Test notification of hawkwatch';
  if (event !== null) return `${event.type}: ${event.subject}`;
  const [first] = alerts;
  if (first === undefined) return status === 'resolved' ? 'All is resolved' : 'Alerts are firing';
  const total = alerts.length + moreThanNamed({ more });
  if (total === 1) return `${markOf(first)}: ${first.title}`;
  const named = alerts.filter((alert) => alert.status === 'firing');
  const firing = named.length + (more?.firing ?? 0);
  const resolved = total - firing;
  const worst = worstOf(named);
  const counts = [
    ...(firing === 0 ? [] : [`${firing} firing${worst === undefined ? '' : ` (${worst})`}`]),
    ...(resolved === 0 ? [] : [`${resolved} resolved`]),
  ];
  return `${counts.join(', ')}: ${cleanLine(first.title, 120)} and ${total - 1} more`;
}

/** How many alerts its group has that it does not name. */
export const moreThanNamed = ({ more }: Pick<Notification, 'more'>): number =>
  more === undefined ? 0 : more.firing + more.resolved;

function notesOfMore(notification: Notification): string[] {
  const { alerts } = notification;
  const more = moreThanNamed(notification);
  if (more === 0) return [];
  return [
    `The group has ${alerts.length + more} alerts, ${alerts.length} of them are named here; the others ` +
      'by the messages before and after this one, and all that are open by the query `alerts`.',
  ];
}

function markOf({ status, state, severity }: NotifiedAlert): string {
  if (status === 'resolved') return resolvedMark;
  return state === 'ACKNOWLEDGED' ? `${severity} (acknowledged)` : severity;
}

function itemsOf({ alerts, event, kind, more }: Notification): MessageItem[] {
  // No channel shows more; of the others it is only counted what they are.
  const written = new Set(chooseFairly(alerts, mostWritten, ({ status }) => status === 'resolved'));
  const items = [
    ...alerts.map((alert) =>
      written.has(alert) ? itemOfAlert(alert) : { ...nothing, mark: markOf(alert) },
    ),
    ...Array.from({ length: more?.firing ?? 0 }, () => firingElsewhere),
    ...Array.from({ length: more?.resolved ?? 0 }, () => resolvedElsewhere),
  ];
  if (event !== null) return [itemOfEvent(event), ...items];
  if (kind !== 'TEST') return items;
  const text = 'If you can read this, the channel works. Nothing is wrong.';
  const test = { mark: 'TEST', title: 'A test', text, facts: [], suspects: [], url: null };
  return [test, ...items];
}

function itemOfAlert(alert: NotifiedAlert): MessageItem {
  const { database, subject, labels, value, acknowledgedBy, startedAt, resolvedAt } = alert;
  const { database: _same, subject: _too, ...others } = labels;
  const known: readonly (readonly [string, string | number | null])[] = [
    ['database', database],
    ['about', subject],
    ...Object.entries(others),
    ['value', value],
    ['since', startedAt],
    ['until', resolvedAt],
    ['acknowledged by', acknowledgedBy],
  ];
  return {
    mark: markOf(alert),
    title: cleanLine(alert.title, longestTitle),
    text: cleanText(alert.message, 2_000),
    facts: factsOf(known),
    suspects: alert.suspects.slice(0, 3).map((suspect) => cleanLine(suspect, 300)),
    url: httpUrl(alert.url),
  };
}

function itemOfEvent(event: NonNullable<Notification['event']>): MessageItem {
  const payload = typeof event.payload === 'object' && event.payload !== null ? event.payload : {};
  const plain = Object.entries(payload).flatMap(([key, value]): [string, string][] =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
  );
  return {
    mark: 'EVENT',
    title: cleanLine(`${event.type}: ${event.subject}`, longestTitle),
    text: '',
    facts: factsOf([['at', event.at], ...plain]),
    suspects: [],
    url: null,
  };
}

function factsOf(known: readonly (readonly [string, string | number | null])[]): string[] {
  return known
    .filter(([, value]) => value !== null && value !== '')
    .slice(0, mostFacts)
    .map(([key, value]) => `${cleanLine(key, 60)}: ${cleanLine(String(value), longestFact)}`);
}

/** The URL, if it is one that a person can open. */
export function httpUrl(url: string | null): string | null {
  if (url === null || url.length > 2_000 || /\s/.test(url) || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
