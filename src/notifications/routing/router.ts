// The router: which channels are told of which alerts, in the transaction of the change. It follows the
// alert engine last, changes no alert, and sends nothing: it writes groups and deliveries.
//
// An alert becomes a member of its groups when it fires and is not suppressed. A new group without a wait is
// told at once; any other is looked at when it is due (`ticker.ts`). Groups are held in the order of their
// keys, after the alerts, which the engine holds.
import { isFiring } from '../../core/alerts.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { AlertChange, AlertChangeKind, AlertFollower } from '../../store/alert-changes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { EscalationTarget } from '../../store/escalation-target.ts';
import {
  claimDueGroups,
  deferDueGroup,
  insertMembers,
  listGroups,
  listMembers,
  listMembershipKeys,
  lockGroups,
  updateGroupsOf,
  updateIntervals,
  upsertGroups,
  type TouchedGroup,
  type WantedGroup,
} from '../../store/notification-groups.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import { lockTellableAlerts } from '../../store/tellable-alerts.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import { escalateTo } from './escalate.ts';
import { flushGroups } from './flush.ts';
import { createRouteTable, type RouteTable, type RoutingSettings } from './routes.ts';

export interface RouterOptions {
  readonly store: Store;
  readonly queue: DeliveryQueue;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: RoutingSettings;
  /** Called after the commit, when a group is to be looked at by then. */
  onDue(at: Date): void;
}

export interface Router extends AlertFollower, EscalationTarget {
  readonly table: RouteTable;
  /** Takes other routes and channels; `reroute` leads what fires already over them. */
  configure(settings: RoutingSettings): void;
  /** Leads every alert that fires over the routes as they are now; what was told is not told again. */
  reroute(now: () => Date): Promise<void>;
  /** Looks at groups that are due; returns how many of them it had. */
  flushDue(now: Date): Promise<number>;
}

const pageSize = 200;
const reroutePage = 1000;
const deferMs = 60_000;

/** Changes after which an alert may belong to groups that it is not in. */
const mayJoin: ReadonlySet<AlertChangeKind> = new Set(['UPDATED', 'REFIRED', 'UNACKNOWLEDGED']);
/** Changes with which it surely joins them anew. */
const joins: ReadonlySet<AlertChangeKind> = new Set(['FIRED', 'UNSUPPRESSED']);

/** Creates the router. */
export function createRouter({ store, queue, random, logger, ...options }: RouterOptions): Router {
  let table = createRouteTable(options.settings);

  const announce = (tx: StoreTransaction, touched: readonly TouchedGroup[]): void => {
    const times = touched.flatMap(({ flushAt }) => (flushAt === null ? [] : [flushAt.getTime()]));
    if (times.length === 0) return;
    const first = times.reduce((least, one) => Math.min(least, one));
    tx.onCommit(() => options.onDue(new Date(first)));
  };

  const place = async (
    tx: StoreTransaction,
    placements: readonly Placement[],
    now: Date,
  ): Promise<readonly TouchedGroup[]> => {
    const wanted = [...new Map(placements.map(({ group }) => [group.key, group])).values()];
    const touched = await upsertGroups(tx.q, wanted, now);
    const byKey = new Map(touched.map((group) => [group.key, group]));
    const members = placements.flatMap(({ group, alert }) => {
      const there = byKey.get(group.key);
      return there === undefined ? [] : [{ groupId: there.id, alertId: alert.id, alert }];
    });
    await insertMembers(tx.q, members);
    // A group that has the id it was given is new, and has no members but these.
    const fresh = new Map(wanted.map((group) => [group.id, group]));
    const due = touched.filter(
      ({ id, flushAt }) => fresh.has(id) && flushAt !== null && flushAt <= now,
    );
    if (due.length > 0) {
      const alertsOf = Map.groupBy(members, ({ groupId }) => groupId);
      const groups = due.flatMap(({ id }) => {
        const group = fresh.get(id);
        return group === undefined
          ? []
          : [{ ...group, createdAt: now, flushedAt: null, told: null }];
      });
      const membersOf = (id: string) => (alertsOf.get(id) ?? []).map(({ alert }) => alert);
      await flushGroups(tx, groups, membersOf, { table, queue, now });
    }
    const told = new Set(due);
    return touched.filter((group) => !told.has(group));
  };

  const placementsOf = (alerts: readonly AlertRow[], now: Date): Placement[] => {
    const ids = new Map<string, string>();
    return alerts.flatMap((alert) =>
      table.targetsOf(alert).map(({ key, route, channel, labels }) => {
        const id = ids.get(key) ?? random.uuid();
        ids.set(key, id);
        const group = {
          id,
          key,
          route: route.name,
          channel,
          labels,
          escalation: null,
          groupIntervalMs: route.groupIntervalMs,
          repeatIntervalMs: route.repeatIntervalMs,
          flushAt: new Date(now.getTime() + route.groupWaitMs),
          audience: alert.audience,
        };
        return { alert, group };
      }),
    );
  };

  /** Placements of alerts that may be in their groups already: those where they are not. */
  const missing = async (
    tx: StoreTransaction,
    alerts: readonly AlertRow[],
    now: Date,
  ): Promise<Placement[]> => {
    const placements = placementsOf(alerts, now);
    if (placements.length === 0) return placements;
    const rows = await listMembershipKeys(
      tx.q,
      alerts.map(({ id }) => id),
    );
    const known = new Set(rows.map(({ alertId, key }) => `${alertId} ${key}`));
    return placements.filter(({ alert, group }) => !known.has(`${alert.id} ${group.key}`));
  };

  const flushHeld = async (tx: StoreTransaction, ids: readonly string[], now: Date) => {
    const members = await listMembers(tx.q, ids);
    const groups = await listGroups(tx.q, ids);
    await flushGroups(tx, groups, (id) => members.get(id) ?? [], { table, queue, now });
  };

  const follow: Router['follow'] = async (tx, changes, now) => {
    const sorted = sortChanges(changes);
    const joining = placementsOf(sorted.joining, now);
    const placements = [...joining, ...(await missing(tx, sorted.perhaps, now))];
    if (placements.length > 0 && sorted.touching.length > 0) {
      const keys = new Set(placements.map(({ group }) => group.key));
      await lockGroups(tx.q, [...keys], sorted.touching);
    }
    const touched = await updateGroupsOf(tx.q, sorted.touching, now);
    // Escalations have no interval: whoever was told hears of the end at once.
    const atOnce = touched.filter(
      ({ escalation, flushAt }) => escalation && flushAt !== null && flushAt <= now,
    );
    if (atOnce.length > 0) {
      await flushHeld(
        tx,
        atOnce.map(({ id }) => id),
        now,
      );
    }
    const placed = placements.length > 0 ? await place(tx, placements, now) : [];
    announce(tx, [...touched, ...placed]);
    return changes;
  };

  const flushPage = (now: Date, limit: number): Promise<number> =>
    store.transaction(async (tx) => {
      const groups = await claimDueGroups(tx.q, now, limit);
      if (groups.length === 0) return 0;
      const members = await listMembers(
        tx.q,
        groups.map(({ id }) => id),
      );
      await flushGroups(tx, groups, (id) => members.get(id) ?? [], { table, queue, now });
      return groups.length;
    });

  /** One that cannot be looked at must not keep the others from it. */
  const flushOneByOne = async (now: Date, cause: unknown): Promise<number> => {
    logger.warn({ err: coerceError(cause) }, 'groups could not be told; they are tried singly');
    for (let count = 0; count < pageSize; count += 1) {
      try {
        if ((await flushPage(now, 1)) === 0) return count;
      } catch (error) {
        const until = new Date(now.getTime() + deferMs);
        const group = await deferDueGroup(store.q, now, until);
        logger.error(
          { err: coerceError(error), group, until },
          'a group could not be told; it is tried again',
        );
      }
    }
    return pageSize;
  };

  return {
    get table() {
      return table;
    },
    configure: (settings) => {
      table = createRouteTable(settings);
    },
    reroute: async (now) => {
      await store.transaction(async (tx) => {
        const routes = table.routes.map(({ name, groupIntervalMs, repeatIntervalMs }) => ({
          route: name,
          groupIntervalMs,
          repeatIntervalMs,
        }));
        announce(tx, await updateIntervals(tx.q, routes, now()));
      });
      let after: string | undefined;
      do {
        after = await store.transaction(async (tx) => {
          const page = await lockTellableAlerts(tx.q, { after, limit: reroutePage });
          const placements = await missing(tx, page.alerts, now());
          announce(tx, await place(tx, placements, now()));
          return page.after;
        });
      } while (after !== undefined);
    },
    follow,
    escalate: async (tx, escalations, now) =>
      announce(tx, await escalateTo(tx, escalations, { table, queue, random, now })),
    flushDue: async (now) => {
      try {
        return await flushPage(now, pageSize);
      } catch (error) {
        return flushOneByOne(now, error);
      }
    },
  };
}

interface Placement {
  readonly alert: AlertRow;
  readonly group: WantedGroup;
}

interface SortedChanges {
  /** Alerts that join their groups, or may. */
  readonly joining: readonly AlertRow[];
  readonly perhaps: readonly AlertRow[];
  /** Ids of alerts whose groups are to be looked at. */
  readonly touching: readonly string[];
}

/** What changes mean, by how each alert stands after all of them. */
function sortChanges(changes: readonly AlertChange[]): SortedChanges {
  const last = new Map<string, AlertRow>();
  for (const { alert } of changes) last.set(alert.id, alert);
  const idsOf = (is: (change: AlertChange) => boolean): ReadonlySet<string> =>
    new Set(changes.filter(is).map(({ alert }) => alert.id));
  const surely = idsOf(({ kind }) => joins.has(kind));
  const perhaps = idsOf(({ kind }) => mayJoin.has(kind));
  // Of a group that was told of it, only the group itself knows whether it is worse than it was told.
  const again = idsOf(
    ({ kind, detail }) =>
      kind === 'UNACKNOWLEDGED' || (kind === 'UPDATED' && detail?.['severity'] !== undefined),
  );
  const alerts = [...last.values()];
  const tellable = alerts.filter(
    ({ state, suppressed }) => isFiring(state) && suppressed.length === 0,
  );
  return {
    joining: tellable.filter(({ id }) => surely.has(id)),
    perhaps: tellable.filter(({ id }) => perhaps.has(id) && !surely.has(id)),
    touching: alerts
      .filter(({ id, state }) => state === 'RESOLVED' || again.has(id))
      .map(({ id }) => id),
  };
}
