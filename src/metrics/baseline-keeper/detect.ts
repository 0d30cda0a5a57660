// Searches the newest buckets of watched series for anomalies and stores what began, went on and ended.
//
// A series that is usual has no stored walk; the keeper's own position says how far all were seen. A walk
// that has just come to its end stays stored for one more round with the bucket that it saw last: should
// the round be repeated, those buckets change nothing.
import {
  endAnomaly,
  insertAnomaly,
  updateOpenAnomaly,
  type AnomalyEnd,
  type AnomalyFinding,
} from '../../store/metric-anomalies.ts';
import { findBaselines, updateWalks } from '../../store/metric-baselines.ts';
import type { SeriesRecord } from '../../store/metric-series.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { Random } from '../../core/random.ts';
import {
  walkOn,
  walkStart,
  type Anomaly,
  type AnomalyRules,
  type AnomalyWalk,
} from '../analysis/anomalies.ts';
import type { Baseline } from '../analysis/baseline.ts';
import { hourMs, timeAt, valueAt, type TimeSeries } from '../analysis/time-series.ts';
import { readSeriesHistory, searchStepMs } from '../series-history.ts';
import { readBaseline, readWalk, shorten } from '../stored-analysis.ts';

export interface SearchRange {
  /** Buckets up to this one were seen. */
  readonly seenMs: number;
  /** Exclusive: buckets from here on are not complete. */
  readonly untilMs: number;
}

interface Change {
  readonly series: SeriesRecord;
  readonly walk: AnomalyWalk | null;
  /** In the order in which it happened. */
  readonly told: readonly (
    | { readonly what: 'began'; readonly finding: AnomalyFinding }
    | { readonly what: 'went on'; readonly finding: AnomalyFinding }
    | { readonly what: 'ended'; readonly until: Date; readonly reason: AnomalyEnd }
  )[];
}

/** Counters need the bucket before the first one. */
const reachMs = 3 * searchStepMs;
const silentAfterMs = 2 * hourMs;

/** What changed of some series; nothing is written yet. */
export async function searchAnomalies(
  store: Store,
  series: readonly SeriesRecord[],
  range: SearchRange,
  rules: AnomalyRules,
): Promise<readonly Change[]> {
  const rows = await findBaselines(
    store.q,
    series.map(({ id }) => id),
  );
  const known = new Map(rows.map((row) => [row.seriesId, row]));
  const watched = series.filter(({ id }) => known.has(id));
  const histories = await readSeriesHistory(store, watched, {
    from: new Date(range.seenMs - reachMs),
    until: new Date(range.untilMs),
    stepMs: searchStepMs,
  });
  return watched.flatMap((one) => {
    const row = known.get(one.id);
    const history = histories.get(one.id);
    if (row === undefined || history === undefined) return [];
    const baseline = readBaseline(row.baseline);
    const stored = readWalk(row.walk);
    return changeOf(one, baseline, stored, history, range, rules) ?? [];
  });
}

function changeOf(
  series: SeriesRecord,
  baseline: Baseline | undefined,
  stored: AnomalyWalk | undefined,
  history: TimeSeries,
  { seenMs, untilMs }: SearchRange,
  rules: AnomalyRules,
): Change | undefined {
  let walk = stored ?? walkStart;
  const told: Change['told'][number][] = [];
  const end = (at: number, reason: AnomalyEnd): void => {
    told.push({ what: 'ended', until: new Date(at), reason });
  };
  if (baseline !== undefined) {
    for (let index = 0; index < history.times.length; index += 1) {
      const point = { atMs: timeAt(history, index), value: valueAt(history, index) };
      if (point.atMs <= seenMs) continue;
      const before = walk.open;
      const step = walkOn(walk, point, baseline, rules);
      ({ walk } = step);
      if (step.began !== null)
        told.push({ what: 'began', finding: findingOf(step.began, baseline) });
      else if (walk.open !== null && walk.open !== before) {
        told.push({ what: 'went on', finding: findingOf(walk.open, baseline) });
      }
      if (step.ended !== null)
        end(step.ended.untilMs ?? point.atMs, endReason(step.ended, baseline));
    }
  }
  const lastMs = walk.seenMs ?? untilMs;
  if (walk.open !== null && (baseline === undefined || untilMs - lastMs > silentAfterMs)) {
    end(lastMs + searchStepMs, baseline === undefined ? 'NOT_WATCHED' : 'NO_DATA');
    walk = { ...walkStart, seenMs: lastMs };
  }
  const quiet = walk.open === null && walk.streak === null;
  if (stored === undefined && quiet && told.length === 0) return undefined;
  const happened = told.length > 0 || stored?.open != null || stored?.streak != null;
  return { series, walk: quiet && !happened ? null : walk, told: lastOfEach(told) };
}

/** Of what goes on only the newest counts. */
function lastOfEach(told: Change['told']): Change['told'] {
  return told.filter((one, place) => one.what !== 'went on' || told[place + 1]?.what !== 'went on');
}

/** When the new level has become the usual one, the anomaly is over without anything coming back. */
function endReason(anomaly: Anomaly, baseline: Baseline): AnomalyEnd {
  const { shiftedAtMs, awaitsAdoption } = baseline;
  const adopted =
    shiftedAtMs !== null &&
    !awaitsAdoption &&
    shiftedAtMs <= anomaly.sinceMs + 2 * hourMs &&
    anomaly.sinceMs <= shiftedAtMs + 24 * hourMs;
  return adopted ? 'NEW_LEVEL' : 'USUAL_AGAIN';
}

function findingOf(anomaly: Anomaly, baseline: Baseline): AnomalyFinding {
  return {
    direction: anomaly.direction,
    since: new Date(anomaly.sinceMs),
    score: Math.min(shorten(anomaly.score), 1e9),
    confidence: anomaly.confidence.score,
    evidence: {
      peakAt: new Date(anomaly.peakMs).toISOString(),
      actual: shorten(anomaly.actual),
      expected: shorten(anomaly.expected),
      expectedLow: shorten(anomaly.expectedLow),
      expectedHigh: shorten(anomaly.expectedHigh),
      buckets: anomaly.buckets,
      sampleSize: anomaly.sampleSize,
      season: baseline.season.season,
      word: anomaly.confidence.word,
    },
  };
}

/** Writes what changed, with its events. */
export async function storeChanges(
  tx: StoreTransaction,
  changes: readonly Change[],
  { now, random }: { readonly now: Date; readonly random: Random },
): Promise<void> {
  // In one order everywhere, so that two writers do not wait for each other in a circle.
  const ordered = changes.toSorted((left, right) => left.series.id - right.series.id);
  for (const { series, told } of ordered) {
    for (const one of told) {
      switch (one.what) {
        case 'began':
          await insertAnomaly(tx, series, one.finding, { id: random.uuid(), now });
          break;
        case 'went on':
          await updateOpenAnomaly(tx.q, series.id, one.finding);
          break;
        case 'ended':
          await endAnomaly(tx, series.id, { until: one.until, reason: one.reason, now });
          break;
      }
    }
  }
  await updateWalks(
    tx.q,
    ordered.map(({ series, walk }) => ({ seriesId: series.id, walk })),
  );
}
