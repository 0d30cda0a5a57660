// Tells of alerts at a level of their escalation: a group of its own for each alert and channel, which is
// told at once and hears of the end at once.
import { isFiring } from '../../core/alerts.ts';
import type { Random } from '../../core/random.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { Escalation } from '../../store/escalation-target.ts';
import {
  insertMembers,
  updateFlushed,
  upsertGroups,
  type TouchedGroup,
  type WantedGroup,
} from '../../store/notification-groups.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { DeliveryQueue } from '../delivery-queue.ts';
import { composeDeliveries } from './compose.ts';
import { ranksOf } from './flush-group.ts';
import { escalationKey, type RouteTable } from './routes.ts';

export interface EscalateOptions {
  readonly table: RouteTable;
  readonly queue: DeliveryQueue;
  readonly random: Random;
  readonly now: Date;
}

/** Writes the deliveries; returns the groups and when they are looked at next. */
export async function escalateTo(
  tx: StoreTransaction,
  escalations: readonly Escalation[],
  { table, queue, random, now }: EscalateOptions,
): Promise<readonly TouchedGroup[]> {
  const wanted = new Map<string, { readonly group: WantedGroup; readonly alert: AlertRow }>();
  for (const { alert, policy, level, channels, repeatMs } of escalations) {
    if (!isFiring(alert.state) || alert.suppressed.length > 0) continue;
    for (const channel of table.usableChannels(alert, channels)) {
      const group = {
        id: random.uuid(),
        key: escalationKey(alert.id, channel),
        route: policy,
        channel,
        labels: alert.labels,
        escalation: { policy, level },
        groupIntervalMs: 0,
        repeatIntervalMs: repeatMs ?? 0,
        flushAt: now,
        audience: alert.audience,
      };
      wanted.set(group.key, { group, alert });
    }
  }
  if (wanted.size === 0) return [];
  const touched = await upsertGroups(
    tx.q,
    [...wanted.values()].map(({ group }) => group),
    now,
  );
  const told = touched.flatMap(({ id, key }) => {
    const one = wanted.get(key);
    return one === undefined ? [] : [{ ...one, group: { ...one.group, id } }];
  });
  await insertMembers(
    tx.q,
    told.map(({ group, alert }) => ({ groupId: group.id, alertId: alert.id })),
  );
  const deliveries = await composeDeliveries(
    tx.q,
    told.map(({ group, alert }) => ({
      group,
      reason: 'ESCALATION' as const,
      status: 'firing' as const,
      firing: [alert],
      resolved: [],
      fresh: new Set([alert.id]),
    })),
  );
  await queue.enqueue(tx, deliveries, now);
  const flushed = told.map(({ group, alert }) => ({
    id: group.id,
    told: {
      firing: [alert.fingerprint],
      resolved: [],
      open: [alert.fingerprint],
      at: now,
      ranks: ranksOf([alert]),
    },
    flushedAt: now,
    flushAt:
      group.repeatIntervalMs === 0 || alert.acknowledgedAt !== null
        ? null
        : new Date(now.getTime() + group.repeatIntervalMs),
  }));
  await updateFlushed(tx.q, flushed);
  const next = new Map(flushed.map(({ id, flushAt }) => [id, flushAt]));
  return touched.map((group) => ({ ...group, flushAt: next.get(group.id) ?? null }));
}
