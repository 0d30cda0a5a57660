// What becomes of one group when it is looked at: what its channel is told, which alerts stay in it, when it
// is looked at next. Pure.
//
//   new ──group wait──> told ──tick──> told … ──all over──> closed ──a day──> gone
//
// Ticks are whole group intervals apart, counted from the first time, however late somebody comes. A group is
// looked at only when a tick may have something to say: when one of its alerts changed, when its repetition
// is due, or when its hours begin.
import { isFiring, severityRank } from '../../core/alerts.ts';
import type { AllowedHours } from '../../core/hours.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { GroupRow } from '../../store/notification-groups.ts';
import { decide, nothingTold, toldAfter, type Reason, type Told } from './decide.ts';

export interface FlushContext {
  readonly now: Date;
  /** Undefined: this replica does not know the channel, and nothing is told. */
  readonly channel: { readonly sendResolved: boolean } | undefined;
  /** No replica has had the channel for long. */
  readonly isChannelGone: boolean;
  /** Null: always. */
  readonly hours: AllowedHours | null;
  /** True as long as routes lead this alert into the group. */
  belongs(alert: AlertRow): boolean;
  whenHoursBegin(hours: AllowedHours, now: Date): Date | undefined;
}

export interface GroupMessage {
  readonly reason: Reason;
  readonly status: 'firing' | 'resolved';
  /** Firing ones first, the worst before. */
  readonly firing: readonly AlertRow[];
  readonly resolved: readonly AlertRow[];
  /** Ids of those of which the receiver does not know it yet: each is named, however many there are. */
  readonly fresh: ReadonlySet<string>;
}

export interface FlushOutcome {
  readonly message: GroupMessage | null;
  /** Alerts that are in the group no longer. */
  readonly removed: readonly AlertRow[];
  /** `delete`: nobody was told of it, or it was closed long ago. `close`: all that was told is over. */
  readonly fate: 'keep' | 'close' | 'delete';
  readonly told: Told | null;
  readonly flushedAt: Date | null;
  readonly flushAt: Date | null;
}

const keepClosedMs = 86_400_000;
const lookAgainMs = 60_000;
const lookForGoneMs = 600_000;

/** Looks at a group that is due, with all its alerts. */
export function flushGroup(
  group: GroupRow,
  alerts: readonly AlertRow[],
  context: FlushContext,
): FlushOutcome {
  const { channel, now } = context;
  if (channel === undefined && !context.isChannelGone && !isClosed(group)) {
    // Another replica may have it, or it comes back: nobody who was told is left without the end.
    const { told, flushedAt } = group;
    const flushAt = new Date(now.getTime() + lookAgainMs);
    return { message: null, removed: [], fate: 'keep', told, flushedAt, flushAt };
  }
  const at = tickOf(group, now);
  const told = group.told ?? nothingTold;
  const open = new Set(told.open);
  const isWithin = context.hours === null || isOpenAt(context.hours, now, context);

  const visible = alerts.filter(
    ({ state, suppressed }) => isFiring(state) && suppressed.length === 0,
  );
  const tellable = visible.filter((alert) => context.belongs(alert));
  // Outside the hours and without a channel nothing new is told; what was told is still there.
  const isSilent = !isWithin || channel === undefined;
  const known = new Set(told.firing);
  const firing = isSilent ? tellable.filter(({ fingerprint }) => known.has(fingerprint)) : tellable;
  const present = new Set(alerts.filter(({ state }) => isFiring(state)).map(fingerprintOf));
  const over = newestOf(
    alerts.filter(
      ({ state, fingerprint }) =>
        state === 'RESOLVED' && open.has(fingerprint) && !present.has(fingerprint),
    ),
  );
  const situation = {
    told,
    firing: new Set(firing.map(fingerprintOf)),
    resolved: new Set(over.map(fingerprintOf)),
    ranks: isSilent ? undefined : ranksOf(firing),
    sendResolved: channel?.sendResolved ?? false,
    mayRepeat: !isSilent && firing.some(({ acknowledgedAt }) => acknowledgedAt === null),
    repeatIntervalMs: group.repeatIntervalMs,
    now: at,
  };
  const decision = decide(situation);
  const after = toldAfter(situation, decision);
  const stillOpen = new Set(after.open);
  // One that routes do not lead here stays as well: a replica with other routes may know better.
  const staying = partition(
    alerts,
    ({ state, suppressed, fingerprint }) =>
      isFiring(state) && (suppressed.length === 0 || stillOpen.has(fingerprint)),
  );
  const message =
    decision.reason !== null && decision.deliver
      ? {
          reason: decision.reason,
          status:
            firing.length > 0 || stillOpen.size > 0 ? ('firing' as const) : ('resolved' as const),
          firing: firing.toSorted(worstFirst),
          resolved: situation.sendResolved ? over.toSorted(worstFirst) : [],
          fresh: freshOf(told, firing, over),
        }
      : null;
  if (staying.yes.length === 0) {
    const wasTold = after.at !== null && !isClosed(group);
    return {
      message,
      removed: staying.no,
      fate: wasTold ? 'close' : 'delete',
      told: after,
      flushedAt: at,
      flushAt: new Date(now.getTime() + keepClosedMs),
    };
  }
  const inside = new Set(staying.yes.map(fingerprintOf));
  return {
    message,
    removed: staying.no,
    fate: 'keep',
    // What is not in the group any more, as an alert whose row is gone, has no end to wait for.
    told: { ...after, open: after.open.filter((one) => inside.has(one)) },
    flushedAt: at,
    flushAt: earliest(
      nextFlush(group, tellable, after, { at, isWithin, context }),
      tellable.length < visible.length
        ? new Date(at.getTime() + Math.max(group.groupIntervalMs, lookAgainMs))
        : null,
    ),
  };
}

/** Closed: all that was told is over; the next alert opens it anew. */
export function isClosed({ told, flushedAt }: GroupRow): boolean {
  return told === null && flushedAt !== null;
}

function freshOf(
  told: Told,
  firing: readonly AlertRow[],
  over: readonly AlertRow[],
): ReadonlySet<string> {
  const [known, ended] = [new Set(told.firing), new Set(told.resolved)];
  const ranks = new Map(Object.entries(told.ranks ?? {}));
  const isWorse = ({ fingerprint, severity }: AlertRow): boolean =>
    severityRank(severity) < (ranks.get(fingerprint) ?? 0);
  return new Set([
    ...firing
      .filter((alert) => !known.has(alert.fingerprint) || isWorse(alert))
      .map(({ id }) => id),
    ...over.filter(({ fingerprint }) => !ended.has(fingerprint)).map(({ id }) => id),
  ]);
}

const fingerprintOf = ({ fingerprint }: AlertRow): string => fingerprint;

/** How bad alerts are, by their fingerprints. */
export function ranksOf(
  alerts: readonly Pick<AlertRow, 'fingerprint' | 'severity'>[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    alerts.map(({ fingerprint, severity }) => [fingerprint, severityRank(severity)]),
  );
}

const worstFirst = (left: AlertRow, right: AlertRow): number =>
  severityRank(left.severity) - severityRank(right.severity) ||
  left.startedAt.getTime() - right.startedAt.getTime() ||
  (left.id < right.id ? -1 : 1);

/** The newest tick that has come. */
function tickOf({ flushAt, groupIntervalMs }: GroupRow, now: Date): Date {
  if (flushAt === null || flushAt >= now || groupIntervalMs === 0) return now;
  const late = now.getTime() - flushAt.getTime();
  return new Date(flushAt.getTime() + Math.floor(late / groupIntervalMs) * groupIntervalMs);
}

function isOpenAt(hours: AllowedHours, now: Date, context: FlushContext): boolean {
  return context.whenHoursBegin(hours, now)?.getTime() === now.getTime();
}

/** Of several alerts of one fingerprint, the one that began last. */
function newestOf(alerts: readonly AlertRow[]): readonly AlertRow[] {
  const newest = new Map<string, AlertRow>();
  for (const alert of alerts) {
    const known = newest.get(alert.fingerprint);
    if (known === undefined || known.startedAt <= alert.startedAt) {
      newest.set(alert.fingerprint, alert);
    }
  }
  return [...newest.values()];
}

function partition<T>(items: readonly T[], is: (item: T) => boolean): { yes: T[]; no: T[] } {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (is(item) ? yes : no).push(item);
  return { yes, no };
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function nextFlush(
  { groupIntervalMs, repeatIntervalMs }: GroupRow,
  tellable: readonly AlertRow[],
  { at: toldAt }: Told,
  { at, isWithin, context }: { at: Date; isWithin: boolean; context: FlushContext },
): Date | null {
  const { hours, now, channel } = context;
  if (tellable.length === 0) return null;
  if (channel === undefined) return new Date(now.getTime() + lookForGoneMs);
  if (!isWithin && hours !== null) return context.whenHoursBegin(hours, now) ?? null;
  const repeats = tellable.some(({ acknowledgedAt }) => acknowledgedAt === null);
  if (toldAt === null || !repeats || repeatIntervalMs === 0) return null;
  const dueMs = toldAt.getTime() + repeatIntervalMs;
  if (groupIntervalMs === 0) return new Date(Math.max(dueMs, now.getTime() + 1));
  const ticks = Math.max(1, Math.ceil((dueMs - at.getTime()) / groupIntervalMs));
  return new Date(at.getTime() + ticks * groupIntervalMs);
}
