// What became of attempts, recorded in batches. An outcome whose claim is not the present one any more is
// refused; all others are written together with their attempt, and end what was merged into them.
import { sql } from './drizzle.ts';
import type { DeliveryState, FailureReason } from '../core/notifications.ts';
import { endSplits } from './delivery-parts.ts';
import { channelStates, deliveries, deliveryAttempts, notificationGroups } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export interface DeliveryOutcome {
  readonly id: string;
  readonly claim: number;
  readonly attempt: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly ok: boolean;
  readonly status: number | null;
  readonly failure: string | null;
  readonly failureReason: FailureReason | null;
  readonly body: string | null;
  readonly handle: unknown;
  readonly state: Extract<DeliveryState, 'DELIVERED' | 'DEAD' | 'WAITING' | 'SPLIT'>;
  /** Of `WAITING` and `SPLIT`. */
  readonly nextAt: Date | null;
}

export interface RecordedOutcomes {
  /** Ids of those that were not refused. */
  readonly written: ReadonlySet<string>;
  /** True when others of the same order keys may wait for their turn. */
  readonly areFollowed: boolean;
}

/** Records outcomes. */
export async function recordDeliveryOutcomes(
  q: Queryable,
  outcomes: readonly DeliveryOutcome[],
  { replica, now }: { readonly replica: string; readonly now: Date },
): Promise<RecordedOutcomes> {
  if (outcomes.length === 0) return { written: new Set(), areFollowed: false };
  const at = now.toISOString();
  const rows = await q.execute<{ id: string; followed: boolean; partOf: string | null }>(sql`
    with given as (
      select * from jsonb_to_recordset(${storableJson(outcomes)}::jsonb) as r(id uuid, claim int,
        attempt int, at timestamptz, "durationMs" float8, ok boolean, status int, failure text,
        "failureReason" text, body text, handle jsonb, state text, "nextAt" timestamptz)
    ), written as (
      update ${deliveries} d set state = g.state, next_at = coalesce(g."nextAt", d.next_at),
        lease_until = null,
        ended_at = case when g.state in ('WAITING', 'SPLIT') then null else ${at}::timestamptz end,
        failure = g.failure, failure_reason = g."failureReason", status = g.status,
        handle = coalesce(g.handle, d.handle)
      from given g
      where d.id = g.id and d.claim = g.claim and d.state = 'SENDING' and d.ended_at is null
      returning d.id, d.order_key, d.seq, d.group_id, d.ended_at, d.part_of, g.handle as handle
    ), tried as (
      insert into ${deliveryAttempts} (delivery_id, attempt, at, replica, duration_ms, ok, status,
        failure, failure_reason, body)
      select g.id, g.attempt, g.at, ${replica}, g."durationMs", g.ok, g.status, g.failure,
        g."failureReason", g.body
      from given g join written on written.id = g.id
      on conflict do nothing
    ), merged as (
      update ${deliveries} m set ended_at = written.ended_at
      from written
      where m.merged_into = written.id and m.ended_at is null and written.ended_at is not null
    ), named as (
      update ${notificationGroups} known set handle = written.handle
      from written where known.id = written.group_id and written.handle is not null
    )
    select id, exists (select 1 from ${deliveries} next
      where next.order_key = written.order_key and next.ended_at is null
        and next.seq > written.seq) as followed,
      case when ended_at is not null then part_of end as "partOf"
    from written`);
  const areOver = await endSplits(
    q,
    [...rows].flatMap(({ partOf }) => partOf ?? []),
    now,
  );
  return {
    written: new Set([...rows].map(({ id }) => id)),
    areFollowed: areOver || rows.some(({ followed }) => followed),
  };
}

/** Makes what waits for another try of a channel due: it was the channel that failed, and it works again. */
export async function retryWaiting(q: Queryable, channel: string, now: Date): Promise<void> {
  const at = now.toISOString();
  await q.execute(sql`
    update ${deliveries} set next_at = ${at}::timestamptz
    where ended_at is null and state = 'WAITING' and channel = ${channel}
      and next_at > ${at}::timestamptz`);
}

export interface GivenUp {
  readonly id: string;
  readonly channel: string;
  readonly route: string;
  readonly reason: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly failure: string | null;
  readonly alertIds: readonly string[];
}

/**
 * Gives up what waits since before `before`, at most 500: of these channels, or with `others` of all but
 * these, as far as no replica had them since then either. What is being sent is left alone.
 */
export async function expireDeliveries(
  q: Queryable,
  given: {
    readonly channels: readonly string[];
    readonly others: boolean;
    readonly before: Date;
    readonly failure: string;
    readonly now: Date;
  },
): Promise<GivenUp[]> {
  const before = sql`${given.before.toISOString()}::timestamptz`;
  type Row = Omit<GivenUp, 'createdAt'> & { createdAt: string; partOf: string | null };
  const rows = await q.execute<Row>(sql`
    with old as (
      select id from ${deliveries} d
      where ended_at is null and state = 'WAITING' and created_at < ${before}
        and (channel in (select jsonb_array_elements_text(${storableJson(given.channels)}::jsonb)))
          <> ${given.others}
        and (not ${given.others}::boolean or not exists (
          select from ${channelStates} s where s.channel = d.channel and s.known_at >= ${before}))
      order by seq limit 500
      for update skip locked
    ), ended as (
      update ${deliveries} d set state = 'DEAD', ended_at = ${given.now.toISOString()}::timestamptz,
        failure = ${given.failure}::text || coalesce(' Last failure: ' || d.failure, '')
      from old where d.id = old.id
      returning d.*
    ), merged as (
      update ${deliveries} m set ended_at = ended.ended_at from ended
      where m.merged_into = ended.id and m.ended_at is null
    )
    select id, channel, route, reason, attempts, created_at as "createdAt", failure,
      coalesce((select jsonb_agg(a ->> 'id') from jsonb_array_elements(content -> 'alerts') a), '[]')
        as "alertIds", part_of as "partOf"
    from ended`);
  await endSplits(
    q,
    [...rows].flatMap(({ partOf }) => partOf ?? []),
    given.now,
  );
  return [...rows].map(({ partOf: _digest, ...row }) => ({
    ...row,
    createdAt: new Date(row.createdAt),
  }));
}
