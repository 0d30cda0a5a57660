// How long endpoints were up, from what was measured: whole days from the days' sums, the rest of the
// window from the checks themselves. The meaning is that of `measureUptime` in the monitor.
import { sql, type SQL } from './drizzle.ts';
import type { Queryable } from './store.ts';

export interface MeasuredUptime {
  readonly endpointId: string;
  readonly upMs: number;
  readonly downMs: number;
}

const dayMs = 86_400_000;

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A window as whole days and what is beside them. */
function divide({ from, to }: Span): { readonly days: Span; readonly edges: readonly Span[] } {
  const firstMs = Math.ceil(from.getTime() / dayMs) * dayMs;
  const lastMs = Math.floor(to.getTime() / dayMs) * dayMs;
  if (firstMs >= lastMs) return { days: { from, to: from }, edges: [{ from, to }] };
  const [first, last] = [new Date(firstMs), new Date(lastMs)];
  return {
    days: { from: first, to: last },
    edges: [
      { from, to: first },
      { from: last, to },
    ],
  };
}

const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

const overlapMs = (at: SQL, until: SQL, { from, to }: Span): SQL =>
  sql`greatest(0, extract(epoch from least(${until}, ${instant(to)}) - greatest(${at}, ${instant(from)})) * 1000)`;

/** What the checks within a span measured; the one just before it may reach into it. */
function edge(span: Span): SQL {
  const until = sql`least(c.at + c.valid_ms * interval '1 millisecond', coalesce(c.next, 'infinity'))`;
  const ms = overlapMs(sql`c.at`, until, span);
  return sql`
    select coalesce(sum(${ms}) filter (where c.ok), 0) as up,
           coalesce(sum(${ms}) filter (where not c.ok), 0) as down
    from (
      select at, ok, valid_ms, lead(at) over (order by at) as next
      from hawkwatch_store.endpoint_checks
      where endpoint_id = e.id and at < ${instant(span.to)} and at >= coalesce(
        (select max(at) from hawkwatch_store.endpoint_checks
         where endpoint_id = e.id and at <= ${instant(span.from)}),
        ${instant(span.from)})
    ) c`;
}

/** Of each endpoint, in the window. */
export async function measureEndpoints(
  q: Queryable,
  endpointIds: readonly string[],
  window: Span,
): Promise<readonly MeasuredUptime[]> {
  if (endpointIds.length === 0) return [];
  const { days, edges } = divide(window);
  const parts = edges.map(edge).map((part) => sql`(${part})`);
  // The last check is in no day's sum yet; where it was made on a whole day, that is added here.
  const until = sql`e.checked_at + e.valid_ms * interval '1 millisecond'`;
  const open = overlapMs(sql`e.checked_at`, until, days);
  parts.push(sql`(
    select case when e.checked_ok then ${open} else 0 end, case when e.checked_ok then 0 else ${open} end
    where e.checked_at < ${instant(days.to)})`);
  parts.push(sql`(
    select coalesce(sum(up_ms), 0), coalesce(sum(down_ms), 0) from hawkwatch_store.endpoint_days
    where endpoint_id = e.id and day >= ${instant(days.from)} and day < ${instant(days.to)})`);
  const rows = await q.execute<{ id: string; up: number; down: number }>(sql`
    select e.id, coalesce(m.up, 0)::float8 as up, coalesce(m.down, 0)::float8 as down
    from hawkwatch_store.endpoints e
    cross join lateral (
      select sum(p.up) as up, sum(p.down) as down
      from (${sql.join(parts, sql` union all `)}) p
    ) m
    where e.id in (${sql.join(
      endpointIds.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`);
  return rows.map(({ id, up, down }) => ({
    endpointId: id,
    upMs: Math.round(Number(up)),
    downMs: Math.round(Number(down)),
  }));
}
