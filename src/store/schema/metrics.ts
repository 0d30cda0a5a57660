// Measurements: which series there are, and which buckets of their roll-ups have to be computed. The
// samples and the roll-ups themselves are partitioned tables, which Drizzle does not know: a custom
// migration makes them, and `metric-samples.ts`, `metric-rollups.ts` and `metric-points.ts` use them.

import { bigint, index, integer, text, unique } from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const metricSeries = storeSchema.table(
  'metric_series',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    metric: text('metric').notNull(),
    subject: text('subject').notNull(),
    labels: json('labels').notNull(),
    unit: text('unit').notNull(),
    firstSeen: instant('first_seen').notNull(),
    /** Moved on once an hour while samples come. */
    lastSeen: instant('last_seen').notNull(),
  },
  (table) => [
    unique('metric_series_identity').on(table.metric, table.subject, table.labels),
    // The series of one subject, whatever was measured of it.
    index('metric_series_subject').on(table.subject, table.metric),
    index('metric_series_last_seen').on(table.lastSeen),
  ],
);

/**
 * Buckets whose samples changed since they were rolled up, in the transaction that changed them. A row
 * for each change, never one updated: who computes a bucket removes the rows it saw, and what came
 * meanwhile stays.
 */
export const metricStaleBuckets = storeSchema.table(
  'metric_stale_buckets',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** 1: a minute, to be computed of samples. 2: an hour, to be computed of minutes. */
    level: integer('level').notNull(),
    bucket: instant('bucket').notNull(),
    /** The series of it that changed. */
    series: integer('series').array().notNull(),
  },
  (table) => [index('metric_stale_buckets_order').on(table.level, table.bucket, table.id)],
);
