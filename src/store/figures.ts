// How many there are of what, in one look: for those who count from outside.
import { sql } from './drizzle.ts';
import { readHead } from './event-log.ts';
import type { Store } from './store.ts';

export interface StoredFigures {
  /** Newest position of the event log. */
  readonly eventLogHead: number;
  /** Databases that are monitored, by state. */
  readonly databases: Readonly<Record<string, number>>;
  /** Monitors that are wanted, by state. */
  readonly monitors: Readonly<Record<string, number>>;
  /** Open alerts, by state. */
  readonly alerts: Readonly<Record<string, number>>;
}

type Counted = 'databases' | 'monitors' | 'alerts';

export async function readStoredFigures({ q }: Pick<Store, 'q'>): Promise<StoredFigures> {
  const head = await readHead(q);
  const rows = await q.execute<{ what: Counted; state: string; n: string }>(sql`
    select 'databases' as what, coalesce(s.state, 'UNKNOWN') as state, count(*) as n
    from hawkwatch_store.databases d
    left join hawkwatch_store.database_states s on s.database_id = d.id
    where d.retired_at is null group by 2
    union all
    select 'monitors', state, count(*) from hawkwatch_store.monitors
    where retired_at is null group by 2
    union all
    select 'alerts', state, count(*) from hawkwatch_store.alerts
    where resolved_at is null group by 2`);
  const figures = {
    databases: {} as Record<string, number>,
    monitors: {} as Record<string, number>,
    alerts: {} as Record<string, number>,
  };
  for (const { what, state, n } of rows) figures[what][state] = Number(n);
  return { eventLogHead: head.id, ...figures };
}
