// What waits for a channel that may not be sent as much becomes one message that names every alert. Of an
// alert it says that it fired, that it is resolved, or both, in this order; nothing is left out.
import { severityRank } from '../../core/alerts.ts';
import type { Notification, NotifiedAlert } from '../../core/notifications.ts';
import type { Random } from '../../core/random.ts';
import { claimMergeable, countWaiting, insertDigest } from '../../store/delivery-digests.ts';
import type { ClaimOptions } from './claim.ts';

/** Alerts of one digest; with more there are several. */
export const mostAlertsOfDigest = 1000;
/** Deliveries that are looked at in one go. */
const mostMerged = 2000;

/** The digest of notifications, given in the order in which they were written. */
export function makeDigest(channel: string, contents: readonly Notification[]): Notification {
  // Of each alert what was last said of it firing, and of it resolved. One that fired again keeps its
  // resolution from before only under its own id: a new alert has a new one.
  const alerts = new Map<string, NotifiedAlert>();
  for (const { alerts: told } of contents) {
    for (const alert of told) {
      const key = `${alert.id} ${alert.status}`;
      alerts.delete(key);
      alerts.set(key, alert);
    }
  }
  const firing = [...alerts.values()]
    .filter(({ status }) => status === 'firing')
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
  const resolved = [...alerts.values()].filter(({ status }) => status === 'resolved');
  const over = new Set(resolved.map(({ id }) => id));
  const routes = new Set(contents.map(({ route }) => route));
  const [route = ''] = routes;
  return {
    kind: 'ALERTS',
    reason: 'DIGEST',
    status: firing.every(({ id }) => over.has(id)) ? 'resolved' : 'firing',
    route: routes.size === 1 ? route : 'several',
    groupKey: `digest/${channel}`,
    groupLabels: {},
    alerts: [...firing, ...resolved],
    escalation: null,
    event: null,
  };
}

/** Makes digests of what waits for a channel when that is more than may be sent. */
export function createDigests({ random }: { readonly random: Random }): ClaimOptions['merge'] {
  return async (tx, { settings, kind }, total, now) => {
    if (kind.digests === false) return;
    const waiting = await countWaiting(tx.q, settings.name, total + 1);
    if (waiting <= total || waiting < 2) return;
    const found = await claimMergeable(tx.q, settings.name, {
      mostAlerts: mostAlertsOfDigest,
      limit: mostMerged,
    });
    if (found.length < 2) return;
    let part: typeof found = [];
    let size = 0;
    const write = async (): Promise<void> => {
      // A single one, too: what comes after it is merged, and must come after it.
      const [first] = part;
      if (part.length >= 2 || (first !== undefined && !first.isDigest)) {
        const content = makeDigest(
          settings.name,
          part.map((one) => one.content),
        );
        const mergedIds = part.map(({ id }) => id);
        await insertDigest(tx.q, settings.name, { id: random.uuid(), content, mergedIds }, now);
      }
      part = [];
      size = 0;
    };
    for (const one of found) {
      const count = one.content.alerts.length;
      if (part.length > 0 && size + count > mostAlertsOfDigest) await write();
      part.push(one);
      size += count;
    }
    await write();
  };
}
