// What a dispatcher looks at again and again: one statement that tells of each channel how it is, when its
// first delivery is due, and when the next one after now is.
import { sql } from './drizzle.ts';
import { listChannelStates, type ChannelState } from './channel-states.ts';
import { deliveries } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface ChannelPeek {
  readonly channel: string;
  readonly isDue: boolean;
  readonly nextAt: Date | null;
  readonly state: ChannelState | undefined;
}

/** Looks at these channels. */
export async function peekChannels(
  q: Queryable,
  channels: readonly string[],
  now: Date,
): Promise<ChannelPeek[]> {
  if (channels.length === 0) return [];
  const at = sql`${now.toISOString()}::timestamptz`;
  const [rows, states] = await Promise.all([
    q.execute<{ channel: string; isDue: boolean; nextAt: string | null }>(sql`
      select c as channel,
        exists (select 1 from ${deliveries} d
          where d.ended_at is null and d.channel = c and d.next_at <= ${at}) as "isDue",
        (select min(d.next_at) from ${deliveries} d
          where d.ended_at is null and d.channel = c and d.next_at > ${at}) as "nextAt"
      from jsonb_array_elements_text(${storableJson(channels)}::jsonb) c`),
    listChannelStates(q, channels),
  ]);
  const byName = new Map(states.map((state) => [state.channel, state]));
  return [...rows].map(({ channel, isDue, nextAt }) => ({
    channel,
    isDue,
    nextAt: nextAt === null ? null : new Date(nextAt),
    state: byName.get(channel),
  }));
}

/** Whether something is being sent to a channel, by whomever. */
export async function isSendingTo(q: Queryable, channel: string, now: Date): Promise<boolean> {
  const rows = await q.execute(sql`
    select 1 from ${deliveries} d
    where d.ended_at is null and d.channel = ${channel} and d.state = 'SENDING'
      and d.next_at > ${now.toISOString()}::timestamptz
    limit 1`);
  return rows.length > 0;
}
