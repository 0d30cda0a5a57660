// How channels are: failures in a row, whether one is disabled, what may still be sent. Rows are locked in
// the order of their names, and never while waiting for a delivery's row.
import { asc, eq, inArray, sql } from './drizzle.ts';
import { channelStates } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable } from './store.ts';

export type ChannelState = Omit<typeof channelStates.$inferSelect, 'knownAt'>;

/** Says that a replica has these channels, and makes rows for those that have none. */
export async function updateKnownChannels(
  q: Queryable,
  channels: readonly string[],
  now: Date,
): Promise<void> {
  if (channels.length === 0) return;
  await q
    .insert(channelStates)
    .values(channels.toSorted().map((channel) => ({ channel, failures: 0, knownAt: now })))
    .onConflictDoUpdate({
      target: channelStates.channel,
      set: { knownAt: sql`excluded.known_at` },
      setWhere: sql`${channelStates.knownAt} < excluded.known_at`,
    });
}

/** When a replica last had these channels; nothing of those that none ever had. */
export async function listKnownAt(
  q: Queryable,
  channels: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await q
    .select({ channel: channelStates.channel, knownAt: channelStates.knownAt })
    .from(channelStates)
    .where(inArray(channelStates.channel, [...channels]));
  return new Map(rows.map(({ channel, knownAt }) => [channel, knownAt]));
}

/** The states of these channels under a lock that lasts until the transaction ends. */
export function claimChannelStates(
  q: Queryable,
  channels: readonly string[],
): Promise<ChannelState[]> {
  return q
    .select()
    .from(channelStates)
    .where(inArray(channelStates.channel, ['', ...channels]))
    .orderBy(asc(channelStates.channel))
    .for('no key update');
}

export function listChannelStates(
  q: Queryable,
  channels: readonly string[],
): Promise<ChannelState[]> {
  return q
    .select()
    .from(channelStates)
    .where(inArray(channelStates.channel, ['', ...channels]))
    .orderBy(asc(channelStates.channel));
}

/** Writes states that are held under a lock. */
export async function updateChannelStates(
  q: Queryable,
  states: readonly ChannelState[],
): Promise<void> {
  if (states.length === 0) return;
  await q.execute(sql`
    update ${channelStates} s set failures = r.failures, open_until = r."openUntil",
      paused_until = r."pausedUntil", counted_from = r."countedFrom", disabled_at = r."disabledAt", disabled_reason = r."disabledReason", tokens = r.tokens,
      tokens_at = r."tokensAt", last_delivered_at = r."lastDeliveredAt",
      last_failure_at = r."lastFailureAt", last_failure = r."lastFailure"
    from jsonb_to_recordset(${storableJson(states)}::jsonb) as r(channel text, failures int,
      "openUntil" timestamptz, "pausedUntil" timestamptz, "countedFrom" timestamptz, "disabledAt" timestamptz, "disabledReason" text, tokens float8,
      "tokensAt" timestamptz, "lastDeliveredAt" timestamptz, "lastFailureAt" timestamptz,
      "lastFailure" text)
    where s.channel = r.channel`);
}

/** Lets a channel be tried again; undefined when nothing is known of it. */
export async function enableChannelState(
  q: Queryable,
  channel: string,
  now: Date,
): Promise<ChannelState | undefined> {
  const [row] = await q
    .update(channelStates)
    .set({
      failures: 0,
      openUntil: null,
      pausedUntil: null,
      countedFrom: now,
      disabledAt: null,
      disabledReason: null,
    })
    .where(eq(channelStates.channel, storableText(channel)))
    .returning();
  return row;
}
