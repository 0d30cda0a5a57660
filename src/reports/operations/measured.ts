// Series for the report: found by the names of their metrics, read in portions.
import { readSeriesHistory, type SeriesRange } from '../../metrics/series-history.ts';
import { readHistory, type SeriesColumns } from '../../store/metric-history.ts';
import { listSeries, type SeriesRecord } from '../../store/metric-series.ts';
import type { Store } from '../../store/store.ts';
import { hourMs, minuteMs, type TimeSeries } from '../../metrics/analysis/time-series.ts';
import { isShort } from '../../store/operation-figures.ts';

export interface ReportRange {
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  /** Minutes are kept since then; without it, all are. */
  readonly minutesSince?: Date | undefined;
}

export interface MeasuredSeries {
  readonly record: SeriesRecord;
  readonly history: TimeSeries;
}

const portion = 20;

/** The width of the buckets that a range is read in: minutes for two days, else hours. */
export function stepOf(range: ReportRange): number {
  return isShort(range) ? 5 * minuteMs : hourMs;
}

/** The histories of some series; counters as rates. */
export async function readMeasured(
  store: Store,
  records: readonly SeriesRecord[],
  range: ReportRange,
): Promise<readonly MeasuredSeries[]> {
  const measured: MeasuredSeries[] = [];
  const read: SeriesRange = { ...range, stepMs: stepOf(range) };
  for (let from = 0; from < records.length; from += portion) {
    const some = records.slice(from, from + portion);
    const histories = await readSeriesHistory(store, some, read);
    for (const record of some) {
      const history = histories.get(record.id);
      if (history !== undefined && history.times.length > 0) measured.push({ record, history });
    }
  }
  return measured;
}

/** The gauges of some metrics, at most `limit` series. */
export async function readMetrics(
  store: Store,
  metrics: readonly string[],
  range: ReportRange,
  limit: number,
): Promise<readonly MeasuredSeries[]> {
  const seen = { metrics, seenSince: new Date(range.from.getTime() - hourMs) };
  return readMeasured(store, await listSeries(store.q, seen, { limit }), range);
}

/** The largest or smallest single value of each series of a metric, by its number. */
export async function readExtremes(
  store: Store,
  metric: string,
  range: ReportRange,
  { value, limit }: { readonly value: 'max' | 'min'; readonly limit: number },
): Promise<ReadonlyMap<number, number>> {
  const seenSince = new Date(range.from.getTime() - hourMs);
  const records = await listSeries(store.q, { metrics: [metric], seenSince }, { limit });
  const histories = await readHistory(
    store,
    records.map(({ id }) => id),
    { ...range, stepMs: stepOf(range), value },
  );
  const extreme = value === 'max' ? Math.max : Math.min;
  return new Map([...histories].map(([id, { values }]) => [id, extreme(...values)]));
}

/** By how much the counters of a metric grew within the range; one that fell had started anew. */
export async function readGrowth(
  store: Store,
  metric: string,
  range: ReportRange,
  limit: number,
): Promise<readonly { readonly record: SeriesRecord; readonly columns: SeriesColumns }[]> {
  const seenSince = new Date(range.from.getTime() - hourMs);
  const records = await listSeries(store.q, { metrics: [metric], seenSince }, { limit });
  const stepMs = stepOf(range);
  const histories = await readHistory(
    store,
    records.map(({ id }) => id),
    // What was counted before the range is the first value's own.
    { from: new Date(range.from.getTime() - stepMs), until: range.until, stepMs, value: 'last' },
  );
  return records.flatMap((record) => {
    const columns = histories.get(record.id);
    if (columns === undefined) return [];
    // Values that are older than their series were written later, and of what began earlier.
    const firstEndsMs = (columns.times[0] ?? 0) + stepMs;
    const { firstSeen } = record;
    const isNew = firstSeen >= range.from && firstSeen.getTime() < firstEndsMs;
    return [{ record, columns: growthOf(columns, isNew) }];
  });
}

/** `isNew`: the counter began within the range, so that its first value has all grown there. */
export function growthOf({ times, values }: SeriesColumns, isNew: boolean): SeriesColumns {
  const growth = values.map((now, index) => {
    const before = index === 0 ? 0 : (values[index - 1] ?? 0);
    return now >= before ? now - before : now;
  });
  const first = isNew ? 0 : 1;
  return { times: times.subarray(first), values: growth.subarray(first) };
}
