// Anomalies of series: one at a time of each, stored with the event that tells of it. An anomaly that
// somebody else began or ended meanwhile is not told again.
import { z } from 'zod';

import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import type { SeriesRecord } from './metric-series.ts';
import { metricAnomalies } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const directions = ['ABOVE', 'BELOW'] as const;
export const anomalyEnds = ['USUAL_AGAIN', 'NEW_LEVEL', 'NO_DATA', 'NOT_WATCHED'] as const;
/** How an anomaly ended. */
export type AnomalyEnd = (typeof anomalyEnds)[number];

const evidence = z.object({
  /** When it was the farthest off, what it was and what was expected. */
  peakAt: z.iso.datetime(),
  actual: z.number(),
  expected: z.number(),
  expectedLow: z.number(),
  expectedHigh: z.number(),
  /** Buckets that were far off, and those that the baseline was made of. */
  buckets: z.number(),
  sampleSize: z.number(),
  season: z.string(),
  word: z.enum(['LOW', 'MEDIUM', 'HIGH']),
});
export type AnomalyEvidence = z.infer<typeof evidence>;

const anomalyFact = evidence.extend({
  anomalyId: z.string(),
  metric: z.string(),
  subject: z.string(),
  labels: z.record(z.string(), z.string()),
  unit: z.string(),
  direction: z.enum(directions),
  since: z.iso.datetime(),
  score: z.number(),
  confidence: z.number(),
});

/** A series is far from what is usual. */
export const anomalyDetected = defineEvent({
  type: 'metric.anomaly_detected',
  version: 1,
  audience: 'viewer',
  schema: anomalyFact,
});

export const anomalyEnded = defineEvent({
  type: 'metric.anomaly_ended',
  version: 1,
  audience: 'viewer',
  schema: anomalyFact.extend({ until: z.iso.datetime(), reason: z.enum(anomalyEnds) }),
});

/** A series will cross a limit soon, if it goes on as it does; once, until that is averted. */
export const forecastCrossed = defineEvent({
  type: 'metric.forecast_crossed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    metric: z.string(),
    subject: z.string(),
    labels: z.record(z.string(), z.string()),
    unit: z.string(),
    limit: z.number(),
    side: z.enum(directions),
    crossesAt: z.iso.datetime(),
    earliest: z.iso.datetime(),
    latest: z.iso.datetime().nullable(),
    level: z.number(),
    slopePerDay: z.number(),
    confidence: z.number(),
    word: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  }),
});

export interface AnomalyRecord {
  readonly id: string;
  readonly seriesId: number;
  readonly metric: string;
  readonly subject: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly direction: 'ABOVE' | 'BELOW';
  readonly since: Date;
  readonly until: Date | null;
  readonly endReason: AnomalyEnd | null;
  readonly score: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: AnomalyEvidence;
  readonly detectedAt: Date;
}

function toRecord(row: typeof metricAnomalies.$inferSelect): AnomalyRecord {
  return {
    ...row,
    labels: z.record(z.string(), z.string()).parse(row.labels),
    direction: z.enum(directions).parse(row.direction),
    endReason: z.enum(anomalyEnds).nullable().parse(row.endReason),
    evidence: evidence.parse(row.evidence),
  };
}

/** What is known of an anomaly as it is written. */
export type AnomalyFinding = Pick<
  AnomalyRecord,
  'direction' | 'since' | 'score' | 'confidence' | 'evidence'
>;

function factOf(anomaly: AnomalyRecord) {
  const { id, metric, subject, labels, unit, direction, since, score, confidence } = anomaly;
  return {
    anomalyId: id,
    metric,
    subject,
    labels,
    unit,
    direction,
    since: since.toISOString(),
    score,
    confidence,
    ...anomaly.evidence,
  };
}

/** Stores that an anomaly began, and tells it; neither when the series has an open one. */
export async function insertAnomaly(
  tx: StoreTransaction,
  series: SeriesRecord,
  finding: AnomalyFinding,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<boolean> {
  const { metric, subject, labels, unit } = series;
  const [row] = await tx.q
    .insert(metricAnomalies)
    .values({
      ...finding,
      id,
      seriesId: series.id,
      metric: storableText(metric),
      subject: storableText(subject),
      labels: storableValue(labels),
      unit,
      evidence: storableValue(finding.evidence),
      detectedAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (row === undefined) return false;
  const payload = factOf(toRecord(row));
  tx.append(anomalyDetected.create({ subject, occurredAt: now, payload }));
  return true;
}

/** Stores how far it has come by now; nothing is told of that. */
export async function updateOpenAnomaly(
  q: Queryable,
  seriesId: number,
  { score, confidence, evidence: seen }: AnomalyFinding,
): Promise<void> {
  await q
    .update(metricAnomalies)
    .set({ score, confidence, evidence: storableValue(seen) })
    .where(and(eq(metricAnomalies.seriesId, seriesId), isNull(metricAnomalies.until)));
}

/** Ends the open anomaly of a series, and tells it; neither when there is none. */
export async function endAnomaly(
  tx: StoreTransaction,
  seriesId: number,
  end: { readonly until: Date; readonly reason: AnomalyEnd; readonly now: Date },
): Promise<boolean> {
  const { until, reason, now } = end;
  const [row] = await tx.q
    .update(metricAnomalies)
    .set({
      until: sql`greatest(${metricAnomalies.since}, ${until.toISOString()}::timestamptz)`,
      endReason: reason,
    })
    .where(and(eq(metricAnomalies.seriesId, seriesId), isNull(metricAnomalies.until)))
    .returning();
  if (row === undefined) return false;
  const ended = toRecord(row);
  const payload = { ...factOf(ended), until: (ended.until ?? until).toISOString(), reason };
  tx.append(anomalyEnded.create({ subject: ended.subject, occurredAt: now, payload }));
  return true;
}

/** The series that have an open anomaly. */
export async function listOpenAnomalies(q: Queryable): Promise<readonly AnomalyRecord[]> {
  const rows = await q
    .select()
    .from(metricAnomalies)
    .where(isNull(metricAnomalies.until))
    .limit(10_000);
  return rows.map(toRecord);
}

/** Removes what ended before `before`, at most `limit`. */
export async function deleteOldAnomalies(q: Queryable, before: Date, limit: number): Promise<void> {
  const old = q
    .select({ id: metricAnomalies.id })
    .from(metricAnomalies)
    .where(and(isNotNull(metricAnomalies.until), lt(metricAnomalies.until, before)))
    .limit(limit);
  await q.delete(metricAnomalies).where(inArray(metricAnomalies.id, old));
}

/** Which anomalies; what is left out does not restrict. */
export interface AnomalyFilter {
  readonly metrics?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
  readonly open?: boolean | undefined;
  readonly minConfidence?: number | undefined;
  /** Lasting then or later. */
  readonly since?: Date | undefined;
  /** Begun before. */
  readonly until?: Date | undefined;
}

export interface AnomalyPlace {
  readonly at: Date;
  readonly id: string;
}

function beyond(compare: typeof lt, place: AnomalyPlace | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(metricAnomalies.since, place.at),
    and(eq(metricAnomalies.since, place.at), compare(metricAnomalies.id, place.id)),
  );
}

function within(
  column: Parameters<typeof inArray>[0],
  words: readonly string[] | undefined,
): SQL | undefined {
  if (words === undefined) return undefined;
  return words.length === 0 ? sql`false` : inArray(column, [...words]);
}

function matches(filter: AnomalyFilter): SQL | undefined {
  const { until } = metricAnomalies;
  return and(
    within(metricAnomalies.metric, filter.metrics),
    within(metricAnomalies.subject, filter.subjects),
    filter.open === undefined ? undefined : filter.open ? isNull(until) : isNotNull(until),
    filter.minConfidence === undefined
      ? undefined
      : gte(metricAnomalies.confidence, filter.minConfidence),
    filter.since === undefined ? undefined : or(isNull(until), gte(until, filter.since)),
    filter.until === undefined ? undefined : lt(metricAnomalies.since, filter.until),
  );
}

/** Anomalies, those that began last first. */
export async function listAnomalies(
  q: Queryable,
  filter: AnomalyFilter,
  page: {
    readonly limit: number;
    readonly after?: AnomalyPlace | undefined;
    readonly before?: AnomalyPlace | undefined;
    readonly backwards?: boolean | undefined;
  },
): Promise<readonly AnomalyRecord[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select()
    .from(metricAnomalies)
    .where(and(matches(filter), beyond(lt, page.after), beyond(gt, page.before)))
    .orderBy(order(metricAnomalies.since), order(metricAnomalies.id))
    .limit(page.limit);
  return rows.map(toRecord);
}
