// What is told of a group, as plain data: alerts as they stand now, with what changed before them.
import type { Notification, NotifyReason } from '../../core/notifications.ts';
import { strictestOf } from '../../core/role.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { listSuspectReasons } from '../../store/alert-suspects.ts';
import type { GroupRow } from '../../store/notification-groups.ts';
import type { Queryable } from '../../store/store.ts';
import type { NewDelivery } from '../delivery-queue.ts';
import { toNotifiedAlert } from '../notified-alert.ts';

/** Something to tell, before it is worded. */
export interface Telling {
  readonly group: Pick<GroupRow, 'id' | 'key' | 'route' | 'channel' | 'labels' | 'escalation'>;
  readonly reason: NotifyReason;
  readonly status: 'firing' | 'resolved';
  readonly firing: readonly AlertRow[];
  readonly resolved: readonly AlertRow[];
}

/** The deliveries that tell it; what changed before the alerts is read once for all. */
export async function composeDeliveries(
  q: Queryable,
  tellings: readonly Telling[],
): Promise<readonly NewDelivery[]> {
  const ids = new Set(tellings.flatMap(({ firing }) => firing.map(({ id }) => id)));
  const suspects = await listSuspectReasons(q, [...ids]);
  return tellings.map((telling) => ({
    orderKey: telling.group.key,
    groupId: telling.group.id,
    channel: telling.group.channel,
    alertIds: [...telling.firing, ...telling.resolved].map(({ id }) => id),
    audience: strictestOf([...telling.firing, ...telling.resolved].map(({ audience }) => audience)),
    notification: toNotification(telling, suspects),
  }));
}

function toNotification(
  { group, reason, status, firing, resolved }: Telling,
  suspects: ReadonlyMap<string, readonly string[]>,
): Notification {
  return {
    kind: 'ALERTS',
    reason,
    status,
    route: group.route,
    groupKey: group.key,
    groupLabels: group.labels,
    alerts: [
      ...firing.map((alert) => toNotifiedAlert(alert, suspects.get(alert.id) ?? [])),
      ...resolved.map((alert) => toNotifiedAlert(alert, [])),
    ],
    escalation: group.escalation,
    event: null,
  };
}
