// What was found in the measurements: what is usual for a series, where it is going, and what was not
// usual.

import {
  doublePrecision,
  index,
  integer,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import { instant, json } from './events.ts';
import { metricSeries } from './metrics.ts';
import { storeSchema } from './namespace.ts';

/** One row for each series that is watched. */
export const metricBaselines = storeSchema.table(
  'metric_baselines',
  {
    seriesId: integer('series_id')
      .primaryKey()
      .references(() => metricSeries.id, { onDelete: 'cascade' }),
    computedAt: instant('computed_at').notNull(),
    /** When it is to be computed anew. */
    dueAt: instant('due_at').notNull(),
    /** Null with the reason in `silence`. */
    baseline: json('baseline'),
    silence: text('silence'),
    /** Where the search for anomalies stands; null while all is usual. */
    walk: json('walk'),
  },
  (table) => [
    index('metric_baselines_due').on(table.dueAt),
    index('metric_baselines_walking')
      .on(table.seriesId)
      .where(sql`${table.walk} is not null`),
  ],
);

/** When a watched series will cross a limit of the configuration. */
export const metricForecasts = storeSchema.table(
  'metric_forecasts',
  {
    seriesId: integer('series_id')
      .notNull()
      .references(() => metricSeries.id, { onDelete: 'cascade' }),
    /** The limit, as `above 100`. */
    limit: text('limit').notNull(),
    computedAt: instant('computed_at').notNull(),
    /** Null with the reason in `silence`. */
    forecast: json('forecast'),
    silence: text('silence'),
    /** When it was told that the limit is near; null while it is not. */
    toldAt: instant('told_at'),
  },
  (table) => [primaryKey({ columns: [table.seriesId, table.limit] })],
);

/** Kept beyond the series itself, so what it was of is in the row. */
export const metricAnomalies = storeSchema.table(
  'metric_anomalies',
  {
    id: uuid('id').primaryKey(),
    seriesId: integer('series_id').notNull(),
    metric: text('metric').notNull(),
    subject: text('subject').notNull(),
    labels: json('labels').notNull(),
    unit: text('unit').notNull(),
    direction: text('direction').notNull(),
    since: instant('since').notNull(),
    /** Null while it lasts. */
    until: instant('until'),
    endReason: text('end_reason'),
    score: doublePrecision('score').notNull(),
    confidence: doublePrecision('confidence').notNull(),
    /** What was expected and what was seen, at the peak. */
    evidence: json('evidence').notNull(),
    detectedAt: instant('detected_at').notNull(),
  },
  (table) => [
    // Whoever races for it: one at a time of a series.
    uniqueIndex('metric_anomalies_one_open')
      .on(table.seriesId)
      .where(sql`${table.until} is null`),
    index('metric_anomalies_since').on(table.since, table.id),
    index('metric_anomalies_subject').on(table.subject, table.since),
  ],
);
