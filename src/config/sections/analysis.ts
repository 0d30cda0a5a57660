// `analysis`: which measurements are compared with what is usual, and which limits are looked out for.
import { z } from 'zod';

import { dayMs, duration, longestRetentionMs, onOrOff, section, whole } from '../forms.ts';

const patternMessage = 'must be a metric, or a pattern as database.* or *_percent';
const pattern = z.string().regex(/^[a-z0-9_.*]{1,120}$/, patternMessage);
const patterns = z.array(pattern).max(200, 'has too many entries');

const number = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  z.number('must be a number'),
);

const limit = section({
  metric: pattern,
  above: number.optional(),
  below: number.optional(),
  within: duration(14 * dayMs, longestRetentionMs),
})
  .superRefine(({ above, below }, context) => {
    if ((above === undefined) === (below === undefined)) {
      context.addIssue('needs one of above and below');
    }
  })
  .transform(({ within, ...rest }) => ({ ...rest, withinMs: within }));

/** What is watched when the file does not say so. */
export const analysedByDefault = [
  'host.cpu_percent',
  'host.memory_used_percent',
  'host.disk_used_percent',
  'database.size_bytes',
  'database.connections_used_percent',
  'database.cache_hit_percent',
  'database.rollback_percent',
  'database.replication_lag_bytes',
  'database.*_per_second',
  'database.latency_ms',
  'container.cpu_percent',
  'container.memory_*',
  'endpoint.duration_ms',
  'hawkwatch.operation_p95_ms',
  'hawkwatch.memory_rss_bytes',
];

const fullPercent = [
  'host.disk_used_percent',
  'host.inodes_used_percent',
  'database.connections_used_percent',
  'database.wraparound_percent',
];
const limitsByDefault = fullPercent.map((metric) => ({ metric, above: 100 }));

export const analysis = section({
  watch: onOrOff('must be on or off, true or false').default(true),
  include: patterns.default(analysedByDefault),
  exclude: patterns.default([]),
  sensitivity: z.enum(['low', 'normal', 'high'], 'must be low, normal or high').default('normal'),
  maxSeries: whole(1, 1_000).refine((value) => value <= 10_000, 'must be 10000 at most'),
  limits: z.array(limit).max(200, 'has too many entries').prefault(limitsByDefault),
});
