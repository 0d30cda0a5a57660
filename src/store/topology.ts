// What is stored of how things hang together: databases, endpoints and containers that there are now, in one
// statement.
import { z } from 'zod';

import { sql } from './drizzle.ts';
import type { Queryable } from './store.ts';

const labels = z.record(z.string(), z.string());
const form = z.object({
  databases: z.array(z.object({ name: z.string(), environment: z.string().nullable(), labels })),
  endpoints: z.array(
    z.object({
      name: z.string(),
      environment: z.string().nullable(),
      database: z.string().nullable(),
      labels,
    }),
  ),
  containers: z.array(
    z.object({
      key: z.string(),
      host: z.string(),
      database: z.string().nullable(),
      project: z.string(),
      service: z.string(),
      labels,
    }),
  ),
});
export type StoredTopology = z.infer<typeof form>;

/** Reads at most `most` of each, in one order; databases and endpoints by name, the containers seen last. */
export async function readTopology(q: Queryable, most: number): Promise<StoredTopology> {
  const rows = await q.execute<{ found: unknown }>(sql`
    select json_build_object(
      'databases', coalesce((select json_agg(json_build_object('name', d.name,
          'environment', d.environment, 'labels', d.labels) order by d.name)
        from (select * from hawkwatch_store.databases where retired_at is null
              order by name limit ${most}) d), '[]'),
      'endpoints', coalesce((select json_agg(json_build_object('name', e.name,
          'environment', e.environment, 'database', e.database_name, 'labels', e.labels)
          order by e.name)
        from (select * from hawkwatch_store.endpoints where retired_at is null
              order by name limit ${most}) e), '[]'),
      'containers', coalesce((select json_agg(json_build_object('key', c.key, 'host', c.host,
          'database', d.name, 'project', coalesce(c.compose ->> 'project', ''),
          'service', coalesce(c.compose ->> 'service', ''),
          'labels', (select coalesce(json_object_agg(l.key, l.value order by l.key), '{}')
            from jsonb_each_text(c.labels) l
            where l.key in ('service', 'app', 'app.kubernetes.io/name', 'component')))
          order by c.host, c.key, c.id)
        from (select * from hawkwatch_store.containers where vanished_at is null
              order by last_seen_at desc limit ${most}) c
        left join hawkwatch_store.databases d on d.id = c.database_id), '[]')) as found`);
  return form.parse(rows[0]?.found);
}
