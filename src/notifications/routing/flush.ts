// Looks at groups that the caller holds: writes what their channels are told and what became of them, in the
// caller's transaction and in as many statements for a thousand groups as for one.
import { createZoneFormats, whenHoursBegin, type AllowedHours } from '../../core/hours.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { listKnownAt } from '../../store/channel-states.ts';
import {
  deleteGroups,
  deleteMembers,
  updateFlushed,
  type FlushedGroup,
  type GroupRow,
} from '../../store/notification-groups.ts';
import type { Queryable, StoreTransaction } from '../../store/store.ts';
import { missingChannelMs, type DeliveryQueue } from '../delivery-queue.ts';
import { composeDeliveries } from './compose.ts';
import { flushGroup, type FlushContext, type FlushOutcome } from './flush-group.ts';
import type { RouteTable } from './routes.ts';

export interface FlushOptions {
  readonly table: RouteTable;
  readonly queue: DeliveryQueue;
  readonly now: Date;
}

interface Flushed {
  readonly group: GroupRow;
  readonly outcome: FlushOutcome;
}

// Somebody else looks at a member just now.
const lookAgainSoonMs = 50;

/** Looks at groups that are held, with all their members. */
export async function flushGroups(
  tx: StoreTransaction,
  groups: readonly GroupRow[],
  membersOf: (groupId: string) => readonly AlertRow[],
  options: FlushOptions,
): Promise<void> {
  const gone = await findGone(tx.q, groups, options);
  const contextOf = createContexts(options, gone);
  const flushed = groups.map((group): Flushed => ({
    group,
    outcome: flushGroup(group, membersOf(group.id), contextOf(group)),
  }));
  const tellings = flushed.flatMap(({ group, outcome: { message } }) =>
    message === null ? [] : [{ group, ...message }],
  );
  const deliveries = await composeDeliveries(tx.q, tellings);
  if (deliveries.length > 0) await options.queue.enqueue(tx, deliveries, options.now);

  const leaving = flushed.flatMap(({ group, outcome }) =>
    outcome.removed.map(({ id }) => ({ groupId: group.id, alertId: id })),
  );
  const left = await deleteMembers(tx.q, leaving);
  const isWhole = ({ group, outcome }: Flushed): boolean =>
    (left.get(group.id) ?? 0) === outcome.removed.length;
  const isOver = (one: Flushed): boolean => one.outcome.fate === 'delete' && isWhole(one);
  await deleteGroups(
    tx.q,
    flushed.filter(isOver).map(({ group }) => group.id),
  );
  const kept = flushed.filter((one) => !isOver(one));
  await updateFlushed(
    tx.q,
    kept.map((one) => toRecord(one, isWhole(one), options.now)),
  );
}

function toRecord({ group, outcome }: Flushed, isWhole: boolean, now: Date): FlushedGroup {
  const { told, flushedAt, flushAt, fate } = outcome;
  if (!isWhole) {
    return { id: group.id, told, flushedAt, flushAt: new Date(now.getTime() + lookAgainSoonMs) };
  }
  return { id: group.id, told: fate === 'close' ? null : told, flushedAt, flushAt };
}

/** Of groups whose channel this replica does not know, those whose channel no replica had for long. */
async function findGone(
  q: Queryable,
  groups: readonly GroupRow[],
  { table, now }: FlushOptions,
): Promise<ReadonlySet<string>> {
  const unknown = groups.filter(({ channel }) => table.channel(channel) === undefined);
  if (unknown.length === 0) return new Set();
  const knownAt = await listKnownAt(q, [...new Set(unknown.map(({ channel }) => channel))]);
  const since = ({ channel, flushedAt, createdAt }: GroupRow): Date =>
    knownAt.get(channel) ?? flushedAt ?? createdAt;
  const before = now.getTime() - missingChannelMs;
  return new Set(unknown.filter((one) => since(one).getTime() < before).map(({ id }) => id));
}

function createContexts(
  { table, now }: FlushOptions,
  gone: ReadonlySet<string>,
): (group: GroupRow) => FlushContext {
  const formats = createZoneFormats();
  const begins = new Map<AllowedHours, Date | undefined>();
  const routes = new Map(table.routes.map((route) => [route.name, route]));
  const keys = new Map<string, ReadonlySet<string>>();
  const keysOf = (alert: AlertRow): ReadonlySet<string> => {
    const known = keys.get(alert.id) ?? new Set(table.targetsOf(alert).map(({ key }) => key));
    keys.set(alert.id, known);
    return known;
  };
  return (group) => ({
    now,
    channel: table.channel(group.channel),
    isChannelGone: gone.has(group.id),
    hours: group.escalation === null ? (routes.get(group.route)?.hours ?? null) : null,
    belongs: (alert) => group.escalation !== null || keysOf(alert).has(group.key),
    whenHoursBegin: (hours) => {
      if (!begins.has(hours)) begins.set(hours, whenHoursBegin(hours, now, formats));
      return begins.get(hours);
    },
  });
}
