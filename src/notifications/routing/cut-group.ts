// What is told of a group that is too large for one content: the first delivery names the worst and says how
// many more there are; what the receiver does not know yet and has no room there is named by further ones,
// shortly. What he was told before is counted. Pure.
import type { Notification, NotifiedAlert } from '../../core/notifications.ts';
import { cutAlerts, largestContent, mostAlertsOfContent, sizeOf } from '../content-size.ts';
import { byTurns } from '../sending/fair-choice.ts';

// So few are never too large.
const few = 16;
const longestText = 300;
const mostLabels = 12;

const isOver = ({ status }: NotifiedAlert): boolean => status === 'resolved';

/** The notifications that tell it, in order; mostly a single one, as it is. */
export function cutGroup(
  whole: Notification,
  fresh: ReadonlySet<string>,
): readonly [Notification, ...Notification[]] {
  const { alerts } = whole;
  if (alerts.length <= few || isSmall(alerts)) return [whole];
  const shown = choose(alerts, fresh);
  const first = alerts.filter((alert) => shown.has(alert));
  const others = alerts.filter((alert) => !shown.has(alert) && fresh.has(alert.id)).map(shortly);
  return [withAlerts(whole, first), ...cutAlerts(others).map((some) => withAlerts(whole, some))];
}

function isSmall(alerts: readonly NotifiedAlert[]): boolean {
  if (alerts.length > mostAlertsOfContent) return false;
  return alerts.reduce((size, alert) => size + sizeOf(alert), 0) <= largestContent;
}

/** What is new before what is known, the worst first, what fires and what is over by turns. */
function choose(
  alerts: readonly NotifiedAlert[],
  fresh: ReadonlySet<string>,
): ReadonlySet<NotifiedAlert> {
  const inTurns = (some: readonly NotifiedAlert[]): readonly NotifiedAlert[] =>
    byTurns(some, isOver).flatMap((index) => some[index] ?? []);
  const order = [
    ...inTurns(alerts.filter(({ id }) => fresh.has(id))),
    ...inTurns(alerts.filter(({ id }) => !fresh.has(id))),
  ];
  const [first = []] = cutAlerts(order);
  return new Set(first);
}

/** Names it, with little more. */
function shortly(alert: NotifiedAlert): NotifiedAlert {
  const { message, labels } = alert;
  return {
    ...alert,
    message: message.slice(0, longestText).toWellFormed(),
    labels: Object.fromEntries(
      Object.entries(labels)
        .slice(0, mostLabels)
        .map(([key, value]) => [key, value.slice(0, longestText).toWellFormed()]),
    ),
    suspects: [],
  };
}

function withAlerts(whole: Notification, alerts: readonly NotifiedAlert[]): Notification {
  const resolvedOf = (some: readonly NotifiedAlert[]): number => some.filter(isOver).length;
  const resolved = resolvedOf(whole.alerts) - resolvedOf(alerts);
  const firing = whole.alerts.length - alerts.length - resolved;
  return { ...whole, alerts, more: { firing, resolved } };
}
