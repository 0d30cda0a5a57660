// What waits for a channel that may not be sent as much becomes one message that names every alert. Of an
// alert it says that it fired, that it is resolved, or both, in this order; nothing is left out: a digest has
// no more than a message of its channel shows, and what is more is the next one.
import { severityRank } from '../../core/alerts.ts';
import type { Notification, NotifiedAlert } from '../../core/notifications.ts';
import { strictestOf } from '../../core/role.ts';
import type { Random } from '../../core/random.ts';
import { claimMergeable, countWaiting, insertDigests } from '../../store/delivery-digests.ts';
import { cutAlerts, largestContent, mostAlertsOfContent } from '../content-size.ts';
import type { ClaimOptions } from './claim.ts';

/** Deliveries that are looked at in one go, and what they may take of memory. */
const mostMerged = 2000;
const mostMergedBytes = 16_000_000;

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

/** In pieces of so many alerts, none too large: a single notification may have more than a message shows. */
function cutDigest(digest: Notification, most: number): readonly Notification[] {
  const pieces = cutAlerts(digest.alerts, most);
  if (pieces.length < 2) return [digest];
  return pieces.map((alerts) => pieceOf(digest, alerts));
}

/** A digest that names only these of its alerts. */
export function pieceOf(digest: Notification, alerts: readonly NotifiedAlert[]): Notification {
  const isOver = alerts.every(({ status }) => status === 'resolved');
  return { ...digest, status: isOver ? 'resolved' : digest.status, alerts };
}

/** Makes digests of what waits for a channel when that is more than may be sent. */
export function createDigests({ random }: { readonly random: Random }): ClaimOptions['merge'] {
  return async (tx, { settings, kind }, total, now) => {
    if (kind.digests === false) return;
    const waiting = await countWaiting(tx.q, settings.name, total + 1);
    if (waiting <= total || waiting < 2) return;
    const shown = kind.digestAlerts?.(settings.settings) ?? kind.maxAlerts;
    const mostAlerts = Math.max(1, Math.min(shown, mostAlertsOfContent));
    const found = await claimMergeable(tx.q, settings.name, {
      mostAlerts,
      limit: mostMerged,
      mostBytes: mostMergedBytes,
    });
    if (found.length < 2) return;
    let part: typeof found = [];
    let count = 0;
    let size = 0;
    let isWritten = false;
    const write = async (): Promise<void> => {
      // A single one, too: what comes after it is merged, and must come after it. So must a digest that
      // was there already, once something before it is written anew.
      const [first] = part;
      if (part.length >= 2 || (first !== undefined && (isWritten || !first.isDigest))) {
        const contents = part.map((one) => one.content);
        const digests = cutDigest(makeDigest(settings.name, contents), mostAlerts).map(
          (content) => ({
            id: random.uuid(),
            content,
          }),
        );
        const mergedIds = part.map(({ id }) => id);
        const audience = strictestOf(part.map((one) => one.audience));
        await insertDigests(tx.q, settings.name, { digests, mergedIds, audience }, now);
        isWritten = true;
      }
      part = [];
      count = 0;
      size = 0;
    };
    for (const one of found) {
      const alerts = one.content.alerts.length;
      const characters = JSON.stringify(one.content.alerts).length;
      if (part.length > 0 && (count + alerts > mostAlerts || size + characters > largestContent)) {
        await write();
      }
      part.push(one);
      count += alerts;
      size += characters;
    }
    await write();
  };
}
