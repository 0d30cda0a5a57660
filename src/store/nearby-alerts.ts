// What is read of other alerts whenever one fires, to find those that it belongs to. Only that: there may be
// a thousand of them each time.
import type { Labels } from '../core/alerts.ts';
import type { AlertRow } from './alerts.ts';
import { sql, type SQL } from './drizzle.ts';
import { alerts, incidents } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** What is needed of an alert to decide which others belong to it. */
export interface NearbyAlert {
  readonly id: string;
  readonly startedMs: number;
  readonly updatedMs: number;
  readonly incidentId: string | null;
  /** The event that is suspected first; null when suspects are not asked for. */
  readonly suspectEventId: number | null;
}

const millisecondsOf = (time: SQL): SQL => sql`(extract(epoch from ${time}) * 1000)::bigint`;

/**
 * The open alerts, and those of open incidents, that began in a range of time; the newest `most`. They come
 * as one text: it is read whenever an alert fires, and rows or JSON would cost several times as much.
 */
export async function listNearbyAlerts(
  q: Queryable,
  range: {
    readonly since: Date;
    readonly until: Date;
    readonly most: number;
    readonly suspects: boolean;
  },
): Promise<NearbyAlert[]> {
  const suspect = range.suspects
    ? sql`(select s.event_id from hawkwatch_store.alert_suspects s
        where s.alert_id = a.id and s.rank = 0)`
    : sql`null::bigint`;
  const [row] = await q.execute<{ found: string | null }>(sql`
    select string_agg(concat_ws(' ', a.id, ${millisecondsOf(sql`a.started_at`)},
      ${millisecondsOf(sql`a.updated_at`)}, coalesce(a.incident_id::text, '-'), a.suspect), ',')
      as found
    from (
      select a.id, a.started_at, a.updated_at, a.incident_id, ${suspect} as suspect
      from ${alerts} a
      where a.fired_at is not null and a.started_at >= ${range.since.toISOString()}::timestamptz
        and a.started_at <= ${range.until.toISOString()}::timestamptz
        and ((a.incident_id is null and a.resolved_at is null)
          or a.incident_id in (select id from ${incidents} where resolved_at is null))
      order by a.started_at desc, a.id desc limit ${range.most}) a`);
  const texts = row?.found?.split(',') ?? [];
  return texts.map((text) => {
    const [id = '', started, updated, incident, event] = text.split(' ');
    return {
      id,
      startedMs: Number(started),
      updatedMs: Number(updated),
      incidentId: incident === undefined || incident === '-' ? null : incident,
      suspectEventId: event === undefined ? null : Number(event),
    };
  });
}

/** What alerts are about. */
export type AlertAbout = Pick<AlertRow, 'id' | 'labels' | 'database' | 'subject' | 'updatedAt'>;

export async function listAlertsAbout(q: Queryable, ids: readonly string[]): Promise<AlertAbout[]> {
  if (ids.length === 0) return [];
  return q
    .select({
      id: alerts.id,
      labels: sql<Labels>`${alerts.labels}`,
      database: alerts.databaseName,
      subject: alerts.subject,
      updatedAt: alerts.updatedAt,
    })
    .from(alerts)
    .where(sql`${alerts.id} = any(${`{${ids.join(',')}}`}::uuid[])`);
}
