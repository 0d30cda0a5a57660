// The days before the world began, as far as they are measured: series and checks of endpoints that lie in
// the past cannot come over the API, so they are put into the store as the recorder leaves them.
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { insertPartitions, partitionOf } from '../../../src/store/metric-partitions.ts';
import { createStore } from '../../../src/store/store.ts';
import { until } from '../../support/until.ts';

const dayMs = 86_400_000;
const days = 3;

/** One of each room that measures; when these are there, so are the others. */
const awaited = [
  'host.cpu_percent',
  'database.size_bytes',
  'database.commits_per_second',
  'endpoint.duration_ms',
  'container.cpu_percent',
] as const;

/** Gives all that is measured a past; the service may run meanwhile. */
export async function writeHistory(storeUrl: string): Promise<void> {
  const store = createStore({
    address: storeUrl,
    clock: createSystemClock(),
    random: createSystemRandom(),
    applicationName: 'the world',
  });
  try {
    const { raw } = store;
    await until(
      'the first samples',
      async () => {
        const [row] = await raw<{ measured: number }[]>`
        select count(distinct s.metric)::int as measured from hawkwatch_store.metric_samples m
        join hawkwatch_store.metric_series s on s.id = m.series_id
        where s.metric in ${raw(awaited)}`;
        return row?.measured === awaited.length;
      },
      90_000,
    );
    const now = Date.now();
    for (const table of ['metric_rollups_1m', 'metric_rollups_1h'] as const) {
      const numbers = Array.from({ length: days + 1 }, (_, day) =>
        partitionOf(table, now - day * dayMs),
      );
      await insertPartitions(store, table, [...new Set(numbers)]);
      const [unit, step] = table === 'metric_rollups_1m' ? ['minute', '5 min'] : ['hour', '1 h'];
      // Around the present value: by the time of the day, and a little as it likes; endpoints are up or are not.
      await raw`
        insert into hawkwatch_store.${raw(table)} (series_id, bucket, count, sum, min, max, last)
        select l.series_id, b, 1, v, v, v, v
        from (
          select distinct on (m.series_id) m.series_id, m.value, s.metric, s.subject
          from hawkwatch_store.metric_samples m
          join hawkwatch_store.metric_series s on s.id = m.series_id
          order by m.series_id, m.at desc
        ) l
        cross join generate_series(
          date_trunc(${unit}, now()) - ${days} * interval '1 day',
          date_trunc(${unit}, now()) - ${step}::interval, ${step}::interval) b
        cross join lateral (
          select case
            when l.metric = 'endpoint.up' then case l.subject
              when 'endpoint:flapping'
                then (extract(hour from b)::int % 5 <> 0 or extract(minute from b) >= 20)::int
              when 'endpoint:payments' then (b < now() - interval '1 h')::int
              else 1 end
            else l.value * (0.82 + 0.18 * sin(extract(epoch from b) / 86400 * 2 * pi() - 1.8)
              + 0.05 * sin(extract(epoch from b) / 1700 + l.series_id)) end as v
        ) values_
        on conflict do nothing`;
    }
    // Checks every five minutes of the last day; the flapping one was down now and then, payments since an hour.
    await raw`
      insert into hawkwatch_store.endpoint_checks
        (endpoint_id, at, ok, state, reason, status, duration_ms, phases, valid_ms)
      select e.id, b, ok, case when ok then 'UP' else 'DOWN' end,
        case when ok then null else 'it answers with status 503' end,
        case when e.kind <> 'http' then null when ok then 200 else 503 end,
        15 + 60 * abs(sin(extract(epoch from b) / 5000)) + 9 * abs(sin(extract(epoch from b) / 310)),
        '{"connect": 0.4, "firstByte": 9.5}', 330000
      from hawkwatch_store.endpoints e
      cross join generate_series(now() - interval '1 day', now() - interval '6 min', interval '5 min') b
      cross join lateral (select not case e.name
        when 'flapping' then extract(hour from b)::int % 5 = 0 and extract(minute from b) < 20
        when 'payments' then b > now() - interval '1 h' else false end as ok) found
      where e.retired_at is null and e.name <> 'legacy-portal'
      on conflict do nothing`;
    await raw`
      insert into hawkwatch_store.endpoint_days (endpoint_id, day, up_ms, down_ms)
      select e.id, d, 86400000 - down, down
      from hawkwatch_store.endpoints e
      cross join generate_series(date_trunc('day', now(), 'UTC') - interval '40 days',
        date_trunc('day', now(), 'UTC') - interval '2 days', interval '1 day') d
      cross join lateral (select case
        when e.name = 'flapping' then 3600000 when extract(day from d)::int = 13 then 900000
        else 0 end as down) found
      where e.retired_at is null and e.name <> 'legacy-portal'
      on conflict do nothing`;
  } finally {
    await store.close();
  }
}
