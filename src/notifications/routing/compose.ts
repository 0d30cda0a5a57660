// What is told of a group, as plain data: alerts as they stand now, with what changed before them.
import type { Notification, NotifyReason } from '../../core/notifications.ts';
import { strictestOf } from '../../core/role.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { listSuspectReasons } from '../../store/alert-suspects.ts';
import type { GroupRow } from '../../store/notification-groups.ts';
import type { Queryable } from '../../store/store.ts';
import type { NewDelivery } from '../delivery-queue.ts';
import { toNotifiedAlert } from '../notified-alert.ts';
import { cutGroup } from './cut-group.ts';

/** Something to tell, before it is worded. */
export interface Telling {
  readonly group: Pick<GroupRow, 'id' | 'key' | 'route' | 'channel' | 'labels' | 'escalation'>;
  readonly reason: NotifyReason;
  readonly status: 'firing' | 'resolved';
  readonly firing: readonly AlertRow[];
  readonly resolved: readonly AlertRow[];
  /** Ids of those that have to be named. */
  readonly fresh: ReadonlySet<string>;
}

/** The deliveries that tell it; what changed before the alerts is read once for all. */
export async function composeDeliveries(
  q: Queryable,
  tellings: readonly Telling[],
): Promise<readonly NewDelivery[]> {
  const ids = new Set(tellings.flatMap(({ firing }) => firing.map(({ id }) => id)));
  const suspects = await listSuspectReasons(q, [...ids]);
  return tellings.flatMap((telling) => {
    const audience = strictestOf(
      [...telling.firing, ...telling.resolved].map((alert) => alert.audience),
    );
    return cutGroup(toNotification(telling, suspects), telling.fresh).map(
      (notification, index): NewDelivery => ({
        orderKey: telling.group.key,
        // Where a receiver's message is changed later, that is the one with the worst.
        groupId: index === 0 ? telling.group.id : null,
        channel: telling.group.channel,
        alertIds: notification.alerts.map(({ id }) => id),
        audience,
        notification,
      }),
    );
  });
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
